import type { BodyForm } from "../canonical/body.ts";
import { concat } from "../canonical/concat.ts";
import { asciiBytes, toBase64 } from "../canonical/encoding.ts";
import { parseTime } from "../canonical/times.ts";
import { sign } from "../crypto/signature.ts";
import type { Engine } from "../engine.ts";
import type { SignatureAlgorithm } from "../knowledge.ts";
import { readFrom } from "../message/address.ts";
import type { Message } from "../message/message.ts";
import { readMessage } from "../message/reader.ts";
import { type FooterFacts, hasUnprovenFooter } from "./footer.ts";
import { dateOf } from "./freshness.ts";
import { isDomain, isKid, isPolicyId, isRid, parseAddress, verifyUrlHost } from "./grammar.ts";
import { computeHashes } from "./hashes.ts";
import { foldStamp } from "./make-field.ts";
import { withFooter } from "./make-footer.ts";
import { resemblesStamp } from "./parse.ts";
import { signingInput } from "./signing-input.ts";
import { readStamp } from "./stamp.ts";
import { structureAmbiguities } from "./structure.ts";

/** What a stamp shall say; the hashes are computed. */
export interface StampOptions {
  /** Lower-case A-label domain. */
  readonly orgId: string;
  /** New for each message: 16 to 128 of `A-Z a-z 0-9 . _ ~ -`, at least 128 bits of it random (F26). */
  readonly rid: string;
  /** `ts`, epoch seconds. */
  readonly time: number;
  readonly verifyUrl: string;
  /** Default: the From address. Another one needs a `delegates` pair in every recipient's trust record. */
  readonly senderId?: string;
  readonly policyId?: string;
  readonly bodyForm?: BodyForm;
  /** Adds the footer for readers without a verifier. */
  readonly footer?: boolean;
  /** Removes `X-GuardMail-*` fields that are there already, instead of refusing them. */
  readonly replace?: boolean;
}

/** The key of the stamping service. */
export interface StampKey {
  readonly kid: string;
  readonly alg: SignatureAlgorithm;
  /** PKCS #8. */
  readonly privateKey: Uint8Array;
}

/** Why a message is not stamped. `detail` names values; it is data, not a sentence. */
export interface MakeError {
  readonly fault:
    | "option"
    | "limit"
    | "ambiguous"
    | "from"
    | "date"
    | "stamped-already"
    | "footer-impossible"
    | "footer-present"
    | "key";
  readonly detail: string;
}

const SECONDS_OF_A_DAY = 86_400;
/** RFC 5322 s2.1.1: no line beyond 998 octets; the tag shares its line with nothing. */
const MAX_VERIFY_URL = 900;

/**
 * Stamps a message: footer first, then the three hashes, then the signature (3-protocols 1.2, 1.3, G40, G60). Everything
 * that a verifier could not call VALID afterwards is refused. An IPP-Declaration must be there before, DKIM comes after.
 * @param bytes the message as it will be sent; bare LF becomes CRLF
 * @returns the message with one `X-GuardMail-Stamp` on top, or why there is none
 */
export async function stamp(
  bytes: Uint8Array,
  options: StampOptions,
  key: StampKey,
  engine: Engine,
): Promise<Uint8Array | MakeError> {
  const given = readMessage(bytes);
  const foreign = given.fields.filter((f) => f.lowerName.startsWith("x-guardmail-") || resemblesStamp(f));
  const [first] = foreign;
  if (first !== undefined && options.replace !== true) return { fault: "stamped-already", detail: first.name };
  const bare = first === undefined ? given : readMessage(without(given.bytes, foreign));
  const facts = readFacts(bare, options, key);
  if ("fault" in facts) return facts;
  const withText = options.footer === true ? withFooter(bare, facts, engine) : bare.bytes;
  if (withText === undefined) return { fault: "footer-impossible", detail: "" };
  const message = withText === bare.bytes ? bare : readMessage(withText);
  const refused = refusal(message, options, facts, engine);
  if (refused !== undefined) return refused;

  const bodyForm = options.bodyForm ?? "relaxed";
  const hashes = await computeHashes(message, bodyForm, engine);
  const tags = (signature: string): readonly (readonly [string, string])[] => [
    ["v", "1"],
    ["rid", facts.rid],
    ["sender_id", facts.senderId],
    ["org_id", facts.orgId],
    ["kid", key.kid],
    ["c", bodyForm],
    ["hdr_hash", hashes.hdrHash],
    ["body_hash", hashes.bodyHash],
    ["att_hash", hashes.attHash],
    ...(options.policyId === undefined ? [] : [["policy_id", options.policyId] as const]),
    ["ts", facts.ts],
    ["sig_alg", key.alg],
    ["signature", signature],
    ["verify_url", facts.verifyUrl],
  ];
  // What is signed is what a verifier will read: the finished value goes through the reader first.
  const draft = readStamp(foldStamp(tags("AAAA")));
  if (draft.kind !== "stamp") return { fault: "option", detail: draft.kind === "malformed" ? draft.tag : "v" };
  let signature: Uint8Array;
  try {
    signature = await sign(key.alg, key.privateKey, signingInput(draft.stamp.text, draft.stamp.tags));
  } catch {
    return { fault: "key", detail: key.alg };
  }
  const field = asciiBytes(`X-GuardMail-Stamp:${foldStamp(tags(toBase64(signature)))}\r\n`);
  return concat([field, message.bytes]);
}

/** The values that do not depend on the hashes, checked. */
function readFacts(message: Message, options: StampOptions, key: StampKey): FooterFacts | MakeError {
  const from = readFrom(message).mailboxes[0]?.addrSpec ?? "";
  const { orgId, rid, verifyUrl } = options;
  const senderId = options.senderId ?? from;
  const ts = Number.isSafeInteger(options.time) ? isoTime(options.time) : "";
  const checks: readonly (readonly [string, boolean])[] = [
    ["org_id", isDomain(orgId)],
    ["rid", isRid(rid)],
    ["kid", isKid(key.kid)],
    ["ts", parseTime(ts) === options.time],
    ["verify_url", verifyUrl.length <= MAX_VERIFY_URL && verifyUrlHost(verifyUrl) !== undefined],
    ["policy_id", options.policyId === undefined || isPolicyId(options.policyId)],
  ];
  const wrong = checks.find(([, good]) => !good);
  if (wrong !== undefined) return { fault: "option", detail: wrong[0] };
  // Quoted and non-ASCII local parts cannot stand in a tag list (G34).
  if (parseAddress(senderId) === undefined)
    return { fault: options.senderId === undefined ? "from" : "option", detail: "sender_id" };
  return { rid, senderId, orgId, ts, verifyUrl };
}

/** Why the finished message could not be VALID with this stamp. */
function refusal(message: Message, options: StampOptions, facts: FooterFacts, engine: Engine): MakeError | undefined {
  if (message.limit !== undefined) return { fault: "limit", detail: message.limit };
  const author = readFrom(message);
  if (author.mailboxes.length !== 1) return { fault: "from", detail: String(author.mailboxes.length) };
  const ambiguities = structureAmbiguities(message, author);
  if (ambiguities.length > 0)
    return { fault: "ambiguous", detail: [...new Set(ambiguities.map(({ code }) => code))].join(" ") };
  const date = dateOf(message);
  if (date === undefined || Math.abs(date - options.time) > SECONDS_OF_A_DAY)
    return { fault: "date", detail: facts.ts };
  return hasUnprovenFooter(message, facts, engine) ? { fault: "footer-present", detail: "" } : undefined;
}

/** RFC 3339 without fractions, as `ts` wants it (G57). */
function isoTime(seconds: number): string {
  const date = new Date(seconds * 1000);
  return Number.isNaN(date.getTime()) ? "" : `${date.toISOString().slice(0, -5)}Z`;
}

function without(bytes: Uint8Array, ranges: readonly { readonly start: number; readonly end: number }[]): Uint8Array {
  const starts = [0, ...ranges.map((range) => range.end)];
  const ends = [...ranges.map((range) => range.start), bytes.length];
  return concat(starts.map((start, index) => bytes.subarray(start, ends[index])));
}
