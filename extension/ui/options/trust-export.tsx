import { useState } from "preact/hooks";
import type { TrustRecord } from "../../../core/index.ts";
import { Field } from "../parts/field.tsx";
import { t } from "../text/texts.ts";
import type { OptionsActions } from "./model.ts";

/** All records as JSON, in the format of the import. */
export function TrustExport({
  records,
  actions,
}: {
  readonly records: readonly TrustRecord[];
  readonly actions: OptionsActions;
}) {
  const [copied, setCopied] = useState(false);
  const text = JSON.stringify(records, null, 2);
  const copy = async () => {
    await actions.copy(text);
    setCopied(true);
  };
  return (
    <details data-part="export">
      <summary>{t("trust_export")}</summary>
      <Field label="trust_export_text">
        {(attributes) => <textarea {...attributes} rows={8} dir="ltr" readOnly value={text} />}
      </Field>
      <button type="button" data-action="export" onClick={copy}>
        {t("copy")}
      </button>{" "}
      <span role="status">{copied && t("copied")}</span>
    </details>
  );
}
