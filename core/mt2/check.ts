import { toHex } from "../canonical/encoding.ts";
import { sha256 } from "../crypto/sha256.ts";
import type { Engine } from "../engine.ts";
import type { Evidence } from "../evidence.ts";
import type { Knowledge } from "../knowledge.ts";
import { domainOf } from "../message/addr-spec.ts";
import type { AddressField } from "../message/address.ts";
import { standsAlone } from "../message/margins.ts";
import type { Message } from "../message/message.ts";
import type { Line, Reason, RouteHop, Want } from "../result.ts";
import { isOwnAddress } from "../trust/identity.ts";
import { differences } from "./agreement.ts";
import { bindingDigest, contents, isGatewayed, type Mt2Carrier, mt2Carrier, needsNoBinding } from "./carrier.ts";
import { type Chain, chainOf, type JudgedHop, relyOn } from "./chain.ts";
import { BINDING_EXTENSION, KNOWN_EXTENSIONS } from "./grammar.ts";
import { judgeHop } from "./hop.ts";
import { type Mt2Core, type Mt2Envelope, type Mt2Headers, readEnvelope, readHeaders } from "./parse.ts";
import { isOwnGateway, routeOf } from "./route.ts";

/** What MT2 says about a message. */
export interface Mt2Evidence extends Evidence {
  /** The address that sent it, where the whole way is proven and nothing was changed on it: INTACT (T41). */
  readonly sentBy?: string;
  /** Every hop, the sender first; empty for other mail. */
  readonly route: readonly RouteHop[];
}

const line = (code: string, params: Line["params"] = {}): Line => ({ system: "mt2", code, params });
const evidence = (reasons: readonly Reason[], lines: readonly Line[]): Mt2Evidence => ({
  reasons,
  lines,
  wants: [],
  route: [],
});

/**
 * Checks a message that an MT2 gateway handed to SMTP (3-protocols section 5). Validity and trust are two things: what is
 * found here says who was authorised to use which key, and whom the message names is nobody's friend by that.
 * @param author From, as `readFrom` gave it
 */
export async function checkMt2(
  message: Message,
  author: AddressField,
  knowledge: Knowledge,
  engine: Engine,
): Promise<Mt2Evidence> {
  // Of half a message nothing can be said, least of all that it was changed (ACQ-07).
  if (message.limit !== undefined || knowledge.partialSource === true || !isGatewayed(message)) return evidence([], []);
  // Octets that a store or a relay may have rewritten are no ground for a hash (T02, U02); AMBIG_EOL says so already.
  if (message.ambiguities.some(({ code }) => code === "AMBIG_EOL")) return evidence([], [line("refused")]);
  const carrier = mt2Carrier(message);
  if (carrier === undefined) return refused("MT2_SHAPE");
  const envelope = readEnvelope(contents(message, carrier.envelope));
  if (envelope.kind === "refused") return refused(envelope.code);
  const headers = readHeaders(contents(message, carrier.headers));
  if (headers.kind === "refused") return refused(headers.code);
  return judge({ message, author, carrier, envelope, headers, knowledge, engine });
}

const refused = (code: Reason["code"]) => evidence([{ code, params: {} }], [line("refused")]);

interface Inquiry {
  readonly message: Message;
  readonly author: AddressField;
  readonly carrier: Mt2Carrier;
  readonly envelope: Mt2Envelope;
  readonly headers: Mt2Headers;
  readonly knowledge: Knowledge;
  readonly engine: Engine;
}

async function judge(inquiry: Inquiry): Promise<Mt2Evidence> {
  const { message, author, envelope, headers, knowledge } = inquiry;
  const { core, coreOctets, hops } = envelope;
  const coreDigest = toHex(await sha256(coreOctets));
  const own: JudgedHop[] = [];
  for (const hop of hops)
    own.push({ hop, state: await judgeHop(hop, { messageId: core.messageId, coreDigest, knowledge }) });
  const delivered = knowledge.origin === "account";
  const judged = delivered ? relyOn(own, knowledge.mt2Validators ?? []) : own;
  const last = hops.at(-1);
  const ends = last !== undefined && (!delivered || isOwnGateway(last.host, knowledge));
  const chain = chainOf(judged, ends);
  const route = routeOf(judged, chain.from, knowledge);
  const open = delivered ? missing(judged, chain, ends) : undefined;
  const unknown = core.extensions.some(({ oid, critical }) => critical && !KNOWN_EXTENSIONS.has(oid));
  const changed = chain.complete && !(await fits(inquiry));
  const differing = [...differences(message, author, headers)];
  if (headers.messageId !== core.messageId) differing.push("Message-ID");
  const counted = judged.slice(chain.from);
  const reasons: Reason[] = [
    ...(differing.length > 0 ? [reason("MT2_HEADER_CONFLICT", { fields: differing.join(", ") })] : []),
    ...(chain.contradictory ? [reason("MT2_CONTRADICTION")] : []),
    ...(changed ? [reason("MT2_CONTENT_CHANGED")] : []),
    ...(judged.some(({ state }) => state.kind === "refused" && state.local) ? [reason("MT2_ISSUER_MISMATCH")] : []),
    ...counted.flatMap(({ state }) =>
      state.kind === "validated" && state.changed ? [reason("CA_CHANGED", { domain: state.issuer })] : [],
    ),
    ...(delivered && unknown ? [reason("MT2_UNSUPPORTED")] : []),
    ...(open === undefined ? [] : [reason("MT2_DNS", { domain: open })]),
    ...(delivered && chain.complete && !unknown ? notForReader(core, knowledge) : []),
  ];
  const credit = delivered && chain.complete && !unknown && reasons.length === 0 && isWhole(inquiry);
  const wants: Want[] = open === undefined ? [] : [{ kind: "mt2-issuer", issuer: open }];
  return {
    reasons,
    lines: linesOf(envelope, chain, judged, unknown || open !== undefined),
    wants,
    route,
    ...(credit && { sentBy: core.sender }),
  };
}

const reason = (code: Reason["code"], params: Reason["params"] = {}): Reason => ({ code, params });

/**
 * The issuer at which the walk back from the reader's own gateway had to stop. Only that one is asked about: nobody
 * makes a reader ask about a name that no validated hop stands behind (MT2-12).
 */
function missing(judged: readonly JudgedHop[], chain: Chain, ends: boolean): string | undefined {
  const state = ends ? judged[chain.from - 1]?.state : undefined;
  return state?.kind === "unproven" ? state.issuer : undefined;
}

/** T41: both digests of the core. */
async function fits({ message, carrier, envelope }: Inquiry): Promise<boolean> {
  const { headersDigest, bodyDigest } = envelope.core;
  const digest = async (part: Mt2Carrier["body"]) => toHex(await sha256(contents(message, part)));
  return (await digest(carrier.headers)) === headersDigest && (await digest(carrier.body)) === bodyDigest;
}

/** What else INTACT asks for: the sender is the author, the reader is named, and nothing that is shown is left out. */
function isWhole({ message, author, carrier, envelope, engine }: Inquiry): boolean {
  const { sender, recipients, extensions } = envelope.core;
  const [from, ...others] = author.mailboxes;
  if (others.length > 0 || author.ambiguities.length > 0 || from?.addrSpec !== sender || recipients.length === 0)
    return false;
  // Text around the parts belongs to none of them, and to no digest (MIME-07).
  if (!standsAlone(message)) return false;
  const bindings = extensions.filter(({ oid }) => oid === BINDING_EXTENSION);
  const [binding, ...more] = bindings;
  if (binding === undefined) return needsNoBinding(message, carrier);
  return more.length === 0 && binding.value === toHex(bindingDigest(message, carrier, engine));
}

/** As for every proof of what was sent: a message for somebody else is an old one or a stray one (T54). */
function notForReader({ sender, recipients }: Mt2Core, { account }: Knowledge): Reason[] {
  const own = account?.addresses ?? [];
  const named = account?.enveloped ?? recipients.some((recipient) => isOwnAddress(recipient, own));
  const org = domainOf(sender);
  return sender === "" || recipients.length === 0 || named ? [] : [{ code: "NOT_ADDRESSED_TO_YOU", params: { org } }];
}

function linesOf({ core, hops }: Mt2Envelope, { from }: Chain, judged: readonly JudgedHop[], open: boolean): Line[] {
  const host = judged[from]?.hop.host;
  const checked = hops.length - from;
  const accepted = judged.slice(from).flatMap(({ state }) => (state.kind === "accepted" ? [state.by] : []));
  const [reliedOn] = accepted;
  const oids = core.extensions.filter(({ oid }) => !KNOWN_EXTENSIONS.has(oid)).map(({ oid }) => oid);
  return [
    host === undefined ? line("nothing-checked") : line("checked-back", { host, checked, hops: hops.length }),
    ...(reliedOn === undefined ? [] : [line("relied-on", { host: reliedOn, hops: accepted.length })]),
    ...(open ? [line("unchecked")] : []),
    ...(oids.length > 0 ? [line("extensions", { oids: oids.slice(0, 10).join(", ") })] : []),
  ];
}
