import { concat } from "../canonical/concat.ts";
import { asciiBytes, toBase64 } from "../canonical/encoding.ts";
import type { Engine } from "../engine.ts";
import type { HeaderField } from "../message/message.ts";
import { readMessage } from "../message/reader.ts";
import { makeSign1 } from "./cose.ts";
import { type Envelope, faultOf, writeEnvelope } from "./envelope.ts";
import { resemblesEnvelope } from "./field.ts";
import { hashPayload } from "./payload.ts";

/** What the gateway knows about the message; digest and length are computed. */
export type SealOptions = Omit<Envelope, "digest" | "length" | "keyId">;

/** The sending domain's envelope key. */
export interface SealKey {
  readonly id: string;
  /** PKCS #8, Ed25519. */
  readonly privateKey: Uint8Array;
}

/** Why a message is not sealed. */
export interface SealError {
  readonly fault: "option" | "line-ends" | "limit" | "no-field" | "key";
  /** Names a value; data, not a sentence. */
  readonly detail: string;
}

const CR = 0x0d;
const LF = 0x0a;
const CRLF = Uint8Array.of(CR, LF);
/** Base64 characters in one line of the field. */
const LINE = 72;

/**
 * Does the gateway's part: puts `MAP-Envelope` directly above the message, which it otherwise leaves as it is (T03, T05,
 * T19). Only two things are touched before hashing: a message that does not end in CRLF gets one, and an envelope that is
 * there already is renamed.
 * @param bytes the message as it was received, with CRLF line ends
 */
export async function seal(
  bytes: Uint8Array,
  options: SealOptions,
  key: SealKey,
  engine: Engine,
): Promise<Uint8Array | SealError> {
  if (!hasOnlyCrlf(bytes)) return { fault: "line-ends", detail: "" };
  const message = readMessage(bytes);
  if (message.limit !== undefined) return { fault: "limit", detail: message.limit };
  const [stray] = message.strayLines;
  if (stray !== undefined || message.fields.length === 0) return { fault: "no-field", detail: "" };
  const payload = withFinalCrlf(withoutEnvelope(bytes, message.fields));
  const digest = await hashPayload(payload, engine);
  const envelope: Envelope = { ...options, digest, length: payload.length, keyId: key.id };
  const fault = faultOf(envelope);
  if (fault !== undefined) return { fault: "option", detail: fault };
  try {
    const cose = await makeSign1(writeEnvelope(envelope), "MAP-envelope-v1", key);
    return concat([fieldOf("MAP-Envelope", cose), payload]);
  } catch {
    return { fault: "key", detail: key.id };
  }
}

/** The octets of a MAP field around a COSE object (T01). */
export function fieldOf(name: "MAP-Envelope" | "MAP-DSN", cose: Uint8Array): Uint8Array {
  const lines = toBase64(cose).match(new RegExp(`.{1,${LINE}}`, "g")) ?? [];
  return asciiBytes(`${name}: v=1; cose=\r\n ${lines.join("\r\n ")}\r\n`);
}

/** What a store or relay would rewrite must not be hashed: bare LF, bare CR, NUL (T02). */
function hasOnlyCrlf(bytes: Uint8Array): boolean {
  if (bytes.includes(0)) return false;
  for (let at = bytes.indexOf(LF); at >= 0; at = bytes.indexOf(LF, at + 1)) if (bytes[at - 1] !== CR) return false;
  for (let at = bytes.indexOf(CR); at >= 0; at = bytes.indexOf(CR, at + 1)) if (bytes[at + 1] !== LF) return false;
  return true;
}

function withFinalCrlf(bytes: Uint8Array): Uint8Array {
  return bytes.at(-1) === LF ? bytes : concat([bytes, CRLF]);
}

/** An envelope of an earlier hop, or what a reader could take for one, gets a name that nobody evaluates (T05). */
function withoutEnvelope(bytes: Uint8Array, fields: readonly HeaderField[]): Uint8Array {
  const pieces: Uint8Array[] = [];
  let from = 0;
  for (const field of fields.filter(resemblesEnvelope)) {
    pieces.push(bytes.subarray(from, field.start), asciiBytes("MAP-Envelope-Previous:"));
    from = field.valueStart;
  }
  return concat([...pieces, bytes.subarray(from)]);
}
