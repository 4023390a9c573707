import { asciiLower, base64Lines, peopleOf, readMessage } from "../../core/index.ts";

/** A message as its author writes it, before it is sealed. */
export interface Draft {
  /** Mailboxes as a composer has them: `Name <local@domain>`, or an address. */
  readonly from: string;
  readonly to: readonly string[];
  readonly cc: readonly string[];
  readonly subject: string;
  readonly text: string;
  /** The same as a page, where the author wrote one. */
  readonly html?: string;
  readonly attachments: readonly { readonly name: string; readonly type: string; readonly octets: Uint8Array }[];
  /** Epoch seconds. */
  readonly date: number;
  /** Message-IDs of the thread without angle brackets, the one that is answered last; none for a new message. */
  readonly thread: readonly string[];
}

const CRLF = "\r\n";

/**
 * Writes a whole message (RFC 5322, RFC 2045): what is sealed. Text is UTF-8 in base64, so no line is too long and
 * nothing in it looks like a boundary.
 * @param boundary 22 or more random letters and digits
 */
export function writeMessage(draft: Draft, boundary: string): Uint8Array {
  const body = draft.html === undefined ? textPart("plain", draft.text) : alternative(draft.text, draft.html, boundary);
  const parts = draft.attachments.map(attachmentPart);
  const head = [
    ...peopleFields(draft),
    `Subject: ${words(draft.subject)}`,
    `Date: ${dateTime(draft.date)}`,
    ...threadFields(draft.thread),
    "MIME-Version: 1.0",
  ];
  const whole = parts.length === 0 ? body : multipart("mixed", [body, ...parts], `m${boundary}`);
  return joined([`${head.join(CRLF)}${CRLF}`, ...whole]);
}

const peopleFields = ({ from, to, cc }: Pick<Draft, "from" | "to" | "cc">) => [
  `From: ${mailbox(from)}`,
  ...listField("To", to),
  ...listField("Cc", cc),
];

/** RFC 5322 s3.6.4. */
function threadFields(thread: readonly string[]): readonly string[] {
  const last = thread.at(-1);
  if (last === undefined) return [];
  return [`In-Reply-To: <${last}>`, `References: ${thread.map((id) => `<${id}>`).join(`${CRLF} `)}`];
}

/** Who writes to whom (T22, T23); undefined where a reader could see others. */
export function peopleOfDraft(draft: Pick<Draft, "from" | "to" | "cc">) {
  return peopleOf(readMessage(joined([[...peopleFields(draft), "", ""].join(CRLF)])));
}

/** Pieces of a part with its header: text, or octets that are ASCII already. */
type Pieces = readonly (string | Uint8Array)[];

function textPart(subtype: "plain" | "html", text: string): Pieces {
  const octets = new TextEncoder().encode(text.replace(/\r\n?|\n/g, CRLF));
  return [leafHead(`text/${subtype}; charset=utf-8`, []), base64Lines(octets)];
}

const alternative = (text: string, html: string, boundary: string) =>
  multipart("alternative", [textPart("plain", text), textPart("html", html)], `a${boundary}`);

function multipart(subtype: string, parts: readonly Pieces[], boundary: string): Pieces {
  const inside = parts.flatMap((part): Pieces => [`--${boundary}${CRLF}`, ...part]);
  return [
    `Content-Type: multipart/${subtype}; boundary="${boundary}"${CRLF}${CRLF}`,
    ...inside,
    `--${boundary}--${CRLF}`,
  ];
}

const TYPE = /^[a-z0-9][a-z0-9!#$&^_.+-]{0,63}\/[a-z0-9][a-z0-9!#$&^_.+-]{0,63}$/;

function attachmentPart({ name, type, octets }: Draft["attachments"][number]): Pieces {
  const known = asciiLower(type);
  // A message inside a message would be read as part of this one.
  const said = TYPE.test(known) && !/^(?:multipart|message)\//.test(known) ? known : "application/octet-stream";
  return [leafHead(said, [`Content-Disposition: attachment;${CRLF} ${fileNameParameter(name)}`]), base64Lines(octets)];
}

const leafHead = (type: string, more: readonly string[]) =>
  [`Content-Type: ${type}`, ...more, "Content-Transfer-Encoding: base64", "", ""].join(CRLF);

/** A file name as a parameter (RFC 2183, RFC 8187). */
function fileNameParameter(name: string): string {
  const plain = name.replace(/[\p{C}]/gu, "_") || "attachment";
  if (/^[ !#-[\]-~]{1,60}$/.test(plain)) return `filename="${plain}"`;
  const octets = [...new TextEncoder().encode(plain)];
  const escaped = octets.map((octet) =>
    /[A-Za-z0-9._-]/.test(String.fromCharCode(octet))
      ? String.fromCharCode(octet)
      : `%${octet.toString(16).toUpperCase().padStart(2, "0")}`,
  );
  // Below the 998 octets of a line (RFC 5322 s2.1.1), even where each has to be escaped.
  return `filename*=UTF-8''${escaped.slice(0, 300).join("")}`;
}

const listField = (name: string, mailboxes: readonly string[]) =>
  mailboxes.length === 0 ? [] : [`${name}: ${mailboxes.map(mailbox).join(`,${CRLF} `)}`];

/** One mailbox: its name in quotes or as encoded words, its address as it stands. */
function mailbox(text: string): string {
  const [, name = "", address = text] = /^(.*?)<([^<>]*)>\s*$/s.exec(text) ?? [];
  const plain = name
    .trim()
    .replace(/^"(.*)"$/s, "$1")
    .replace(/\\(.)/gs, "$1");
  const bare = address.replace(/[\p{C}\s]/gu, "");
  if (plain === "") return bare;
  const quoted = /^[ -~]{1,200}$/.test(plain) ? `"${plain.replace(/["\\]/g, "\\$&")}"` : words(plain);
  return `${quoted}${CRLF} <${bare}>`;
}

/** Octets in one encoded word, so that it stays below 75 characters (RFC 2047 s2). */
const WORD = 42;

/** Text for people in a header field: ASCII as it stands, everything else as encoded words. */
function words(text: string): string {
  const plain = text.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, " ").trim();
  if (/^[ -~]{0,66}$/.test(plain) && !plain.includes("=?")) return plain;
  const pieces: string[] = [];
  let piece = "";
  for (const char of plain) {
    if (new TextEncoder().encode(piece + char).length > WORD) {
      pieces.push(piece);
      piece = "";
    }
    piece += char;
  }
  const encoded = (one: string) => `=?UTF-8?B?${btoa(String.fromCharCode(...new TextEncoder().encode(one)))}?=`;
  return [...pieces, piece].map(encoded).join(`${CRLF} `);
}

/** RFC 5322 s3.3, in UTC: the sender's time zone is nobody's business. */
function dateTime(seconds: number): string {
  return new Date(seconds * 1000).toUTCString().replace(/GMT$/, "+0000");
}

function joined(pieces: Pieces): Uint8Array {
  const octets = pieces.map((piece) => (typeof piece === "string" ? new TextEncoder().encode(piece) : piece));
  const out = new Uint8Array(octets.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const piece of octets) {
    out.set(piece, at);
    at += piece.length;
  }
  return out;
}
