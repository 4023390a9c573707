import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { readDkimKeyRecords } from "../../core/dkim/key-record.ts";
import { readSignature } from "../../core/dkim/signature.ts";
import { readMessage } from "../../core/message/reader.ts";
import { ED25519, MAIL, RSA, rsaKey, signed } from "./sign.ts";
import { linesIn, octets } from "./support.ts";

const TAGS = {
  v: "1",
  a: "rsa-sha256",
  c: "relaxed/relaxed",
  d: "example.org",
  s: "sel",
  h: "from:to",
  bh: "2jUSOH9NhtVGCQWNr9BrIAPreKQjO6Sn7XIkfJVOzv8=",
  b: "AAAA",
};

/** Reads a field whose tags are the usual ones, some replaced or left out (""). */
function read(change: Readonly<Record<string, string>> = {}, end = "") {
  const tags = Object.entries({ ...TAGS, ...change }).filter(([, value]) => value !== "");
  return readField(tags.map(([name, value]) => `${name}=${value}`).join("; ") + end);
}

function readField(value: string) {
  const message = readMessage(octets(`DKIM-Signature: ${value}\r\n\r\n`));
  return readSignature(message, message.fields[0] ?? assert.fail());
}

test("a signature's tags are read with their defaults", () => {
  const one = read({ c: "", d: "Example.ORG", s: "Sel.2", h: "From : to:\r\n TO", l: "0", t: "1", x: "2" });
  assert.ok(one);
  const { headerForm, bodyForm, domain, selector, names, length, signedAt, expires, sameAgent } = one;
  assert.deepEqual([headerForm, bodyForm, domain, selector], ["simple", "simple", "example.org", "sel.2"]);
  assert.deepEqual([names, length, signedAt, expires, sameAgent], [["from", "to", "to"], 0, 1, 2, true]);
  assert.deepEqual([read({ c: "relaxed" })?.headerForm, read({ c: "relaxed" })?.bodyForm], ["relaxed", "simple"]);
  assert.equal(read({ i: "@lists.example.org" })?.sameAgent, false);
  assert.equal(read({ i: "ann@EXAMPLE.org" })?.sameAgent, true);
  assert.equal(read({ a: "rsa-sha512" })?.algorithm, "unknown");
  assert.ok(read({ z: "From:a@b| To:c" }) && read({ unknown_tag: "two words" }) && read({}, ";"));
});

test("whatever is unusual in a defined tag makes the whole signature void (RFC 6376 s6.1.1)", () => {
  const bad: Record<string, string>[] = [
    ...["v", "a", "b", "bh", "d", "h", "s"].map((name) => ({ [name]: "" })),
    ...[{ v: "2" }, { v: "0.5" }, { v: "1 1" }, { b: "A" }, { b: "AAB=" }, { bh: "!" }, { d: "example" + ".org." }],
    ...[{ d: "-a.example" }, { d: "a b" }, { s: "a..b" }, { s: ".a" }, { s: "a/b" }, { h: "to" }, { h: "from:" }],
    ...[{ h: "fr om" }, { h: "from::to" }, { c: "nowsp" }, { c: "relaxed/relaxed/relaxed" }, { c: "Relaxed" }],
    ...[{ i: "@evil.example" }, { i: "@notexample.org" }, { i: "example.org" }, { i: "@org" }, { q: "http" }],
    ...[{ l: "-1" }, { l: "1e3" }, { l: "1".repeat(77) }, { t: "x" }, { t: "5", x: "5" }, { x: "1".repeat(13) }],
  ];
  for (const change of bad) assert.equal(read(change), undefined, JSON.stringify(change));
  for (const end of ["; d=evil.example", "; ;", "; a"]) assert.equal(read({}, end), undefined, end);
});

test("AR-05: a domain with a comment, a quote or a NUL in it is no domain, so nobody is credited", async () => {
  for (const d of ["legit.com(.evil.example", "legit.com'.evil.example", "legit.com\0.evil.example", '"legit.com"'])
    assert.equal(read({ d }), undefined, d);
  assert.deepEqual(await linesIn(signed(MAIL, { d: "example.org(.evil" })), ["malformed"]);
});

test("AR-06: tags and fields named like properties of objects change nothing", async () => {
  const names = ["__proto__", "constructor", "toString", "hasOwnProperty"];
  const before = Object.keys(Object.prototype).length;
  for (const name of names) {
    const mail = signed(`${name}: x\r\n${MAIL}`, {
      h: `from:to:subject:content-type:${name}`,
      more: ` ${name.replaceAll("__", "a_")}=y;`,
    });
    assert.deepEqual((await linesIn(mail)).at(0), "signed", name);
    assert.deepEqual(readDkimKeyRecords([`${RSA.record}; ${name.replaceAll("__", "a_")}=y`]).kind, "key", name);
  }
  assert.equal(typeof Object.keys, "function");
  assert.equal(Object.keys(Object.prototype).length, before);
});

test("a key record is read strictly (RFC 6376 s3.6.1), and only one of its kind may stand there", () => {
  const kind = (...texts: string[]) => readDkimKeyRecords(texts).kind;
  const p = RSA.record.slice(RSA.record.indexOf("p="));
  for (const text of [
    RSA.record,
    ED25519.record,
    p,
    `${p};`,
    `v=DKIM1;${p}; `,
    `v=DKIM1; h=sha1:sha256; s=email; ${p}`,
  ])
    assert.equal(kind(text), "key", text);
  assert.equal(kind(`k=rsa; n=old and tired; x-y=1; ${p}`), "unusable");
  assert.equal(kind(`k=rsa; n=old and tired; x_y=1; ${p}`), "key");
  for (const text of ["v=DKIM1; h=sha1", "s=tlsrpt", "k=dsa", "v=DKIM1; p=!", `${p}; v=DKIM1`, "k=rsa; k=rsa"].map(
    (t) => `${t}; ${t.includes("p=") ? "" : p}`,
  ))
    assert.equal(kind(text), "unusable", text);
  assert.equal(kind("v=DKIM1; k=rsa"), "unusable");
  assert.equal(kind("v=DKIM1; p="), "revoked");
  assert.equal(kind("v=DKIM2; p=AAAA", "v=spf1 -all"), "gone");
  assert.equal(kind(RSA.record, "v=spf1 -all"), "key");
  assert.equal(kind(RSA.record, p), "unusable");
  assert.equal(kind(`k=ed25519; ${p}`), "unusable");
  assert.equal(kind(rsaKey(512).record), "weak");
  assert.equal(kind("k=ed25519; p=AQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="), "weak");
});

test("a bare RSAPublicKey, as RFC 6376 s3.6.1 prints it, is the same key", () => {
  const spki = Buffer.from(RSA.record.slice(RSA.record.indexOf("p=") + 2), "base64");
  const bare = readDkimKeyRecords([`p=${spki.subarray(24).toString("base64")}`]);
  assert.deepEqual(bare, readDkimKeyRecords([RSA.record]));
  assert.equal(bare.kind, "key");
});

test("whatever stands in a signature or a record, reading ends and throws nothing", () => {
  const pieces = fc.constantFrom(
    "v=1",
    "DKIM1",
    ";",
    "=",
    " ",
    "\r\n ",
    "\t",
    "h=from",
    "b=",
    "p=",
    "::",
    "\0",
    "a",
    "k=rsa",
    "(",
    '"',
  );
  fc.assert(
    fc.property(fc.array(pieces, { maxLength: 40 }), (parts) => {
      const text = parts.join("");
      readField(text);
      readDkimKeyRecords([text]);
    }),
    { numRuns: 300 },
  );
});
