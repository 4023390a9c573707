import { edit, mail, mailWithAttachments, octets, signedAnyway, stamped, text } from "../support.ts";
import { GOOD, vector } from "./case.ts";

const MIXED = 'multipart/mixed; boundary="w"';
const part = (header: string, body: string) => `--w\r\n${header}\r\n${body}\r\n`;
const mixed = (...parts: string[]) => mail({ "Content-Type": MIXED }, `${parts.join("")}--w--\r\n`);
const TEXT = part("Content-Type: text/plain\r\n", "Hi");
const unix = (bytes: Uint8Array) => octets(text(bytes).replaceAll("\r\n", "\n"));

/** Octets of the message and the three hashes: G01 to G16, G59, H01 to H07, H20, H21, H28, H29. */
export const OCTET_CASES = [
  vector("plain", "G05 G29 H09 H10", "The worked example: one text, no attachment.", GOOD, () => stamped(mail())),
  vector("simple", "G06", "The same in simple form, with blanks that relaxed form would eat.", GOOD, () =>
    stamped(mail({}, "a  b \t\r\n \r\n\r\n\r\n"), { bodyForm: "simple" }),
  ),
  vector("lf-storage", "G01", "A store that writes bare LF: read as CRLF.", GOOD, async () =>
    unix(await stamped(mail())),
  ),
  vector(
    "lf-mixed",
    "G01 H01",
    "Bare LF in some lines only: the hashes fit, the structure is ambiguous.",
    "UNTRUSTED CAUTION AMBIG_EOL",
    async () => edit(await stamped(mail()), "Hello Bob,\r\n", "Hello Bob,\n"),
  ),
  vector(
    "stray-line",
    "G02 H01",
    "A header line that is no field.",
    "UNTRUSTED CAUTION AMBIG_BORDER AMBIG_HEADER_SYNTAX",
    () => signedAnyway(edit(mail(), "To:", "no field\r\nTo:")),
  ),
  vector(
    "space-before-colon",
    "G03 H01",
    "White space before the colon of a signed field: hashed without it, ambiguous.",
    "UNTRUSTED CAUTION AMBIG_HEADER_SYNTAX",
    () => signedAnyway(edit(mail(), "Subject:", "Subject :")),
  ),
  vector("folded-subject", "G05 G07", "Folds, tabs and octets above 0x7F in signed fields.", GOOD, () =>
    stamped(mail({ Subject: "  a \r\n\t b\u00e9  ", References: "<1@example.org>\r\n <2@example.org>" })),
  ),
  vector("octets-kept", "G07", "VT, FF and octets above 0x7F are no white space and no line ends.", GOOD, () =>
    stamped(mail({ Subject: "a\u000b \u00a0 \u000c\u0085" }, "a\u000b  \u00a0 \u000c\r\n\u0085 \u00a0\r\n\u000c\r\n")),
  ),
  vector("empty-field", "G04", "An empty Cc contributes `cc:` CRLF.", GOOD, () => stamped(mail({ Cc: "" }))),
  vector("empty-field-added", "G04", "An empty Cc that was added later.", "TAMPERED ALERT HDR", async () =>
    edit(await stamped(mail()), "To:", "Cc:\r\nTo:"),
  ),
  vector("all-listed-fields", "G05 G59", "Every name of the list once, in another order.", GOOD, () =>
    stamped(
      mail({
        "IPP-Declaration": "v=IPP1",
        "Resent-Sender": "a@example.org",
        "Resent-From": "a@example.org",
        "Disposition-Notification-To": "a@example.org",
        "Mail-Reply-To": "a@example.org",
        "Mail-Followup-To": "a@example.org",
        "List-Post": "<mailto:l@example.org>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        "List-Unsubscribe": "<https://example.org/u>",
        "Content-ID": "<c@example.org>",
        "Content-Transfer-Encoding": "7bit",
        "In-Reply-To": "<0@example.org>",
        References: "<0@example.org>",
        Cc: "carol@example.net",
        "Reply-To": "alice@example.org",
        Sender: "alice@example.org",
      }),
    ),
  ),
  vector(
    "two-subjects",
    "G05 G41 H16",
    "Two instances are hashed bottom-up, and are ambiguous.",
    "UNTRUSTED CAUTION AMBIG_DUP_HEADER",
    () => signedAnyway(edit(mail(), "Subject: Invoice 4711", "Subject: first\r\nSubject: second")),
  ),
  vector("empty-body", "G06", "An empty body in relaxed form is zero octets.", GOOD, () => stamped(mail({}, ""))),
  vector("empty-body-simple", "G06", "An empty body in simple form is CRLF.", GOOD, () =>
    stamped(mail({}, ""), { bodyForm: "simple" }),
  ),
  vector("no-final-crlf", "G06", "A last line without CRLF gets one.", GOOD, () => stamped(mail({}, "no line end"))),
  vector("attachments", "G08 G09 G10 G13 H02", "Three attachments behind a text.", GOOD, () =>
    stamped(mailWithAttachments()),
  ),
  vector(
    "which-leaves",
    "G08 G12 G13 H07 H20 H21",
    "Everything that counts as an attachment, and what does not; paths 2 to 9.",
    "UNTRUSTED CAUTION AMBIG_BOUNDARY AMBIG_CONTENT_TYPE UNSUPPORTED_PART",
    () =>
      signedAnyway(
        mixed(
          TEXT,
          part("Content-Type: text/plain\r\nContent-Disposition: form-data\r\n", "x"),
          part("Content-Type: text/plain\r\nContent-Disposition:\r\n", "x"),
          part("Content-Type: text/plain; name*0=a; name*1=b\r\n", "x"),
          part("Content-Type: message/rfc822\r\n", "Subject: inner\r\n\r\nx"),
          part("Content-Type: message/partial; id=1; number=1\r\n", "x"),
          part('Content-Type: multipart/mixed; boundary="none"\r\n', "x"),
          part("Content-Type: image/png\r\nContent-Disposition: inline\r\n", "x"),
          part("Content-Type: TEXT (c) / Plain; name=a\r\n", "x"),
        ),
      ),
  ),
  vector("nested-paths", "G10 G16", "Paths of nested parts, outer delimiters cut first.", GOOD, () =>
    stamped(
      mixed(
        TEXT,
        part(
          'Content-Type: multipart/related; boundary="v"\r\n',
          "--v\r\nContent-Type: text/html\r\n\r\nx\r\n--v\r\nContent-Type: image/png\r\n\r\ny\r\n--v--",
        ),
      ),
    ),
  ),
  vector(
    "single-part-attachment",
    "G10 G13",
    "A message that is one attachment has path 1 and its own two fields.",
    GOOD,
    () =>
      stamped(mail({ "Content-Type": "application/pdf", "Content-Disposition": "attachment; filename=a.pdf" }, "x")),
  ),
  vector(
    "identity-encodings",
    "G11 H05",
    "An 8bit attachment in relaxed form: canonical octets are hashed.",
    GOOD,
    () =>
      stamped(
        mixed(TEXT, part("Content-Type: text/csv\r\nContent-Transfer-Encoding: 8bit\r\n", "a  b \r\n\u00e9\r\n\r\n")),
      ),
  ),
  vector(
    "quoted-printable",
    "G11 G14 H06",
    "Either case of hex digits, a soft line end, blanks before a line end.",
    GOOD,
    () =>
      stamped(
        mixed(
          TEXT,
          part("Content-Type: text/csv\r\nContent-Transfer-Encoding: quoted-printable\r\n", "=c3=A9 \r\nb=\r\nc=20"),
        ),
      ),
  ),
  vector("base64", "G14 H29", "White space inside base64; the encoding's first token counts.", GOOD, () =>
    stamped(mixed(TEXT, part("Content-Type: a/b\r\nContent-Transfer-Encoding: Base64\r\n", "aGVs\r\n bG8=\r\n"))),
  ),
  vector(
    "broken-base64",
    "G14 H01 H05",
    "Base64 without padding is hashed undecoded, and is ambiguous.",
    "UNTRUSTED CAUTION AMBIG_ENCODING",
    () => signedAnyway(mixed(TEXT, part("Content-Type: a/b\r\nContent-Transfer-Encoding: base64\r\n", "aGVsbG8"))),
  ),
  vector(
    "encoded-multipart-leaf",
    "G14 H20",
    "A multipart without a delimiter line is a leaf, and its encoding is ignored all the same.",
    "UNTRUSTED CAUTION AMBIG_BOUNDARY AMBIG_ENCODING",
    () =>
      signedAnyway(
        mixed(
          TEXT,
          part("Content-Type: multipart/mixed; boundary=none\r\nContent-Transfer-Encoding: base64\r\n", "aGVsbG8="),
        ),
      ),
  ),
  vector(
    "unknown-encoding",
    "G14 H01",
    "An encoding that is none of the five.",
    "UNTRUSTED CAUTION AMBIG_ENCODING",
    () => signedAnyway(mixed(TEXT, part("Content-Type: a/b\r\nContent-Transfer-Encoding: x-gzip64\r\n", "x"))),
  ),
  vector("content-type", "G12 H28", "No Content-Type is text/plain, so no attachment.", GOOD, () =>
    stamped(mixed(TEXT, part("", "second text"))),
  ),
  vector(
    "bad-content-type",
    "G12 H28",
    "A Content-Type that is none reads as text/plain, and is ambiguous.",
    "UNTRUSTED CAUTION AMBIG_CONTENT_TYPE",
    () => signedAnyway(mixed(part("Content-Type: text\r\n", "x"))),
  ),
  vector("digest", "G12", "In a digest the default is message/rfc822, an attachment.", GOOD, () =>
    stamped(
      mail(
        { "Content-Type": 'multipart/digest; boundary="w"' },
        `--w\r\n\r\nFrom: a@example.org\r\n\r\nx\r\n--w--\r\n`,
      ),
    ),
  ),
  vector(
    "two-content-types",
    "G12 H03",
    "A part with two Content-Type fields.",
    "UNTRUSTED CAUTION AMBIG_DUP_HEADER",
    () => signedAnyway(mixed(part("Content-Type: text/plain\r\nContent-Type: text/html\r\n", "x"))),
  ),
  vector(
    "part-header",
    "H03",
    "The rules of the header section hold in a part too.",
    "UNTRUSTED CAUTION AMBIG_HEADER_SYNTAX",
    () => signedAnyway(mixed(part("Content-Type : text/plain\r\n", "x"))),
  ),
  vector("both-filenames", "G13 H01 H07", "filename beside filename* is no ambiguity.", GOOD, () =>
    stamped(
      mixed(
        TEXT,
        part(
          "Content-Type: a/b\r\nContent-Disposition: attachment; filename=a.pdf; filename*=utf-8''%C3%A9.pdf\r\n",
          "x",
        ),
      ),
    ),
  ),
  vector("no-mime-version", "G15", "MIME-Version is not consulted.", GOOD, () =>
    stamped(
      mail(
        { "MIME-Version": undefined, "Content-Type": MIXED },
        `${TEXT}${part("Content-Type: a/b\r\n", "x")}--w--\r\n`,
      ),
    ),
  ),
  vector(
    "unclosed",
    "G16 H01",
    "A multipart without its last delimiter ends with the message.",
    "UNTRUSTED CAUTION AMBIG_BOUNDARY",
    () => signedAnyway(mail({ "Content-Type": MIXED }, `${TEXT}${part("Content-Type: a/b\r\n", "x")}`)),
  ),
  vector(
    "closed-before-opened",
    "G16 H04 H20",
    "A closing delimiter before any opening one: one leaf of its own type.",
    "UNTRUSTED CAUTION AMBIG_BOUNDARY",
    () => signedAnyway(mail({ "Content-Type": MIXED }, "--w--\r\n")),
  ),
] as const;
