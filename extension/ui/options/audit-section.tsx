import { useState } from "preact/hooks";
import { Field } from "../field.tsx";
import { Foreign } from "../text/foreign.tsx";
import { t } from "../text/texts.ts";
import type { Section } from "./model.ts";

/** The activity log, where it goes, and the file of all settings. */
export function AuditSection({ data, actions }: Section) {
  const [outcome, setOutcome] = useState<"loaded" | "unreadable">();
  const receiver = data.policy.effective.auditWebhook.value;
  const take = async (file: File | undefined) => {
    if (file !== undefined) setOutcome((await actions.takeSettings(await file.text())) ? "loaded" : "unreadable");
  };
  return (
    <>
      {receiver !== "" && (
        <p data-part="audit-receiver">
          {t("audit_sent_to")} <Foreign text={receiver} />{" "}
          <button type="button" data-action="allow-audit" onClick={() => actions.lookups.allow(receiver)}>
            {t("audit_allow")}
          </button>{" "}
          {t("audit_not_allowed")}
        </p>
      )}
      <button type="button" data-action="save-audit" onClick={actions.saveAudit}>
        {t("audit_save")}
      </button>
      <p class="explain">{t("settings_explain")}</p>
      <button type="button" data-action="save-settings" onClick={actions.saveSettings}>
        {t("settings_save")}
      </button>
      <Field label="settings_load">
        {(attributes) => (
          <input
            {...attributes}
            type="file"
            accept="application/json,.json"
            onChange={(event) => take(event.currentTarget.files?.[0])}
          />
        )}
      </Field>
      <p role="status" data-outcome={outcome}>
        {outcome && t(`settings_${outcome}`)}
      </p>
    </>
  );
}
