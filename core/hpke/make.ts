import { base64Lines } from "../canonical/base64.ts";
import { concat } from "../canonical/concat.ts";
import { asciiBytes, toHex } from "../canonical/encoding.ts";
import type { HeaderField, Message } from "../message/message.ts";
import { readMessage } from "../message/reader.ts";
import { SEALED_FILE_NAME, type SealedCarrier } from "../message/sealed-carrier.ts";
import { type People, peopleOf } from "./aad.ts";
import type { SealingKey } from "./key.ts";
import { isProtected } from "./protected-headers.ts";
import { type SealError, sealContent } from "./seal.ts";
import type { Random } from "./suite.ts";

/** Why a message cannot be sealed as it is. */
export interface MakeError {
  readonly fault:
    | "limit"
    /** Built so that programs read it differently. */
    | "ambiguous"
    /** From, To or Cc cannot be named in one way (T22, T23). */
    | "people"
    /** A blind copy would stand among the kids for all to see; it gets a message of its own (T23, decision 20). */
    | "bcc"
    | "content-type";
  /** Names a field or a code; data, not a sentence. */
  readonly detail: string;
}

/** Fields that servers and mail programs need outside; all others are inside only (RFC 9788 s3). */
const OUTER_FIELDS = ["from", "to", "cc", "date", "message-id", "in-reply-to", "references"];
/** What stands outside for the subject: `hcp_baseline` of RFC 9788 s3.2.1. */
const OUTER_SUBJECT = "[...]";
const HP = 'hp="cipher"';

/**
 * Makes a message ready for sealing: its header fields become protected ones (RFC 9788), by `hp="cipher"` and one
 * HP-Outer field for each field that will stand outside. A stamp belongs on the result, which it covers as a message of
 * its own (T57). A message that is ready already is returned as it is.
 */
export function protectHeaders(bytes: Uint8Array): Uint8Array | MakeError {
  const ready = protectedMessage(bytes);
  return "fault" in ready ? ready : ready.bytes;
}

/** The same, read again: a large message is not read more often than it must be. */
function protectedMessage(bytes: Uint8Array): Message | MakeError {
  const message = readMessage(bytes);
  const fault = faultOf(message);
  if (fault !== undefined) return fault;
  if (isProtected(message)) return message;
  const told = [...outerFields(message), subjectField(message)].map((field) =>
    concat([asciiBytes("HP-Outer: "), field]),
  );
  const ready = readMessage(concat([...told, ...withHp(message)]));
  return isProtected(ready) ? ready : { fault: "content-type", detail: "" };
}

function faultOf(message: Message): MakeError | undefined {
  if (message.limit !== undefined) return { fault: "limit", detail: message.limit };
  const [ambiguity] = message.ambiguities;
  if (ambiguity !== undefined) return { fault: "ambiguous", detail: ambiguity.code };
  if (message.fields.some(({ lowerName }) => lowerName === "bcc")) return { fault: "bcc", detail: "Bcc" };
  return peopleOf(message) === undefined ? { fault: "people", detail: "" } : undefined;
}

/** The octets of the message with the parameter in its Content-Type, which is added where there is none. */
function withHp(message: Message): Uint8Array[] {
  const { bytes, fields } = message;
  const field = fields.find(({ lowerName }) => lowerName === "content-type");
  if (field === undefined) {
    const version = fields.some(({ lowerName }) => lowerName === "mime-version") ? "" : "MIME-Version: 1.0\r\n";
    return [asciiBytes(`${version}Content-Type: text/plain; ${HP}\r\n`), bytes];
  }
  const value = message.text(field.valueStart, field.end);
  const end = field.valueStart + value.replace(/(?<![ \t\r\n;])[ \t\r\n;]+$/, "").length;
  return [bytes.subarray(0, end), asciiBytes(`;\r\n ${HP}\r\n`), bytes.subarray(field.end)];
}

/** The raw fields that stand outside as they stand inside. */
function outerFields(message: Message): Uint8Array[] {
  const octets = ({ start, end }: HeaderField) => message.bytes.subarray(start, end);
  return message.fields.filter(({ lowerName }) => OUTER_FIELDS.includes(lowerName)).map(octets);
}

function subjectField({ fields }: Message): Uint8Array {
  return fields.some(({ lowerName }) => lowerName === "subject")
    ? asciiBytes(`Subject: ${OUTER_SUBJECT}\r\n`)
    : NOTHING;
}

const NOTHING = new Uint8Array(0);

/** How a sealed message is made. */
export interface SealOptions {
  readonly keys: readonly SealingKey[];
  readonly form: SealedCarrier["form"];
  /** Said to whoever cannot open it; ASCII or UTF-8 text, shown by every program. */
  readonly cover: string;
  readonly random: Random;
}

/**
 * Makes a sealed message of an ordinary one: carrier (a) or (b) of T27 under an outer header.
 * @param bytes a whole message (RFC 5322); see {@link protectHeaders} for one that is to be stamped inside
 */
export async function sealMessage(
  bytes: Uint8Array,
  { keys, form, cover, random }: SealOptions,
): Promise<Uint8Array | SealError | MakeError> {
  const message = protectedMessage(bytes);
  if ("fault" in message) return message;
  const people: People | undefined = peopleOf(message);
  if (people === undefined) return { fault: "people", detail: "" };
  const jwe = await sealContent(message.bytes, people, keys, random);
  if (!(jwe instanceof Uint8Array)) return jwe;
  const boundary = `sealed-${toHex(random(12))}`;
  const body = form === "encrypted" ? encryptedForm(boundary) : attachmentForm(boundary, cover);
  return concat([
    ...outerFields(message),
    subjectField(message),
    asciiBytes(`MIME-Version: 1.0\r\n${body.head}`),
    new TextEncoder().encode(body.before),
    base64Lines(jwe),
    asciiBytes(`--${boundary}--\r\n`),
  ]);
}

const encryptedForm = (boundary: string) => ({
  head: `Content-Type: multipart/encrypted; protocol="application/map-hpke";\r\n boundary="${boundary}"\r\n\r\n`,
  before: [
    `--${boundary}`,
    "Content-Type: application/map-hpke",
    "",
    "Version: 1",
    `--${boundary}`,
    "Content-Type: application/octet-stream",
    "Content-Transfer-Encoding: base64",
    "",
    "",
  ].join("\r\n"),
});

const attachmentForm = (boundary: string, cover: string) => ({
  head: `Content-Type: multipart/mixed; boundary="${boundary}"\r\n\r\n`,
  before: [
    `--${boundary}`,
    "Content-Type: text/plain; charset=utf-8",
    "Content-Transfer-Encoding: 8bit",
    "",
    cover.replace(/\r?\n/g, "\r\n"),
    `--${boundary}`,
    "Content-Type: application/jose+json",
    `Content-Disposition: attachment; filename="${SEALED_FILE_NAME}"`,
    "Content-Transfer-Encoding: base64",
    "",
    "",
  ].join("\r\n"),
});
