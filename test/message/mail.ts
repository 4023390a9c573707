import { readFrom } from "../../core/message/address.ts";
import type { Message, Part } from "../../core/message/message.ts";
import { readMessage } from "../../core/message/reader.ts";

/** Octets of a text in which every character stands for one octet (U+0000 to U+00FF). */
export function octets(text: string): Uint8Array {
  return new Uint8Array(Buffer.from(text, "latin1"));
}

/** Lines joined and ended by CRLF. */
export function lines(...text: string[]): string {
  return text.map((line) => `${line}\r\n`).join("");
}

/** Reads a message written as text, one character an octet. */
export function read(text: string): Message {
  return readMessage(octets(text));
}

/** A plain message with more header lines; an empty line among them begins the body. */
export function withHeader(...header: string[]): Message {
  const body = header.includes("") ? [] : ["", "Hello."];
  return read(lines("From: a@sender.example", "To: b@reader.example", ...header, ...body));
}

/** A message whose From field has this value. */
export function from(value: string) {
  return readFrom(read(`From: ${value}\r\n\r\nHello.\r\n`));
}

/** The codes, sorted. */
export function codes(message: { readonly ambiguities: readonly { readonly code: string }[] }): string[] {
  return message.ambiguities.map(({ code }) => code).sort();
}

/** The tree as text: `mixed[text/plain text/html]`. */
export function shape(part: Part): string {
  if (!part.isMultipart) return `${part.type}/${part.subtype}`;
  return `${part.subtype}[${part.children.map(shape).join(" ")}]`;
}

/** A part's body as it stands. */
export function bodyOf(message: Message, part: Part | undefined): string {
  return part === undefined ? "" : Buffer.from(message.bytes.subarray(part.bodyStart, part.bodyEnd)).toString("latin1");
}
