import { shownTime, t } from "../text/texts.ts";
import type { Section } from "./model.ts";

/** A clock that once ran far ahead would leave every stamp unchecked until that time: the user can say so (ST-04). */
export function ClockSection({ data, actions }: Section) {
  const { latestSeen, now } = data.clock;
  if (latestSeen <= now) return <p class="empty">{t("options_clock_none")}</p>;
  return (
    <>
      <p>{t("clock_ahead", shownTime(latestSeen), shownTime(now))}</p>
      <button type="button" data-action="reset-clock" onClick={actions.resetClock}>
        {t("clock_reset")}
      </button>
    </>
  );
}
