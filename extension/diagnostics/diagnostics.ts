import {
  blindKeys,
  blindPolicies,
  domainOf,
  inScope,
  type Knowledge,
  type KnownKey,
  type Reason,
  type Result,
  registrableDomain,
  type Want,
} from "../../core/index.ts";
import type { Checked } from "../check/check.ts";
import { createRedaction, type Redaction } from "./redaction.ts";

/**
 * The text of "Copy diagnostics": JSON with the result and the knowledge it rests on. Together with the message it gives
 * the same verdict again (`countersign verify --knowledge FILE MESSAGE`); without the message it tells nothing of its
 * content, no name, and no local part of an address (EXT-16).
 */
export async function diagnosticsOf({ digest, result, knowledge, skipped }: Checked): Promise<string> {
  const redaction = createRedaction();
  const diagnostics = {
    diagnostics: "countersign/1",
    sha256: digest,
    ...(skipped === undefined ? {} : { skipped }),
    result: redactedResult(result, redaction),
    knowledge: await withDeclared(neededKnowledge(knowledge, result), knowledge, result, redaction),
  };
  return `${JSON.stringify(diagnostics, null, 2)}\n`;
}

/** The parts of the knowledge that this verdict rests on; who else is trusted or writes here is nobody's business. */
export function neededKnowledge(knowledge: Knowledge, result: Result): Knowledge {
  const concerns = concernedBy(result);
  // What names people or tells their wishes comes in another form, see `withDeclared`.
  const { account, mt2Authorities, mt2Validators, senderCertificates: _, policies: __, ...rest } = knowledge;
  const notAddressed = result.reasons.filter(({ code }) => code === "NOT_ADDRESSED_TO_YOU");
  // Receipt and envelope each name their recipients, and each reason names whose it is.
  const addressed = !notAddressed.some(({ params }) => params.org === result.receipt?.tags.org_id);
  const enveloped = !notAddressed.some(({ params }) => params.org !== result.receipt?.tags.org_id);
  return {
    ...rest,
    ...(account === undefined ? {} : { account: { addresses: [], addressed, enveloped, authserv: account.authserv } }),
    trust: knowledge.trust.filter(
      (record) =>
        concerns.organisation(record.org_id) || record.domains.some(concerns.domain) || concerns.sender(record),
    ),
    keys: knowledge.keys.filter(({ org_id }) => concerns.organisation(org_id)).map(withoutHolder(result)),
    stampPolicies: knowledge.stampPolicies.filter(({ domain }) => concerns.domain(domain)),
    ledger: knowledge.ledger.filter(({ org_id }) => concerns.organisation(org_id)),
    stampedBefore: knowledge.stampedBefore.filter(concerns.domain),
    ...(knowledge.requireStamp && { requireStamp: knowledge.requireStamp.filter(concerns.domain) }),
    statusLists: knowledge.statusLists.filter(({ org_id }) => concerns.organisation(org_id)),
    ...(mt2Authorities && result.route && { mt2Authorities }),
    ...(mt2Validators && result.route && { mt2Validators }),
    ...lookedUp(knowledge, concerns.domain),
  };
}

/** A key without the address of its holder: whether that is the sender of this stamp is all that counts (G52). */
const withoutHolder =
  ({ receipt }: Result) =>
  ({ address, ...key }: KnownKey): KnownKey =>
    address === undefined ? key : { ...key, holder: address === receipt?.tags.sender_id };

/** Adds what declaration and advice rest on, without certificates and rules, which name people and tell their wishes. */
async function withDeclared(
  needed: Knowledge,
  all: Knowledge,
  { declaration, advice }: Result,
  { address: redacted }: Redaction,
): Promise<Knowledge> {
  const keys = declaration && (await blindKeys(declaration, all));
  const policies = advice && all.policies?.find(({ address }) => address === advice.address);
  const address = advice && redacted(advice.address);
  return {
    ...needed,
    ...(keys && keys.length > 0 && { declarerKeys: keys }),
    ...(needed.account && address && { account: { ...needed.account, here: [address] } }),
    ...(policies && address && advice && { policies: [{ address, ...blindPolicies(policies, advice) }] }),
  };
}

/** What look-ups brought about the domains concerned. */
function lookedUp(knowledge: Knowledge, concerned: (domain: string) => boolean): Partial<Knowledge> {
  const { mapKeys, clientMx, dkimKeys, vouches, ippAnchors, mt2Issuers, dnsRollbacks } = knowledge;
  const about = ({ domain }: { readonly domain: string }) => concerned(domain);
  return {
    ...(mapKeys && { mapKeys: mapKeys.filter(about) }),
    ...(clientMx && { clientMx: clientMx.filter(about) }),
    ...(dkimKeys && { dkimKeys: dkimKeys.filter(about) }),
    ...(vouches && { vouches: vouches.filter(about) }),
    ...(ippAnchors && { ippAnchors: ippAnchors.filter(about) }),
    ...(mt2Issuers && { mt2Issuers: mt2Issuers.filter(({ issuer }) => concerned(issuer)) }),
    ...(dnsRollbacks && { dnsRollbacks: dnsRollbacks.filter(concerned) }),
  };
}

/** Which organisations and domains the verdict speaks about. Where the sender is unclear, everybody may be meant. */
function concernedBy(result: Result) {
  // Lists of names are one text.
  const values = [...result.reasons, ...result.lines].flatMap(({ params }) => Object.values(params));
  const named = new Set(values.flatMap((value) => String(value).split(", ")));
  // Whoever issued for a host of the route stands at or above it (T45).
  const hosts = (result.route ?? []).flatMap(({ host }) => registrableDomain(domainOf(host)) ?? []);
  for (const id of [...hosts, result.receipt?.tags.org_id, result.organisation?.org_id, result.trustable?.org_id])
    if (id) named.add(id);
  const from = result.from?.addrSpec;
  const domain = from?.slice(from.lastIndexOf("@") + 1);
  const registrable = domain === undefined ? undefined : registrableDomain(domain);
  return {
    organisation: (orgId: string) => named.has(orgId),
    domain: (other: string) =>
      domain === undefined ||
      other === domain ||
      named.has(other) ||
      (registrable !== undefined && registrableDomain(other) === registrable) ||
      hosts.includes(registrableDomain(other) ?? ""),
    sender: (record: Knowledge["trust"][number]) => domain !== undefined && inScope(domain, record),
  };
}

const redactedWant = (address: Redaction["address"]) => (want: Want) => {
  if (want.kind === "ipp-certificate") return { ...want, address: address(want.address) };
  return want.kind === "status-list" ? { kind: want.kind, org_id: want.org_id } : want;
};

function redactedResult(result: Result, { address, params }: Redaction) {
  const { from, receipt, organisation, attachments, to, declaration, advice } = result;
  const sentence = ({ code, params: values }: Result["summary"]["from"]) => ({ code, params: params(values) });
  return {
    profile: result.profile,
    badge: result.badge,
    gmp: result.gmp,
    reasons: result.reasons.map((reason: Reason) => ({ ...reason, params: params(reason.params) })),
    axes: result.axes,
    summary: {
      unchanged: sentence(result.summary.unchanged),
      from: sentence(result.summary.from),
      trust: sentence(result.summary.trust),
    },
    lines: result.lines.map((line) => ({ ...line, params: params(line.params) })),
    wants: result.wants.map(redactedWant(address)),
    ...(result.keys && { keys: result.keys }),
    ...(declaration && { declaration: { ...declaration, address: address(declaration.address), token: undefined } }),
    ...(advice && { advice: { ...advice, address: address(advice.address) } }),
    ...(result.route && {
      route: result.route.map((hop) => ({ ...hop, host: hop.host.includes("@") ? address(hop.host) : hop.host })),
    }),
    ...(from === undefined ? {} : { from: address(from.addrSpec) }),
    to: to.map(address),
    attachments: attachments.map(({ path, type, octets }) => ({ path, type, octets })),
    ...(receipt === undefined ? {} : { receipt: { ...receipt, tags: params(receipt.tags), verifyUrl: undefined } }),
    ...(organisation === undefined
      ? {}
      : { organisation: { org_id: organisation.org_id, source: organisation.source } }),
    ...(result.trustable === undefined ? {} : { trustable: result.trustable }),
    observations: result.observations,
  };
}
