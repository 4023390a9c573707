import { useEffect, useState } from "preact/hooks";
import type { Result } from "../../../core/index.ts";
import type { Hint } from "../../lookups/shown.ts";
import type { LookedUpNow, PopupLookups } from "../actions/lookups.ts";
import { shownTime, t } from "../text/texts.ts";

interface Props {
  readonly result: Result;
  readonly lookups: PopupLookups;
  /** Checks the message again. */
  readonly recheck: () => Promise<void>;
}

/** That a look-up could tell more, why it has not, and the one thing to do about it. */
export function ProofHint({ result, lookups, recheck }: Props) {
  const [hint, setHint] = useState<Hint>();
  const [ended, setEnded] = useState<LookedUpNow>();
  useEffect(() => {
    let current = true;
    void lookups.hint(result).then((found) => current && setHint(found));
    return () => {
      current = false;
    };
  }, [result, lookups]);
  if (hint === undefined) return null;
  const now = async () => {
    const end = await lookups.now();
    setEnded(end);
    if (end === "done") await recheck();
  };
  const choose = hint.why === "off" || hint.why === "known" || hint.why === "not-allowed";
  return (
    <section class="offer" data-part="hint" data-why={hint.why}>
      <p>
        {hint.why === "tried"
          ? t("hint_tried", shownTime(hint.at), t(`lookups_outcome_${hint.outcome}`))
          : t(`hint_${hint.why.replaceAll("-", "_")}`)}
      </p>
      <p class="actions">
        {choose ? (
          <button type="button" data-action="choose-lookups" onClick={() => lookups.openChoice()}>
            {t("hint_choose")}
          </button>
        ) : (
          <button type="button" data-action="look-up-now" onClick={now}>
            {t("lookups_now")}
          </button>
        )}
        <span role="status">{ended && t(`lookups_now_${ended.replaceAll("-", "_")}`)}</span>
      </p>
    </section>
  );
}
