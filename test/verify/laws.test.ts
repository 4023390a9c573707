import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { Knowledge } from "../../core/index.ts";
import { readMessage } from "../../core/index.ts";
import { knowing, knowingKey, mail, mailWithAttachments, octets, record, stamped, text } from "../gmp/support.ts";
import { noBetter } from "../verdict/facts.ts";
import { delivered, knowingServer, situations, told, verdictOf } from "./support.ts";

const runs = (numRuns: number) => ({ numRuns });

/** The octets of the stamp field. */
function stampRange(source: string): readonly [number, number] {
  const start = source.indexOf("X-GuardMail-Stamp:");
  const end = start + source.slice(start).search(/\r\n(?![ \t])/) + 2;
  return [start, end];
}

function withoutStamp(bytes: Uint8Array): Uint8Array {
  const source = text(bytes);
  const [start, end] = stampRange(source);
  return start < 0 ? bytes : octets(source.slice(0, start) + source.slice(end));
}

const UNSIGNED = fc.constantFrom(
  "X-Spam-Status: No, score=-1.0",
  "Received: from a.example by b.example; Sat, 21 Nov 2026 20:02:00 +0000",
  "DKIM-Signature: v=1; a=rsa-sha256; d=example.org; s=a; h=from; bh=AAAA; b=AAAA",
  "ARC-Authentication-Results: i=1; mx.example.net; dmarc=pass header.from=example.org",
  "Authentication-Results: mx.evil.example; dmarc=pass header.from=example.org",
  "X-Authentication-Results: mx.example.net; dmarc=pass header.from=example.org",
  "Authentication-Results-Original: mx.example.net; dmarc=pass header.from=example.org",
  "List-Id: <list.example.org>",
  "Return-Path: <alice@example.org>",
  "BIMI-Selector: v=BIMI1; s=default",
  "X-Mozilla-Keys: verified $label1",
  "Comments: VERIFIED",
);

test("L1: no header field outside the signed set improves a badge", async () => {
  const all = [...(await situations())];
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...all),
      fc.array(UNSIGNED, { minLength: 1, maxLength: 4 }),
      fc.nat(),
      async (one, lines, at) => {
        const [name, { bytes, knowledge }] = one;
        const before = (await verdictOf(bytes, knowledge)).badge;
        const source = text(bytes);
        const ends = [
          0,
          ...[...source.slice(0, source.indexOf("\r\n\r\n")).matchAll(/\r\n(?![ \t])/g)].map((m) => m.index + 2),
        ];
        const place = ends[at % ends.length] ?? 0;
        const added = octets(`${source.slice(0, place)}${lines.join("\r\n")}\r\n${source.slice(place)}`);
        const server = { ...knowingServer().account, addresses: ["bob@example.net"] };
        for (const account of [knowledge.account, server].filter((a) => a !== undefined)) {
          const after = (await verdictOf(added, { ...knowledge, account: { authserv: [], ...account } })).badge;
          assert.ok(noBetter(before, after), `${name}: ${before} became ${after} with ${lines.join(" / ")}`);
        }
      },
    ),
    runs(150),
  );
});

test("L2: changing an octet of the body or a value of a signed header field never gives VALID", async () => {
  const sources = [text(await stamped(mail())), text(await stamped(mailWithAttachments()))];
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...sources),
      fc.nat(),
      fc.integer({ min: 0x21, max: 0xff }),
      async (source, where, octet) => {
        const [, end] = stampRange(source);
        const places = [...source.slice(end).matchAll(/[^\s:]/g)].map((match) => end + match.index);
        const place = places[where % places.length] ?? end;
        const char = String.fromCharCode(octet === 0x7f ? 0x7e : octet);
        const field = source.slice(0, place).split("\r\n").at(-1) ?? "";
        const inName = place < source.indexOf("\r\n\r\n") && !field.includes(":");
        // Names are folded to lower case; that is the same field (RFC 6376 s3.4.2).
        if (char === source[place] || (inName && char.toLowerCase() === source[place]?.toLowerCase())) return;
        const changed = source.slice(0, place) + char + source.slice(place + 1);
        const { gmp, badge } = await verdictOf(octets(changed));
        assert.notEqual(gmp, "VALID", changed.slice(Math.max(0, place - 20), place + 20));
        assert.ok(!["VERIFIED", "INTACT"].includes(badge));
      },
    ),
    runs(300),
  );
});

test("L2: adding, removing or repeating a signed field never gives VALID", async () => {
  const source = text(await stamped(mail()));
  const [, end] = stampRange(source);
  const border = source.indexOf("\r\n\r\n") + 2;
  const fields = source.slice(end, border).split(/(?<=\r\n)/);
  for (const [index, field] of fields.entries()) {
    const rest = fields.filter((_, other) => other !== index);
    for (const changed of [rest, [field, ...fields], [...fields, field]]) {
      const bytes = octets(source.slice(0, end) + changed.join("") + source.slice(border));
      assert.notEqual((await verdictOf(bytes)).gmp, "VALID", field);
    }
  }
  for (const name of [
    "Sender",
    "Reply-To",
    "Cc",
    "In-Reply-To",
    "References",
    "List-Unsubscribe",
    "Resent-From",
    "Content-Disposition",
  ]) {
    const bytes = octets(`${source.slice(0, end)}${name}: <x@example.org>\r\n${source.slice(end)}`);
    assert.notEqual((await verdictOf(bytes)).gmp, "VALID", name);
  }
});

/** Ways to lose or break a stamp on the way. */
const MANGLED: readonly ((source: string) => string)[] = [
  (source) => text(withoutStamp(octets(source))),
  (source) => source.replace("X-GuardMail-Stamp:", "X-GuardMail-Stamp :"),
  (source) => source.replace("X-GuardMail-Stamp:", "X-GuardMail-Stamp2:"),
  (source) => source.replace("X-GuardMail-Stamp:", "x-guard-mail-stamp:"),
  (source) => source.replace("v=1;", ""),
  (source) => source.replace("v=1;", "v=2;"),
  (source) => source.replace(/kid=[^;]*;/, "kid=none;"),
  (source) => source.replace(/org_id=[^;]*;/, "org_id=other.example;"),
  (source) => source.replace(/signature=../, "signature=AA"),
  (source) => source.replace(/rid=[^;]*;/, ""),
  (source) => source.replace(/(X-GuardMail-Stamp:(?:.|\r\n[ \t])*\r\n)/, "$1$1"),
];

test("L3, GMR-13, GMR-14: where stamps are required, losing or mangling the stamp never looks better", async () => {
  const required = { trust: [record({ requireStamp: true })] };
  const published = { stampPolicies: [{ domain: "example.org", stamp: "all" }] } as const;
  // Out of a malformed stamp some ways make the good one again.
  for (const [name, { bytes }] of await situations())
    for (const knowledge of name === "malformed"
      ? []
      : [knowing(required), knowingKey({}, published), knowing({ ...published, trust: [] })]) {
      const before = (await verdictOf(bytes, knowledge)).badge;
      for (const [index, mangle] of MANGLED.entries()) {
        const after = (await verdictOf(octets(mangle(text(bytes))), knowledge)).badge;
        assert.ok(noBetter(before, after), `${name}, way ${index}: ${before} became ${after}`);
      }
    }
});

test("L4, ST-01, ST-02: no unsigned answer improves a badge, and no answer softens an ALERT", async () => {
  const statusList = { url: "https://verify.example.org/status", maxAge: 604_800 };
  const jws = (payload: object) =>
    ["{}", JSON.stringify(payload)].map((t) => Buffer.from(t).toString("base64url")).join(".");
  const good = {
    v: 1,
    org_id: "example.org",
    serial: 9,
    iat: knowing().now,
    exp: knowing().now + 1000,
    kids: [],
    rids: [],
  };
  const answers: readonly Partial<Knowledge>[] = [
    { statusLists: [{ org_id: "example.org", jws: `${jws(good)}.`, fetchedAt: knowing().now }] },
    { statusLists: [{ org_id: "example.org", jws: `${jws(good)}.AAAA`, fetchedAt: knowing().now }] },
    { statusLists: [{ org_id: "example.org", jws: "", fetchedAt: knowing().now }] },
    { stampPolicies: [{ domain: "example.org", stamp: "some" }] },
    { stampPolicies: [{ domain: "example.org", stamp: "all" }] },
  ];
  for (const [name, { bytes, knowledge }] of await situations())
    for (const trust of [knowledge.trust, knowledge.trust.map((one) => ({ ...one, statusList }))])
      for (const answer of answers) {
        const before = (await verdictOf(bytes, { ...knowledge, trust })).badge;
        const after = (await verdictOf(bytes, { ...knowledge, trust, ...answer })).badge;
        assert.ok(noBetter(before, after), `${name}: ${before} became ${after} with ${JSON.stringify(answer)}`);
      }
});

test("L5: evidence that is repeated changes nothing", async () => {
  const pass = "dmarc=pass header.from=example.org";
  const twice = (bytes: Uint8Array) => delivered(bytes, `${pass}; ${pass}`);
  for (const [name, { bytes, knowledge }] of await situations()) {
    const known = { ...knowledge, account: knowingServer().account ?? { addresses: [], authserv: [] } };
    const doubled: Knowledge = {
      ...known,
      // Not the keys: two records under one name are no key, even if they are equal (G37).
      ledger: [...known.ledger, ...known.ledger],
      stampedBefore: [...known.stampedBefore, ...known.stampedBefore],
      account: { ...known.account, authserv: [...known.account.authserv, ...known.account.authserv] },
    };
    const once = await verdictOf(delivered(bytes, pass), known);
    for (const again of [await verdictOf(twice(bytes), known), await verdictOf(delivered(bytes, pass), doubled)]) {
      assert.equal(again.badge, once.badge, name);
      assert.deepEqual(again.axes, once.axes, name);
    }
  }
});

test("L6: for a domain that requires stamps every outcome but VERIFIED is CAUTION or ALERT", async () => {
  const trust = [record({ requireStamp: true })];
  const stages = [...(await situations()).values()];
  const changes = fc.record({
    at: fc.nat(),
    text: fc.constantFrom(
      "",
      "\r",
      "\n",
      "\r\n",
      "\0",
      ";",
      " ",
      "=",
      "A",
      "\u00ff",
      "--cut",
      "\r\n\r\n",
      "Subject: x\r\n",
    ),
    cut: fc.nat({ max: 40 }),
  });
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...stages),
      fc.array(changes, { maxLength: 3 }),
      async ({ bytes, knowledge }, edits) => {
        let source = text(bytes);
        for (const { at, text: added, cut } of edits) {
          const place = at % source.length;
          source = source.slice(0, place) + added + source.slice(place + cut);
        }
        const message = readMessage(octets(source));
        const result = await verdictOf(octets(source), { ...knowledge, trust });
        // The law speaks of messages whose From still says example.org.
        if (result.from === undefined || !result.from.addrSpec.endsWith("@example.org") || message.limit) return;
        assert.ok(["VERIFIED", "CAUTION", "ALERT"].includes(result.badge), `${result.badge}\n${source}`);
      },
    ),
    runs(300),
  );
});

test("L7: less trust, later revocation or a later clock never gives VERIFIED or INTACT where there was less", async () => {
  const strong = (badge: string) => badge === "VERIFIED" || badge === "INTACT";
  const year = 366 * 86_400;
  for (const [name, { bytes, knowledge }] of await situations()) {
    const before = (await verdictOf(bytes, knowledge)).badge;
    const compromised = knowledge.trust.map((one) => ({
      ...one,
      keys: (one.keys ?? []).map((key) => ({ ...key, status: "compromised" as const })),
    }));
    const less: readonly Partial<Knowledge>[] = [
      { trust: [] },
      { keys: [] },
      { trust: [], keys: [] },
      { trust: knowledge.trust.map((one) => ({ ...one, keys: [] })) },
      { trust: knowledge.trust.map((one) => ({ ...one, domains: [] })) },
      { trust: compromised },
      { now: knowledge.now + 5 * year },
      { now: knowledge.now + 5 * year, firstSeen: knowledge.now + 5 * year },
    ];
    for (const change of less) {
      const after = (await verdictOf(bytes, { ...knowledge, ...change })).badge;
      if (!strong(before)) assert.ok(!strong(after), `${name}: ${before} became ${after}`);
      if (before === "INTACT") assert.notEqual(after, "VERIFIED", name);
    }
  }
});

test("AR-14: no combination of words about transport makes an unstamped message more than TRANSPORT", async () => {
  const results =
    "dmarc=pass header.from=example.org; dkim=pass header.d=example.org; spf=pass smtp.mailfrom=example.org; arc=pass; bimi=pass";
  assert.equal(await told(delivered(mail(), results), knowingServer()), "TRANSPORT");
});
