/** Messages of many shapes, and a way to spoil them: for property tests and for fuzzing. */

const CRLF = "\r\n";

/** Written by hand for this purpose: nested, encoded, named, oddly addressed. */
export const SEEDS: readonly string[] = [
  [
    "From: Alice <alice@sender.example>",
    "To: Bob <bob@reader.example>, Team: c@x.example;",
    "Subject: plain",
    "",
    "Hello",
    "",
  ],
  [
    "From: =?utf-8?q?Andr=C3=A9?= <andre@sender.example>",
    "Subject: =?iso-8859-1?q?Gr=FC=DFe?=",
    "Content-Type: multipart/mixed; boundary=outer",
    "",
    "preamble",
    "--outer",
    'Content-Type: multipart/alternative; boundary="inner part"',
    "",
    "--inner part",
    "Content-Type: text/plain; charset=utf-8",
    "Content-Transfer-Encoding: quoted-printable",
    "",
    "caf=C3=A9 =",
    "and more  ",
    "--inner part",
    'Content-Type: text/html; charset="iso-8859-1"',
    "",
    "<p>caf\u00e9",
    "--inner part--",
    "",
    "--outer",
    "Content-Type: application/pdf; name=a.pdf",
    "Content-Disposition: attachment; filename*=utf-8''%e2%82%ac.pdf; filename=a.pdf",
    "Content-Transfer-Encoding: base64",
    "",
    "JVBERi0xLjQK",
    "JeLjz9MK",
    "--outer",
    "Content-Type: message/rfc822",
    "",
    "From: x@y.example",
    "",
    "inner",
    "--outer--",
    "epilogue",
    "",
  ],
  [
    "Received: by a.example;",
    "\tMon, 1 Jan 2024 00:00:00 +0000",
    'From : "a@b"@c.example (comment)',
    "Content-Type: multipart/digest; boundary*0=x; boundary=y; (comment)",
    "",
    "--y",
    "",
    "Subject: in a digest",
    "",
    "--y",
    "X-Mozilla-External-Attachment-URL: https://x.example/",
    "Content-Type: message/external-body; access-type=url",
    "",
    "--y--",
  ],
].map((lines) => lines.join(CRLF));

/** Text that changes how a message is read. */
const DICTIONARY = [
  "\r\n",
  "\n",
  "\r",
  "\0",
  ":",
  ";",
  "=",
  '"',
  "\\",
  "(",
  ")",
  "<",
  ">",
  "@",
  ",",
  "--",
  "=?utf-8?b?",
  "?=",
  "\u0080",
  " ",
  "\t",
  "\r\n\r\n",
  "boundary=",
  "Content-Type: ",
  "From: ",
  "Content-Transfer-Encoding: base64\r\n",
  "filename=",
  "*0*=",
].map((text) => Uint8Array.from(text, (char) => char.charCodeAt(0)));

/** A small pseudo-random generator (mulberry32): the same seed gives the same message. */
function randomFrom(seed: number): (below: number) => number {
  let state = seed | 0;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return below === 0 ? 0 : ((t ^ (t >>> 14)) >>> 0) % below;
  };
}

/** Cuts, copies, overwrites and inserts at places that follow from the seed. */
export function mutate(bytes: Uint8Array, seed: number, edits: number): Uint8Array {
  const random = randomFrom(seed);
  let out = bytes;
  for (let edit = 0; edit < edits; edit++) {
    const at = random(out.length + 1);
    const end = Math.min(out.length, at + random(40));
    const word = DICTIONARY[random(DICTIONARY.length)] ?? new Uint8Array(0);
    const [from, insert] = [
      () => [at, word] as const,
      () => [end, new Uint8Array(0)] as const,
      () => [at, out.subarray(at, end)] as const,
      () => [Math.min(out.length, at + 1), Uint8Array.of(random(256))] as const,
      () => [at, out.subarray(random(at + 1), at)] as const,
    ][random(5)]?.() ?? [at, word];
    out = Uint8Array.from([...out.subarray(0, at), ...insert, ...out.subarray(from)]);
  }
  return out;
}
