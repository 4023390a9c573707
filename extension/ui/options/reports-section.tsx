import { useState } from "preact/hooks";
import type { ReportsShown } from "../../reports/shown.ts";
import { isOpen } from "../../reports/ways.ts";
import type { LookedUpNow } from "../actions/lookups.ts";
import { Choice } from "../parts/field.tsx";
import { Say } from "../text/say.tsx";
import { t } from "../text/texts.ts";
import { LockNote, lockOf } from "./locks.tsx";
import type { OptionsActions, Section } from "./model.ts";
import { ReportsList } from "./reports-list.tsx";

/** Where reports of each own domain go, the second consent, and everything that was reported. */
export function ReportsSection({ data, actions }: Section) {
  const { domains, tellSenders, reports } = data.reports;
  const closed = !isOpen(data.policy.effective, "provider");
  const mayTell = isOpen(data.policy.effective, "sender");
  return (
    <>
      {closed && <p data-state="closed">{t("reports_closed")}</p>}
      <LockNote data={data} name="reportRoutes" />
      <LockNote data={data} name="reportReasons" />
      {!closed && domains.length === 0 && <p class="empty">{t("options_reports_no_address")}</p>}
      <ul class="cards">
        {(closed ? [] : domains).map((entry) => (
          <DomainRow key={entry.domain} entry={entry} mode={data.lookups.choice.mode} actions={actions} />
        ))}
      </ul>
      <Choice
        label="reports_tell_senders"
        checked={tellSenders && mayTell}
        lockedBy={mayTell ? undefined : (lockOf(data, "reportRoutes") ?? lockOf(data, "reportReasons"))}
        onChange={actions.reports.tellSenders}
      />
      <p class="explain">{t("reports_tell_senders_explain")}</p>
      <ReportsList reports={reports} organisation={data.policy.effective.organisationName.value} actions={actions} />
    </>
  );
}

interface RowProps {
  readonly entry: ReportsShown["domains"][number];
  readonly mode: string;
  readonly actions: OptionsActions;
}

function DomainRow({ entry: { domain, destination }, mode, actions }: RowProps) {
  const [ended, setEnded] = useState<LookedUpNow>();
  const { state } = destination;
  const host = "host" in destination ? destination.host : "";
  const find = async (use: boolean) => {
    if (use) await actions.reports.useDomain(domain, true);
    setEnded(await actions.lookups.now());
    await actions.refresh();
  };
  const allow = async () => {
    if ("base" in destination) await actions.lookups.allow(destination.base);
    await actions.refresh();
  };
  const withdraw = async () => {
    if ("base" in destination) await actions.lookups.withdraw(destination.base);
    await actions.refresh();
  };
  const byDomain = !("by" in destination) || destination.by === "domain";
  return (
    <li class="card" data-domain={domain} data-state={state}>
      <p>
        <Say
          words={`reports_${state.replaceAll("-", "_")}`}
          names={["domain", "server"]}
          params={{ domain, server: host }}
        />{" "}
        {"by" in destination && destination.by === "policy" && t("reports_by_policy")}
      </p>
      {(state === "ready" || state === "not-allowed") && <p class="explain">{t("reports_learns")}</p>}
      <p class="actions">
        {(state === "not-chosen" || state === "not-looked-up") && mode === "off" && (
          <span data-needs="lookups">
            {t("reports_need_lookups")} <a href="#lookups">{t("options_lookups")}</a>
          </span>
        )}
        {state === "not-chosen" && mode !== "off" && (
          <button type="button" data-action="use-domain" onClick={() => find(true)}>
            {t("reports_use")}
          </button>
        )}
        {state === "not-looked-up" && mode !== "off" && (
          <button type="button" data-action="find-domain" onClick={() => find(false)}>
            {t("lookups_now")}
          </button>
        )}
        {state === "not-allowed" && (
          <button type="button" class="primary" data-action="allow-reports" onClick={allow}>
            {t("lookups_allow")}
          </button>
        )}
        {state === "ready" && (
          <button type="button" data-action="withdraw-reports" onClick={withdraw}>
            {t("lookups_withdraw")}
          </button>
        )}
        {byDomain && state !== "not-chosen" && (
          <button type="button" data-action="leave-domain" onClick={() => actions.reports.useDomain(domain, false)}>
            {t("reports_leave")}
          </button>
        )}
        <span role="status">{ended && t(`lookups_now_${ended.replaceAll("-", "_")}`)}</span>
      </p>
    </li>
  );
}
