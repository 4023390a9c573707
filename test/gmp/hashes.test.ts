import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { test } from "node:test";
import fc from "fast-check";
import { hashBody } from "../../core/canonical/body-hash.ts";
import { toHex } from "../../core/canonical/encoding.ts";
import { nobleEngine } from "../../core/crypto/engine-noble.ts";
import type { Engine } from "../../core/engine.ts";
import { attachmentRecords, recordOctets } from "../../core/gmp/att-hash.ts";
import { computeHashes } from "../../core/gmp/hashes.ts";
import { SIGNED_FIELDS, signedFields } from "../../core/gmp/header-hash.ts";
import { readMessage } from "../../core/message/reader.ts";
import { mail, mailWithAttachments, octets, text } from "./support.ts";

const sha3 = (content: string | Uint8Array) =>
  createHash("sha3-256")
    .update(typeof content === "string" ? Buffer.from(content, "latin1") : content)
    .digest("hex");

/** Node's own SHA3, for megabytes. */
const engine: Engine = {
  ...nobleEngine,
  sha3_256() {
    const hash = createHash("sha3-256");
    return { update: (chunk) => void hash.update(chunk), digest: () => new Uint8Array(hash.digest()) };
  },
};

const headerOf = (bytes: Uint8Array) =>
  signedFields(readMessage(bytes))
    .map((field) => text(field.octets))
    .join("");

test("signed fields stand in the order of the list, instances bottom-up, in relaxed form (G05, G03, G04, G07)", () => {
  const header =
    "X-Other: no\r\nSUBJECT :  a\r\n\t b  \r\nTo: first\r\nFrom: A\u00e9\u000b \u0000x\r\nTo: second\r\nReply-To:\r\nto: \r\n\r\n";
  assert.equal(
    headerOf(octets(header)),
    "from:A\u00e9\u000b \u0000x\r\nreply-to:\r\nto:\r\nto:second\r\nto:first\r\nsubject:a b\r\n",
  );
});

test("the list of signed names is the profile's (1.2, G59)", async () => {
  assert.equal(SIGNED_FIELDS.length, 24);
  assert.equal(new Set(SIGNED_FIELDS).size, 24);
  const all = octets(
    `${SIGNED_FIELDS.toReversed()
      .map((name) => `${name}: x\r\n`)
      .join("")}\r\n`,
  );
  assert.equal(headerOf(all), SIGNED_FIELDS.map((name) => `${name}:x\r\n`).join(""));
});

test("hdr_hash of no field is the hash of nothing (G05)", async () => {
  const { hdrHash, attHash } = await computeHashes(readMessage(octets("X: y\r\n\r\n")), "relaxed", nobleEngine);
  assert.equal(hdrHash, sha3(""));
  assert.equal(attHash, "NONE");
});

for (const [body, relaxed, simple] of [
  ["", "", "\r\n"],
  ["\r\n\r\n", "", "\r\n"],
  [" \t\r\n", "", " \t\r\n"],
  ["a", "a\r\n", "a\r\n"],
  ["a \t b \r\n \r\n\r\n", "a b\r\n", "a \t b \r\n \r\n"],
  ["a\rb\u000b\u00a0\r\n", "a\rb\u000b\u00a0\r\n", "a\rb\u000b\u00a0\r\n"],
  ["\r\n\r\na\r\n", "\r\n\r\na\r\n", "\r\n\r\na\r\n"],
] as const)
  test(`body_hash of ${JSON.stringify(body)} (G06)`, async () => {
    const message = readMessage(mail({}, body));
    assert.equal(toHex(await hashBody(message, "relaxed", nobleEngine)), sha3(relaxed));
    assert.equal(toHex(await hashBody(message, "simple", nobleEngine)), sha3(simple));
  });

test("a body hashed in pieces hashes as one (DOS-01)", async () => {
  const line = fc.constantFrom("word ", "a\tb", "", " ", "x".repeat(70), "\r", "  lead");
  const bodies = fc.tuple(fc.array(line, { maxLength: 40 }), fc.integer({ min: 9_000, max: 30_000 }), fc.array(line));
  await fc.assert(
    fc.asyncProperty(bodies, async ([some, times, last]) => {
      const body = `${some.join("\r\n")}\r\n`.repeat(Math.ceil(times / 10)) + last.join("\r\n");
      const message = readMessage(mail({}, body));
      const blanks = body.replace(/[ \t]+(?=\r\n|$)/g, "").replace(/[ \t]+/g, " ");
      const relaxed = blanks.replace(/(?:\r\n)+$/, "");
      assert.equal(toHex(await hashBody(message, "relaxed", engine)), sha3(relaxed === "" ? "" : `${relaxed}\r\n`));
      const simple = body.replace(/(?:\r\n)+$/, "");
      assert.equal(toHex(await hashBody(message, "simple", engine)), sha3(`${simple}\r\n`));
    }),
    { numRuns: 25 },
  );
});

test("megabytes of blank lines are hashed, and other work gets its turns", async () => {
  let turns = 0;
  const counting = { ...engine, pause: () => Promise.resolve(void turns++) };
  const blank = readMessage(mail({}, "\r\n".repeat(2_000_000)));
  assert.equal(toHex(await hashBody(blank, "simple", counting)), sha3("\r\n"));
  assert.equal(toHex(await hashBody(blank, "relaxed", counting)), sha3(""));
  const long = readMessage(mail({}, "some line\r\n".repeat(300_000)));
  assert.equal(toHex(await hashBody(long, "simple", counting)), sha3("some line\r\n".repeat(300_000)));
  assert.ok(turns >= 5, String(turns));
});

/** The items of every record, the digest as hex. */
async function records(type: string, body: string, form: "relaxed" | "simple" = "relaxed", more = {}) {
  const message = readMessage(mail({ "Content-Type": type, ...more }, body));
  const found = await attachmentRecords(message, form, nobleEngine);
  return found.map(({ items }) =>
    items.map((item, index) => (index === 3 ? Buffer.from(item).toString("hex") : text(item))),
  );
}

test("records hold path, type, disposition and digest, each behind its length, the count in front (G09, H02)", async () => {
  const message = readMessage(mailWithAttachments());
  const found = await attachmentRecords(message, "relaxed", nobleEngine);
  const bytes = recordOctets(found);
  const view = Buffer.from(bytes);
  assert.equal(view.readUInt32BE(0), 3);
  let at = 4;
  const items: string[] = [];
  while (at < view.length) {
    const length = view.readUInt32BE(at);
    items.push(view.subarray(at + 4, at + 4 + length).toString("latin1"));
    at += 4 + length;
  }
  assert.equal(items.length, 12);
  assert.deepEqual(items.slice(0, 3), [
    "2",
    'content-type:application/pdf; name="a.pdf"\r\n',
    'content-disposition:attachment; filename="a.pdf"\r\n',
  ]);
  assert.equal(Buffer.from(items[3] ?? "", "latin1").toString("hex"), sha3("first"));
  assert.deepEqual([items[4], items[8]], ["3", "4"]);
});

test("a single-part attachment has path 1, and absent fields are no octets (G10, G13)", async () => {
  assert.deepEqual(await records("image/png", "x"), [["1", "content-type:image/png\r\n", "", sha3("x\r\n")]]);
});

const part = (header: string, body: string) => `--w\r\n${header}\r\n${body}\r\n`;
const MIXED = 'multipart/mixed; boundary="w"';

test("which leaves count (G08, H07, H20, H21)", async () => {
  const headers = [
    "Content-Type: text/plain\r\n",
    "Content-Type: text/html\r\nContent-Disposition: inline\r\n",
    "Content-Type: text/plain\r\nContent-Disposition: form-data\r\n",
    "Content-Type: text/plain\r\nContent-Disposition:\r\n",
    "Content-Type: text/plain; name*0=a; name*1=b\r\n",
    "Content-Type: text/plain\r\nContent-Disposition: inline; filename*=utf-8''a\r\n",
    'Content-Type: text/plain; name=""\r\n',
    "Content-Type: text/calendar\r\n",
    "Content-Type: message/rfc822\r\n",
    "Content-Type: multipart/mixed\r\n",
    'Content-Type: multipart/mixed; boundary="none"\r\n',
  ];
  const body = `${headers.map((header) => part(header, "x")).join("")}--w--\r\n`;
  const paths = (await records(MIXED, body)).map(([path]) => path);
  assert.deepEqual(paths, ["3", "4", "5", "6", "8", "9", "10", "11"]);
});

test("nested parts have dotted paths in pre-order (G10)", async () => {
  const inner = `--v\r\nContent-Type: image/png\r\n\r\nx\r\n--v\r\nContent-Type: text/plain\r\n\r\ny\r\n--v\r\nContent-Type: image/gif\r\n\r\nz\r\n--v--`;
  const body = `${part("Content-Type: text/plain\r\n", "t")}${part('Content-Type: multipart/related; boundary="v"\r\n', inner)}${part("Content-Type: a/b\r\n", "u")}--w--\r\n`;
  assert.deepEqual(
    (await records(MIXED, body)).map(([path]) => path),
    ["2.1", "2.3", "3"],
  );
});

for (const [encoding, body, relaxed, simple] of [
  ["base64", "aGVsbG8=", "hello", "hello"],
  ["base64", " aGVs\r\n\tbG8=\r\n\r\n", "hello", "hello"],
  ["BASE64", "aGVsbG8=", "hello", "hello"],
  ["base64", "aGVsbG8", "aGVsbG8\r\n", "aGVsbG8\r\n"],
  ["base64", "aGVsbG9=  x", "aGVsbG9= x\r\n", "aGVsbG9=  x\r\n"],
  ["base64", "aGVs\rbG8=", "aGVs\rbG8=\r\n", "aGVs\rbG8=\r\n"],
  ["base64", "aGVsbG8=aGVs", "aGVsbG8=aGVs\r\n", "aGVsbG8=aGVs\r\n"],
  ["base64", "", "", ""],
  ["quoted-printable", "a=3D=e9 =\r\nb  \r\nc", "a=\u00e9 b\r\nc\r\n", "a=\u00e9 b\r\nc\r\n"],
  ["quoted-printable", "a  b=  \r\nc", "a bc\r\n", "a  bc\r\n"],
  ["quoted-printable", "a=XYb  c", "a=XYb c\r\n", "a=XYb  c\r\n"],
  ["quoted-printable", "a=20", "a \r\n", "a \r\n"],
  ["7bit", "a  b \r\n\r\n", "a b\r\n", "a  b \r\n"],
  ["x-unknown", "a  b", "a b\r\n", "a  b\r\n"],
  ["8bit", "", "", "\r\n"],
] as const)
  test(`the digest of ${JSON.stringify(body)} in ${encoding} (G11, G14, H05, H06)`, async () => {
    const more = { "Content-Transfer-Encoding": encoding };
    for (const [form, expected] of [
      ["relaxed", relaxed],
      ["simple", simple],
    ] as const) {
      const [record] = await records("application/x-test", body, form, more);
      assert.equal(record?.[3], sha3(expected), form);
    }
  });

test("base64 of megabytes is decoded in pieces, and one bad character in the last undoes it all", async () => {
  const content = Buffer.alloc(3_000_001, "countersign ");
  const lines = content.toString("base64").replace(/.{76}/g, "$&\r\n");
  const digest = async (body: string) => {
    const message = readMessage(mail({ "Content-Type": "a/b", "Content-Transfer-Encoding": "base64" }, body));
    const [record] = await attachmentRecords(message, "relaxed", engine);
    return Buffer.from(record?.items[3] ?? []).toString("hex");
  };
  assert.equal(await digest(lines), sha3(content));
  const broken = `${lines.slice(0, -20)}!${lines.slice(-20)}`;
  assert.equal(await digest(broken), sha3(`${broken}\r\n`));
});
