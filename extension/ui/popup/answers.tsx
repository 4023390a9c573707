import { badgeWords, type Result } from "../../../core/index.ts";
import { SaySummary } from "../text/say.tsx";
import { t } from "../text/texts.ts";

/** The rows of 4-threats D.5: always these three, in this order. */
const LINES = ["unchanged", "from", "trust"] as const;

/** The three lines, and what to do next. */
export function Answers({ result }: { readonly result: Result }) {
  return (
    <>
      <dl class="lines">
        {LINES.map((name) => (
          <div key={name} data-line={name}>
            <dt>{t(`popup_line_${name}`)}</dt>
            <dd>
              <SaySummary sentence={result.summary[name]} />
            </dd>
          </div>
        ))}
      </dl>
      <p class="next">{t(badgeWords(result).next)}</p>
    </>
  );
}
