import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { readDeclaration } from "../../core/ipp/declaration.ts";
import { findDeclaration } from "../../core/ipp/parse.ts";
import { readMessage } from "../../core/message/reader.ts";
import { mail } from "../gmp/support.ts";
import { TOKEN } from "./support.ts";

const TAGS: readonly (readonly [string, string])[] = [
  ["v", "IPP1"],
  ["d", "example.org"],
  ["l", "alice"],
  ["nature", "transaction"],
  ["n", TOKEN],
  ["t", "1795291303"],
  ["x", "1796500903"],
  ["h", "from:to:cc:subject:date:message-id"],
  ["bh", "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="],
  ["a", "ed25519"],
  ["b", "AAAA"],
];

/** A value with some tags replaced or (undefined) left out. */
function value(changes: Readonly<Record<string, string | undefined>> = {}): string {
  const all = new Map<string, string | undefined>([...TAGS, ...Object.entries(changes)]);
  return ` ${[...all].flatMap(([name, text]) => (text === undefined ? [] : [`${name}=${text}`])).join("; ")}`;
}

test("a declaration is read whole", () => {
  const declaration = readDeclaration(value({ l: "alice%2Bnews", future: "1" }));
  assert.ok(declaration !== undefined);
  assert.equal(declaration.localPart, "alice+news");
  assert.deepEqual(declaration.fields, ["from", "to", "cc", "subject", "date", "message-id"]);
  assert.equal(declaration.created, 1_795_291_303);
  assert.equal(declaration.bodyHash.length, 32);
});

test("every tag is needed", () => {
  for (const [name] of TAGS) assert.equal(readDeclaration(value({ [name]: undefined })), undefined, name);
});

test("a value out of its grammar makes the whole field malformed", () => {
  const wrong: readonly (readonly [string, string])[] = [
    ["v", "IPP2"],
    ["v", "ipp1"],
    ["d", "Example.org"],
    ["d", "example"],
    ["d", "192.0.2.1"],
    ["l", "alice+news"],
    ["l", "%ff"],
    ["nature", "Transaction"],
    ["nature", "transaction,list"],
    ["nature", "invoice"],
    ["nature", "example:adv"],
    ["n", TOKEN.slice(1)],
    ["n", "x".repeat(65)],
    ["n", `../${TOKEN}`],
    ["t", "01795291303"],
    ["t", "1795291303.5"],
    ["x", "1795291303"],
    ["x", String(1_795_291_303 + 90 * 86_400 + 1)],
    ["h", "From:date:message-id"],
    ["h", "from:from:date:message-id"],
    ["h", "from:ipp-declaration"],
    ["h", "from:x-guardmail-stamp"],
    ["h", "from::date"],
    ["h", "fr om:date"],
    ["bh", "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFV="],
    ["bh", "47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU="],
    ["bh", "AAAA"],
    ["a", "rsa-sha256"],
    ["b", ""],
    ["b", "AAA"],
  ];
  for (const [name, text] of wrong)
    assert.equal(readDeclaration(value({ [name]: text })), undefined, `${name}=${text}`);
});

test("white space stands around the colons of h and in base64, and nowhere else", () => {
  const folded = readDeclaration(value({ h: "from : to\r\n :date:\r\n message-id", b: "AA\r\n AA" }));
  assert.deepEqual(folded?.fields, ["from", "to", "date", "message-id"]);
  for (const name of ["n", "d", "l", "t", "nature"]) {
    const [, text = ""] = TAGS.find(([tag]) => tag === name) ?? [];
    assert.equal(readDeclaration(value({ [name]: `${text.slice(0, 2)} ${text.slice(2)}` })), undefined, name);
  }
});

test("natures are the five, and words of a domain of two labels", () => {
  for (const nature of ["personal", "list", "notification", "marketing", "net.example:adv"])
    assert.equal(readDeclaration(value({ nature }))?.nature, nature);
});

test("IPP-02: two declarations are none that counts", () => {
  const field = `IPP-Declaration:${value()}\r\n`;
  const other = `IPP-Declaration:${value({ nature: "personal" })}\r\n`;
  const found = (head: string) => findDeclaration(readMessage(Buffer.concat([Buffer.from(head), mail()])));
  assert.equal(found("").kind, "none");
  assert.equal(found(field).kind, "declaration");
  assert.deepEqual(found(field + other), { kind: "malformed", several: true });
  assert.deepEqual(found(field + field), { kind: "malformed", several: true });
  assert.deepEqual(found(field.replace("Declaration:", "Declaration :")), { kind: "malformed", several: false });
});

test("reading is total", () => {
  const piece = fc.constantFrom(";", "=", " ", "\r\n ", "%2", ":", "IPP1", ...TAGS.map(([n, t]) => `${n}=${t};`));
  fc.assert(
    fc.property(fc.array(fc.oneof(piece, fc.string({ unit: "binary-ascii" }))), (pieces) => {
      readDeclaration(pieces.join(""));
    }),
  );
});
