import { nodeEngine } from "../../core/cli/engine-node.ts";
import { stamp } from "../../core/gmp/make.ts";
import { stampKey } from "../samples/people.ts";

/** What a letter says: in windows-1252, and then in octets of eight bits, or else in ASCII. */
interface Words {
  readonly words: string;
  readonly charset: "utf-8" | "windows-1252";
}

/** A letter of the Harbour Bank of about that many octets, stamped with its key; `name` makes it unlike the others. */
export async function stampedLetter(
  name: string,
  octets: number,
  { words, charset }: Words = { words: "The figures are attached.", charset: "utf-8" },
): Promise<Uint8Array> {
  const header = [
    "From: Harbour Bank <statements@harbourbank.example>",
    "To: robin@home.example",
    `Subject: ${name}`,
    "Date: Fri, 20 Nov 2026 06:00:00 +0000",
    `Message-ID: <${name.replace(/\W+/g, "-")}@harbourbank.example>`,
    "MIME-Version: 1.0",
    'Content-Type: multipart/mixed; boundary="=_part"',
    "",
    "--=_part",
    `Content-Type: text/plain; charset=${charset}`,
    "Content-Transfer-Encoding: 8bit",
    "",
    words,
    "--=_part",
    "Content-Type: application/octet-stream; name=figures.bin",
    "Content-Disposition: attachment; filename=figures.bin",
    "Content-Transfer-Encoding: base64",
    "",
  ].join("\r\n");
  const line = `${"QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVo0".repeat(3).slice(0, 76)}\r\n`;
  const lines = Math.max(1, Math.ceil((octets - header.length) / line.length));
  const letter = Buffer.from(`${header}\r\n${line.repeat(lines)}--=_part--\r\n`, "latin1");
  const rid = `e2e-${name.replace(/\W+/g, "-")}`.padEnd(22, "-");
  const options = {
    orgId: "harbourbank.example",
    rid,
    time: Date.UTC(2026, 10, 20, 6) / 1000,
    verifyUrl: "https://verify.harbourbank.example/",
  };
  const made = await stamp(letter, options, stampKey("harbourbank.example"), nodeEngine);
  if (made instanceof Uint8Array) return made;
  throw new Error(`${name}: ${made.fault} ${made.detail}`);
}

/** An unstamped letter that carries another message as an attachment. */
export function carrying(subject: string, inner: Uint8Array): Uint8Array {
  const head = [
    "From: Kim <kim@friends.example>",
    "To: robin@home.example",
    `Subject: ${subject}`,
    "Date: Fri, 20 Nov 2026 12:00:00 +0000",
    "Message-ID: <carrier@friends.example>",
    "MIME-Version: 1.0",
    'Content-Type: multipart/mixed; boundary="=_outer"',
    "",
    "--=_outer",
    "Content-Type: text/plain",
    "",
    "Look what the bank wrote.",
    "--=_outer",
    "Content-Type: message/rfc822",
    'Content-Disposition: attachment; filename="inner.eml"',
    "",
    "",
  ].join("\r\n");
  return Buffer.concat([Buffer.from(head), inner, Buffer.from("\r\n--=_outer--\r\n")]);
}
