import { equalOctets } from "../canonical/octets.ts";
import type { Engine } from "../engine.ts";
import type { Evidence, ServerReport } from "../evidence.ts";
import type { Knowledge, MapKeyRecord } from "../knowledge.ts";
import type { AddressField } from "../message/address.ts";
import type { HeaderField, Message } from "../message/message.ts";
import { sealedCarrier } from "../message/sealed-carrier.ts";
import type { Line, Reason, Want } from "../result.ts";
import { isOwnAddress } from "../trust/identity.ts";
import { aligned } from "../trust/scope.ts";
import { type Sign1, verifySign1 } from "./cose.ts";
import { checkDsn } from "./dsn.ts";
import { type Envelope, readEnvelope } from "./envelope.ts";
import { ENVELOPE_FIELD, fieldsNamed, readField, resemblesEnvelope, strangerAbove } from "./field.ts";
import { attributes, gatewayPasses } from "./gateway.ts";
import { type FoundKey, findMapKey, inWindow } from "./key.ts";
import { hashPayload } from "./payload.ts";

/** What MAP says about a message. */
export interface MapEvidence extends Evidence {
  /** The domain whose server sealed the message, where every check here and the gateway's word agree (T06). */
  readonly sealedBy?: string;
  /** The user's gateway vouches for the From domain: what does not fit now weighs more (T19, U19). */
  readonly vouched: boolean;
}

/** Seconds that the clocks of two servers may differ (T16). */
const CLOCK_SKEW = 300;

/**
 * Checks the MAP-Envelope and the MAP-DSN of a message (3-protocols section 3). The gateway's own statement is read with
 * the other results of the user's server; here it decides only whether an envelope may count (T06).
 * @param reports what the user's servers said, believed already
 */
export async function checkMap(
  message: Message,
  author: AddressField,
  reports: readonly ServerReport[],
  knowledge: Knowledge,
  engine: Engine,
): Promise<MapEvidence> {
  const [from, ...others] = author.mailboxes;
  const only = others.length === 0 && author.ambiguities.length === 0 ? from?.domain : undefined;
  const passes = gatewayPasses(reports, only);
  const vouched = passes.length > 0;
  // Of half a message nothing can be said, least of all that it was changed (ACQ-07).
  if (message.limit !== undefined || knowledge.partialSource === true)
    return { vouched, reasons: [], lines: [], wants: [] };
  const dsn = await checkDsn(message, knowledge);
  const inquiry = { message, from: only, passes, knowledge, engine };
  const { reasons, lines, wants, ...credit } = await checkEnvelope(inquiry);
  return {
    vouched,
    reasons,
    lines: [...lines, ...dsn.lines],
    wants: [...wants, ...dsn.wants],
    ...credit,
  };
}

interface Inquiry {
  readonly message: Message;
  /** The domain of the one From mailbox. */
  readonly from: string | undefined;
  readonly passes: readonly ServerReport[];
  readonly knowledge: Knowledge;
  readonly engine: Engine;
}

type Found = Omit<MapEvidence, "vouched">;

const line = (code: string, params: Line["params"] = {}): Line => ({ system: "map", code, params });
const found = (reasons: readonly Reason[], lines: readonly Line[], wants: readonly Want[] = []): Found => ({
  reasons,
  lines,
  wants,
});
const refused = (code: Reason["code"]): Found => found([{ code, params: {} }], [line("refused")]);

async function checkEnvelope(inquiry: Inquiry): Promise<Found> {
  const { message } = inquiry;
  const alike = message.fields.filter(resemblesEnvelope);
  if (alike.length === 0) return found([], []);
  const [field] = fieldsNamed(message, ENVELOPE_FIELD);
  if (field === undefined || alike.length > 1) return refused("MAP_MULTIPLE");
  // Octets that a store or a relay may have rewritten are no ground for a hash (T02, U02).
  if (message.ambiguities.some(({ code }) => code === "AMBIG_EOL")) return refused("MAP_EOL");
  const object = readField(message, field);
  const read = object.kind === "sign1" ? readEnvelope(object.payload) : object;
  if (read.kind === "unsupported") return found([{ code: "MAP_UNSUPPORTED", params: {} }], [line("unsupported")]);
  if (object.kind !== "sign1" || read.kind !== "envelope" || read.envelope.keyId !== object.kid)
    return refused("MAP_MALFORMED");
  return judge(object, read.envelope, field, inquiry);
}

async function judge(object: Sign1, envelope: Envelope, field: HeaderField, inquiry: Inquiry): Promise<Found> {
  const { message, from, passes, knowledge } = inquiry;
  const params = { domain: envelope.domain };
  const attributed = attributes(passes, envelope);
  const shape = add(shapeFindings(message, envelope, field), [], attributed ? [] : [line("unattributed", params)]);
  if (!(await fits(message, envelope, field, inquiry.engine)))
    return add(shape, [{ code: "MAP_PAYLOAD_MISMATCH", params }], [line("mismatch", params)]);

  const key = findMapKey(envelope.domain, envelope.keyId, knowledge);
  if (key.kind !== "key") return add(shape, ...withoutKey(key, envelope, from));
  if (!(await verifySign1(object, "MAP-envelope-v1", key.octets)))
    return add(shape, [{ code: "MAP_SIG_INVALID", params }], [line("mismatch", params)]);

  const circumstances = circumstanceReasons(envelope, key.record, knowledge);
  const all = add(shape, circumstances, []);
  if (!attributed || all.reasons.length > 0) return all;
  // A domain's web server vouches for its key, nobody for the web server's zone (T08).
  if (key.anchor === "https") return add(all, [], [line("reverified-https", params)]);
  const used = { kind: "map-key", domain: envelope.domain, id: envelope.keyId } as const;
  return { ...add(all, [], [line("reverified", params)]), sealedBy: envelope.domain, keys: [used] };
}

function add(base: Found, reasons: readonly Reason[], lines: readonly Line[], wants: readonly Want[] = []): Found {
  return found([...base.reasons, ...reasons], [...base.lines, ...lines], [...base.wants, ...wants]);
}

/** What is wrong around the envelope, whatever its signature says (T04, T20). */
function shapeFindings(message: Message, { e2e }: Envelope, field: HeaderField): Found {
  const reasons: Reason[] = [];
  const stranger = strangerAbove(message, field);
  if (stranger !== undefined) reasons.push({ code: "MAP_HEADER_ABOVE", params: { field: stranger.name } });
  if (e2e === "hpke" && sealedCarrier(message) === undefined) reasons.push({ code: "MAP_E2E_SHAPE", params: {} });
  const lines = e2e === undefined || e2e === "hpke" ? [] : [line("e2e-not-evaluated", { kind: e2e })];
  return found(reasons, lines);
}

/** Every octet below the field, to the last of the message, is the payload (T03, MAP-02). */
async function fits(message: Message, envelope: Envelope, field: HeaderField, engine: Engine): Promise<boolean> {
  const payload = message.bytes.subarray(field.end);
  if (payload.length !== envelope.length) return false;
  return equalOctets(await hashPayload(payload, engine), envelope.digest);
}

/** T14, T21, U08: none of these is a forgery, and a revoked key is more than a missing one (MAP-09, MAP-10). */
function withoutKey(
  key: Exclude<FoundKey, { readonly kind: "key" }>,
  { domain }: Envelope,
  from: string | undefined,
): [Reason[], Line[], Want[]] {
  const params = { domain };
  switch (key.kind) {
    case "gone":
      return [[{ code: "MAP_KEY_GONE", params }], [line("key-gone", params)], []];
    case "revoked":
      return [[{ code: "MAP_KEY_REVOKED", params }], [], []];
    case "usage":
      return [[{ code: "MAP_KEY_USAGE", params }], [line("unchecked", params)], []];
    case "no-anchor":
      return [[{ code: "MAP_NO_ANCHOR", params }], [line("no-anchor", params)], wanted(key.want)];
    case "dns":
      return [[{ code: "MAP_DNS", params }], [line("unchecked", params)], wanted(key.want)];
  }
  /** The message chooses the name: nobody is asked about a domain that is not the sender's own. */
  function wanted(want: Want): Want[] {
    return from !== undefined && aligned(domain, from) ? [want] : [];
  }
}

/** What a true signature leaves open: when, and for whom (T15, T16, T54, U15). */
function circumstanceReasons(envelope: Envelope, record: MapKeyRecord, knowledge: Knowledge): Reason[] {
  const { domain, created, expires, recipients } = envelope;
  const params = { domain };
  const reasons: Reason[] = [];
  // First sight and the reader's address mean something only where the message was delivered (U58).
  const delivered = knowledge.origin === "account";
  const seen = delivered ? knowledge.firstSeen : undefined;
  if (!inWindow(record, created) || (seen !== undefined && !inWindow(record, seen)))
    reasons.push({ code: "MAP_KEY_EXPIRED", params });
  const early = delivered && (seen ?? knowledge.now) < created - CLOCK_SKEW;
  if (early || (seen !== undefined && seen > expires)) reasons.push({ code: "MAP_STALE", params });
  const { addresses: own = [], enveloped = recipients.some((recipient) => isOwnAddress(recipient, own)) } =
    knowledge.account ?? {};
  if (delivered && !enveloped) reasons.push({ code: "NOT_ADDRESSED_TO_YOU", params: { org: domain } });
  return reasons;
}
