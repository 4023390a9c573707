import type { Evidence, ServerReport } from "../evidence.ts";
import type { Knowledge } from "../knowledge.ts";
import type { AddressField } from "../message/address.ts";
import { toALabel } from "../message/domain.ts";
import type { Line, Reason, Want } from "../result.ts";
import { aligned } from "../trust/scope.ts";

/**
 * Says what the user's server reports about mutual TLS (3-protocols section 2). The client cannot see that connection:
 * without a believed `mtls=` nothing is known, whatever the domain publishes (MTLS-01).
 * @param reports what the user's servers said, believed already
 */
export function checkMtls(reports: readonly ServerReport[], author: AddressField, knowledge: Knowledge): Evidence {
  const [from, ...others] = author.mailboxes;
  if (from === undefined || others.length > 0 || author.ambiguities.length > 0) return evidence([], [], []);
  const found = reports.flatMap((report) =>
    report.method === "mtls" && report.domain !== undefined && aligned(report.domain, from.domain)
      ? [{ ...report, domain: report.domain }]
      : [],
  );
  const said = found.filter(({ result }) => result === "pass" || result === "fail");
  if (said.length === 0) return silent(reports, from.domain, knowledge);
  const fails = said.filter(({ result }) => result === "fail");
  const reasons: Reason[] = fails
    .filter(({ domain }) => hasOptedIn(domain, knowledge) === true)
    .map(({ server, domain }) => ({ code: "MTLS_FAIL", params: { server, domain } }));
  const wants: Want[] = fails
    .filter(({ domain }) => hasOptedIn(domain, knowledge) === undefined)
    .map(({ domain }) => ({ kind: "client-mx", domain }));
  return evidence(reasons, said.map(describe), wants);
}

/** "A server of DOMAIN", never more: a mail host can serve many customers with one certificate (MTLS-03). */
function describe({ server, domain, result, properties }: ServerReport & { readonly domain: string }): Line {
  const host = toALabel(properties.get("smtp.mtls-host") ?? "");
  if (result === "fail") return line("fail", { server, domain });
  return host === undefined ? line("pass", { server, domain }) : line("pass-host", { server, domain, host });
}

/** No statement: worth a word where the domain publishes that there should be one, and no credit to anybody. */
function silent(reports: readonly ServerReport[], from: string, knowledge: Knowledge): Evidence {
  const mailFrom = reports.find(({ method, domain }) => method === "spf" && domain !== undefined)?.domain ?? from;
  const tells = aligned(mailFrom, from) && hasOptedIn(mailFrom, knowledge) === true;
  return evidence([], tells ? [line("opted-in", { domain: mailFrom })] : [], []);
}

/** Only a SECURE answer with records is opt-in (T59); undefined where nobody has asked, or was answered, yet. */
function hasOptedIn(domain: string, { clientMx = [] }: Knowledge): boolean | undefined {
  const answer = clientMx.find((known) => known.domain === domain);
  if (answer === undefined || answer.state === "indeterminate") return undefined;
  return answer.state === "secure" && answer.present;
}

const line = (code: string, params: Line["params"]): Line => ({ system: "mtls", code, params });

function evidence(reasons: readonly Reason[], lines: readonly Line[], wants: readonly Want[]): Evidence {
  return { reasons, lines, wants };
}
