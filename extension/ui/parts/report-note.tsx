import { shownText } from "../../../core/index.ts";
import { t } from "../text/texts.ts";

/** No policy has a longer one. */
const MAX_NOTE = 200;

/** What an organisation says about reports: its own words, named as that, and nothing but text. */
export function ReportNote({ note }: { readonly note: string }) {
  if (note === "") return null;
  return (
    <p class="explain" data-part="report-note">
      {t("report_note")} <bdi class="foreign">{shownText(note, MAX_NOTE)}</bdi>
    </p>
  );
}
