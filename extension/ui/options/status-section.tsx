import { useState } from "preact/hooks";
import { helpDeskText } from "../../policy/status.ts";
import { Foreign, Time } from "../text/foreign.tsx";
import { t } from "../text/texts.ts";
import { FaultList } from "./fault-list.tsx";
import type { Section } from "./model.ts";
import { Places } from "./places.tsx";
import { StatusTable } from "./status-table.tsx";
import { StatusTry } from "./status-try.tsx";

/** What the administrator decided: every setting with its value and its origin, and everything that had no effect. */
export function StatusSection({ data, actions }: Section) {
  const { policy, version } = data;
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    await actions.copy(helpDeskText(policy, version));
    setCopied(true);
  };
  const managed = policy.state === "read" || policy.state === "kept" || policy.state === "missing";
  return (
    <>
      <p data-policy={policy.state}>{t(`policy_state_${policy.state}`)}</p>
      {managed && !policy.byAdministrator && <p class="next">{t("policy_not_installed")}</p>}
      {managed && policy.effective.lookups.origin === "policy" && policy.effective.lookups.value !== "off" && (
        <p class="next" data-part="policy-lookups">
          {t("policy_lookups")} <Foreign text={policy.effective.resolver.value} />
        </p>
      )}
      {managed && <Support data={data} actions={actions} />}
      {managed && <Places client={policy.client} id={policy.id} title="policy_places" />}
      {policy.faults.length > 0 && (
        <>
          <h3>{t("policy_faults")}</h3>
          <FaultList faults={policy.faults} />
        </>
      )}
      <h3>{t("policy_settings")}</h3>
      <StatusTable status={policy} />
      <p>
        {t("policy_read_at")} <Time at={policy.readAt} /> · {t(policy.live ? "policy_live" : "policy_restart")}
      </p>
      <button type="button" data-action="copy-policy" onClick={copy}>
        {t("policy_copy")}
      </button>{" "}
      <span role="status">{copied && t("copied")}</span>
      <StatusTry actions={actions} />
    </>
  );
}

/** Who decided, and whom to ask. */
function Support({ data: { policy } }: Section) {
  const { organisationName, supportContact, supportUrl, privacyUrl } = policy.effective;
  const rows = [
    ["policy_organisation", organisationName.value],
    ["policy_contact", supportContact.value],
  ] as const;
  const links = [
    ["policy_help", supportUrl.value],
    ["policy_privacy", privacyUrl.value],
  ] as const;
  return (
    <dl class="fields">
      {rows
        .filter(([, text]) => text !== "")
        .map(([key, text]) => (
          <div key={key}>
            <dt>{t(key)}</dt>
            <dd>
              <Foreign text={text} />
            </dd>
          </div>
        ))}
      {links
        .filter(([, url]) => url !== "")
        .map(([key, url]) => (
          <div key={key}>
            <dt>{t(key)}</dt>
            <dd>
              <a href={url} target="_blank" rel="noreferrer">
                <Foreign text={url} />
              </a>
            </dd>
          </div>
        ))}
    </dl>
  );
}
