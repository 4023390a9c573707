import assert from "node:assert/strict";
import { test } from "node:test";
import { concat } from "../../core/canonical/concat.ts";
import { toBase64 } from "../../core/canonical/encoding.ts";
import { wireName } from "../../core/dns/names.ts";
import { clientMxQuestion, readClientMx } from "../../core/dns/records/client-mx.ts";
import { ippQuestion, readIppAnchor } from "../../core/dns/records/ipp.ts";
import { mt2Questions, readMt2Certificates } from "../../core/dns/records/mt2.ts";
import { readVouch, vouchQuestion } from "../../core/dns/records/vouch.ts";
import { kindOf, proven, txtData } from "./published.ts";

const ipp = (...texts: readonly string[]) => readIppAnchor(proven(...texts.map((text) => txtData(text))));
const BASE = "v=IPP1; t=url; url=https://keys.bank.example/ipp/";

test("DNS-13: one IPP record of the version is an anchor, its strings joined, other records left aside", () => {
  const found = { kind: "found", value: { url: "https://keys.bank.example/ipp/" } };
  assert.deepEqual(ipp(BASE), found);
  assert.deepEqual(ipp("v=spf1 -all", `${BASE}; future=1`, "v=IPP10; url=https://other.example/"), found);
  assert.deepEqual(readIppAnchor(proven(txtData(BASE.slice(0, 20), BASE.slice(20)))), found);
  assert.equal(kindOf(ipp("v=IPP1; t=url; url=https://bank.example:8443/")), "found");
  const none = ["V=IPP1; t=url; url=https://bank.example/", "v=ipp1; t=url; url=https://bank.example/", ` ${BASE}`];
  for (const text of none) assert.equal(kindOf(ipp(text)), "absent", text);
  assert.equal(kindOf(ipp(BASE, BASE.replace("keys", "evil"))), "several");
  // Strings of two records are never one text.
  assert.equal(kindOf(ipp("v=IPP1; t=url;", "url=https://bank.example/")), "malformed");
  for (const text of [
    `${BASE}; url=https://evil.example/`,
    BASE.replace("t=url", "T=url"),
    BASE.replace("t=url; ", ""),
    BASE.replace("t=url", "t=mailto"),
    "v=IPP1; t=url",
    // A semicolon ends the value.
    "v=IPP1; t=url; url=https://bank.example/a;b/",
  ])
    assert.equal(kindOf(ipp(text)), "malformed", text);
});

test("IPP-09, IPP-10: a base is an https URL in one spelling that ends with a slash, on a public-looking host", () => {
  const bad = [
    "http://bank.example/",
    "https://bank.example",
    "https://bank.example/ipp",
    "https://good.example%2f@evil.example/",
    "https://user@bank.example/",
    "https://bank.example/?",
    "https://bank.example/?a=/",
    "https://bank.example/#/",
    "https://bank.example\\ipp/",
    "https://bank.example/a/../b/",
    "https://bank.example/%2e%2e/",
    "https://bank.example//",
    "https://BANK.example/",
    "https://bank.example./",
    "https://bank.example:443/",
    "https://0x7f.1/",
    "https://2130706433/",
    "https://127.0.0.1/",
    "https://[::1]/",
    "https://localhost/",
    "https://printer.local/",
    "https:///",
    "javascript:alert(1)/",
    "file:///etc/",
  ];
  for (const url of bad) assert.equal(kindOf(ipp(`v=IPP1; t=url; url=${url}`)), "malformed", url);
});

test("DNS-07: what a wildcard made up is no anchor and no vouching, and nothing unproven is read", () => {
  const made = { ...proven(txtData(BASE)), wildcard: true };
  assert.equal(kindOf(readIppAnchor(made)), "wildcard");
  const all = { ...proven(txtData("all")), wildcard: true };
  assert.equal(kindOf(readVouch(all, "bank.example", "vouch.example")), "wildcard");
  for (const state of ["INSECURE", "BOGUS", "INDETERMINATE"] as const) {
    const unproven = { ...proven(txtData(BASE)), state };
    assert.equal(kindOf(readIppAnchor(unproven)), "unproven");
    assert.equal(kindOf(readVouch(unproven, "bank.example", "vouch.example")), "unproven");
    assert.equal(kindOf(readClientMx(unproven)), "unproven");
    assert.equal(kindOf(readMt2Certificates({ ...unproven, question: { name: ".", type: 37 } })), "unproven");
  }
});

test("RFC 5518: one record of words says what a certifier vouches for", () => {
  const read = (...texts: readonly string[]) =>
    readVouch(proven(...texts.map((text) => txtData(text))), "bank.example", "vouch.example");
  const typesOf = (text: string) => {
    const vouch = read(text);
    return vouch.kind === "found" ? vouch.value.types : kindOf(vouch);
  };
  assert.deepEqual(typesOf("all"), ["all"]);
  assert.deepEqual(typesOf("Transaction  LIST\tlist"), ["transaction", "list"]);
  assert.equal(kindOf(read()), "absent");
  assert.equal(kindOf(read("all", "list")), "several");
  for (const text of ["", " all", "all ", "all;list", "v=1", "x".repeat(33), Array(11).fill("a").join(" ")])
    assert.equal(typesOf(text), "malformed", text);
});

test("DNS-16: Client MX data is two octets and one whole, uncompressed name; anything else is ignored", () => {
  const rdata = (name: string) => concat([Uint8Array.of(0, 10), wireName(name)]);
  const good = rdata("mx.bank.example.");
  assert.deepEqual(readClientMx(proven(good)), { kind: "found", value: ["mx.bank.example"] });
  const odd = [
    new Uint8Array(),
    Uint8Array.of(0, 10),
    Uint8Array.of(0, 10, 0),
    good.subarray(0, -1),
    concat([good, Uint8Array.of(0)]),
    Uint8Array.of(0, 10, 0xc0, 0x0c),
    Uint8Array.of(0, 10, 2, 0x6d, 0x78, 0xc0, 0),
    Uint8Array.of(192, 0, 2, 1),
  ];
  for (const data of odd) assert.equal(kindOf(readClientMx(proven(data))), "absent", Buffer.from(data).toString("hex"));
  assert.deepEqual(readClientMx(proven(...odd, good)), { kind: "found", value: ["mx.bank.example"] });
  assert.deepEqual(clientMxQuestion("bank.example"), { name: "bank.example.", type: 265 });
  assert.deepEqual(clientMxQuestion("bank.example", 65_400), { name: "bank.example.", type: 65_400 });
});

test("T44: CERT of type 1 and TLSA 2 0 0 are certificates, other kinds are not, and a broken one spoils them all", () => {
  const der = Uint8Array.of(0x30, 3, 1, 1, 0xff);
  const cert = (type: number) => concat([Uint8Array.of(0, type, 0, 0, 0), der]);
  const tlsa = (...head: readonly number[]) => concat([Uint8Array.from(head), der]);
  const [certQuestion, tlsaQuestion] = mt2Questions("bank.example");
  assert.deepEqual(
    [certQuestion, tlsaQuestion],
    [
      { name: "_mt2.bank.example.", type: 37 },
      { name: "_mt2.bank.example.", type: 52 },
    ],
  );
  const read = (question = certQuestion, ...records: readonly Uint8Array[]) => {
    assert.ok(question);
    return readMt2Certificates({ ...proven(...records), question });
  };
  assert.deepEqual(read(certQuestion, cert(1)), { kind: "found", value: [toBase64(der)] });
  assert.deepEqual(read(tlsaQuestion, tlsa(2, 0, 0)), { kind: "found", value: [toBase64(der)] });
  for (const type of [2, 3, 4, 253]) assert.equal(kindOf(read(certQuestion, cert(type))), "absent");
  for (const head of [
    [3, 0, 0],
    [2, 1, 0],
    [2, 0, 1],
    [0, 0, 0],
  ])
    assert.equal(kindOf(read(tlsaQuestion, tlsa(...head))), "absent");
  assert.equal(kindOf(read(certQuestion, Uint8Array.of(0, 1, 0, 0))), "absent");
  assert.equal(kindOf(read(certQuestion, cert(1), Uint8Array.of(0, 1, 0, 0, 0))), "malformed");
  assert.equal(kindOf(read(certQuestion, concat([cert(1), new Uint8Array(64 * 1024)]))), "malformed");
  assert.deepEqual(mt2Questions("bank..example"), []);
});

test("each record has its own name", () => {
  assert.deepEqual(ippQuestion("bank.example"), { name: "_ipp.bank.example.", type: 16 });
  assert.deepEqual(vouchQuestion("bank.example", "vouch.example"), {
    name: "bank.example._vouch.vouch.example.",
    type: 16,
  });
});
