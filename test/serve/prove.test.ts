import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import { get as httpGet } from "node:http";
import { join } from "node:path";
import { test } from "node:test";
import type { Found } from "../../core/cli/certificate-finder.ts";
import type { Destination } from "../../core/cli/serve/push.ts";
import type { StoredReport } from "../../core/cli/serve/store.ts";
import { STAMPED } from "../gmp/support.ts";
import { certificateOf } from "../ipp/certificates.ts";
import { until } from "../world/until.ts";
import { signedReport } from "./signed-report.ts";
import { bareReport, rows, send, startServer } from "./support.ts";

/** The moment at which the tests' messages are fresh. */
const clock = () => (STAMPED + 60) * 1000;
const known = async (): Promise<Found> => ({
  kind: "found",
  certificates: { address: "alice@example.org", pub: await certificateOf(), anchor: "dnssec", since: STAMPED },
});

const settled = (database: Parameters<typeof rows>[0]) =>
  until("the proof", async () => (await rows(database)).every(({ state }) => state !== "pending"));

test("a report is verified by what the sender signed, and counted apart where it was not", async (t) => {
  const found = await known();
  const { origin, database } = await startServer(t, { clock, find: () => found });
  const report = await signedReport();
  assert.equal(await send(origin, report), 201);
  const forged = { ...report, fields: report.fields.map((field) => field.replace("Invoice 4711", "Invoice 4712")) };
  await settled(database);
  assert.deepEqual(
    (await rows(database)).map(({ state }) => state),
    ["verified"],
  );
  // The signature is of another text, so it is a claim about somebody else's words.
  assert.equal(await send(origin, forged), 409);
  assert.deepEqual(
    (await rows(database)).map(({ state }) => state),
    ["verified"],
  );
});

test("REP-04: a planted report of a token does not shut out the true one, and both are one count", async (t) => {
  const found = await known();
  const { origin, database } = await startServer(t, { clock, find: () => found });
  const report = await signedReport();
  assert.equal(await send(origin, { ...bareReport(report.token), fields: [] }), 201);
  assert.deepEqual(
    (await rows(database)).map(({ state }) => state),
    ["unverified"],
  );
  assert.equal(await send(origin, report), 409);
  await settled(database);
  assert.deepEqual(
    (await rows(database)).map(({ state }) => state),
    ["verified"],
  );
});

test("without the sender's key nothing is verified, and a declaration that has ended is told so", async (t) => {
  let found: Found = { kind: "later" };
  let now = clock();
  const { origin, database } = await startServer(t, { clock: () => now, find: () => found });
  const report = await signedReport();
  assert.equal(await send(origin, report), 201);
  assert.deepEqual(
    (await rows(database)).map(({ state }) => state),
    ["pending"],
  );
  found = { kind: "none" };
  now += 86_400_000;
  await settled(database);
  assert.deepEqual(
    (await rows(database)).map(({ state }) => state),
    ["unverified"],
  );
  now = (STAMPED + 15 * 86_400) * 1000;
  assert.equal(await send(origin, report), 410);
});

test("a verified report is passed on once it is taken, tried again while it is not, and named alike each time", async (t) => {
  const found = await known();
  const tries: { report: StoredReport; to: Destination }[] = [];
  let now = clock();
  const to: Destination = { kind: "mail", to: "abuse@example.org" };
  const { origin, database } = await startServer(t, {
    clock: () => now,
    find: () => found,
    destination: (domain) => (domain === "example.org" ? to : undefined),
    send: async (report, where) => {
      tries.push({ report, to: where });
      if (tries.length < 3) throw new Error("not now");
    },
  });
  assert.equal(await send(origin, await signedReport()), 201);
  assert.equal(await send(origin, bareReport("A".repeat(30))), 201);
  for (const expected of [1, 2, 3]) {
    await until("a try", () => tries.length === expected);
    await until(
      "the pause",
      async () => Number((await database.query("SELECT try_at FROM deliveries"))[0]?.try_at) > 0,
    );
    now += 86_400_000;
  }
  await until("the end", async () => (await database.query("SELECT state FROM deliveries"))[0]?.state === "sent");
  now += 10 * 86_400_000;
  assert.equal(tries.length, 3);
  assert.deepEqual(new Set(tries.map(({ report }) => report.uid)).size, 1);
  assert.deepEqual(tries[0]?.to, to);
});

test("IPP-08: files are found by the one spelling of an alias, and no name leads out of the folder", async (t) => {
  const { origin, folder } = await startServer(t);
  const inside = join(folder, "inside");
  mkdirSync(inside);
  for (const [name, text] of [
    ["alice.pub", "A"],
    ["alice.pol", "{}"],
    ["a+b.pub", "plus"],
    ["a%2Fb.pub", "slash"],
    [".hidden.pub", "hidden"],
    ["inside/x.pub", "inside"],
  ] as const)
    writeFileSync(join(folder, name), text);
  const port = Number(new URL(origin).port);
  // The path goes out as it stands, which fetch() would not let it.
  const get = (path: string) =>
    new Promise<readonly [number, string, string]>((resolve, reject) => {
      httpGet({ host: "127.0.0.1", port, path }, (response) => {
        let text = "";
        response.on("data", (data: Buffer) => {
          text += data.toString("utf8");
        });
        response.on("end", () => resolve([response.statusCode ?? 0, response.headers["content-type"] ?? "", text]));
      }).on("error", reject);
    });
  assert.deepEqual(await get("/ipp/alice.pub"), [200, "application/x-pem-file", "A"]);
  assert.deepEqual(await get("/ipp/alice.pol"), [200, "application/json", "{}"]);
  assert.deepEqual(await get("/ipp/a%2Bb.pub"), [200, "application/x-pem-file", "plus"]);
  assert.deepEqual(await get("/ipp/a%2Fb.pub"), [200, "application/x-pem-file", "slash"]);
  for (const path of [
    "/ipp/../alice.pub",
    "/ipp/inside/x.pub",
    "/ipp/inside%2Fx.pub",
    "/ipp/..%2Falice.pub",
    "/ipp/%2e%2e/alice.pub",
    "/ipp/%61lice.pub",
    "/ipp/a+b.pub",
    "/ipp/a%2bb.pub",
    "/ipp/alice.pub/",
    "/ipp/alice.pub%00",
    "/ipp/.pub",
    "/ipp/alice.txt",
    "/ipp//alice.pub",
    "/IPP/alice.pub",
    "/ipp/reports%2Fdata%2FPG_VERSION",
  ])
    assert.equal((await get(path))[0], 404, path);
  assert.equal((await get("/ipp/nobody.pub"))[0], 404);
});
