import { useState } from "preact/hooks";
import { readResolver } from "../../lookups/choice.ts";
import type { LookedUpNow } from "../actions/lookups.ts";
import { ConfirmButton } from "../parts/confirm-button.tsx";
import { Say } from "../text/say.tsx";
import { shownNumber, t } from "../text/texts.ts";
import { Certifiers } from "./certifiers.tsx";
import { ClientMxType } from "./client-mx-type.tsx";
import { LookupsChoice } from "./lookups-choice.tsx";
import { LookupsFound } from "./lookups-found.tsx";
import type { Section } from "./model.ts";

/** What may be looked up, who is asked, what came of it, and how to end or forget it. */
export function LookupsSection({ data, actions }: Section) {
  const { lookups } = data;
  const { choice, allowed, waiting, findings, hosts } = lookups;
  const [ended, setEnded] = useState<LookedUpNow>();
  const now = async () => {
    setEnded(await actions.lookups.now());
    await actions.refresh();
  };
  const allow = async (address: string) => {
    await actions.lookups.allow(address);
    await actions.refresh();
  };
  const withdraw = async () => {
    await actions.lookups.withdraw(choice.resolver);
    await actions.refresh();
  };
  const forget = async () => {
    await actions.lookups.forget();
    await actions.refresh();
  };
  return (
    <>
      <LookupsChoice policy={data.policy} choice={choice} actions={actions.lookups} onStored={actions.refresh} />
      {choice.mode !== "off" && (
        <p class="row" data-allowed={allowed}>
          <span>
            <Say
              words={allowed ? "lookups_allowed" : "lookups_not_allowed"}
              names={["domain"]}
              params={{ domain: hostOf(choice.resolver) }}
            />
          </span>{" "}
          <button
            type="button"
            data-action={allowed ? "withdraw" : "allow"}
            onClick={allowed ? withdraw : () => allow(choice.resolver)}
          >
            {t(allowed ? "lookups_withdraw" : "lookups_allow")}
          </button>
        </p>
      )}
      {hosts.length > 0 && (
        <>
          <h3>{t("lookups_hosts")}</h3>
          <ul class="cards">
            {hosts.map((address) => (
              <li key={address} class="row">
                <span>
                  <Say words="lookups_not_allowed" names={["domain"]} params={{ domain: hostOf(address) }} />
                </span>{" "}
                <button type="button" data-action="allow-host" onClick={() => allow(address)}>
                  {t("lookups_allow")}
                </button>
              </li>
            ))}
          </ul>
        </>
      )}
      {choice.mode !== "off" && (
        <p class="row">
          {t("lookups_waiting", shownNumber(waiting))}{" "}
          <button type="button" data-action="look-up-now" onClick={now}>
            {t("lookups_now")}
          </button>{" "}
          <span role="status" data-ended={ended}>
            {ended && t(`lookups_now_${ended.replaceAll("-", "_")}`)}
          </span>
        </p>
      )}
      <Certifiers data={data} actions={actions} />
      <ClientMxType data={data} actions={actions} />
      <LookupsFound findings={findings} />
      {findings.length > 0 && (
        <ConfirmButton label="lookups_forget" question="lookups_forget_question" onConfirm={forget} />
      )}
    </>
  );
}

function hostOf(address: string): string {
  const read = readResolver(address);
  return "url" in read ? read.url.hostname : address;
}
