/** Small pieces from which sample messages are put together, all with fixed contents. */

/** A header section and body as octets: lines of text, CRLF at the end of each. */
export function octets(lines: readonly string[]): Uint8Array {
  return new TextEncoder().encode(lines.map((line) => `${line}\r\n`).join(""));
}

/** What varies from letter to letter. */
export interface Letter {
  readonly from: string;
  readonly to: string;
  readonly subject: string;
  /** RFC 5322 date-time. */
  readonly date: string;
  readonly id: string;
  /** More header lines, for example of a mailing list. */
  readonly more?: readonly string[];
  /** MIME header lines and body. */
  readonly content: readonly string[];
}

/** The letter as its author's program sends it. */
export function letter({ from, to, subject, date, id, more = [], content }: Letter): Uint8Array {
  return octets([
    `From: ${from}`,
    `To: ${to}`,
    `Subject: ${encodeWords(subject)}`,
    `Date: ${date}`,
    `Message-ID: <${id}>`,
    ...more,
    "MIME-Version: 1.0",
    ...content,
  ]);
}

/** RFC 2047 `B` encoding, one word for each ten characters; plain ASCII stays as it is. */
function encodeWords(text: string): string {
  if (/^[ -~]*$/.test(text)) return text;
  const pieces = Array.from({ length: Math.ceil([...text].length / 10) }, (_, i) =>
    [...text].slice(i * 10, i * 10 + 10),
  );
  return pieces.map((piece) => `=?utf-8?B?${Buffer.from(piece.join("")).toString("base64")}?=`).join("\r\n ");
}

/** A plain text body. */
export function plain(lines: readonly string[]): readonly string[] {
  return ["Content-Type: text/plain; charset=utf-8", "Content-Transfer-Encoding: 8bit", "", ...lines];
}

/** A plain text and an HTML body for the same words. */
export function both(lines: readonly string[], html: readonly string[]): readonly string[] {
  return [
    'Content-Type: multipart/alternative; boundary="=_both"',
    "",
    "--=_both",
    ...plain(lines),
    "",
    "--=_both",
    "Content-Type: text/html; charset=utf-8",
    "Content-Transfer-Encoding: 8bit",
    "",
    ...html,
    "",
    "--=_both--",
  ];
}

/** A text with one attachment, base64 in lines of 76 characters. */
export function withFile(lines: readonly string[], name: string, type: string, file: string): readonly string[] {
  return [
    'Content-Type: multipart/mixed; boundary="=_file"',
    "",
    "--=_file",
    ...plain(lines),
    "",
    "--=_file",
    `Content-Type: ${type}; name="${name}"`,
    `Content-Disposition: attachment; filename="${name}"`,
    "Content-Transfer-Encoding: base64",
    "",
    ...(Buffer.from(file)
      .toString("base64")
      .match(/.{1,76}/g) ?? []),
    "",
    "--=_file--",
  ];
}

/** Lines that the reader's own mail server puts on top. */
export function delivered(message: Uint8Array, time: string, results?: string): Uint8Array {
  const trace = octets([
    ...(results === undefined ? [] : [`Authentication-Results: mx.home.example; ${results}`]),
    "Received: from mail.sender.example (mail.sender.example [192.0.2.25])",
    `\tby mx.home.example (Postfix) with ESMTPS id 4Xk2Lw for <robin@home.example>; ${time}`,
  ]);
  return Buffer.concat([trace, message]);
}

/** The same message with one piece of its text replaced, as a program on the way does it. */
export function changed(message: Uint8Array, from: string, to: string): Uint8Array {
  const text = Buffer.from(message).toString("latin1");
  if (text.split(from).length !== 2) throw new Error(`"${from}" does not stand there exactly once`);
  return Buffer.from(
    text.replace(from, () => to),
    "latin1",
  );
}
