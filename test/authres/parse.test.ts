import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import fc from "fast-check";
import { parseMicrosoft365 } from "../../core/authres/microsoft365.ts";
import { parseAuthenticationResults } from "../../core/authres/parse.ts";
import { unfoldedValue } from "../../core/message/display.ts";
import { CORPUS, needsCorpus } from "../corpus.ts";
import { messageOf } from "./build.ts";

const parse = parseAuthenticationResults;
const pairs = (value: string) => parse(value)?.results.map(({ method, result }) => `${method}=${result}`);

test("RFC 8601 appendix B: the examples", () => {
  assert.deepEqual(pairs("example.org 1; none"), []);
  assert.deepEqual(pairs("example.com; spf=pass smtp.mailfrom=example.net"), ["spf=pass"]);
  const b6 = parse(
    'example.com; dkim=pass reason="good signature" header.i=@mail-router.example.net; dkim=fail reason="bad signature" header.i=@newyork.example.com',
  );
  assert.deepEqual(
    b6?.results.map(({ reason, properties }) => [reason, ...properties]),
    [
      ["good signature", ["header.i", "@mail-router.example.net"]],
      ["bad signature", ["header.i", "@newyork.example.com"]],
    ],
  );
  const b7 = parse(
    "foo.example.net (foobar) 1 (baz); dkim (Because I like it) / 1 (One yay) = (wait for it) fail policy (A dot can go here) . (like that) expired (this surprised me) = (as I wasn't expecting it) 1362471462",
  );
  assert.deepEqual([b7?.authservId, b7?.version], ["foo.example.net", 1]);
  assert.deepEqual(
    b7?.results.map(({ method, result, properties }) => [method, result, ...properties]),
    [["dkim", "fail", ["policy.expired", "1362471462"]]],
  );
});

test("values: quoted, addresses with odd local parts, domains behind quoted local parts", () => {
  const value = (text: string) =>
    parse(`a; spf=pass smtp.mailfrom=${text}`)?.results[0]?.properties.get("smtp.mailfrom");
  assert.equal(value('"bounce+a=b.c@x.example"'), "bounce+a=b.c@x.example");
  assert.equal(value("a=b/c?d@x.example"), "a=b/c?d@x.example");
  assert.equal(value('"a b"@x.example'), "a b@x.example");
  assert.equal(value("@x.example"), "@x.example");
  assert.equal(value('""'), "");
  for (const bad of [
    "",
    "a@",
    "a b",
    "a@b@c",
    "a/b",
    "a=b",
    "<>",
    "<a@b>",
    "[192.0.2.1]",
    '"a\\"b"',
    "2001:db8::1",
    'a"b"',
    '"a"b',
    '"a',
    "\xe4",
  ])
    assert.equal(value(bad), undefined, bad);
});

test("T36: one trailing semicolon, no more; no repeated property; method version 1 only", () => {
  assert.deepEqual(pairs("a; spf=pass;"), ["spf=pass"]);
  assert.deepEqual(pairs("a; none ; (done)"), []);
  const bad = [
    "a",
    "a;",
    "a; ",
    "a; spf=pass;;",
    "a;;spf=pass",
    "a; none; spf=pass",
    "a; spf=pass; none",
    "a; none none",
    "none",
    "",
  ];
  const versions = ["a; dkim/2=pass", "a; dkim/=pass", "a; dkim/x=pass", "a x; none", "a 1 1; none"];
  const items = [
    "spf",
    "spf=",
    "=pass",
    "spf=pass x",
    "spf=pass a.=b",
    "spf=pass .b=c",
    "spf=pass a.b",
    "spf=pass a.b=c a.B=d",
  ];
  const reasons = [
    "spf=pass a.b=c reason=x",
    "spf=pass reason=x reason=y",
    "spf=pass reason",
    'spf=pass"x"',
    'spf=pass a.b="c"d.e=f',
  ];
  const marks = ["spf=pass, dkim=pass", "spf=pass_", "s_f=pass", "spf=pass \x00", "spf=pass\r"];
  for (const value of [...bad, ...versions, ...[...items, ...reasons, ...marks].map((item) => `a; ${item}`)])
    assert.equal(parse(value), undefined, JSON.stringify(value));
  assert.deepEqual(pairs("a; DKIM/1=Pass"), ["dkim=pass"]);
  assert.equal(parse("a 2; none")?.version, 2);
});

test("AR-05: results injected through values drop the whole field or stay inside the value", () => {
  const drops = [
    "dkim=pass header.d=legit.example(.evil.example",
    'dkim=pass header.d=legit.example".evil.example',
    "dkim=pass header.d=legit.example\\.evil.example",
    "spf=pass smtp.mailfrom=any@legit.example(.evil.example; dmarc=pass header.from=bank.example",
    'spf=pass smtp.mailfrom="any@legit.example; dmarc=pass header.from=bank.example',
    "spf=pass smtp.mailfrom=legit.example,evil.example",
    "spf=pass smtp.mailfrom=<a@legit.example>",
    "dkim=pass (comment (nested) header.d=bank.example",
    "dkim=pass ) header.d=bank.example",
    "dkim=pass header.d=bank.example\u0000.evil.example",
  ];
  for (const results of drops) assert.equal(parse(`mx.example; ${results}`), undefined, results);
  const inside = parse(
    `mx.example; spf=pass smtp.mailfrom="a; dmarc=pass header.from=bank.example"; dkim=none (; dmarc=pass)`,
  );
  assert.deepEqual(
    inside?.results.map(({ method }) => method),
    ["spf", "dkim"],
  );
});

test("AR-06: property names never reach an object", () => {
  const before = Object.getOwnPropertyNames(Object.prototype).sort();
  const names = ["__proto__", "constructor", "prototype", "toString", "hasOwnProperty", "valueOf", "__defineGetter__"];
  for (const method of ["dkim", "constructor", "toString"]) {
    for (const ptype of ["constructor", "prototype", "toString", "valueOf", "header"]) {
      for (const property of ["keys", "prototype", "constructor", "toString", "assign"]) {
        const [result] = parse(`evil.example; ${method}=pass ${ptype}.${property}=x`)?.results ?? [];
        assert.equal(result?.properties.get(`${ptype}.${property}`.toLowerCase()), "x");
      }
    }
  }
  for (const name of names) parse(`evil.example; dkim=pass ${name}.${name}=x`);
  assert.equal(typeof Object.keys, "function");
  assert.equal(typeof Object.assign, "function");
  assert.deepEqual(Object.getOwnPropertyNames(Object.prototype).sort(), before);
  assert.equal(Reflect.get({}, "x"), undefined);
});

test("DOS-04: a hundred thousand brackets, quotes, escapes and blanks are read once", () => {
  for (const part of ["(", "()", "((", "\\", '"', " ", "( ", ";", "a.b=c ", "(\\", "a=", "-", "a@", "x;"]) {
    for (const head of ["a; dkim=pass ", "a; dkim=pass header.d=", "", "a; dkim=pass (", 'a; dkim=pass header.d="']) {
      parse(head + part.repeat(100_000 / part.length));
    }
  }
  assert.deepEqual(pairs(`a; dkim=pass ${"(".repeat(50_000)}${")".repeat(50_000)}`), ["dkim=pass"]);
});

test("any text is answered without an exception", () => {
  const pieces = [
    "mx",
    ";",
    "=",
    ".",
    "dkim",
    "pass",
    " ",
    '"',
    "(",
    ")",
    "\\",
    "@",
    "/",
    "1",
    "none",
    "reason",
    "\xff",
    "\0",
  ];
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...pieces)), (parts) => {
      parse(parts.join(""));
      parseMicrosoft365(parts.join(""));
    }),
    { numRuns: 3000 },
  );
});

const MICROSOFT =
  "spf=pass (sender IP is 192.0.2.1) smtp.mailfrom=bank.example; dkim=pass (signature was verified) header.d=bank.example;dmarc=pass action=none header.from=bank.example;compauth=pass reason=100";

test("U35: Microsoft 365's form and nothing near it", () => {
  const read = parseMicrosoft365(MICROSOFT.replaceAll("; ", ";\t "));
  assert.deepEqual(
    read?.map(({ method, result, properties }) => [method, result, ...properties]),
    [
      ["spf", "pass", ["smtp.mailfrom", "bank.example"]],
      ["dkim", "pass", ["header.d", "bank.example"]],
      ["dmarc", "pass", ["header.from", "bank.example"]],
    ],
  );
  assert.ok(parseMicrosoft365(MICROSOFT.replace(/compauth.*/, "")));
  assert.equal(parseMicrosoft365(MICROSOFT.replace("header.d=bank.example", "header.d="))?.[1]?.properties.size, 0);
  const bad = [
    `mx.example; ${MICROSOFT}`,
    `${MICROSOFT};`,
    `${MICROSOFT} x`,
    `${MICROSOFT} (x)`,
    MICROSOFT.replace("(sender IP is 192.0.2.1)", "(sender (x) IP)"),
    MICROSOFT.replace("(sender IP is 192.0.2.1) ", ""),
    MICROSOFT.replace("spf=pass", "spf=Pass"),
    MICROSOFT.replace("action=none ", ""),
    MICROSOFT.replace("smtp.mailfrom=bank.example", "smtp.mailfrom=a@bank.example"),
    MICROSOFT.replace("header.from=bank.example", "header.from=bank.example header.from=evil.example"),
    MICROSOFT.replace("reason=100", "reason=1000"),
    MICROSOFT.replace("sender IP", "sender\xa0IP"),
    "dkim=pass header.d=outlook.com",
  ];
  for (const value of bad) assert.equal(parseMicrosoft365(value), undefined, value);
});

interface Reading {
  readonly authserv_id?: string;
  readonly results?: readonly { readonly method: string; readonly result: string }[];
}
interface CorpusEntry {
  readonly value: string;
  readonly field: string;
  readonly consensus: string;
  readonly expected: Reading | null;
  readonly parsers: Readonly<Record<string, Reading>>;
}

/** Sorted `method=result` words of a reading. */
const words = (reading: Reading) =>
  (reading.results ?? []).map(({ method, result }) => `${method}=${result}`.toLowerCase()).sort();

test(
  "corpus: equal where all parsers agree, nothing where all refuse, never more than the most generous",
  needsCorpus(),
  (t) => {
    const entries: CorpusEntry[] = JSON.parse(readFileSync(join(CORPUS, "authres/headers.json"), "utf8"));
    const counts = new Map<string, number>();
    for (const { value, consensus, expected, parsers } of entries) {
      const message = messageOf([`Authentication-Results: ${value}`]);
      const field = message.fields.find(({ lowerName }) => lowerName === "authentication-results");
      const ours = field && parse(unfoldedValue(message, field));
      const key = `${consensus}: ${ours === undefined ? "refused" : "read"}`;
      counts.set(key, (counts.get(key) ?? 0) + 1);
      if (consensus === "all-agree") {
        assert.ok(expected && ours, `refused: ${value}`);
        assert.equal(ours.authservId, expected.authserv_id, value);
        assert.deepEqual(words(ours), words(expected), value);
      } else if (consensus === "all-reject") assert.equal(ours, undefined, value);
      else if (ours !== undefined) {
        const outside = Object.values(parsers).filter(({ authserv_id }) => authserv_id === ours.authservId);
        const generous = new Set(outside.flatMap(words));
        assert.ok(outside.length > 0, value);
        assert.ok(
          words(ours).every((word) => generous.has(word)),
          value,
        );
      }
    }
    assert.equal(entries.length, 185);
    t.diagnostic(JSON.stringify(Object.fromEntries(counts)));
  },
);
