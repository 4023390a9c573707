import { mail, octets, text } from "../gmp/support.ts";
import { delivered, SERVER } from "./support.ts";

/** Fields that somebody reads, with a beginning that leads further into their readers. */
const FIELDS: readonly (readonly [name: string, beginning: string])[] = [
  ["From", "a@example.org "],
  ["To", ""],
  ["Subject", ""],
  ["Reply-To", ""],
  ["Authentication-Results", `${SERVER}; `],
  ["DKIM-Signature", "v=1; a=rsa-sha256; d=example.org; s=sel; h=from; bh="],
  ["ARC-Seal", "i=1; "],
  ["ARC-Message-Signature", "i=1; "],
  ["ARC-Authentication-Results", "i=1; "],
  ["DKIM2-Signature", "i=1; "],
  ["X-GuardMail-Stamp", "v=1; org_id=example.org; "],
  ["MAP-Envelope", "v=1; cose="],
  ["MAP-DSN", "v=1; cose="],
  ["IPP-Declaration", "v=IPP1; d=example.org; "],
  ["Content-Type", "multipart/mixed; boundary=a; "],
  ["Content-Disposition", "attachment; "],
  ["Content-Transfer-Encoding", ""],
  ["Received", `from a by ${SERVER} `],
  ["Date", "Sat, 21 Nov 2026 20:01:40 +0000 "],
  ["Message-ID", "<"],
  ["List-Id", "<"],
  ["List-Post", "<mailto:"],
];

/** What patterns and tokenizers stumble over, to be repeated. */
const UNITS = [
  ...[
    "(",
    ")",
    "((",
    "\\(",
    '"',
    '\\"',
    "a@b,",
    "<",
    "<>",
    ";",
    "a=b;",
    "a=;",
    " ",
    "\t",
    "\r\n ",
    " \r\n\t",
    ",",
    ":",
    "::",
  ],
  ...["a:", "a.", "--", "=", "A", "1", "a a", '; a="', "*0*=", "(a", "@", "[", "%", "&#x41;", "\u0080", "x=1 ("],
  ...[
    "=?utf-8?q?",
    "=?utf-8?q?a?= ",
    "=?utf-8?b?YQ==?=",
    "dkim=pass ",
    "dkim=pass header.d=a.example; ",
    "by a.example ",
  ],
];

/** A delivered message with one long field that follows from the seed. */
export function hostileField(seed: number, length: number): { readonly what: string; readonly bytes: Uint8Array } {
  const [name, beginning] = FIELDS[seed % FIELDS.length] ?? ["Subject", ""];
  const unit = UNITS[Math.floor(seed / FIELDS.length) % UNITS.length] ?? "";
  const field = `${name}: ${beginning}${unit.repeat(Math.floor(length / unit.length))}`;
  const results = name === "Authentication-Results" ? undefined : "dmarc=pass header.from=example.org";
  const rest = text(delivered(mail({ [name]: undefined }), results));
  return { what: `${name} of ${JSON.stringify(unit)}`, bytes: octets(`${field}\r\n${rest}`) };
}
