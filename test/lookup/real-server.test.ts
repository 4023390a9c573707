import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { lookUp } from "../../core/lookup/look-up.ts";
import type { DnsWant } from "../../core/lookup/questions.ts";
import { TEST_KEY } from "../dns/published.ts";
import { captivePortal, forged, type Lie, nothingAt, replayed, serverError, trustMe } from "../world/doh-front.ts";
import { treePrograms } from "../world/signed-tree.ts";
import { createWorld } from "../world/world.ts";
import { type AskedTree, askedTree } from "./tree.ts";

// Look-ups over HTTPS from zones that ldns signed and Knot serves, with nothing of ours in between.

const P = await TEST_KEY;
const KEY_LINE = `2026a._gmp IN TXT "v=GMP1; k=ed25519; p=${P}"`;
const KEY: DnsWant = { kind: "gmp-key", org_id: "bank.example", kid: "2026a" };
const POLICY: DnsWant = { kind: "gmp-policy", domain: "bank.example" };
const now = () => Math.floor(Date.now() / 1000);

const options = treePrograms();
const world = createWorld("real-server");
after(() => world.end());

let asked: AskedTree;
before(async () => {
  if (options.skip !== undefined) return;
  asked = await askedTree(world, [
    { name: "bank.example.", lines: [KEY_LINE, '_gmp IN TXT "v=GMP1; stamp=all"'] },
    { name: "deep.sub.bank.example.", lines: ['_gmp IN TXT "v=GMP1; stamp=some"'], signing: { algorithm: "ED25519" } },
    { name: "hashed.example.", signing: { algorithm: "RSASHA256", nsec3: { iterations: 0 } } },
    { name: "plain.example.", lines: ['_gmp IN TXT "v=GMP1; stamp=all"'], signing: false },
  ]);
});

const served = async (want: DnsWant) => {
  const { state, code, facts } = await lookUp(want, asked.ask, now(), { base: asked.tree.base });
  return { said: `${state} ${code}`, values: facts.map(({ value }) => value) };
};
const under = async (lie: Lie, want: DnsWant = KEY) => {
  asked.front.lie = lie;
  try {
    return await served(want);
  } finally {
    asked.front.lie = undefined;
  }
};

test("a key, a policy, their absence and an unsigned zone are proven through a real server", options, async () => {
  const key = await served(KEY);
  assert.equal(key.said, "secure PROVEN");
  assert.deepEqual(
    key.values.map((value) => "kid" in value && [value.kid, value.key, value.proof.how]),
    [["2026a", P, "dnssec"]],
  );
  assert.deepEqual(await served(POLICY), {
    said: "secure PROVEN",
    values: [{ domain: "bank.example", stamp: "all" }],
  });
  assert.deepEqual(await served({ kind: "gmp-policy", domain: "deep.sub.bank.example" }), {
    said: "secure PROVEN",
    values: [{ domain: "deep.sub.bank.example", stamp: "some" }],
  });
  for (const domain of ["hashed.example", "www.bank.example", "nobody.example"])
    assert.deepEqual(await served({ kind: "gmp-policy", domain }), { said: "secure ABSENT", values: [] }, domain);
  assert.deepEqual(await served({ kind: "gmp-policy", domain: "plain.example" }), {
    said: "insecure DELEGATION_INSECURE",
    values: [],
  });
});

test(
  "DNS-01, DNS-02, DNS-15: whatever the resolver makes of the answers, nothing becomes proven",
  options,
  async () => {
    const cases: readonly (readonly [Lie, RegExp])[] = [
      [trustMe, /^indeterminate SIGNATURE_MISSING$/],
      [nothingAt("2026a._gmp.bank.example."), /^indeterminate DENIAL_MISSING$/],
      [nothingAt("bank.example."), /^indeterminate DENIAL_MISSING$/],
      [forged(P.slice(0, 20), "A".repeat(20)), /^bogus SIGNATURE_FALSE$/],
      [captivePortal, /^indeterminate CONTENT_TYPE$/],
      [serverError, /^indeterminate HTTP_STATUS$/],
      [{ kind: "reset" }, /^indeterminate NO_CONNECTION$/],
      [{ kind: "endless" }, /^indeterminate NO_CONNECTION$/],
    ];
    for (const [lie, expected] of cases) {
      const { said, values } = await under(lie);
      assert.match(said, expected, JSON.stringify(lie));
      assert.deepEqual(values, []);
    }
  },
);

test(
  "DNS-08, DNS-09: records whose signatures have ended are bogus, and withdrawn ones stay provable until then",
  options,
  async () => {
    const question = { name: "2026a._gmp.bank.example.", type: 16 };
    const old = await asked.front.record([question]);
    await asked.tree.publish("bank.example.", [], {});
    assert.equal((await served(KEY)).said, "secure ABSENT");
    assert.equal((await under(replayed(old))).said, "secure PROVEN");
    const hour = 3600;
    await asked.tree.publish("bank.example.", [KEY_LINE], { inception: now() - 2 * hour, expiration: now() - hour });
    assert.equal((await served(KEY)).said, "bogus SIGNATURE_EXPIRED");
    await asked.tree.publish("bank.example.", [KEY_LINE], { inception: now() + hour, expiration: now() + 2 * hour });
    assert.equal((await served(KEY)).said, "bogus SIGNATURE_EARLY");
    await asked.tree.publish("bank.example.", [KEY_LINE]);
    assert.equal((await served(KEY)).said, "secure PROVEN");
  },
);
