import type { ToldReport } from "../../../core/index.ts";
import { Say } from "../text/say.tsx";
import { t } from "../text/texts.ts";

/** Reports in the message that nobody vouches for: to be looked at, folded away, and named as what they are (AR-02). */
export function TravelUnbelieved({ reports }: { readonly reports: readonly ToldReport[] }) {
  return (
    <details data-part="unbelieved">
      <summary>{t("travel_unbelieved")}</summary>
      <p class="explain">{t("travel_unbelieved_explain")}</p>
      {reports.map(({ server, results }, place) => (
        <div key={place} class="unbelieved">
          <p>
            {server === "" ? (
              t("travel_unbelieved_unnamed")
            ) : (
              <Say words="travel_unbelieved_server" names={["claimed"]} params={{ claimed: server }} />
            )}
          </p>
          <ul>
            {results.map(({ method, result, about }, row) => (
              <li key={row}>
                <Say
                  words={about === "" ? "travel_told" : "travel_told_about"}
                  names={about === "" ? ["told", "result"] : ["told", "result", "about"]}
                  params={{ told: method, result, about }}
                />
              </li>
            ))}
          </ul>
        </div>
      ))}
    </details>
  );
}
