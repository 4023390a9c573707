import "fake-indexeddb/auto";
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import fc from "fast-check";
import { nodeEngine } from "../../core/cli/engine-node.ts";
import { type Badge, DECLARED, SETTING_NAMES, type SettingName, verify } from "../../core/index.ts";
import { gatherKnowledge } from "../../extension/check/knowledge.ts";
import { database } from "../../extension/database.ts";
import { refreshPolicy } from "../../extension/policy/current.ts";
import { setSettings } from "../../extension/state/settings.ts";
import { emptyInstallation } from "../extension/empty-installation.ts";
import { underPolicy } from "../extension/under-policy.ts";
import { KNOWLEDGE } from "../samples/people.ts";
import { makeSamples } from "../samples/samples.ts";

/** How much each badge says in favour of a message. */
const FAVOUR: ReadonlyMap<Badge, number> = new Map([
  ["VERIFIED", 3],
  ["INTACT", 2],
  ["TRANSPORT", 1],
]);
const favour = (badge: Badge) => FAVOUR.get(badge) ?? 0;

const READER = "robin@home.example";
const AT = { now: KNOWLEDGE.now, origin: "account", accountId: "account1" } as const;

/** A profile with everything the samples need. */
async function grown(): Promise<void> {
  await emptyInstallation();
  const db = await database();
  for (const record of KNOWLEDGE.trust) await db.put("trust", record);
  for (const key of KNOWLEDGE.keys) await db.put("keys", key);
  await setSettings({ authserv: { account1: KNOWLEDGE.account.authserv as never } });
}

async function badges(messages: readonly Uint8Array[]): Promise<readonly Badge[]> {
  const { knowledge } = await gatherKnowledge({ ...AT, addresses: [READER], accountAddresses: [READER] });
  return Promise.all(messages.map(async (bytes) => (await verify(bytes, knowledge, nodeEngine)).badge));
}

describe("a policy tightens", () => {
  test("no setting but those that say that they loosen lets any message look better", async (t) => {
    t.after(emptyInstallation);
    await refreshPolicy();
    await grown();
    const messages = (await makeSamples()).map(({ bytes }) => bytes);
    const before = await badges(messages);
    assert.ok(before.some((badge) => favour(badge) > 0) && before.includes("ALERT"));
    const names = SETTING_NAMES.filter((name) => DECLARED[name].direction !== "loosens");
    const aValue = (name: SettingName) => fc.constantFrom<unknown>(DECLARED[name].example, DECLARED[name].strict, "x");
    const settings = fc.record(Object.fromEntries(names.map((name) => [name, aValue(name)])), { requiredKeys: [] });
    // A lock on `trust` says who is trusted here, and takes the person's own records away with what they asked for.
    const locks = SETTING_NAMES.filter((name) => DECLARED[name].user !== "none" && name !== "trust");
    const locked = fc.subarray(locks);
    await fc.assert(
      fc.asyncProperty(settings, locked, async (values, some) => {
        await underPolicy(t, { ...values, locked: some });
        for (const [place, badge] of (await badges(messages)).entries()) {
          const was = before[place] ?? "NONE";
          assert.ok(favour(badge) <= favour(was), `${was} became ${badge}`);
          assert.ok(was !== "ALERT" || favour(badge) === 0, `an ALERT became ${badge}`);
        }
      }),
      { numRuns: 12 },
    );
  });
});
