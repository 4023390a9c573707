import { concat } from "../canonical/concat.ts";
import { asciiBytes, toHex } from "../canonical/encoding.ts";
import { equalOctets } from "../canonical/octets.ts";
import { sha256 } from "../crypto/sha256.ts";
import type { Engine } from "../engine.ts";
import { readFrom, readMailboxes } from "../message/address.ts";
import { displayHeader, unfoldedValue } from "../message/display.ts";
import type { HeaderField, Message } from "../message/message.ts";
import { octetString } from "../message/octets.ts";
import { readMessage } from "../message/reader.ts";
import { outerDate } from "./agreement.ts";
import { bindingDigest, isGatewayed, mt2Carrier } from "./carrier.ts";
import {
  BINDING_EXTENSION,
  ENVELOPE_NAMESPACE,
  HEADERS_NAMESPACE,
  isAddress,
  isMessageId,
  PLACES_EXTENSION,
} from "./grammar.ts";
import { type MakeFault, makeFault } from "./make.ts";
import type { Mt2Extension } from "./parse.ts";
import { unwrap } from "./unwrap.ts";
import { escapeXml, readXml } from "./xml.ts";

/** What SMTP's envelope says (RFC 5321). */
export interface WrapOptions {
  /** MAIL FROM; "" for the null sender. */
  readonly sender: string;
  readonly recipients: readonly string[];
  /** More extensions for the core. */
  readonly extensions?: readonly Mt2Extension[];
}

/** The fields that tell how the body is read: they go with it. */
const isMimeField = ({ lowerName }: HeaderField): boolean =>
  lowerName === "mime-version" || lowerName.startsWith("content-");

/**
 * Makes a gatewayed message of an ordinary one (3-protocols section 5), with an empty trace: the outer header stays as it
 * is but for the MIME fields, which go to the body part. Hands nothing on that {@link unwrap} would not give back octet
 * by octet.
 * @param bytes a message with CRLF line ends and an empty line after its header
 */
export async function wrap(bytes: Uint8Array, options: WrapOptions, engine: Engine): Promise<Uint8Array | MakeFault> {
  const message = readMessage(bytes);
  if (message.limit !== undefined) return makeFault("limit", message.limit);
  if (message.bytes.length !== bytes.length || message.ambiguities.some(({ code }) => code === "AMBIG_EOL"))
    return makeFault("line-ends");
  const fault = headerFault(message, options);
  if (fault !== undefined) return fault;
  const boundary = `mt2-${toHex(await sha256(bytes)).slice(0, 40)}`;
  const made = await compose(message, options, boundary, engine);
  if (made === undefined) return makeFault("header", "text");
  const back = unwrap(made);
  return back instanceof Uint8Array && equalOctets(back, bytes) ? made : makeFault("irreversible");
}

function headerFault(message: Message, { sender, recipients }: WrapOptions): MakeFault | undefined {
  if (message.strayLines.length > 0 || isGatewayed(message)) return makeFault("header", "lines");
  if (message.text(message.root.bodyStart - 4, message.root.bodyStart) !== "\r\n\r\n")
    return makeFault("header", "lines");
  const from = readFrom(message);
  if (from.mailboxes.length !== 1 || from.ambiguities.length > 0) return makeFault("header", "From");
  if (!isMessageId(messageIdOf(message))) return makeFault("header", "Message-ID");
  if (Number.isNaN(outerDate(message))) return makeFault("header", "Date");
  if (sender !== "" && !isAddress(sender)) return makeFault("option", "sender");
  return recipients.includes("") ? makeFault("option", "recipient") : undefined;
}

function messageIdOf(message: Message): string {
  const fields = message.fields.filter(({ lowerName }) => lowerName === "message-id");
  const [field] = fields;
  return field === undefined || fields.length > 1 ? "" : unfoldedValue(message, field);
}

/** Two rounds: what binds the header of the body part is made of the message that it then stands in. */
async function compose(message: Message, options: WrapOptions, boundary: string, engine: Engine) {
  const headers = writeHeaders(message);
  if (typeof readXml(headers) === "string" || hasLongLine(headers)) return undefined;
  const { fields, root } = message;
  const places = fields.flatMap((field, at) => (isMimeField(field) ? [fields.length - at] : []));
  const digests = {
    headers: toHex(await sha256(headers)),
    body: toHex(await sha256(message.bytes.subarray(root.bodyStart))),
  };
  const put = (binding: string) => {
    const extensions = [
      { oid: PLACES_EXTENSION, critical: false, value: places.join(" ") },
      { oid: BINDING_EXTENSION, critical: false, value: binding },
      ...(options.extensions ?? []),
    ];
    const core = writeCore({ ...options, extensions }, messageIdOf(message), digests);
    return assemble(message, boundary, writeEnvelope(core), headers);
  };
  const draft = readMessage(put("0".repeat(64)));
  const carrier = mt2Carrier(draft);
  if (carrier === undefined || hasLongLine(draft.bytes.subarray(carrier.envelope.start, carrier.envelope.bodyEnd)))
    return undefined;
  return put(toHex(bindingDigest(draft, carrier, engine)));
}

function assemble(message: Message, boundary: string, envelope: Uint8Array, headers: Uint8Array): Uint8Array {
  const { bytes, fields, root } = message;
  const octetsOf = ({ start, end }: HeaderField) => bytes.subarray(start, end);
  const outer = fields.filter((field) => !isMimeField(field)).map(octetsOf);
  const inner = fields.filter(isMimeField).map(octetsOf);
  const type = `Content-Type: multipart/related; type="message/envelope";\r\n boundary="${boundary}"\r\n`;
  const encoding = bytes.subarray(root.bodyStart).some((octet) => octet > 0x7f) ? "8bit" : "7bit";
  const part = (kind: string) => asciiBytes(`\r\n--${boundary}\r\nContent-Type: message/${kind}\r\n\r\n`);
  return concat([
    ...outer,
    asciiBytes(`MIME-Version: 1.0\r\n${type}Content-Transfer-Encoding: ${encoding}\r\n`),
    part("envelope"),
    envelope,
    part("headers"),
    headers,
    asciiBytes(`\r\n--${boundary}\r\n`),
    ...inner,
    asciiBytes("\r\n"),
    bytes.subarray(root.bodyStart),
    asciiBytes(`\r\n--${boundary}--\r\n`),
  ]);
}

/** RFC 5321 s4.5.3.1.6: what servers would cut would not be the same octets. */
const hasLongLine = (octets: Uint8Array) =>
  octetString(octets)
    .split("\r\n")
    .some((line) => line.length > 998);

const element = (name: string, text: string) => `<${name}>${escapeXml(text)}</${name}>`;

/** U38. */
function writeHeaders(message: Message): Uint8Array {
  const [from] = readFrom(message).mailboxes;
  const to = readMailboxes(message, "to").mailboxes;
  const date = outerDate(message);
  const lines = [
    `<headers xmlns="${HEADERS_NAMESPACE}">`,
    element("from", from?.addrSpec ?? ""),
    ...to.map(({ addrSpec }) => element("to", addrSpec)),
    element("subject", displayHeader(message, "subject")),
    element("date", date === undefined ? "" : new Date(date * 1000).toISOString().replace(".000Z", "Z")),
    element("message-id", messageIdOf(message)),
    "</headers>",
  ];
  return asciiBytes(lines.join("\r\n"));
}

function writeCore(
  { sender, recipients, extensions = [] }: WrapOptions,
  messageId: string,
  digests: { readonly headers: string; readonly body: string },
): string {
  const lines = [
    "<core>",
    element("sender", sender),
    ...recipients.map((recipient) => element("recipient", recipient)),
    element("message-id", messageId),
    element("headers-sha256", digests.headers),
    element("body-sha256", digests.body),
    ...extensions.map(
      ({ oid, critical, value }) =>
        `<extension oid="${escapeXml(oid)}" critical="${critical}">${escapeXml(value)}</extension>`,
    ),
    "</core>",
  ];
  return lines.join("\r\n");
}

function writeEnvelope(core: string): Uint8Array {
  const lines = [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<envelope xmlns="${ENVELOPE_NAMESPACE}">`,
    core,
    "<trace>\r\n</trace>",
    "</envelope>",
  ];
  return asciiBytes(lines.join("\r\n"));
}
