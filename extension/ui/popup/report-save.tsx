import { useState } from "preact/hooks";
import type { ReportCode } from "../../../core/index.ts";
import type { Checked } from "../../check/check.ts";
import type { ExportForm, PopupReports } from "../actions/report.ts";
import { ExerciseNote } from "../parts/exercise-note.tsx";
import { Choice, Field } from "../parts/field.tsx";
import { t } from "../text/texts.ts";

interface Props {
  readonly message: Checked;
  /** The reasons to choose from. */
  readonly codes: readonly ReportCode[];
  readonly reports: PopupReports;
  readonly organisation: string;
}

const FORMS: readonly ExportForm[] = ["arf", "xarf"];

/** A report as a file for an abuse desk; the message itself goes into it only when that is ticked. */
export function ReportSave({ message, codes, reports, organisation }: Props) {
  const [place, setPlace] = useState(0);
  const code = codes[place];
  const [whole, setWhole] = useState(false);
  const [exercise, setExercise] = useState(false);
  return (
    <details data-part="report-save">
      <summary>{t("report_save")}</summary>
      <p class="explain">{t("report_save_explain")}</p>
      <Field label="report_save_reason">
        {(attributes) => (
          <select {...attributes} value={code} onChange={(event) => setPlace(event.currentTarget.selectedIndex)}>
            {codes.map((one) => (
              <option key={one} value={one}>
                {t(`report_${one.replaceAll("-", "_")}`)}
              </option>
            ))}
          </select>
        )}
      </Field>
      <Choice label="report_save_whole" checked={whole} onChange={setWhole} />
      <p class="actions">
        {FORMS.map((form) => (
          <button
            type="button"
            key={form}
            data-action={`save-${form}`}
            onClick={async () => code !== undefined && setExercise(await reports.save(message, code, form, whole))}
          >
            {t(`report_save_${form}`)}
          </button>
        ))}
      </p>
      <div role="status">{exercise && <ExerciseNote report="saved" organisation={organisation} />}</div>
    </details>
  );
}
