import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { test } from "node:test";
import fc from "fast-check";
import { latin1Bytes } from "../../core/canonical/encoding.ts";
import { readEnvelope, readHeaders } from "../../core/mt2/parse.ts";
import { escapeXml, readXml, type XmlElement } from "../../core/mt2/xml.ts";
import { edited, gatewayed, told } from "./support.ts";

const utf8 = (text: string) => new TextEncoder().encode(text);

/** The tree in one text, as the other reader prints it. */
const printed = ({ name, attributes, children, text }: XmlElement): string => {
  const list = [...attributes].sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, value]) => [key, value]);
  return JSON.stringify([name, list, text, children.map((child) => JSON.parse(printed(child)))]);
};

/** Reads each document with Expat (Debian's python3): the tree, or null for a document that is none. */
function byExpat(documents: readonly Uint8Array[]): readonly (string | null)[] {
  const program = `
import sys, json, base64
from xml.parsers import expat
def read(data):
    stack = [["", [], "", []]]
    def start(name, attrs):
        node = [name, sorted([k, v] for k, v in attrs.items()), "", []]
        stack[-1][3].append(node); stack.append(node)
    def end(name): stack.pop()
    def data_(text): stack[-1][2] += text
    p = expat.ParserCreate()
    p.StartElementHandler, p.EndElementHandler, p.CharacterDataHandler = start, end, data_
    try: p.Parse(data, True)
    except (expat.ExpatError, ValueError): return None
    return stack[0][3][0]
for line in sys.stdin: print(json.dumps(read(base64.b64decode(line))))
`;
  const input = documents.map((one) => `${Buffer.from(one).toString("base64")}\n`).join("");
  const { status, stdout, stderr } = spawnSync("python3", ["-c", program], { input, encoding: "utf8" });
  assert.equal(status, 0, stderr);
  return stdout
    .trim()
    .split("\n")
    .map((line) => (line === "null" ? null : JSON.stringify(JSON.parse(line))));
}

const PIECES = [
  ...["<a>", "</a>", "<b/>", '<c d="e">', "</c>", "<", ">", "&", "&amp;", "&#65;", "&#x1F600;", "&#0;", "&lt;", "]]>"],
  ...["text", "é", " ", "\r\n", "\r", "\t", '<a b="1" b="2">', "<a b='x'>", "<x:y/>", "<!--c-->", "<?p?>", "\u0001"],
  ...[
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<?xml version="1.0"?>',
    "<!DOCTYPE a>",
    "&e;",
    '<a b="&#60;">',
    "</a >",
  ],
];

test("MT2-04: what is read is what Expat reads, and no document that Expat refuses is read", () => {
  const document = fc.array(fc.constantFrom(...PIECES), { maxLength: 8 }).map((list) => list.join(""));
  const nested = document.map((inner) => `<r>${inner}</r>`);
  const documents = fc.sample(fc.oneof(document, nested), { numRuns: 4000, seed: 7 }).map(utf8);
  const expected = byExpat(documents);
  let read = 0;
  for (const [place, one] of documents.entries()) {
    const ours = readXml(one);
    if (typeof ours === "string") continue;
    read++;
    assert.equal(printed(ours), expected[place], Buffer.from(one).toString());
  }
  assert.ok(read > 100, `${read}`);
});

test("MT2-04: text comes back as it was written, and stays text", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme" }), (text) => {
      const read = readXml(utf8(`<a b="${escapeXml(text)}">${escapeXml(text)}</a>`));
      if (/[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/.test(text)) return assert.equal(read, "malformed");
      assert.ok(typeof read !== "string");
      assert.equal(read.text, text);
      assert.equal(read.attributes.get("b"), text);
    }),
  );
  const kept = readXml(utf8("<a>00123</a>"));
  assert.ok(typeof kept !== "string" && kept.text === "00123");
  for (const bad of ["<a>", "<a></b>", "<a b=c/>", "<a/><b/>", "<a><b></a></b>", "x<a/>", "<x:a xmlns:x='urn:x'/>", ""])
    assert.equal(readXml(utf8(bad)), "malformed", bad);
});

test("MT2: readers of XML and of objects give an answer for any octets", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => {
      readXml(bytes);
      readEnvelope(bytes);
      readHeaders(bytes);
    }),
  );
});

const SENDER = "<sender>alice@example.org</sender>";

test("MT2-01: what is signed is what is read: wrapped, doubled and moved elements are refused", async () => {
  const message = await gatewayed();
  const core = /<core>[\s\S]*<\/core>/.exec(Buffer.from(message).toString("latin1"))?.[0] ?? "";
  const evil = core.replace("alice@example.org", "eve@evil.example");
  const variants: readonly (readonly [string, string])[] = [
    [core, `${evil}${core}`],
    [core, `${core}${evil}`],
    [core, `<old>${core}</old>${evil}`],
    [core, core.replace("<core>", '<core id="a">')],
    ["<trace>", `<trace>${core}`],
    [core, evil.replace("</core>", `<extension oid="1.2" critical="false">${core}</extension></core>`)],
    [core, core.replace("<core>", "<core >")],
    [SENDER, `${SENDER}<sender>eve@evil.example</sender>`],
  ];
  for (const [from, to] of variants)
    assert.equal(await told(edited(message, from, to)), "CAUTION MT2_SHAPE refused", to);
  assert.equal(await told(edited(message, core, evil)), "NONE nothing-checked");
});

test("MT2-02: a comment, CDATA or instruction inside an address is refused", async () => {
  const message = await gatewayed();
  for (const inside of ["<!-- -->", "<![CDATA[]]>", "<?x?>", "<!-->", "&e;"])
    for (const name of ["sender", "from"]) {
      const bytes = edited(message, `<${name}>alice@example.org`, `<${name}>alice@example.org${inside}.evil.example`);
      assert.equal(await told(bytes), "CAUTION MT2_XML refused", inside);
    }
});

test("MT2-03: no DOCTYPE, no entity but the built-in ones, and nothing is expanded or fetched", async () => {
  const message = await gatewayed();
  const declarations = [
    "<!DOCTYPE envelope>",
    '<!DOCTYPE envelope [<!ENTITY e "eve">]>',
    '<!DOCTYPE envelope SYSTEM "http://evil.example/x.dtd">',
    '<!DOCTYPE envelope [<!ENTITY e SYSTEM "file:///etc/passwd">]>',
    "<!ELEMENT core ANY>",
    "<?xml-stylesheet href='http://evil.example/'?>",
  ];
  for (const one of declarations)
    assert.equal(await told(edited(message, "<envelope ", `${one}<envelope `)), "CAUTION MT2_XML refused", one);
  for (const one of ["&e;", "&#0;", "&#xD800;", "&#x110000;", "&#99999999;", "&nbsp;", "&amp", "&#x0000041;"])
    assert.equal(await told(edited(message, SENDER, `<sender>${one}</sender>`)), "CAUTION MT2_XML refused", one);
});

test("MT2-05: UTF-8 without a byte order mark, whatever is declared", async () => {
  const xml = (text: string) => readXml(utf8(text));
  assert.equal(xml("\ufeff<a/>"), "malformed");
  assert.equal(readXml(Buffer.from("\ufeff<a/>", "utf16le")), "malformed");
  assert.equal(readXml(Buffer.from("<a/>", "utf16le")), "malformed");
  assert.equal(xml('<?xml version="1.0" encoding="UTF-16"?><a/>'), "malformed");
  assert.equal(xml('<?xml version="1.0" encoding="ISO-8859-1"?><a>\u00e9</a>'), "malformed");
  assert.equal(readXml(latin1Bytes("<a>\xe9</a>")), "malformed");
  const message = await gatewayed();
  const declared = edited(message, "Content-Type: message/envelope", "Content-Type: message/envelope; charset=utf-7");
  assert.equal(await told(declared), "INTACT alice@example.org:5/5");
  const encoded = edited(
    message,
    "Content-Type: message/envelope",
    "Content-Transfer-Encoding: quoted-printable\r\nContent-Type: message/envelope",
  );
  assert.match(await told(encoded), /^CAUTION .*MT2_SHAPE.* refused$/);
});

test("MT2-16: a megabyte, 32 levels, and no more", () => {
  const deep = (levels: number) => utf8(`${"<a>".repeat(levels)}${"</a>".repeat(levels)}`);
  assert.notEqual(typeof readXml(deep(32)), "string");
  assert.equal(readXml(deep(33)), "limit");
  assert.notEqual(typeof readXml(utf8(`<a>${"x".repeat(1024 * 1024 - 7)}</a>`)), "string");
  assert.equal(readXml(utf8(`<a>${"x".repeat(1024 * 1024 - 6)}</a>`)), "limit");
  assert.equal(readXml(utf8(`<a>${"<b/>".repeat(10_000)}</a>`)), "limit");
});

test("MT2-06: a header that says something else than the outer one is a doubt, and nobody is shown for it", async () => {
  const message = await gatewayed();
  for (const [from, to, field] of [
    [/^From: [^\r]*/, "From: Alice <ceo@bank.example>", "From"],
    [/\r\nTo: [^\r]*/, "\r\nTo: carol@example.net", "To"],
    [/\r\nSubject: [^\r]*/, "\r\nSubject: Urgent", "Subject"],
    [/\r\nDate: [^\r]*/, "\r\nDate: Fri, 20 Nov 2026 20:01:43 +0000", "Date"],
  ] as const)
    assert.match(await told(edited(message, from, to)), /^CAUTION .*MT2_HEADER_CONFLICT/, field);
  // The same moment and the same words in another spelling are no difference.
  const folded = edited(message, /\r\nSubject: (?=\S+ )/, "\r\nSubject:\r\n ");
  assert.equal(await told(folded), "INTACT alice@example.org:5/5");
});
