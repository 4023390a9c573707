import { useEffect, useRef } from "preact/hooks";
import { exerciseArrived } from "../../reports/arrived.ts";
import type { StoredReport } from "../../reports/store.ts";
import type { PopupReports } from "../actions/report.ts";
import { ExerciseNote } from "../parts/exercise-note.tsx";
import { ReportNote } from "../parts/report-note.tsx";
import { ReportState } from "../parts/report-state.tsx";
import { t } from "../text/texts.ts";

interface Props {
  readonly report: StoredReport;
  readonly organisation: string;
  readonly note: string;
  readonly reports: PopupReports;
  readonly onChange: () => void;
}

/** A report that was made: that it was, where it stands, and the way back while there is one. */
export function ReportMade({ report, organisation, note, reports, onChange }: Props) {
  const { id, state, tries } = report;
  const open = state === "queued" && tries === 0;
  const button = useRef<HTMLButtonElement>(null);
  // The button that was pressed is gone: the keyboard goes on here.
  useEffect(() => {
    if (open) button.current?.focus();
  }, [open]);
  const back = async () => {
    await reports.takeBack(id);
    onChange();
  };
  return (
    <div class="notice" data-part="report-made" data-report-state={state}>
      <p role="status">
        {state !== "undone" && `${t("report_made", t(`report_${report.code.replaceAll("-", "_")}`))} `}
        <ReportState report={report} />
      </p>
      {exerciseArrived(report) && <ExerciseNote report="arrived" organisation={organisation} />}
      <ReportNote note={note} />
      {open && (
        <button type="button" data-action="take-back" ref={button} onClick={back}>
          {t("report_take_back")}
        </button>
      )}
    </div>
  );
}
