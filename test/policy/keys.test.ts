import assert from "node:assert/strict";
import { test } from "node:test";
import { DECLARED, isSettingName, SETTING_NAMES } from "../../core/settings/settings.ts";
import { projectFile } from "../project-file.ts";

/**
 * The keys of each version that left this house. Written by hand, and only ever added to: what administrators rolled out
 * has to go on working, or to be announced.
 */
const RELEASED: ReadonlyMap<string, string> = new Map([
  [
    "0.1.0",
    `trust requireStamp mailServers certifiers mt2Authorities mt2Validators minimumLevel lookups resolver clientMxType
    recipientRules reportRoutes reportCollector reportReasons reportNote reportDays simulationHeaders webmailSites arrival
    sealedDomains sealedQuoting keepHistory historyDays auditDays auditWebhook organisationName supportUrl privacyUrl
    supportContact`,
  ],
]);
const namesOf = (version: string) => (RELEASED.get(version) ?? "").split(/\s+/).filter((name) => name !== "");

test("every key stands in the list of the version that it says it came with", () => {
  for (const name of SETTING_NAMES) assert.ok(namesOf(DECLARED[name].since).includes(name), name);
});

test("a key that was released is there, or the handbook names it with what became of it", () => {
  const handbook = projectFile("docs/administration.md");
  const changes = handbook.slice(handbook.indexOf("## Changes of keys"));
  for (const version of RELEASED.keys())
    for (const name of namesOf(version))
      if (!isSettingName(name))
        assert.match(changes, new RegExp(`\`${name}\`[^\n]*(deprecated|dropped) [0-9.]+`), name);
  for (const name of SETTING_NAMES) assert.ok(changes.includes(`\`${name}\``), `the changes do not name ${name}`);
});
