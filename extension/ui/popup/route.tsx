import type { Result } from "../../../core/index.ts";
import { Address } from "../text/foreign.tsx";
import { Say } from "../text/say.tsx";
import { t } from "../text/texts.ts";

type Hop = NonNullable<Result["route"]>[number];

/**
 * The hosts an MT2 message says it came by. Validity and trust answer two questions, so they are two words on two lines,
 * and no sign or colour joins them (3-protocols section 5, MT2-11).
 */
export function Route({ hops, level }: { readonly hops: readonly Hop[]; readonly level: 1 | 2 }) {
  const Heading = level === 1 ? "h2" : "h3";
  return (
    <section data-part="route">
      <Heading>{t("route_title")}</Heading>
      <p class="explain">{t("route_intro")}</p>
      <ol>
        {hops.map((hop, place) => (
          <li key={place} data-validity={hop.validity} data-trust={hop.trust}>
            <Address addrSpec={hop.host} />
            <dl>
              <dt>{t("route_validity")}</dt>
              <dd>
                <Say words={validityWords(hop)} names={["host"]} params={{ host: hop.reliedOn ?? "" }} />
              </dd>
              <dt>{t("route_trust")}</dt>
              <dd>
                <Say
                  words={`route_${hop.trust}`}
                  names={hop.by === undefined ? [] : ["org"]}
                  params={{ org: hop.by ?? "" }}
                />
              </dd>
            </dl>
          </li>
        ))}
      </ol>
    </section>
  );
}

/** A hop beyond a gap may have been put there by anybody. */
const validityWords = ({ validity, counted }: Hop): string =>
  validity === "validated" && !counted ? "route_not_counted" : `route_${validity}`;
