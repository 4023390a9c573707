import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { concat } from "../../core/canonical/concat.ts";
import { parseMessage } from "../../core/dns/message.ts";
import { labelsOf, nameOf, readName, wireName } from "../../core/dns/names.ts";
import { uint16, uint16Octets } from "../../core/dns/octets.ts";
import { buildQuery, readHttpAnswer } from "../../core/dns/query.ts";
import { resolve } from "../../core/dns/resolve.ts";
import { PUBLIC_ROOT, questionKey } from "../../core/dns/session.ts";
import { validate } from "../../core/dns/validate.ts";
import { compose } from "./compose.ts";
import { record } from "./presentation.ts";
import { NOW } from "./signer.ts";
import { bankWorld, look, TXT, told } from "./world.ts";

const QUESTION = { name: "www.bank.example.", type: TXT };
const response = compose(QUESTION, {
  answer: [record('www.bank.example. IN TXT "one" "two"'), record("www.bank.example. IN MX 10 MX.Bank.Example.")],
  authority: [record("bank.example. IN SOA ns.bank.example. host.bank.example. 1 2 3 4 5")],
});

test("a query is the one everybody sends: id 0, RD, CD, DO, padded to 128 octets, no client subnet", () => {
  for (const name of [".", "a.example.", `${"x".repeat(63)}.${"y".repeat(63)}.example.`]) {
    const query = buildQuery({ name, type: TXT });
    assert.equal(query.length % 128, 0);
    assert.equal(uint16(query, 0), 0);
    assert.equal(uint16(query, 2), 0x0110);
    const read = parseMessage(query);
    assert.deepEqual([read?.question, read?.response], [{ name, type: TXT }, false]);
    const opt = query.subarray(12 + wireName(name).length + 4);
    assert.deepEqual([...opt.subarray(0, 3), ...opt.subarray(5, 9)], [0, 0, 41, 0, 0, 0x80, 0]);
    // Padding is the only option (RFC 7830), and it is all zero.
    assert.equal(uint16(opt, 11), 12);
    assert.equal(uint16(opt, 13), opt.length - 15);
    assert.ok(opt.subarray(15).every((octet) => octet === 0));
  }
});

test("names survive the wire, lowered, with every octet a label can hold", () => {
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ minLength: 1, maxLength: 20 }), { maxLength: 8 }), (labels) => {
      const wire = concat([...labels.flatMap((label) => [Uint8Array.of(label.length), label]), Uint8Array.of(0)]);
      const read = readName(wire, 0, false);
      assert.ok(read);
      assert.equal(read.end, wire.length);
      assert.equal(labelsOf(read.name).length, labels.length);
      const again = wireName(read.name);
      const lower = (octets: Uint8Array) => Array.from(octets, (o) => (o >= 0x41 && o <= 0x5a ? o + 32 : o));
      assert.deepEqual(Array.from(again), lower(wire));
    }),
  );
});

test("a domain becomes a name or nothing", () => {
  assert.equal(nameOf("2026A._gmp.Example.org"), "2026a._gmp.example.org.");
  for (const bad of ["", ".", "a..b", "a.", "a b", "\u00fc.example", "a\\.b", "x".repeat(64), `${"x.".repeat(127)}x`]) {
    assert.equal(nameOf(bad), undefined, bad);
  }
  assert.equal(nameOf(`${"x.".repeat(126)}x`)?.length, 254);
});

test("DNS-14: any octets give a message or nothing, and never an exception", async () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), (octets) => void parseMessage(octets)),
    { numRuns: 3000 },
  );
  const mutated = fc
    .array(fc.tuple(fc.nat(response.length - 1), fc.integer({ min: 0, max: 255 })), { minLength: 1, maxLength: 6 })
    .map((changes) => {
      const octets = Uint8Array.from(response);
      for (const [at, octet] of changes) octets[at] = octet;
      return octets;
    });
  await fc.assert(
    fc.asyncProperty(mutated, async (octets) => {
      parseMessage(octets);
      const { state } = await validate(QUESTION, new Map([[questionKey(QUESTION), octets]]), NOW);
      assert.equal(state, "INDETERMINATE");
    }),
    { numRuns: 2000 },
  );
  for (let cut = 0; cut < response.length; cut++) assert.equal(parseMessage(response.subarray(0, cut)), undefined);
});

test("DNS-14: pointers that loop, lead forward or never end, and labels of reserved kinds are no names", () => {
  const loop = Uint8Array.of(0xc0, 0);
  const forward = Uint8Array.of(0xc0, 2, 1, 0x61, 0);
  const back = Uint8Array.of(1, 0x61, 0, 0xc0, 0);
  const pair = Uint8Array.of(1, 0x61, 0xc0, 0);
  assert.equal(readName(loop, 0, true), undefined);
  assert.equal(readName(forward, 0, true), undefined);
  assert.equal(readName(pair, 0, true), undefined);
  assert.deepEqual(readName(back, 3, true), { name: "a.", end: 5 });
  assert.equal(readName(back, 3, false), undefined);
  for (const kind of [0x40, 0x80]) assert.equal(readName(Uint8Array.of(kind, 0, 0), 0, true), undefined);
  // A ladder of pointers, each to the one before: cut off, or 65,000 octets would cost 10^9 steps.
  const ladder = concat([
    Uint8Array.of(0),
    ...Array.from({ length: 60 }, (_, i) => uint16Octets(0xc000 + Math.max(0, i * 2 - 1))),
  ]);
  assert.equal(readName(ladder, ladder.length - 2, true), undefined);
  assert.deepEqual(readName(ladder, 5, true)?.name, ".");
  const long = concat([
    ...Array.from({ length: 5 }, () => concat([Uint8Array.of(63), new Uint8Array(63)])),
    Uint8Array.of(0),
  ]);
  assert.equal(readName(long, 0, true), undefined);
});

test("DNS-14: counts that promise more than there is make the whole message nothing", () => {
  for (const at of [4, 6, 8, 10]) {
    const octets = Uint8Array.from(response);
    octets[at] = 0xff;
    assert.equal(parseMessage(octets), undefined, `${at}`);
  }
  assert.equal(parseMessage(new Uint8Array(65536)), undefined);
});

test("DNS-15: a captive portal, another type, a cut answer, another id and another question say nothing", async () => {
  const http = { status: 200, contentType: "application/dns-message", body: response };
  const altered = (more: Partial<typeof http>) => readHttpAnswer(QUESTION, { ...http, ...more });
  assert.equal(typeof altered({}), "object");
  assert.equal(typeof altered({ contentType: "application/DNS-Message; charset=x" }), "object");
  assert.equal(altered({ status: 511 }), "HTTP_STATUS");
  assert.equal(altered({ contentType: "text/html" }), "CONTENT_TYPE");
  assert.equal(altered({ body: Buffer.from("<html>Please pay") }), "NOT_DNS");
  assert.equal(altered({ body: compose(QUESTION, { flags: 0x0200 }) }), "TRUNCATED");
  assert.equal(altered({ body: compose(QUESTION, { id: 7 }) }), "NOT_A_RESPONSE");
  assert.equal(altered({ body: buildQuery(QUESTION) }), "NOT_A_RESPONSE");
  assert.equal(altered({ body: compose({ ...QUESTION, name: "bank.example." }, {}) }), "OTHER_QUESTION");
  assert.equal(altered({ body: compose(QUESTION, { rcode: 2 }) }), "SERVER_FAILED");

  const asked: string[] = [];
  const portal = await resolve(
    QUESTION,
    async (question) => {
      asked.push(questionKey(question));
      return "CONTENT_TYPE";
    },
    NOW,
  );
  assert.equal(told(portal.lookup), "INDETERMINATE CONTENT_TYPE");
  assert.equal(new Set(asked).size, asked.length, "each question is asked once");
  assert.ok(asked.length <= 2);
});

test("a look-up asks each question once, and wants nothing when it is done", async () => {
  const { world } = await bankWorld();
  const asked: string[] = [];
  const counting = {
    ...world,
    ask: (question: { name: string; type: number }) => {
      asked.push(questionKey(question));
      return world.ask(question);
    },
  };
  const lookup = await look(counting, "www.bank.example");
  assert.deepEqual([told(lookup), lookup.wants], ["SECURE PROVEN", []]);
  assert.equal(new Set(asked).size, asked.length);
  assert.deepEqual([...asked].sort(), [
    ". 48",
    "bank.example. 43",
    "bank.example. 48",
    "example. 43",
    "example. 48",
    "www.bank.example. 16",
  ]);
  assert.equal(PUBLIC_ROOT.anchors.length, 2);
});
