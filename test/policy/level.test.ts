import "fake-indexeddb/auto";
import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import { nodeEngine } from "../../core/cli/engine-node.ts";
import { readKnowledge } from "../../core/cli/knowledge-file.ts";
import { type Level, type Result, verify } from "../../core/index.ts";
import { taggedBadge } from "../../extension/arrival/which.ts";
import { faceOf } from "../../extension/button/face.ts";
import type { Checked } from "../../extension/check/check.ts";
import { gatherKnowledge } from "../../extension/check/knowledge.ts";
import { database } from "../../extension/database.ts";
import { diagnosticsOf } from "../../extension/diagnostics/diagnostics.ts";
import { effectiveSettings, getSettings, ownSettings, setSettings } from "../../extension/state/settings.ts";
import { markerOf } from "../../extension/webmail/faces.ts";
import { emptyInstallation } from "../extension/empty-installation.ts";
import { underPolicy } from "../extension/under-policy.ts";
import { KNOWLEDGE } from "../samples/people.ts";
import { makeSamples } from "../samples/samples.ts";

// The level from which good news is shown, from the policy to everything that shows a verdict.

const READER = "robin@home.example";
const ABOUT = { now: KNOWLEDGE.now, origin: "account", accountId: "account1" } as const;
const say = (key: string) => key;

async function grown(t: TestContext): Promise<void> {
  t.after(emptyInstallation);
  await emptyInstallation();
  const db = await database();
  for (const record of KNOWLEDGE.trust) await db.put("trust", record);
  for (const key of KNOWLEDGE.keys) await db.put("keys", key);
  const clock = { latestSeen: KNOWLEDGE.now, ledgerSince: 1 };
  await db.put("facts", { epoch: 1, installId: crypto.randomUUID(), ...clock }, "clockwork");
  await setSettings({ authserv: { account1: KNOWLEDGE.account.authserv } });
}

/** The sample, checked with what this installation knows now. */
async function check(start: string): Promise<Checked> {
  const sample = (await makeSamples()).find(({ file }) => file.startsWith(start));
  assert.ok(sample, start);
  const { bytes } = sample;
  const { knowledge } = await gatherKnowledge({ ...ABOUT, addresses: [READER], accountAddresses: [READER] });
  const result = await verify(bytes, knowledge, nodeEngine);
  return { messageId: 1, subject: result.subject, bytes, digest: "00", result, knowledge };
}

const badges = async () =>
  (await Promise.all(["verified-bank", "intact-", "transport-", "alert-forged"].map(check))).map(
    ({ result }) => result.badge,
  );

const levelCode = ({ reasons }: Result) => reasons.map(({ code }) => code).find((code) => code.startsWith("BELOW_"));

test("ADM-11: a level by policy, by the user, or both: the stricter one holds, and the reason says whose it is", async (t) => {
  await grown(t);
  const all = ["VERIFIED", "INTACT", "TRANSPORT", "ALERT"];
  assert.deepEqual(await badges(), all);
  assert.equal((await check("intact-")).knowledge.minimumLevel, undefined);
  await setSettings({ minimumLevel: "INTACT" });
  assert.deepEqual(await badges(), ["VERIFIED", "INTACT", "NONE", "ALERT"]);
  assert.equal(levelCode((await check("transport-")).result), "BELOW_OWN_LEVEL");
  await underPolicy(t, { minimumLevel: "VERIFIED" });
  assert.deepEqual(await badges(), ["VERIFIED", "NONE", "NONE", "ALERT"]);
  assert.equal(levelCode((await check("intact-")).result), "BELOW_POLICY_LEVEL");
  // A policy that would show more than the person wants to see.
  await underPolicy(t, { minimumLevel: "TRANSPORT", locked: ["minimumLevel"] });
  assert.deepEqual(await badges(), ["VERIFIED", "INTACT", "NONE", "ALERT"]);
  assert.equal(levelCode((await check("transport-")).result), "BELOW_OWN_LEVEL");
  // A recommendation is the person's to change, either way.
  await setSettings({ minimumLevel: "TRANSPORT" });
  await underPolicy(t, { recommended: { minimumLevel: "VERIFIED" } });
  assert.deepEqual(await badges(), all);
  await underPolicy(t, { minimumLevel: "everything" });
  assert.deepEqual(await badges(), ["VERIFIED", "NONE", "NONE", "ALERT"], "ADM-02: what cannot be read is strict");
});

test("a level of the policy is not stored when a person changes it to something stricter and back", async (t) => {
  await grown(t);
  await underPolicy(t, { minimumLevel: "INTACT" });
  const choose = async (minimumLevel: Level) => {
    await setSettings({ minimumLevel });
    return [(await getSettings()).minimumLevel, (await ownSettings()).minimumLevel];
  };
  assert.deepEqual(await choose("INTACT"), ["INTACT", undefined]);
  assert.deepEqual(await choose("VERIFIED"), ["VERIFIED", "VERIFIED"]);
  assert.deepEqual((await effectiveSettings()).minimumLevel, {
    value: "VERIFIED",
    origin: "user",
    locked: true,
    least: "INTACT",
  });
  assert.deepEqual(await choose("INTACT"), ["INTACT", "INTACT"]);
  assert.deepEqual(await choose("TRANSPORT"), ["INTACT", "TRANSPORT"]);
});

test("a message below the level is neutral everywhere: button, tag, webmail; and its diagnostics replay", async (t) => {
  await grown(t);
  await underPolicy(t, { minimumLevel: "VERIFIED" });
  const checked = await check("intact-");
  const { result } = checked;
  assert.deepEqual(
    [faceOf(result, say).icon, faceOf(result, say).label, taggedBadge(result.badge, "all")],
    ["icons/none.svg", "badge_NONE_level_word", undefined],
  );
  const { tone, mark } = markerOf(checked, "🦊", say);
  assert.deepEqual([tone, mark], ["neutral", ""]);
  const copied = JSON.parse(await diagnosticsOf(checked));
  assert.deepEqual(copied.result.reasons[0].params, { level: "VERIFIED" });
  const { knowledge, faults } = readKnowledge(copied);
  assert.deepEqual(faults, []);
  assert.deepEqual(knowledge?.minimumLevel, { level: "VERIFIED", by: "policy" });
  assert.ok(knowledge?.now);
  assert.deepEqual(await verify(checked.bytes, { ...knowledge, now: knowledge.now }, nodeEngine), result);
});
