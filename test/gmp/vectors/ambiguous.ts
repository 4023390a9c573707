import { edit, mail, octets, signedAnyway, text } from "../support.ts";
import { type VectorCase, vector } from "./case.ts";

type Fields = Readonly<Record<string, string>>;

const type = (value: string): Fields => ({ "Content-Type": value });
const MIXED = type('multipart/mixed; boundary="w"');
const body = (...parts: string[]) => `${parts.map((one) => `--w\r\n${one}\r\n`).join("")}--w--\r\n`;
const TEXT = "Content-Type: text/plain\r\n\r\nHi";
const file = (header: string) => body(`Content-Type: application/pdf\r\n${header}\r\n\r\nx`);
const nul = () => octets(text(mail()).replace("Hello", "He\0lo"));

/** One change for each clause of section 2.4 that no other vector shows; every one is signed as it stands. */
const CASES: readonly (readonly [id: string, reasons: string, about: string, message: () => Uint8Array])[] = [
  ["lone-cr", "AMBIG_EOL", "CR without LF in the body.", () => mail({}, "a\rb\r\n")],
  ["nul", "AMBIG_EOL", "NUL in the body.", nul],
  [
    "folded-from",
    "AMBIG_HEADER_SYNTAX",
    "A fold that looks like From.",
    () => mail({ "X-A": "b\r\n From: eve@c.example" }),
  ],
  ["folded-name", "", "A list of names in a fold looks like nothing.", () => mail({ "X-A": "to:\r\n from:subject" })],
  ["blank-fold", "AMBIG_BORDER", "A continuation line of blanks.", () => mail({ "X-A": "b\r\n \t\r\n c" })],
  ["all-header", "AMBIG_BORDER", "No empty line behind the header.", () => octets(text(mail({}, "")).slice(0, -2))],
  ["part-all-header", "", "A part that is all header ends where it ends.", () => mail(MIXED, body(TEXT, "X-A: b\r\n"))],
  ["part-cut-header", "AMBIG_BORDER", "The same, in the middle of a line.", () => mail(MIXED, body(TEXT, "X-A: b"))],
  [
    "two-dispositions",
    "AMBIG_DUP_HEADER",
    "A field twice in a part.",
    () => mail(MIXED, file("Content-Disposition: attachment\r\nContent-Disposition: inline")),
  ],
  [
    "two-boundaries",
    "AMBIG_BOUNDARY",
    "Two boundaries, the first counts.",
    () => mail(type("multipart/mixed; boundary=w; boundary=v"), body(TEXT)),
  ],
  [
    "boundary-escaped",
    "AMBIG_BOUNDARY",
    "A quoted pair.",
    () => mail(type('multipart/mixed; boundary="\\w"'), body(TEXT)),
  ],
  [
    "boundary-comment",
    "AMBIG_BOUNDARY",
    "A comment at it.",
    () => mail(type("multipart/mixed; boundary=w (c)"), body(TEXT)),
  ],
  [
    "boundary-inside",
    "AMBIG_BOUNDARY",
    "The boundary of the multipart around it.",
    () => mail(MIXED, body(TEXT, "Content-Type: multipart/mixed; boundary=w\r\n\r\nx")),
  ],
  [
    "boundary-nearly",
    "AMBIG_BOUNDARY",
    "A line that begins like a delimiter line.",
    () => mail(MIXED, body(`${TEXT}\r\n--wx`)),
  ],
  [
    "boundary-blank",
    "AMBIG_BOUNDARY",
    "A blank behind a delimiter.",
    () => mail(MIXED, `--w \r\n${TEXT}\r\n--w--\r\n`),
  ],
  [
    "boundary-after",
    "AMBIG_BOUNDARY EXTRA_BYTES",
    "A part behind the end.",
    () => mail(MIXED, body(TEXT) + body(TEXT)),
  ],
  [
    "boundaries-touch",
    "AMBIG_BOUNDARY",
    "Two delimiter lines, nothing between.",
    () => mail(MIXED, `--w\r\n${body(TEXT)}`),
  ],
  ["epilogue", "EXTRA_BYTES", "Text behind the end.", () => mail(MIXED, `${body(TEXT)}x\r\n`)],
  ["preamble", "", "Text before the first delimiter line is no ambiguity.", () => mail(MIXED, `x\r\n${body(TEXT)}`)],
  [
    "type-comment",
    "AMBIG_CONTENT_TYPE",
    "A comment behind the type.",
    () => mail(type("text/plain (c); charset=utf-8")),
  ],
  [
    "charset-unknown",
    "AMBIG_CONTENT_TYPE",
    "A charset that is no label.",
    () => mail(type("text/plain; charset=utf-9")),
  ],
  [
    "charset-twice",
    "AMBIG_CONTENT_TYPE",
    "Two charsets.",
    () => mail(type("text/plain; charset=utf-8; charset=utf-8")),
  ],
  [
    "parameter-missing",
    "AMBIG_CONTENT_TYPE",
    "Nothing between two semicolons.",
    () => mail(type("text/plain;; format=flowed")),
  ],
  ["parameter-last", "", "One semicolon at the end.", () => mail(type("text/plain; charset=utf-8;"))],
  [
    "start-elsewhere",
    "AMBIG_CONTENT_TYPE",
    "start names the second part.",
    () => mail(type('multipart/related; boundary=w; start="<b>"'), body(TEXT, "Content-ID: <b>\r\n\r\ny")),
  ],
  [
    "two-filenames",
    "AMBIG_FILENAME",
    "name and filename differ.",
    () =>
      mail(
        MIXED,
        body("Content-Type: application/pdf; name=a\r\nContent-Disposition: attachment; filename=b\r\n\r\nx"),
      ),
  ],
  [
    "filename-sections",
    "AMBIG_FILENAME",
    "A gap in the sections.",
    () => mail(MIXED, file("Content-Disposition: attachment; filename*0=a; filename*2=b")),
  ],
  [
    "filename-bare",
    "AMBIG_FILENAME",
    "A value that needs quotes.",
    () => mail(MIXED, file("Content-Disposition: attachment; filename=a,b.pdf")),
  ],
  [
    "encoding-words",
    "AMBIG_ENCODING",
    "Two tokens; the first counts.",
    () => mail({ "Content-Transfer-Encoding": "7bit base64" }),
  ],
  [
    "encoded-message",
    "AMBIG_ENCODING",
    "An encoding on message/rfc822.",
    () => mail(MIXED, body("Content-Type: message/rfc822\r\nContent-Transfer-Encoding: base64\r\n\r\neA==")),
  ],
  ["from-group", "AMBIG_FROM", "A group.", () => mail({ From: "A: alice@example.org;" })],
  ["from-spaced", "AMBIG_FROM", "White space inside the address.", () => mail({ From: "alice @example.org" })],
  ["from-trailing-dot", "AMBIG_FROM", "A trailing dot.", () => mail({ From: "alice@example.org." })],
  ["to-route", "AMBIG_ADDRESS", "A route.", () => mail({ To: "<@a.example:bob@example.net>" })],
  ["to-empty-item", "", "An empty item in To.", () => mail({ To: "bob@example.net,, x@example.net" })],
  ["to-open", "AMBIG_ADDRESS", "A quotation that stays open.", () => mail({ Cc: '"x <x@example.net>' })],
  [
    "external-attachment",
    "EXTERNAL_ATTACHMENT",
    "A part that stands elsewhere.",
    () => mail(MIXED, file("X-Mozilla-External-Attachment-URL: http://a.example/")),
  ],
];

/** What is ambiguous, clause by clause: section 2.4 (G41, H01). */
export const AMBIGUOUS_CASES: readonly VectorCase[] = [
  ...CASES.map(([id, reasons, about, message]) =>
    vector(id, "G41", about, reasons === "" ? "VALID VERIFIED" : `UNTRUSTED CAUTION ${reasons}`, () =>
      signedAnyway(message()),
    ),
  ),
  vector("ambiguous-and-changed", "G41", "Ambiguous, and changed too.", "TAMPERED ALERT AMBIG_EOL BODY", async () =>
    edit(await signedAnyway(mail({}, "a\rb\r\n")), "a\rb", "a\rc"),
  ),
];
