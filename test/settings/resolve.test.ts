import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { TrustRecord } from "../../core/knowledge.ts";
import { serversFor, sitesInEffect, trustInEffect } from "../../core/settings/entries.ts";
import { LOCKDOWN, NO_POLICY, type Policy } from "../../core/settings/policy.ts";
import { resolveSettings } from "../../core/settings/resolve.ts";
import { DECLARED, SETTING_NAMES, type SettingName, type SettingValues } from "../../core/settings/settings.ts";
import { placeIn } from "../../core/trust/reading.ts";

const domain = fc.constantFrom("a.example", "b.example", "c.example");
const records = fc.uniqueArray(
  domain.map((org_id): TrustRecord => ({ org_id, domains: [org_id] })),
  { selector: ({ org_id }) => org_id },
);
/** Some values of each setting: what an administrator would write, the default, the strict one. */
const some = <K extends SettingName>(name: K) => {
  const { kind, example, standard, strict } = DECLARED[name];
  return fc.constantFrom(kind.read(example, placeIn([])) ?? standard, standard, strict);
};
const among = (names: readonly SettingName[]): fc.Arbitrary<Partial<SettingValues>> =>
  fc.record(Object.fromEntries(names.map((name) => [name, some(name)])), { requiredKeys: [] });
const CHOICES = SETTING_NAMES.filter((name) => DECLARED[name].user === "choice");
const values = among(SETTING_NAMES);
/** Settings in which the user may ask for more than was decided have laws of their own, see below. */
const UNORDERED = SETTING_NAMES.filter((name) => DECLARED[name].order === undefined);
const policies: fc.Arbitrary<Policy> = fc.record({
  serial: fc.nat(5),
  forced: fc.oneof(values, fc.record({ trust: records })),
  recommended: among(CHOICES),
  locked: fc.subarray(SETTING_NAMES.filter((name) => DECLARED[name].user !== "none")),
});

test("a value that is forced holds, whatever else there is", () => {
  fc.assert(
    fc.property(policies, values, (policy, user) => {
      const effective = resolveSettings(policy, user);
      for (const name of UNORDERED) {
        const forced = policy.forced[name];
        if (forced === undefined) continue;
        assert.equal(effective[name].value, forced);
        assert.equal(effective[name].origin, "policy");
      }
    }),
  );
});

test("a locked setting does not depend on what the user chose", () => {
  fc.assert(
    fc.property(policies, values, values, (policy, one, other) => {
      const [first, second] = [resolveSettings(policy, one), resolveSettings(policy, other)];
      for (const name of UNORDERED)
        if (first[name].locked || DECLARED[name].user === "none") assert.deepEqual(first[name], second[name], name);
    }),
  );
});

test("forced before user before recommended before default, for every setting, and the origin says which", () => {
  fc.assert(
    fc.property(policies, values, (policy, user) => {
      const effective = resolveSettings(policy, user);
      for (const name of UNORDERED) {
        const { user: say, standard } = DECLARED[name];
        const mine = say === "choice" && !policy.locked.includes(name) ? user[name] : undefined;
        const [value, origin] =
          [
            [policy.forced[name], "policy"],
            [mine, "user"],
            [policy.recommended[name], "recommended"],
            [standard, "default"],
          ].find(([candidate]) => candidate !== undefined) ?? [];
        assert.deepEqual([effective[name].value, effective[name].origin], [value, origin], name);
        const decided = policy.forced[name] !== undefined && say !== "own-entries";
        assert.equal(effective[name].locked, policy.locked.includes(name) || decided, name);
      }
    }),
  );
});

test("ADM-11: where values have an order no policy makes one laxer, nor the user one that is forced or locked", () => {
  const ordered = SETTING_NAMES.filter((name) => DECLARED[name].order !== undefined);
  assert.deepEqual(ordered, ["minimumLevel"]);
  const rank = (name: SettingName, value: unknown) =>
    (DECLARED[name].order ?? []).findIndex((one) => Object.is(one, value));
  fc.assert(
    fc.property(policies, values, (policy, user) => {
      const effective = resolveSettings(policy, user);
      for (const name of ordered) {
        const { value, origin, locked, least } = effective[name];
        const [forced, mine] = [policy.forced[name], user[name]];
        const decided = forced ?? policy.recommended[name] ?? DECLARED[name].standard;
        assert.equal(locked, forced !== undefined || policy.locked.includes(name), name);
        assert.equal(least, locked ? decided : undefined, name);
        assert.ok(!locked || rank(name, value) >= rank(name, decided), name);
        // Not even a lock shows a person more than they want to see.
        if (mine !== undefined && (locked || forced !== undefined))
          assert.ok(rank(name, value) >= rank(name, mine), name);
        assert.equal(value, !locked || origin === "user" ? (mine ?? decided) : decided, name);
      }
    }),
  );
});

test("without a policy nothing is locked and the user's choice or the default holds", () => {
  fc.assert(
    fc.property(values, (user) => {
      const effective = resolveSettings(NO_POLICY, user);
      for (const name of SETTING_NAMES) assert.equal(effective[name].locked, false, name);
      for (const name of SETTING_NAMES) {
        const mine = DECLARED[name].user === "choice" ? user[name] : undefined;
        assert.deepEqual(effective[name].value, mine ?? DECLARED[name].standard, name);
      }
    }),
  );
});

test("ADM-02: while a policy is known to exist and cannot be read, nothing of the user's own raises a badge", () => {
  const effective = resolveSettings(LOCKDOWN, { keepHistory: true });
  assert.deepEqual(trustInEffect(effective, [{ org_id: "a.example", domains: ["a.example"] }], []), []);
  assert.deepEqual(serversFor(effective, ["a.example"], [{ borderHosts: ["a.example"], placement: "above" }]), []);
  assert.equal(effective.keepHistory.value, false);
});

test("trust: every entry of the policy holds, and of the user's own those of other organisations, unless locked", () => {
  fc.assert(
    fc.property(policies, records, (policy, own) => {
      const effective = resolveSettings(policy, {});
      const held = trustInEffect(effective, own, []);
      const decided = policy.forced.trust ?? [];
      assert.deepEqual(held.slice(0, decided.length), decided);
      const others = held.slice(decided.length);
      assert.equal(new Set(held.map(({ org_id }) => org_id)).size, held.length);
      if (policy.locked.includes("trust")) assert.deepEqual(others, []);
      else
        assert.deepEqual(
          others,
          own.filter(({ org_id }) => !decided.some((record) => record.org_id === org_id)),
        );
    }),
  );
});

test("ADM-08: a key that was ever marked compromised stays so, in the policy and in the user's own records", () => {
  const key = { kid: "k1", alg: "ed25519", key: "AAAA" } as const;
  const record = (org_id: string): TrustRecord => ({ org_id, domains: [org_id], keys: [key, { ...key, kid: "k2" }] });
  const effective = resolveSettings({ ...NO_POLICY, forced: { trust: [record("a.example")] } }, {});
  const revoked = [
    { org_id: "a.example", kid: "k1" },
    { org_id: "b.example", kid: "k2" },
  ];
  const held = trustInEffect(effective, [record("b.example")], revoked);
  assert.deepEqual(
    held.map(({ keys }) => keys?.map(({ status }) => status)),
    [
      ["compromised", undefined],
      [undefined, "compromised"],
    ],
  );
});

test("AR-02: mail servers of a policy count for accounts of their domain, in place of the user's entries there", () => {
  const decided = { authservId: "mx.a.example", borderHosts: ["mx.a.example"], placement: "above" } as const;
  const own = [{ authservId: "mine", borderHosts: ["mx.b.example"], placement: "below" }] as const;
  const policy: Policy = { ...NO_POLICY, forced: { mailServers: [{ accountDomain: "a.example", ...decided }] } };
  const effective = resolveSettings(policy, {});
  assert.deepEqual(serversFor(effective, ["x.example", "a.example"], own), [decided]);
  assert.deepEqual(serversFor(effective, ["sub.a.example"], own), own);
  assert.deepEqual(serversFor(resolveSettings({ ...policy, locked: ["mailServers"] }, {}), ["b.example"], own), []);
});

test("EXT-10: the policy's webmails count beside the user's own, alone with the lock, and leave nothing behind", () => {
  const [mine, theirs] = ["https://mine.example", "https://work.example"];
  const forced: Policy = { ...NO_POLICY, forced: { webmailSites: [theirs] } };
  const kept = [
    { origin: mine, addresses: ["me@mine.example"] },
    { origin: theirs, addresses: ["me@work.example"], byPolicy: true },
  ] as const;
  const under = (policy: Policy) =>
    sitesInEffect(resolveSettings(policy, {}), kept).map(({ origin, addresses }) => [origin, ...addresses]);
  assert.deepEqual(under(forced), [
    [theirs, "me@work.example"],
    [mine, "me@mine.example"],
  ]);
  assert.deepEqual(under({ ...forced, locked: ["webmailSites"] }), [[theirs, "me@work.example"]]);
  assert.deepEqual(under(NO_POLICY), [[mine, "me@mine.example"]]);
  assert.deepEqual(under(LOCKDOWN), []);
});
