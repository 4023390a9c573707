import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { parseTagList } from "../../core/canonical/taglist.ts";

const pairs = (text: string) => parseTagList(text)?.map((tag) => [tag.name, tag.value]);

test("G18: RFC 6376 s3.2, one trailing semicolon allowed", () => {
  assert.deepEqual(pairs("v=1; rid=abc;kid = k ;x=\t\r\n "), [
    ["v", "1"],
    ["rid", "abc"],
    ["kid", "k"],
    ["x", ""],
  ]);
  assert.deepEqual(pairs("a=b;"), [["a", "b"]]);
  assert.deepEqual(pairs("a=b=c:<!~"), [["a", "b=c:<!~"]]);
});

test("G18: empty specs, foreign octets, bad names and white space after the last semicolon are malformed", () => {
  const bad = [
    "",
    ";",
    " ",
    "a",
    "a=b;;c=d",
    ";a=b",
    "a=b;;",
    "a=b; ",
    "a=b;\r\n ",
    "=b",
    "1a=b",
    "a-b=c",
    "_a=b",
    "a b=c",
  ];
  for (const text of [...bad, "a=\x7f", "a=\xe9", "a=b\0", "a=b\v", "a=b\r", "a=b\n c=d", "a\r\n=b", "a=\r\nb"])
    assert.equal(parseTagList(text), undefined, JSON.stringify(text));
});

test("G18: two consecutive folds are malformed, one is not", () => {
  assert.deepEqual(pairs(" \r\n a= \r\n\tb \r\n ; \r\n c=d"), [
    ["a", "b"],
    ["c", "d"],
  ]);
  for (const text of ["\r\n \r\n a=b", "a=\r\n \r\n b", "a=b\r\n \r\n ;c=d", "signature=a\r\n \r\n b"])
    assert.equal(parseTagList(text), undefined, JSON.stringify(text));
});

test("G19: white space inside a value only where base64 stands", () => {
  for (const name of ["signature", "b", "bh", "p"])
    assert.deepEqual(pairs(`${name}= ab cd\r\n ef \t gh\r\n\t`), [[name, "abcdefgh"]]);
  for (const name of ["v", "rid", "verify_url", "unknown", "Signature", "P"])
    assert.equal(parseTagList(`${name}=ab cd`), undefined, name);
});

test("a duplicate name makes the whole list malformed", () => {
  assert.equal(parseTagList("a=1; b=2; a=1"), undefined);
  assert.deepEqual(pairs("a=1; A=2"), [
    ["a", "1"],
    ["A", "2"],
  ]);
});

test("G22: a defined name in other letters is malformed, an unknown one is kept", () => {
  const defined = new Set(["rid", "v"]);
  assert.equal(parseTagList("v=1; Rid=x", defined), undefined);
  assert.equal(parseTagList("V=1", defined), undefined);
  assert.equal(parseTagList("v=1; rid=x; Other=y; toString=z", defined)?.length, 4);
});

test("G29: the raw range is everything between the equals sign and the next semicolon", () => {
  const text = "a=1; signature =\r\n AA \r\n\tBB ;z= 2";
  const tag = parseTagList(text)?.find((t) => t.name === "signature");
  assert.ok(tag);
  assert.equal(text.slice(tag.rawStart, tag.rawEnd), "\r\n AA \r\n\tBB ");
});

test("any list built from its grammar is read back, and any text is answered without an exception", () => {
  const fws = fc.constantFrom("", " ", "\t ", "\r\n ", " \r\n\t");
  const name = fc.constantFrom("v", "rid", "a_1", "Zz", "toString", "constructor");
  const value = fc.array(fc.constantFrom(..."aZ09+/=:!~<"), { maxLength: 6 }).map((c) => c.join(""));
  const spec = fc.tuple(name, value, fc.tuple(fws, fws, fws, fws));
  fc.assert(
    fc.property(fc.uniqueArray(spec, { selector: ([n]) => n, minLength: 1 }), fc.boolean(), (specs, semicolon) => {
      const text = specs.map(([n, v, [f, g, h, i]]) => `${f}${n}${g}=${h}${v}${v === "" ? "" : i}`).join(";");
      const expected = specs.map(([n, v]) => [n, v]);
      assert.deepEqual(pairs(semicolon ? `${text};` : text), expected, JSON.stringify(text));
    }),
  );
  fc.assert(
    fc.property(fc.array(fc.constantFrom(..."ab1=; \t\r\n\xff")), (chars) => {
      parseTagList(chars.join(""));
    }),
  );
});
