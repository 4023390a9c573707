import "fake-indexeddb/auto";
import assert from "node:assert/strict";
import { after, test } from "node:test";
import {
  auditDocument,
  auditEntries,
  countVerdict,
  dayOf,
  forgetEntries,
  noteEvent,
} from "../../extension/audit/log.ts";
import { AUDIT_KINDS } from "../../extension/audit/stored.ts";
import { deliver } from "../../extension/audit/webhook.ts";
import { database } from "../../extension/database.ts";
import { refreshPolicy } from "../../extension/policy/current.ts";
import { clockwork } from "../../extension/state/clockwork.ts";
import { putTrust } from "../../extension/state/trust.ts";
import { needsJsonSchema, schemaFaults } from "../ipp/json-schema.ts";
import { projectFile } from "../project-file.ts";
import { emptyInstallation } from "./empty-installation.ts";

const NOW = 1_790_000_000;
const HOOK = "https://log.example.org/countersign";

/** Every test begins with an empty installation, whose administrator decided this. */
async function fresh(managed: object = {}): Promise<void> {
  await emptyInstallation();
  Object.assign(globalThis, { browser: { storage: { managed: { get: async () => managed } } } });
  await refreshPolicy();
  await (await database()).clear("auditEvents");
}

after(async () => {
  Reflect.deleteProperty(globalThis, "browser");
  await refreshPolicy();
});

/** A receiver that answers with these statuses, one after the other. */
function receiver(...answers: readonly (number | undefined)[]) {
  const got: { url: string; body: unknown; text: string }[] = [];
  let now = NOW;
  return {
    got,
    pass: (seconds: number) => {
      now += seconds;
    },
    parts: {
      now: () => now,
      version: "0.1.0",
      allowed: async () => true,
      post: async (url: URL, { body }: { readonly body: string }) => {
        got.push({ url: url.href, body: JSON.parse(body), text: body });
        return answers[got.length - 1];
      },
    },
  };
}

test("verdicts are counted by day, and changes of trust are noted with the organisation alone", async () => {
  await fresh();
  await countVerdict("ALERT", "shown", NOW);
  await countVerdict("ALERT", "shown", NOW);
  await countVerdict("NONE", "arrived", NOW + 86_400);
  await putTrust({ org_id: "bank.example", domains: ["bank.example"], name: "A Name" });
  const { days, events } = await auditEntries();
  assert.deepEqual(days, [
    { day: dayOf(NOW), shown: { ALERT: 2 }, arrived: {} },
    { day: dayOf(NOW + 86_400), shown: {}, arrived: { NONE: 1 } },
  ]);
  assert.deepEqual(
    events.map(({ kind, organisation }) => [kind, organisation]),
    [["trust-set", "bank.example"]],
  );
  assert.doesNotMatch(JSON.stringify(auditDocument({ days, events }, "id", "0.1.0", NOW)), /A Name|@/);
});

test("the log forgets after the days that are told, counts and entries alike", async () => {
  await fresh();
  for (const days of [0, 29, 31, 500]) {
    await countVerdict("ALERT", "shown", NOW - days * 86_400);
    await noteEvent({ at: NOW - days * 86_400, kind: "report-made" });
  }
  await forgetEntries(30, NOW);
  const { days, events } = await auditEntries();
  assert.deepEqual(
    days.map(({ day }) => day),
    [dayOf(NOW - 29 * 86_400), dayOf(NOW)],
  );
  assert.equal(events.length, 2);
});

test("the log is bounded: entries beyond the first thousands go", async () => {
  await fresh();
  for (let n = 0; n < 5010; n++) await noteEvent({ at: NOW + n, kind: "report-made" });
  const { events } = await auditEntries();
  assert.equal(events.length, 5000);
  assert.equal(events.at(-1)?.at, NOW + 5009);
});

test("ADM-07: without an administrator's address nothing leaves, nor before the user allowed the host", async () => {
  await fresh();
  await noteEvent({ at: NOW, kind: "report-made" });
  const { parts, got } = receiver(200);
  assert.equal(await deliver(parts), "off");
  await fresh({ auditWebhook: HOOK });
  await noteEvent({ at: NOW, kind: "report-made" });
  assert.equal(await deliver({ ...parts, allowed: async () => false }), "not-allowed");
  assert.deepEqual(got, []);
});

test("a webhook gets whole days and events once, in a versioned document", async () => {
  await fresh({ auditWebhook: HOOK });
  await countVerdict("CAUTION", "shown", NOW - 86_400);
  await countVerdict("ALERT", "shown", NOW);
  await noteEvent({ at: NOW, kind: "report-made" });
  const { parts, got, pass } = receiver(204, 204);
  assert.equal(await deliver(parts), "sent");
  const { installId } = await clockwork();
  assert.equal(got[0]?.url, HOOK);
  assert.deepEqual(got[0]?.body, {
    audit: "countersign-audit/1",
    installation: installId,
    version: "0.1.0",
    madeAt: new Date(NOW * 1000).toISOString(),
    days: [{ day: dayOf(NOW - 86_400), shown: { CAUTION: 1 }, arrived: {} }],
    events: (await auditEntries()).events,
  });
  assert.equal(await deliver(parts), "not-due");
  pass(3600);
  assert.equal(await deliver(parts), "nothing");
  pass(86_400);
  assert.equal(await deliver(parts), "sent");
  assert.deepEqual(
    JSON.parse(got[1]?.text ?? "").days.map(({ day }: { day: string }) => day),
    [dayOf(NOW)],
  );
});

const SCHEMA = "docs/audit.schema.json";

test("the published schema names every badge and every kind of entry, and takes the log", needsJsonSchema, async () => {
  const text = projectFile(SCHEMA);
  for (const kind of AUDIT_KINDS) assert.ok(text.includes(`"${kind}"`), kind);
  await fresh();
  for (const badge of ["VERIFIED", "INTACT", "TRANSPORT", "NONE", "UNCHECKED", "CAUTION", "ALERT"] as const)
    await countVerdict(badge, "shown", NOW);
  for (const kind of AUDIT_KINDS) await noteEvent({ at: NOW, kind, organisation: "bank.example", serial: 3 });
  const { installId } = await clockwork();
  const made = auditDocument(await auditEntries(), installId, "0.1.0", NOW);
  const other = { ...made, events: [{ id: 1, at: 1, kind: "read" }] };
  const [none, some = []] = schemaFaults("Draft7Validator", [SCHEMA], [made, other]);
  assert.deepEqual(none, []);
  assert.equal(some.length, 1);
});

test("of two pages that hand the log on at once, one does", async () => {
  await fresh({ auditWebhook: HOOK });
  await noteEvent({ at: NOW, kind: "report-made" });
  const { parts, got } = receiver(200, 200);
  assert.deepEqual((await Promise.all([deliver(parts), deliver(parts)])).sort(), ["not-due", "sent"]);
  assert.equal(got.length, 1);
});

test("a webhook that fails gets the same again, with longer and longer waits", async () => {
  await fresh({ auditWebhook: HOOK });
  await noteEvent({ at: NOW, kind: "report-made" });
  const { parts, got, pass } = receiver(500, undefined, 200);
  assert.equal(await deliver(parts), "failed");
  pass(3600);
  assert.equal(await deliver(parts), "not-due");
  pass(3600);
  assert.equal(await deliver(parts), "failed");
  pass(7200);
  assert.equal(await deliver(parts), "not-due");
  pass(7200);
  assert.equal(await deliver(parts), "sent");
  const events = got.map(({ text }) => JSON.parse(text).events.length);
  assert.deepEqual(events, [1, 1, 1]);
});
