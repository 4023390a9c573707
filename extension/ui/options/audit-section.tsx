import { useState } from "preact/hooks";
import { Foreign } from "../text/foreign.tsx";
import { t } from "../text/texts.ts";
import type { Section } from "./model.ts";

/** The activity log, and where it goes. */
export function AuditSection({ data, actions }: Section) {
  const receiver = data.policy.effective.auditWebhook.value;
  return (
    <>
      {receiver !== "" && <Receiver receiver={receiver} data={data} actions={actions} />}
      <button type="button" data-action="save-audit" onClick={actions.audit.save}>
        {t("audit_save")}
      </button>
    </>
  );
}

/** The place that the organisation named: shown as long as it is named, whether or not anything is sent (ADM-07). */
function Receiver({ receiver, data: { audit }, actions }: Section & { readonly receiver: string }) {
  const [refused, setRefused] = useState(false);
  return (
    <div data-part="audit-receiver" data-allowed={audit.allowed}>
      <p>
        {t(audit.allowed ? "audit_sends_to" : "audit_sent_to")} <Foreign text={receiver} />
      </p>
      <p class="explain">{t(audit.allowed ? "audit_allowed" : "audit_not_allowed")}</p>
      {audit.allowed && audit.waiting && <p data-part="audit-waiting">{t("audit_waiting")}</p>}
      <p class="actions">
        {audit.allowed ? (
          <button type="button" data-action="withdraw-audit" onClick={() => actions.audit.withdraw(receiver)}>
            {t("audit_withdraw")}
          </button>
        ) : (
          <button
            type="button"
            data-action="allow-audit"
            onClick={async () => setRefused(!(await actions.audit.allow(receiver)))}
          >
            {t("audit_allow")}
          </button>
        )}{" "}
        <span role="status">{refused && !audit.allowed && t("audit_refused")}</span>
      </p>
    </div>
  );
}
