import "fake-indexeddb/auto";
import assert from "node:assert/strict";
import { test } from "node:test";
import { nodeEngine } from "../../core/cli/engine-node.ts";
import { verify } from "../../core/verify.ts";
import { auditEntries } from "../../extension/audit/log.ts";
import type { Checked } from "../../extension/check/check.ts";
import { database } from "../../extension/database.ts";
import { exerciseArrived } from "../../extension/reports/arrived.ts";
import { askedReport, offerReport } from "../../extension/reports/ask.ts";
import { isExerciseMail } from "../../extension/reports/exercise.ts";
import { sendDue } from "../../extension/reports/send.ts";
import { listReports, moveReport, storeReport } from "../../extension/reports/store.ts";
import { knowing, mail, STAMPED } from "../gmp/support.ts";
import { declared } from "../ipp/support.ts";
import { emptyInstallation } from "./empty-installation.ts";
import { underPolicy } from "./under-policy.ts";

// Exercises with made-up phishing mail: known by a header field, and treated in everything as if they were real.

const OWN = "bob@example.net";
const NAME = "X-Work-Exercise";
const VALUE = "2026-autumn-4f1d6c0b9a7e";
const MANAGED = {
  reportCollector: "https://reports.example.com/ipp/",
  organisationName: "Work Example Ltd",
  simulationHeaders: [{ name: NAME, value: VALUE }],
};
const parts = { now: STAMPED + 60, allowed: async () => true };

async function checked(bytes: Uint8Array): Promise<Checked> {
  const knowledge = knowing({ account: { addresses: [OWN], here: [OWN], authserv: [] } });
  const result = await verify(bytes, knowledge, nodeEngine);
  return { messageId: 1, subject: result.subject, bytes, digest: "", result, knowledge };
}

async function fresh(): Promise<void> {
  await emptyInstallation();
  const db = await database();
  await Promise.all([db.clear("reports"), db.clear("auditEvents")]);
}

/** A report of it, taken into the queue. */
async function reported(bytes: Uint8Array) {
  const asked = await askedReport(await checked(bytes), "impersonation", "provider", parts);
  assert.ok(asked, "no report is made");
  assert.equal(await storeReport(asked, parts.now, 0.5), "stored");
  return asked;
}

/** Sends what is due; gives the keys of what arrived. */
async function sent(seconds: number, status: number | undefined): Promise<readonly string[]> {
  const keys: string[] = [];
  const now = () => parts.now + seconds;
  const yes = async () => true;
  const post = async (_: URL, { headers }: { headers: Readonly<Record<string, string>> }) => {
    keys.push(headers["Idempotency-Key"] ?? "");
    return status;
  };
  await sendDue({ now, random: () => 0.5, online: () => true, open: yes, allowed: yes, post });
  return keys;
}

const kinds = async () =>
  (await auditEntries()).events.map(({ kind }) => kind).filter((kind) => kind !== "policy-read");

test("REP-14: whoever copies the field of an exercise changes no verdict, no offer and no report", async (t) => {
  await fresh();
  await underPolicy(t, MANAGED);
  for (const make of [async (bytes: Uint8Array) => bytes, declared]) {
    const [plain, marked] = await Promise.all([
      checked(await make(mail())),
      checked(await make(mail({ [NAME]: VALUE }))),
    ]);
    assert.ok(await isExerciseMail(marked.bytes));
    assert.ok(!(await isExerciseMail(plain.bytes)));
    for (const member of ["badge", "reasons", "axes", "lines", "summary"] as const)
      assert.deepEqual(marked.result[member], plain.result[member], member);
    assert.deepEqual(await offerReport(marked, parts), await offerReport(plain, parts));
    const of = (message: Checked) => askedReport(message, "malware", "provider", parts);
    const [one, other] = [await of(plain), await of(marked)];
    assert.ok(one && other);
    const { exercise, ...report } = other;
    assert.equal(exercise, true);
    assert.deepEqual(report, one);
  }
});

test("REP-14: a report of an exercise leaves as any other, and only its arrival is thanked for and counted", async (t) => {
  await fresh();
  await underPolicy(t, MANAGED);
  const { id } = await reported(mail({ [NAME]: VALUE }));
  assert.deepEqual([await sent(5, 200), await kinds()], [[], ["report-made"]]);
  // Nobody answered: it is not there yet.
  assert.deepEqual([await sent(11, undefined), await kinds()], [[id], ["report-made"]]);
  assert.deepEqual([await sent(4000, 200), await kinds()], [[id], ["report-made", "exercise-reported"]]);
  assert.deepEqual(
    (await listReports()).map(({ state, exercise }) => [state, exercise]),
    [["done", true]],
  );
  // A server that reads it no more has not taken it.
  await reported(mail({ [NAME]: VALUE, "Message-ID": "<4713@example.org>" }));
  await sent(8000, 410);
  assert.deepEqual(await kinds(), ["report-made", "exercise-reported", "report-made"]);
  assert.deepEqual((await listReports()).filter(exerciseArrived).length, 1);
  const { events } = await auditEntries();
  assert.doesNotMatch(JSON.stringify(events), /Work|2026-autumn/);
});

test("what is taken back, and ordinary mail, is no reported exercise", async (t) => {
  await fresh();
  await underPolicy(t, MANAGED);
  const { id } = await reported(mail({ [NAME]: VALUE }));
  await moveReport(id, (progress) => ({ ...progress, state: "undone" }));
  const { exercise } = await reported(mail({ "Message-ID": "<4712@example.org>" }));
  assert.equal(exercise, undefined);
  await sent(4000, 200);
  assert.deepEqual(await kinds(), ["report-made", "report-made"]);
});

test("REP-14: the name counts in any case, folded or not, the value exactly and whole; without a policy nothing does", async (t) => {
  await fresh();
  const marked = (name: string, value: string) => isExerciseMail(mail({ [name]: value }));
  assert.equal(await marked(NAME, VALUE), false);
  await underPolicy(t, MANAGED);
  assert.equal(await marked(NAME.toLowerCase(), VALUE), true);
  assert.equal(await marked(NAME, `\r\n ${VALUE}\t`), true);
  for (const value of [
    "",
    VALUE.slice(0, -1),
    `${VALUE} x`,
    `x${VALUE}`,
    VALUE.toUpperCase(),
    VALUE.replace("-", "- "),
  ])
    assert.equal(await marked(NAME, value), false, value);
  assert.equal(await marked("Subject", VALUE), false);
  assert.equal(await isExerciseMail(mail({}, `${NAME}: ${VALUE}\r\n`)), false);
});
