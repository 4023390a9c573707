import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { FactMember } from "../../core/lookup/facts.ts";
import { lookUp } from "../../core/lookup/look-up.ts";
import type { DnsWant } from "../../core/lookup/questions.ts";
import { TEST_KEY } from "../dns/published.ts";
import { treePrograms } from "../world/signed-tree.ts";
import { createWorld } from "../world/world.ts";
import { type AskedTree, askedTree } from "./tree.ts";

// What each kind of want becomes, from records that ldns signed and Knot serves.

const P = await TEST_KEY;
const SIGNED = "signed.example";
const PLAIN = "plain.example";
const DER = "MAMBAf8=";
const options = treePrograms();
const world = createWorld("wants");
after(() => world.end());

let asked: AskedTree;
before(async () => {
  if (options.skip !== undefined) return;
  asked = await askedTree(world, [
    {
      name: `${SIGNED}.`,
      lines: [
        `env1._mapkey IN TXT "v=MAP1; usage=envelope; k=ed25519; p=${P}"`,
        '_ipp IN TXT "v=IPP1; t=url; " "url=https://keys.signed.example/ipp/"',
        "@ IN TYPE265 \\# 5 000a 016d00",
        's1._domainkey IN TXT "v=DKIM1; p=AAAA"',
        'bank.example._vouch IN TXT "all"',
        `_mt2 IN CERT 1 0 0 ${DER}`,
        `_mt2 IN TLSA 2 0 0 ${Buffer.from(DER, "base64").toString("hex")}`,
        '*.wide IN TXT "v=IPP1; t=url; url=https://keys.signed.example/"',
      ],
    },
    {
      name: `${PLAIN}.`,
      signing: false,
      lines: [
        '_gmp IN TXT "v=GMP1; stamp=all"',
        '_ipp IN TXT "v=IPP1; t=url; url=https://keys.plain.example/"',
        "s1._domainkey IN CNAME s1.mailer",
        's1.mailer IN TXT "v=DKIM1; p=AAAA"',
      ],
    },
  ]);
});

const served = (want: DnsWant, clientMxType = 265) =>
  lookUp(want, asked.ask, Math.floor(Date.now() / 1000), { base: asked.tree.base, clientMxType });

/** The one fact of a want, without the time. */
async function factOf(want: DnsWant): Promise<readonly [string, FactMember | undefined, object]> {
  const { state, facts } = await served(want);
  const [fact, more] = facts;
  assert.equal(more, undefined);
  const { at: _, ...value } = { at: 0, ...fact?.value };
  return [state, fact?.member, value];
}

test("T14, T44, T59: proven records become what is known, and so does their proven absence", options, async () => {
  const key = { domain: SIGNED, anchor: "dnssec", state: "secure" };
  const record = { usage: "envelope", k: "ed25519", p: P };
  const expected: readonly (readonly [DnsWant, FactMember, object])[] = [
    [{ kind: "map-key", domain: SIGNED, id: "env1" }, "mapKeys", { ...key, id: "env1", record }],
    [{ kind: "map-key", domain: SIGNED, id: "env2" }, "mapKeys", { ...key, id: "env2" }],
    [{ kind: "client-mx", domain: SIGNED }, "clientMx", { domain: SIGNED, state: "secure", present: true }],
    [
      { kind: "client-mx", domain: `www.${SIGNED}` },
      "clientMx",
      { domain: `www.${SIGNED}`, state: "secure", present: false },
    ],
    [
      { kind: "vouch", domain: "bank.example", certifier: SIGNED },
      "vouches",
      { domain: "bank.example", certifier: SIGNED, types: ["all"] },
    ],
    // The same certificate stands in CERT and TLSA.
    [{ kind: "mt2-issuer", issuer: SIGNED }, "mt2Issuers", { issuer: SIGNED, certificates: [DER] }],
    [
      { kind: "ipp-anchor", domain: SIGNED },
      "ippAnchors",
      { domain: SIGNED, state: "secure", url: "https://keys.signed.example/ipp/" },
    ],
    [
      { kind: "dkim-key", domain: SIGNED, selector: "s1" },
      "dkimKeys",
      { domain: SIGNED, selector: "s1", state: "secure", records: ["v=DKIM1; p=AAAA"] },
    ],
    [
      { kind: "dkim-key", domain: SIGNED, selector: "s2" },
      "dkimKeys",
      { domain: SIGNED, selector: "s2", state: "secure", records: [] },
    ],
  ];
  for (const [want, member, value] of expected) assert.deepEqual(await factOf(want), ["secure", member, value]);
});

test("T60: an unsigned zone is proven to be one, and what it says is labelled or left out", options, async () => {
  const state = "insecure";
  assert.deepEqual(await factOf({ kind: "ipp-anchor", domain: PLAIN }), [
    state,
    "ippAnchors",
    { domain: PLAIN, state, url: "https://keys.plain.example/" },
  ]);
  assert.deepEqual(await factOf({ kind: "dkim-key", domain: PLAIN, selector: "s1" }), [
    state,
    "dkimKeys",
    { domain: PLAIN, selector: "s1", state, records: ["v=DKIM1; p=AAAA"] },
  ]);
  assert.deepEqual(await factOf({ kind: "map-key", domain: PLAIN, id: "env1" }), [
    state,
    "mapKeys",
    { domain: PLAIN, id: "env1", anchor: "dnssec", state },
  ]);
  for (const want of [
    { kind: "gmp-policy", domain: PLAIN },
    { kind: "gmp-key", org_id: PLAIN, kid: "a" },
    { kind: "vouch", domain: "bank.example", certifier: PLAIN },
    { kind: "mt2-issuer", issuer: PLAIN },
  ] as const)
    assert.deepEqual(await factOf(want), [state, undefined, {}], want.kind);
});

test("DNS-07: a wildcard is nobody's anchor, and its DKIM key proves nothing", options, async () => {
  const anchor = await served({ kind: "ipp-anchor", domain: `any.wide.${SIGNED}` });
  assert.deepEqual([anchor.state, anchor.fault, anchor.facts.length], ["secure", "wildcard", 1]);
  assert.ok(anchor.facts.every(({ value }) => !("url" in value)));
  const [, , dkim] = await factOf({ kind: "dkim-key", domain: `any.wide.${SIGNED}`, selector: "s1" });
  assert.ok("state" in dkim && dkim.state === "indeterminate");
});

test(
  "DNS-16: the number of Client MX is configured, and nothing is asked for a name that is none",
  options,
  async () => {
    const elsewhere = await served({ kind: "client-mx", domain: SIGNED }, 65_400);
    assert.deepEqual([elsewhere.code, elsewhere.steps[0]?.question.type], ["ABSENT", 65_400]);
    const before = asked.front.questions.length;
    assert.equal((await served({ kind: "gmp-policy", domain: "no..name" })).state, "indeterminate");
    assert.equal(asked.front.questions.length, before);
  },
);
