import { type AuthservTrust, serversFor } from "../../../core/index.ts";
import { domainsOf } from "../../policy/effective.ts";
import { sameServer } from "../../state/seen-servers.ts";
import { Foreign } from "../text/foreign.tsx";
import { t } from "../text/texts.ts";
import { LockNote, lockOf } from "./locks.tsx";
import type { Section } from "./model.ts";
import { ServerAdd } from "./server-add.tsx";
import { ServerProposals } from "./server-proposals.tsx";

/** Servers whose reports are believed, by account; none until the user names one (AR-02, AR-16, T30). */
export function ServersSection({ data, actions }: Section) {
  if (data.accounts.length === 0) return <p class="empty">{t("options_servers_none")}</p>;
  const servers = new Map(Object.entries(data.settings.authserv));
  return (
    <>
      <LockNote data={data} name="mailServers" />
      <ul class="cards">
        {data.accounts.map(({ id, name, addresses }) => {
          const named = servers.get(id) ?? [];
          const decided = serversFor(data.policy.effective, domainsOf(addresses), []);
          const lock = decided.length > 0 ? `servers-${id}` : lockOf(data, "mailServers");
          return (
            <li class="card" key={id} data-account={id}>
              <h3>
                <Foreign text={name} />
              </h3>
              <p class="explain">{addresses.length === 0 ? t("servers_no_address") : t("servers_addresses")}</p>
              <ul>
                {addresses.map((address) => (
                  <li key={address}>
                    <bdi dir="ltr">{address}</bdi>
                  </li>
                ))}
              </ul>
              {decided.length > 0 && (
                <div id={`servers-${id}`} data-part="servers-by-policy">
                  <p>{t("servers_by_policy")}</p>
                  {decided.map((server, place) => (
                    <p key={place}>
                      <ServerWords server={server} />
                    </p>
                  ))}
                </div>
              )}
              <fieldset class="plain" disabled={lock !== undefined} aria-describedby={lock}>
                {named.length + decided.length === 0 && <p class="empty">{t("servers_none")}</p>}
                {named.map((server, place) => (
                  <p class="row" key={place}>
                    <ServerWords server={server} />{" "}
                    <button
                      type="button"
                      onClick={() =>
                        actions.setServers(
                          id,
                          named.filter((other) => other !== server),
                        )
                      }
                    >
                      {t("servers_remove")}
                    </button>
                  </p>
                ))}
                {lock === undefined && (
                  <ServerProposals
                    seen={data.seenServers.filter(
                      ({ accountId, server }) => accountId === id && !named.some((one) => sameServer(one, server)),
                    )}
                    onBelieve={(server) => actions.setServers(id, [...named, server])}
                  />
                )}
                <ServerAdd onAdd={(server) => actions.setServers(id, [...named, server])} />
              </fieldset>
            </li>
          );
        })}
      </ul>
    </>
  );
}

function ServerWords({ server }: { readonly server: AuthservTrust }) {
  return (
    <span>
      <Foreign text={server.authservId ?? t("servers_profile_microsoft365")} /> · {t("servers_border")}{" "}
      <Foreign text={server.borderHosts.join(", ")} /> · {t(`servers_placement_${server.placement}`)}
    </span>
  );
}
