import { isBelowLevel, type Result } from "../../../core/index.ts";
import { SayReason } from "../text/say.tsx";
import { t } from "../text/texts.ts";
import { isDeclared } from "./declared.tsx";
import { LineList } from "./line-list.tsx";
import { isSealed } from "./sealed.tsx";
import { isTravel } from "./travel.tsx";

const OPEN = new Set(["ALERT", "CAUTION", "UNCHECKED"]);

/** Why the badge is what it is, and what else is known that has no section of its own. */
export function Evidence({ result }: { readonly result: Result }) {
  const lines = result.lines.filter((line) => !isTravel(line) && !isSealed(line) && !isDeclared(line));
  return (
    <>
      {result.reasons.length > 0 && (
        <details data-part="evidence" open={OPEN.has(result.badge) || isBelowLevel(result.reasons)}>
          <summary>{t("popup_evidence")}</summary>
          <ul class="reasons">
            {result.reasons.map((reason, place) => (
              <li key={place} data-reason={reason.code} data-effect={reason.effect}>
                <SayReason reason={reason} />
              </li>
            ))}
          </ul>
        </details>
      )}
      {lines.length > 0 && (
        <details data-part="lines">
          <summary>{t("popup_also")}</summary>
          <LineList lines={lines} />
        </details>
      )}
    </>
  );
}
