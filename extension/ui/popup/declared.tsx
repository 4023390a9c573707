import { useEffect, useState } from "preact/hooks";
import type { Line, PolicyAdvice, Result, SenderCertificates } from "../../../core/index.ts";
import type { PopupReports } from "../actions/report.ts";
import { Say, SayLine } from "../text/say.tsx";
import { shownTime, t } from "../text/texts.ts";

/** Whether a line belongs here. */
export const isDeclared = ({ system }: Line) => system === "ipp";

interface Props {
  readonly result: Result;
  readonly reports: PopupReports | undefined;
  /** Checks the message again. */
  readonly recheck: () => Promise<void>;
  /** Rank of the report's own heading. */
  readonly level: 1 | 2;
}

/**
 * What the sender says the message is, whether that is signed and by whom, and whether the reader wants such mail. Nothing
 * here is praise: a signed statement can be false (4-threats D.1).
 */
export function Declared({ result, reports, recheck, level }: Props) {
  const Heading = level === 1 ? "h2" : "h3";
  const lines = result.lines.filter(isDeclared);
  if (lines.length === 0 && result.advice === undefined) return null;
  return (
    <section data-part="declared" data-declared={result.declaration?.result ?? "none"}>
      <Heading>{t("declared_title")}</Heading>
      {lines.length === 0 && <p>{t("declared_nothing")}</p>}
      {lines.map((line, place) => (
        <p key={place} data-system={line.system} data-code={line.code}>
          <SayLine line={line} />
        </p>
      ))}
      {reports !== undefined && result.declaration !== undefined && (
        <ChangedKey result={result} reports={reports} recheck={recheck} />
      )}
      {result.advice && <Advice advice={result.advice} />}
    </section>
  );
}

function Advice({ advice }: { readonly advice: PolicyAdvice }) {
  const { action, because, mode, address, by } = advice;
  return (
    <p data-advice={action} data-because={because} data-by={by}>
      <Say
        words={action === "accept" ? "advice_accept" : `advice_${because}`}
        names={["address"]}
        params={{ address }}
      />{" "}
      {(by === "managed" || by === "published") && `${t(`advice_by_${by}`)} `}
      {action === "reject" && t(mode === "testing" ? "advice_testing" : "advice_nothing_moved")}
    </p>
  );
}

/** Another key than the one met first: both are kept until the user decides (X5-01). */
function ChangedKey({
  result,
  reports,
  recheck,
}: Omit<Props, "reports" | "level"> & { readonly reports: PopupReports }) {
  const [known, setKnown] = useState<SenderCertificates>();
  useEffect(() => {
    let current = true;
    void reports.certificates(result).then((found) => current && setKnown(found));
    return () => {
      current = false;
    };
  }, [result, reports]);
  if (known?.changedTo === undefined) return null;
  const { address, since, changedTo } = known;
  const decide = async (choice: "old" | "new") => {
    await reports.decide(address, choice);
    await recheck();
  };
  return (
    <div class="notice" data-part="changed-key">
      <p>
        <Say words="changed_key" names={["address"]} params={{ address }} />{" "}
        {t("changed_key_since", shownTime(since), shownTime(changedTo.at))}
      </p>
      <p>{t("changed_key_advice")}</p>
      <p class="actions">
        <button type="button" data-action="keep-key" onClick={() => decide("old")}>
          {t("changed_key_keep")}
        </button>
        <button type="button" data-action="take-key" onClick={() => decide("new")}>
          {t("changed_key_take")}
        </button>
      </p>
    </div>
  );
}
