import assert from "node:assert/strict";
import { test } from "node:test";
import { readKnowledge } from "../../core/cli/knowledge-file.ts";
import type { Knowledge } from "../../core/knowledge.ts";

const POLICY = {
  mode: "enforce",
  default: "accept",
  rules: [{ match: { nature: ["marketing"] }, action: "reject" }],
} as const;

/** A value of every member, so that one which the reader forgets shows here and not in somebody's verdict. */
const EVERYTHING: { readonly [K in keyof Knowledge]-?: Knowledge[K] } = {
  now: 1_795_300_000,
  latestSeen: 1_795_300_001,
  firstSeen: 1_795_299_000,
  origin: "account",
  account: {
    addresses: ["bob@example.net"],
    here: ["bob@example.net"],
    authserv: [{ authservId: "mx.example.net", borderHosts: ["example.net"], placement: "above" }],
  },
  trust: [],
  keys: [],
  stampPolicies: [{ domain: "example.org", stamp: "all" }],
  requireStamp: ["example.org"],
  minimumLevel: { level: "INTACT", by: "policy" },
  ledger: [{ org_id: "example.org", rid: "r1", digest: "00", firstSeen: 1_795_299_000 }],
  ledgerSince: 1_795_000_000,
  stampedBefore: ["example.org"],
  statusLists: [{ org_id: "example.org", jws: "a.b.c", fetchedAt: 1_795_000_000 }],
  mapKeys: [{ domain: "example.org", id: "k1", anchor: "dnssec", state: "secure" }],
  clientMx: [{ domain: "example.org", state: "secure", present: true }],
  dkimKeys: [{ domain: "example.org", selector: "s", state: "secure", records: ["v=DKIM1; p="], at: 1_795_000_000 }],
  certifiers: ["certifier.example"],
  vouches: [{ domain: "example.org", certifier: "certifier.example", types: ["all"] }],
  ippAnchors: [{ domain: "example.org", state: "secure", url: "https://example.org/ipp/" }],
  mt2Issuers: [{ issuer: "example.org", certificates: ["AAAA"] }],
  mt2Authorities: ["AAAA"],
  mt2Validators: ["mx.example.net"],
  senderCertificates: [{ address: "alice@example.org", pub: "PEM", anchor: "dnssec", since: 1_795_000_000 }],
  declarerKeys: [{ alg: "ed25519", key: "AAAA", anchor: "dnssec", changed: true }],
  policies: [{ address: "bob@example.net", user: POLICY, managed: { ...POLICY, mode: "testing" }, published: POLICY }],
  dnsRollbacks: ["old.example"],
  mapSent: ["00"],
  partialSource: true,
};

test("a knowledge file gives back every member that was written into it", () => {
  const { knowledge, faults } = readKnowledge(JSON.parse(JSON.stringify(EVERYTHING)));
  assert.deepEqual(faults, []);
  assert.deepEqual(knowledge, EVERYTHING);
});

test("a recipient's policy in a knowledge file may be a .pol as it is, and a wrong one is told with its place", () => {
  const own = (user: unknown) => readKnowledge({ policies: [{ address: "bob@example.net", user }] });
  assert.deepEqual(own({ v: 1, ...POLICY }).knowledge?.policies, [{ address: "bob@example.net", user: POLICY }]);
  const told = (user: unknown) => own(user).faults.map(({ path, code }) => `${path} ${code}`);
  assert.deepEqual(told({ ...POLICY, mode: "ENFORCE" }), ["/policies/0/user/mode unknown-value"]);
  assert.deepEqual(told({ ...POLICY, rules: [{ match: { nature: ["Nice"] }, action: "reject" }] }), [
    "/policies/0/user/rules/0/match/nature/0 unknown-value",
  ]);
  assert.deepEqual(told([]), ["/policies/0/user not-an-object"]);
  assert.deepEqual(told({ ...POLICY, v: 2 }), ["/policies/0/user/v unknown-value"]);
  assert.equal(own(POLICY).faults.length, 0);
});
