import { useState } from "preact/hooks";
import type { TrustRecord } from "../../../core/index.ts";
import { Field, PastedField } from "../parts/field.tsx";
import { t } from "../text/texts.ts";
import type { OptionsActions } from "./model.ts";
import { rightNow, type TakenIn, takeInText } from "./take-in.ts";
import { TakenInReport } from "./taken-in-report.tsx";

/** Takes in records as JSON, pasted or from a file; what was wrong is listed, and the rest counts. */
export function TrustImport({
  present,
  actions,
}: {
  readonly present: readonly TrustRecord[];
  readonly actions: OptionsActions;
}) {
  const [text, setText] = useState("");
  const [taken, setTaken] = useState<TakenIn>();
  const submit = async (event: Event) => {
    event.preventDefault();
    const result = takeInText(text, present, rightNow());
    if (result.records.length > 0) await actions.putTrust(result.records);
    setTaken(result);
  };
  return (
    <details data-part="import">
      <summary>{t("trust_import")}</summary>
      <form onSubmit={submit}>
        <Field label="trust_import_file">
          {(attributes) => (
            <input
              {...attributes}
              type="file"
              accept=".json,application/json"
              onChange={async (event) => setText((await event.currentTarget.files?.[0]?.text()) ?? "")}
            />
          )}
        </Field>
        <PastedField label="trust_import_text" rows={6} required value={text} onText={setText} />
        <button type="submit" class="primary" data-action="import">
          {t("trust_import_submit")}
        </button>
      </form>
      <TakenInReport taken={taken} />
    </details>
  );
}
