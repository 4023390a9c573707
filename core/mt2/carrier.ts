import { relaxedHeader } from "../canonical/header.ts";
import type { Engine } from "../engine.ts";
import { asciiLower } from "../message/fields.ts";
import type { Message, Part } from "../message/message.ts";

/** The three parts of a gatewayed message (3-protocols section 5). */
export interface Mt2Carrier {
  readonly envelope: Part;
  readonly headers: Part;
  readonly body: Part;
}

/** Whether the whole message is one: nested and partial ones are nobody's business. */
export function isGatewayed({ root }: Message): boolean {
  const { type, subtype, typeParams } = root;
  return (
    `${type}/${subtype}` === "multipart/related" && asciiLower(typeParams.get("type") ?? "") === "message/envelope"
  );
}

/** The parts, where they are exactly these three and the two objects stand as they are (T40). */
export function mt2Carrier({ root }: Message): Mt2Carrier | undefined {
  const [envelope, headers, body, ...more] = root.children;
  if (envelope === undefined || headers === undefined || body === undefined || more.length > 0) return undefined;
  return isObject(envelope, "envelope") && isObject(headers, "headers") ? { envelope, headers, body } : undefined;
}

function isObject({ type, subtype, encoding, isMultipart }: Part, wanted: string): boolean {
  return !isMultipart && `${type}/${subtype}` === `message/${wanted}` && /^(?:7bit|8bit|binary)$/.test(encoding);
}

/** T41: the octets between the empty line and the CRLF before the delimiter. */
export const contents = (message: Message, { bodyStart, bodyEnd }: Part): Uint8Array =>
  message.bytes.subarray(bodyStart, bodyEnd);

/** Shown fields that `message/headers` has no place for. */
const BOUND: ReadonlySet<string> = new Set(["cc", "reply-to", "sender"]);

const boundFields = ({ fields }: Message) => fields.filter(({ lowerName }) => BOUND.has(lowerName));

/**
 * SHA-256 of what the two digests leave out and a reader acts on: Cc, Reply-To and Sender in relaxed form, then the
 * header section of the body part with its empty line, which says how the body is read.
 */
export function bindingDigest(message: Message, { body }: Mt2Carrier, engine: Engine): Uint8Array {
  const state = engine.sha256();
  for (const field of boundFields(message)) state.update(relaxedHeader(message, field));
  state.update(message.bytes.subarray(body.start, body.bodyStart));
  return state.digest();
}

/**
 * Nothing is left to bind: no such field, and a body that is plain text without encoding, which another header could
 * only make worse to read.
 */
export function needsNoBinding(message: Message, { body }: Mt2Carrier): boolean {
  const { type, subtype, typeParams, encoding, disposition } = body;
  const charset = asciiLower(typeParams.get("charset") ?? "us-ascii");
  const asItStands = encoding === "7bit" || encoding === "8bit";
  const isPlain = `${type}/${subtype}` === "text/plain" && disposition === undefined && asItStands;
  return isPlain && /^(?:us-ascii|utf-8)$/.test(charset) && boundFields(message).length === 0;
}
