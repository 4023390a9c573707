import { toHex } from "../canonical/encoding.ts";
import { readMessage } from "../message/reader.ts";
import { readEnvelope } from "./envelope.ts";
import { DSN_FIELD, ENVELOPE_FIELD, fieldsNamed, readField } from "./field.ts";

/** Most messages that one bounce makes anybody look for. */
const MAX_BOUNCED = 3;
/** How far into a returned part its own Message-ID is looked for, in octets. */
const HEAD = 64 * 1024;

const MESSAGE_ID = /^(?:Message-ID|In-Reply-To):[^<\r\n]*(?:\r\n[ \t]+)?<([^<>\s]{1,250})>/gim;

/**
 * The Message-IDs, without brackets, that a signed bounce gives for the message it answers: its own In-Reply-To, and
 * those in the returned message (RFC 3462). Only names to look for among sent mail; they prove nothing.
 * @returns none where there is no MAP-DSN field
 */
export function bouncedMessages(bytes: Uint8Array): readonly string[] {
  const message = readMessage(bytes);
  if (fieldsNamed(message, DSN_FIELD).length === 0) return [];
  const own = message.fields
    .filter(({ lowerName }) => lowerName === "in-reply-to")
    .map(({ start, end }) => [start, end]);
  const returned = message.root.children
    .filter(({ type, subtype }) => type === "message" || subtype === "rfc822-headers")
    .map(({ bodyStart, bodyEnd }) => [bodyStart, Math.min(bodyEnd, bodyStart + HEAD)]);
  const named = [...own, ...returned].flatMap(([start = 0, end = 0]) =>
    [...message.text(start, end).matchAll(MESSAGE_ID)].map(([, id = ""]) => id),
  );
  return [...new Set(named)].slice(0, MAX_BOUNCED);
}

/**
 * The id of the envelope under which a message left, lower-case hex: in copies of sent mail that the sending server
 * keeps with its envelope (T18). Not checked further, for nobody else writes into the sender's own folder.
 */
export function envelopeIdOf(bytes: Uint8Array): string | undefined {
  const message = readMessage(bytes);
  const [field, ...more] = fieldsNamed(message, ENVELOPE_FIELD);
  const object = field && more.length === 0 ? readField(message, field) : undefined;
  const read = object?.kind === "sign1" ? readEnvelope(object.payload) : undefined;
  return read?.kind === "envelope" ? toHex(read.envelope.id) : undefined;
}
