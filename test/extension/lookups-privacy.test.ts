import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { NO_POLICY, type Policy, resolveSettings } from "../../core/index.ts";
import { MOST_PER_HOUR } from "../../extension/lookups/run.ts";
import { MAX_JOBS } from "../../extension/lookups/store.ts";
import { DESTINATIONS } from "../../extension/ui/options/destinations.ts";
import { NOTHING_LOOKED_UP } from "../ui/gallery/lookups.ts";
import { NOTHING_REPORTED } from "../ui/gallery/reports.ts";

const english: Readonly<Record<string, { readonly message: string }>> = JSON.parse(
  readFileSync("extension/_locales/en/messages.json", "utf8"),
);
const document = readFileSync("docs/privacy.md", "utf8");

test("the document about privacy has a row for each destination of the options page, in the same words", () => {
  const rows = document
    .slice(0, document.indexOf("### The three modes"))
    .split("\n")
    .filter((line) => line.startsWith("| To "));
  assert.equal(rows.length, DESTINATIONS.length);
  for (const [place, { name }] of DESTINATIONS.entries())
    for (const part of ["purpose", "when", "learns"]) {
      const words = english[`destination_${name}_${part}`]?.message;
      assert.ok(words !== undefined && rows[place]?.includes(words), `${name} ${part}`);
    }
});

test("the document's figures are the program's", () => {
  assert.ok(document.includes(`At most ${MOST_PER_HOUR} look-ups an hour and ${MAX_JOBS} waiting ones`));
});

const shown = { lookups: NOTHING_LOOKED_UP, reports: NOTHING_REPORTED, audit: { allowed: false, waiting: false } };
const under = (policy: Policy) => ({
  state: "read" as const,
  faults: [],
  readAt: 0,
  serial: 0,
  effective: resolveSettings(policy, {}),
  byAdministrator: true,
  client: "thunderbird" as const,
  id: "countersign@countersign.example",
  live: false,
});

test("while look-ups are off, no destination has a host", () => {
  for (const { name, hosts } of DESTINATIONS) assert.deepEqual(hosts({ ...shown, policy: under(NO_POLICY) }), [], name);
});

test("ADM-07: the receiver of the activity log is among the destinations as soon as it was allowed", () => {
  const policy = under({ ...NO_POLICY, forced: { auditWebhook: "https://log.example.org/c" } });
  const hosts = (allowed: boolean) =>
    DESTINATIONS.flatMap((one) => one.hosts({ ...shown, policy, audit: { allowed, waiting: false } }));
  assert.deepEqual(hosts(false), []);
  assert.deepEqual(hosts(true), ["log.example.org"]);
});
