import "fake-indexeddb/auto";
import assert from "node:assert/strict";
import { beforeEach, describe, test } from "node:test";
import { toBase64 } from "../../core/canonical/encoding.ts";
import { nodeEngine } from "../../core/cli/engine-node.ts";
import { LOCKDOWN, NO_POLICY, verify } from "../../core/index.ts";
import { gatherKnowledge } from "../../extension/check/knowledge.ts";
import { unread } from "../../extension/check/outcome.ts";
import { trustOrganisation } from "../../extension/check/trust-organisation.ts";
import { database } from "../../extension/database.ts";
import { concluded, currentPolicy, refreshPolicy } from "../../extension/policy/current.ts";
import { readManaged } from "../../extension/policy/managed.ts";
import { moveMarks, readMarks } from "../../extension/policy/marks.ts";
import { addHistory, listHistory } from "../../extension/state/history.ts";
import { getSettings, setSettings } from "../../extension/state/settings.ts";
import { listTrust, putTrust } from "../../extension/state/trust.ts";
import { emptyInstallation } from "../extension/empty-installation.ts";
import { root } from "../x509/build.ts";

const KEY = "11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=";
const NOW = Math.floor(Date.now() / 1000);
const NO_MARKS = { managed: false, serial: 0, revoked: [] };
const MANAGED = { managed: true, serial: 0, revoked: [] };
const given = (json: unknown) => ({ state: "given", json }) as const;
const host = (get: () => Promise<unknown>) => ({ browser: { storage: { managed: { get } } } });

/** Puts a managed storage where a client has it. */
function provide(get: () => Promise<unknown>): void {
  Object.assign(globalThis, host(get));
}

// The hook concerns these tests alone, not the others of the same process.
describe("under a policy", () => {
  beforeEach(async () => {
    await emptyInstallation();
  });

  /** What a client with this policy makes of the state; the policy is taken away again afterwards. */
  async function under(json: unknown, work: () => Promise<void>): Promise<void> {
    provide(async () => json);
    try {
      await refreshPolicy();
      await work();
    } finally {
      Reflect.deleteProperty(globalThis, "browser");
      await refreshPolicy();
    }
  }

  test("the managed storage: no policy in either browser, a policy, and a client that gives no answer", async () => {
    assert.deepEqual(await readManaged({}), { state: "none" });
    assert.deepEqual(await readManaged({ chrome: {} }), { state: "failed" }, "a package without the permission");
    const gecko = host(() => Promise.reject(new Error("Managed storage manifest not found")));
    assert.deepEqual(await readManaged(gecko), { state: "none" });
    assert.deepEqual(await readManaged(host(async () => ({}))), { state: "none" });
    assert.deepEqual(await readManaged(host(async () => ({ keepHistory: false }))), given({ keepHistory: false }));
    let asked = 0;
    const slow = host(async () => {
      asked++;
      if (asked < 3) throw new Error("busy");
      return { serial: 1 };
    });
    assert.deepEqual(await readManaged(slow), given({ serial: 1 }));
    assert.deepEqual(await readManaged(host(() => Promise.reject(new Error("broken")))), { state: "failed" });
  });

  test("a policy that was read is kept when a later reading fails or makes no sense", () => {
    const { current: first, marks } = concluded(given({ keepHistory: false }), NO_MARKS, undefined, 1);
    assert.equal(first.state, "read");
    assert.equal(marks.managed, true);
    for (const read of [{ state: "failed" } as const, given([]), given("x"), given(null)]) {
      const { current } = concluded(read, marks, first, 2);
      assert.equal(current.state, "kept");
      assert.equal(current.policy, first.policy);
      assert.equal(concluded(read, marks, current, 3).current.policy, first.policy);
    }
    assert.deepEqual(concluded({ state: "none" }, marks, first, 2).current.policy, NO_POLICY, "taken away on purpose");
  });

  test("ADM-02: where a policy is known to exist and cannot be read, everything is at its strictest", () => {
    assert.equal(concluded({ state: "failed" }, MANAGED, undefined, 1).current.policy, LOCKDOWN);
    for (const json of [[], "{}", 5, null]) {
      const { current, marks } = concluded(given(json), NO_MARKS, undefined, 1);
      assert.equal(current.policy, LOCKDOWN);
      assert.equal(current.state, "missing");
      assert.ok(current.faults.length > 0);
      assert.equal(marks.managed, true);
    }
    const { current } = concluded({ state: "failed" }, NO_MARKS, undefined, 1);
    assert.equal(current.state, "unknown");
    assert.equal(current.policy, NO_POLICY);
  });

  test("ADM-08: serials and revoked keys only move forward, over a restart and whichever page writes", async () => {
    const keys = [{ kid: "2026a", alg: "ed25519", key: KEY, status: "compromised" }];
    const newer = { serial: 7, trust: [{ org_id: "bank.example", domains: ["bank.example"], keys }] };
    await under(newer, async () => {
      assert.equal((await readMarks()).serial, 7);
    });
    // The old file is put back: the key is good in it, and it says nothing of what came later.
    const older = { ...newer, serial: 6, trust: [{ ...newer.trust[0], keys: [{ ...keys[0], status: "active" }] }] };
    await under(older, async () => {
      const { policy, faults } = await currentPolicy();
      assert.deepEqual(policy.forced.trust, []);
      assert.ok(faults.some(({ code }) => code === "older-policy"));
    });
    await under({ ...older, serial: 8 }, async () => {
      const [record] = await listTrust();
      assert.equal(record?.keys?.[0]?.status, "compromised");
    });
    await putTrust({
      org_id: "bank.example",
      domains: ["bank.example"],
      keys: [{ kid: "2026a", alg: "ed25519", key: KEY }],
    });
    const { knowledge } = await gatherKnowledge({ now: NOW, origin: "file", addresses: [] });
    assert.equal(knowledge.trust[0]?.keys?.[0]?.status, "compromised", "the user's own record, without any policy");
    await Promise.all([moveMarks({ managed: true, serial: 3, revoked: [] }), moveMarks(NO_MARKS)]);
    assert.deepEqual(await readMarks(), {
      managed: false,
      serial: 8,
      revoked: [{ org_id: "bank.example", kid: "2026a" }],
    });
  });

  test("no value of a policy is ever stored, also when the user changes something beside it", async () => {
    const secret = "https://dns.policy.example/dns-query";
    const json = {
      trust: [{ org_id: "policy.example", domains: ["policy.example"] }],
      requireStamp: ["required.example"],
      organisationName: "Policy Example Ltd",
      keepHistory: false,
      recommended: { resolver: secret, lookups: "known" },
      locked: ["trust"],
    };
    await under(json, async () => {
      const before = await getSettings();
      assert.deepEqual(before.lookups, { mode: "known", resolver: secret });
      await gatherKnowledge({ now: NOW, origin: "account", addresses: [] });
      await setSettings({ keepHistory: before.keepHistory, lookups: { ...before.lookups, mode: "all" } });
      assert.deepEqual((await getSettings()).lookups, { mode: "all", resolver: secret });
      const db = await database();
      for (const store of db.objectStoreNames) {
        const text = JSON.stringify(await db.getAll(store));
        assert.doesNotMatch(text, /policy\.example|required\.example|Policy Example|"keepHistory"/, store);
      }
    });
  });

  test("ADM-01: what a policy trusts is marked as that, and cannot be replaced or widened by the user", async () => {
    const record = { org_id: "policy.example", domains: ["policy.example"] };
    await putTrust({ ...record, domains: ["policy.example", "more.example"], source: "user" });
    await putTrust({ org_id: "mine.example", domains: ["mine.example"], source: "user" });
    await under({ trust: [record] }, async () => {
      const { knowledge } = await gatherKnowledge({ now: NOW, origin: "file", addresses: [] });
      assert.deepEqual(
        knowledge.trust.map(({ org_id, domains, source }) => [org_id, domains.length, source]),
        [
          ["policy.example", 1, "policy"],
          ["mine.example", 1, "user"],
        ],
      );
      const result = { trustable: { org_id: "policy.example", kid: "k" } } as Parameters<typeof trustOrganisation>[0];
      await assert.rejects(trustOrganisation(result, "name"), /administrator/);
    });
    await under({ locked: ["trust"] }, async () => {
      assert.deepEqual(await listTrust(), []);
      const result = { trustable: { org_id: "new.example", kid: "k" } } as Parameters<typeof trustOrganisation>[0];
      await assert.rejects(trustOrganisation(result, "name"), /administrator/);
    });
    assert.equal((await listTrust()).length, 2, "the user's own list comes back as it was");
  });

  test("AR-02: mail servers of a policy count in accounts of their domain only", async () => {
    const server = { authservId: "mx.work.example", borderHosts: ["mx.work.example"], placement: "above" };
    const about = { now: NOW, origin: "account", addresses: [], accountId: "account1" } as const;
    await under({ mailServers: [{ accountDomain: "work.example", ...server }] }, async () => {
      const authserv = async (...accountAddresses: string[]) =>
        (await gatherKnowledge({ ...about, accountAddresses })).knowledge.account?.authserv;
      assert.deepEqual(await authserv("me@Work.example"), [server]);
      assert.deepEqual(await authserv("me@home.example"), []);
      assert.deepEqual(await authserv(), []);
      const elsewhere = { ...about, origin: "file", accountAddresses: ["me@work.example"] } as const;
      assert.deepEqual((await gatherKnowledge(elsewhere)).knowledge.account?.authserv, []);
    });
  });

  test("the history forgets after the days that a policy says", async () => {
    const entry = (at: number) => ({ digest: "d", badge: "VERIFIED", at, fromDomain: "" }) as const;
    await addHistory(entry(NOW - 50 * 86_400));
    await addHistory(entry(NOW));
    assert.equal((await listHistory()).length, 2);
    await under({ historyDays: 30 }, async () => {
      await addHistory(entry(NOW));
      assert.equal((await listHistory()).length, 2);
    });
  });

  test("the user's certifiers stand beside those of the policy, and are silent where the list is locked", async () => {
    const listed = async () =>
      (await gatherKnowledge({ now: NOW, origin: "file", addresses: [] })).knowledge.certifiers;
    await setSettings({ certifiers: ["own.example", "certifier.example"] });
    await under({}, async () => assert.deepEqual(await listed(), ["own.example", "certifier.example"]));
    const certifiers = ["certifier.example"];
    await under({ certifiers }, async () => assert.deepEqual(await listed(), ["certifier.example", "own.example"]));
    await under({ certifiers, locked: ["certifiers"] }, async () => assert.deepEqual(await listed(), certifiers));
    await setSettings({ certifiers: [] });
  });

  test("MT2-10, MT2-13: authorities of the user stand beside those of the policy, and hosts that check for others are the policy's alone", async () => {
    const known = async () => (await gatherKnowledge({ now: NOW, origin: "file", addresses: [] })).knowledge;
    const [own, theirs] = await Promise.all([root(), root()].map(async (made) => toBase64((await made).octets)));
    assert.ok(own && theirs);
    await setSettings({ mt2Authorities: [own] });
    await under({}, async () => {
      const { mt2Authorities, mt2Validators } = await known();
      assert.deepEqual([mt2Authorities, mt2Validators], [[own], undefined]);
    });
    const policy = { mt2Authorities: [theirs], mt2Validators: ["mx.example.org"] };
    await under(policy, async () => {
      const { mt2Authorities, mt2Validators } = await known();
      assert.deepEqual([mt2Authorities, mt2Validators], [[theirs, own], ["mx.example.org"]]);
    });
    await under({ ...policy, locked: ["mt2Authorities"] }, async () =>
      assert.deepEqual((await known()).mt2Authorities, [theirs]),
    );
    await setSettings({ mt2Authorities: [] });
  });

  test("what a policy requires of mail, and whose vouching it wants shown, reaches the verdict", async () => {
    await under({ requireStamp: ["bank.example"], certifiers: ["certifier.example"] }, async () => {
      const { knowledge } = await gatherKnowledge({ now: NOW, origin: "file", addresses: [] });
      assert.deepEqual(knowledge.requireStamp, ["bank.example"]);
      assert.deepEqual(knowledge.certifiers, ["certifier.example"]);
      const mail = (from: string) =>
        new TextEncoder().encode(`From: a@${from}\r\nSubject: x\r\nDate: Fri, 20 Nov 2026 15:00:00 +0000\r\n\r\nx\r\n`);
      assert.equal((await verify(mail("bank.example"), knowledge, nodeEngine)).badge, "ALERT");
      assert.equal((await verify(mail("sub.bank.example"), knowledge, nodeEngine)).badge, "NONE");
      // Whose octets cannot be had could be from there.
      assert.equal(unread("E_TIMEOUT", { author: "a@bank.example", subject: "" }, knowledge).badge, "CAUTION");
      assert.equal(unread("E_TIMEOUT", { author: "a@other.example", subject: "" }, knowledge).badge, "UNCHECKED");
    });
  });
});
