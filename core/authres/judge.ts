import { asciiLower } from "../message/fields.ts";
import type { Line, Reason } from "../result.ts";
import { aligned } from "../trust/scope.ts";
import { hasIdentity, identityOf } from "./identity.ts";
import type { MethodResult } from "./parse.ts";
import type { Way } from "./way.ts";

/** One believed result and the server that said so. */
export interface Statement {
  readonly server: string;
  readonly result: MethodResult;
  /** A `dkim=pass` that leaves parts of the message open (T37). */
  readonly partial: boolean;
  /** A DKIM signature that is not true on this device; the server may have seen another message than the reader does. */
  readonly refuted: boolean;
}

/** What all believed results together say about the From domain. */
export interface Judgement {
  readonly transport: "none" | "pass" | "fail" | "other-domain";
  readonly reasons: readonly Reason[];
  readonly lines: readonly Line[];
  /** The result that decided. */
  readonly by?: Statement;
}

/** A statement that names somebody. */
type Named = Statement & { readonly domain: string };

/** Methods whose aligned pass is credit when no dmarc result decides (T33), best known first. */
const CREDIT = ["dkim", "spf", "mtls", "map"];
/**
 * Methods whose aligned fail counts; `mtls=fail` would need a domain that opted in (T33, U33). A map fail, which no
 * forwarder brings about, goes first: a fail beside it must not excuse it.
 */
const ALARM = ["map", "dkim", "spf"];

/**
 * Weighs results in the order of T33 with T32, T37, T61 and U33. A pass never rises above "transport", and only words
 * `pass` and `fail` are statements at all (AR-10, AR-17).
 * @param from the domain of the only From mailbox
 */
export function judge(statements: readonly Statement[], from: string, way: Way): Judgement {
  const named = statements.flatMap((statement) => {
    const domain = identityOf(statement.result);
    return domain === undefined ? [] : [{ ...statement, domain }];
  });
  const said = (word: string) => named.filter(({ result }) => result.result === word);
  const dmarc = [...said("fail"), ...said("pass")].filter(({ result }) => result.method === "dmarc");
  // Not merely aligned: a server that looked at another From saw another message (T32, AR-08).
  const others = dmarc.filter(({ domain }) => domain !== from);
  const own = dmarc.filter(({ domain }) => domain === from);

  const mine = (word: string, methods: readonly string[]) =>
    said(word)
      .filter(({ result, domain }) => methods.includes(result.method) && aligned(domain, from))
      .sort((a, b) => methods.indexOf(a.result.method) - methods.indexOf(b.result.method));
  const credits = mine("pass", CREDIT).filter(earns);
  const alarms = mine("fail", ALARM).filter(({ result }) => result.method !== "map" || mapMode(result) === "enforce");
  // A weak or broken signature takes dmarc=pass down with it, unless something else carries it (T37).
  const weak = mine("pass", ["dkim"]).some(({ partial, refuted }) => partial || refuted);
  const carried = credits.some(({ result }) => result.method === "dkim" || result.method === "spf");
  const dmarcPass = weak && !carried ? undefined : own.find(({ result }) => result.result === "pass");

  const failed = own.find(({ result }) => result.result === "fail");
  const passed = dmarcPass ?? credits[0];
  const alarm = failed ?? (passed === undefined ? alarms[0] : undefined);
  const reasons: Reason[] = others.map(({ server, domain }) => ({
    code: "AR_OTHER_DOMAIN",
    params: { server, domain },
  }));
  if (alarm !== undefined) {
    const code = isOrdinary(alarm, named, way) ? "TRANSPORT_RELAYED" : "TRANSPORT_FAIL";
    reasons.push({ code, params: { server: alarm.server, domain: from } });
  }
  const transport = alarm ? "fail" : others.length > 0 ? "other-domain" : passed ? "pass" : "none";
  const by = alarm ?? others[0] ?? passed;
  return { transport, reasons, lines: statements.flatMap((statement) => line(statement, from)), ...(by && { by }) };
}

/**
 * A failure that forwarding and mailing lists bring about every day (decision 30): a broken signature is no worse than
 * none (RFC 6376 s6.1), and any forwarder fails SPF (RFC 7208 appendix D). `dmarc=fail` is one only in a list's mail, when
 * the list's own domain passed, and in a bounce.
 */
function isOrdinary({ result }: Statement, named: readonly Named[], { lists, bounce }: Way): boolean {
  if (result.method !== "dmarc") return result.method !== "map";
  // The domain itself asks for its failures to be kept out; real lists rewrite From for such a domain.
  if (asksToRefuse(result)) return false;
  const byList = ({ domain, result }: Named) =>
    (result.method === "dkim" || result.method === "spf") && lists.some((list) => aligned(domain, list));
  return bounce || named.some((statement) => earns(statement) && byList(statement));
}

/** `policy.dmarc` (IANA, Email Authentication Methods): the policy that the server found for the domain. */
const asksToRefuse = ({ properties }: MethodResult) =>
  ["quarantine", "reject"].includes(asciiLower(properties.get("policy.dmarc") ?? ""));

/** Whether a result is credit for the domain it names. */
export function earns({ result, partial, refuted }: Statement): boolean {
  return result.result === "pass" && !partial && !refuted && (result.method !== "map" || mapEarns(result));
}

const mapMode = (result: MethodResult) => result.properties.get("policy.map-mode");

/** `testing` and `none` earn nothing (MAP-12), nor does an anchor that is not proven (T61). */
function mapEarns(result: MethodResult): boolean {
  if (mapMode(result) !== "enforce") return false;
  const anchor = result.properties.get("policy.map-anchor");
  return anchor === "https" || (anchor === "dnssec" && result.properties.get("dns.sec") === "yes");
}

/** What is worth telling about one result; a result for somebody else is not. */
function line({ server, result, partial }: Statement, from: string): Line[] {
  const { method, result: word } = result;
  if (method === "arc") return word === "pass" ? [{ system: "authres", code: "arc", params: { server } }] : [];
  if (method === "iprev") return iprevLine(server, result);
  if (!hasIdentity(method)) return [];
  if (word !== "pass" && word !== "fail")
    return [{ system: "authres", code: "not-checked", params: { server, method } }];
  const domain = identityOf(result);
  if (method === "map") return mapLine(server, result, domain, from);
  if (domain === undefined) return [{ system: "authres", code: "AR_NO_IDENTITY", params: { server, method } }];
  // What `mtls` means depends on the DNS as well; its own room says it.
  if (method === "mtls" || !aligned(domain, from) || (method === "dmarc" && domain !== from)) return [];
  if (partial) return [{ system: "authres", code: "DKIM_PARTIAL", params: { server, domain } }];
  return [{ system: "authres", code: word, params: { server, method, domain } }];
}

/** The sending host's name leads back to its address: it speaks about a host and about no sender (RFC 8601 s2.7.3). */
function iprevLine(server: string, { result, properties }: MethodResult): Line[] {
  const ip = properties.get("policy.iprev") ?? "";
  const isAddress = /^[0-9a-f.:]{2,45}$/i.test(ip);
  return result === "pass" && isAddress ? [{ system: "authres", code: "iprev", params: { server, ip } }] : [];
}

/** U53; `fail` of a gateway is told by its reason. */
function mapLine(server: string, result: MethodResult, domain: string | undefined, from: string): Line[] {
  const say = (code: string, params: Line["params"]): Line[] => [
    { system: "map", code, params: { server, ...params } },
  ];
  if (result.result === "fail") return [];
  if (result.properties.get("smtp.mailfrom") === "") return say("null-sender", {});
  if (domain === undefined) return [{ system: "authres", code: "AR_NO_IDENTITY", params: { server, method: "map" } }];
  if (!aligned(domain, from)) return say("other-domain", { domain });
  if (mapMode(result) !== "enforce") return say("testing", { domain });
  if (!mapEarns(result)) return say("gateway-unproven", { domain });
  return say(result.properties.get("policy.map-anchor") === "https" ? "gateway-https" : "gateway", { domain });
}
