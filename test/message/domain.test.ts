import assert from "node:assert/strict";
import { test } from "node:test";
import { toALabel } from "../../core/message/domain.ts";

test("domains become lower-case A-labels, UTS 46 non-transitional", () => {
  const pairs: Record<string, string> = {
    "Example.COM": "example.com",
    localhost: "localhost",
    "bücher.example": "xn--bcher-kva.example",
    "BÜCHER.example": "xn--bcher-kva.example",
    "faß.example": "xn--fa-hia.example",
    "xn--bcher-kva.example": "xn--bcher-kva.example",
    "XN--BCHER-KVA.example": "xn--bcher-kva.example",
    "例え.テスト": "xn--r8jz45g.xn--zckzah",
    "a--b.example": "a--b.example",
    "1.example": "1.example",
  };
  for (const [domain, label] of Object.entries(pairs)) assert.equal(toALabel(domain), label, domain);
});

test("ID-11: case folding is ASCII, a label does not become another one by mapping", () => {
  assert.equal("ban\u212a".toLowerCase(), "bank");
  for (const domain of [
    "ban\u212a.example",
    "\uff42ank.example",
    "ba\u00adnk.example",
    "bank\u3002example",
    "bank\uff0eexample",
  ])
    assert.equal(toALabel(domain), undefined, JSON.stringify(domain));
});

test("ID-14: no trailing dot, IP literal, port, percent, user, path, white space, underscore or control", () => {
  const bad = [
    "",
    ".",
    "a.",
    ".a",
    "a..b",
    "192.0.2.1",
    "0x7f.1",
    "1",
    "[::1]",
    "[192.0.2.1]",
    "a:25",
    "a%b",
    "a%2eb",
    "u@a",
    "a/b",
  ];
  const more = [
    "a b",
    "a\tb",
    "a\0b",
    "a_b.example",
    "-a.example",
    "a-.example",
    "a\n.example",
    "a?b",
    "a#b",
    "a\\b",
    "a\u00a0b",
  ];
  for (const domain of [...bad, ...more]) assert.equal(toALabel(domain), undefined, JSON.stringify(domain));
});

test("labels of 63 and names of 253 octets are the longest", () => {
  const label = "a".repeat(63);
  assert.equal(toALabel(`${label}.example`), `${label}.example`);
  assert.equal(toALabel(`a${label}.example`), undefined);
  const name = `${label}.${label}.${label}.${"a".repeat(61)}`;
  assert.equal(toALabel(name), name);
  assert.equal(toALabel(`${name}a`), undefined);
});

test("A-labels that are none are refused", () => {
  for (const domain of ["xn--a.example", "xn--.example", "xn--bcher-kva-.example"])
    assert.equal(toALabel(domain), undefined, domain);
});
