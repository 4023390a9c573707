import type { Line, Result } from "../../../core/index.ts";
import { Say } from "../text/say.tsx";
import { t } from "../text/texts.ts";
import { LineList } from "./line-list.tsx";
import type { Actions } from "./model.ts";
import { Proof } from "./proof.tsx";
import { Route } from "./route.tsx";
import { TravelUnbelieved } from "./travel-unbelieved.tsx";

/** Systems that speak about the way of a message; all others have sections of their own. */
const TRAVEL = new Set<Line["system"]>(["authres", "dkim", "mtls", "map", "dsn", "mt2"]);

/** Whether a line belongs here. */
export const isTravel = ({ system }: Line) => TRAVEL.has(system);

interface Props {
  readonly result: Result;
  readonly actions: Actions;
  /** Rank of the report's own heading. */
  readonly level: 1 | 2;
}

/**
 * How the message travelled: what each server of the user reports, what was checked on this device, and what neither
 * says (3-protocols section 3: two levels that are never shown as equal).
 */
export function Travel({ result, actions, level }: Props) {
  const Heading = level === 1 ? "h2" : "h3";
  const lines = result.lines.filter(isTravel);
  const unbelieved = result.unbelieved ?? [];
  if (lines.length === 0 && unbelieved.length === 0) return null;
  const servers = [...new Set(lines.flatMap(({ params: { server } }) => (typeof server === "string" ? [server] : [])))];
  const plain = lines.filter(({ system, params }) => params.server === undefined && system === "authres");
  const here = lines.filter(({ system, params }) => params.server === undefined && system !== "authres");
  return (
    <details data-part="travel">
      <summary>{t("popup_lines")}</summary>
      <LineList lines={plain} />
      {plain.some(({ code }) => code === "not-configured") && (
        <button type="button" data-action="name-server" onClick={() => actions.openOptions()}>
          {t("travel_name_server")}
        </button>
      )}
      {servers.map((server) => (
        <section key={server} data-by={server}>
          <Heading>
            <Say words="travel_by_server" names={["server"]} params={{ server }} />
          </Heading>
          <LineList lines={lines.filter(({ params }) => params.server === server)} />
          <p class="explain">{t("travel_limit_server")}</p>
        </section>
      ))}
      {here.length > 0 && (
        <section data-by="device">
          <Heading>{t("travel_here")}</Heading>
          <LineList lines={here} />
          {result.keys?.map((key) => (
            <Proof key={key.kind} of={key} lookups={actions.lookups} />
          ))}
          <p class="explain">{t("travel_limit_here")}</p>
        </section>
      )}
      {result.route && <Route hops={result.route} level={level} />}
      {unbelieved.length > 0 && <TravelUnbelieved reports={unbelieved} />}
    </details>
  );
}
