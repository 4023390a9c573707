import type { AuthservTrust } from "../../../core/index.ts";
import type { SeenServer } from "../../state/seen-servers.ts";
import { Say } from "../text/say.tsx";
import { t } from "../text/texts.ts";

interface Props {
  /** Servers seen in this account and not named yet. */
  readonly seen: readonly SeenServer[];
  readonly onBelieve: (server: AuthservTrust) => Promise<void>;
}

/** Offers the servers whose reports stand at the border of this account, each with one click (T30, T35, AR-02). */
export function ServerProposals({ seen, onBelieve }: Props) {
  if (seen.length === 0) return null;
  return (
    <div class="proposals" data-part="proposals">
      <h4>{t("servers_seen")}</h4>
      <p class="explain">{t("servers_seen_explain")}</p>
      <ul>
        {seen.map(({ key, server, last }) => (
          <li key={key} data-server={server.authservId ?? server.profile}>
            <p>
              <Say
                words="servers_seen_entry"
                names={["claimed", "host", "time"]}
                params={{
                  claimed: server.authservId ?? t("servers_profile_microsoft365"),
                  host: server.borderHosts.join(" "),
                  time: last,
                }}
              />
            </p>
            {server.profile === "microsoft365" && <p class="explain">{t("servers_seen_microsoft365")}</p>}
            {server.placement === "below" && <p class="explain">{t("servers_seen_below")}</p>}
            <button type="button" data-action="believe" onClick={() => onBelieve(server)}>
              {t("servers_believe")}
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}
