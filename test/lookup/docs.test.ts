import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { ROOT_ANCHORS } from "../../core/dns/anchors.ts";
import { CLIENT_MX_TYPE } from "../../core/dns/records/client-mx.ts";
import { questionsOf } from "../../core/lookup/questions.ts";
import { CASES } from "./vector-cases.ts";

const DOC = readFileSync("docs/protocols/dns.md", "utf8");

test("the documentation names every anchor, every kind of record, every state, and where each is asked for", () => {
  const labels = CASES.flatMap(({ want }) => questionsOf(want)).flatMap(({ name }) => name.match(/_[a-z0-9]+/g) ?? []);
  const states = ["SECURE", "INSECURE", "BOGUS", "INDETERMINATE", "DNS_ROLLBACK", "KEY_COMPROMISED"];
  const tags = ROOT_ANCHORS.map(({ tag }) => String(tag));
  const wanted = [...new Set(labels), ...states, ...tags, String(CLIENT_MX_TYPE), "DNS_LIMIT", "ANCHOR_UNKNOWN"];
  assert.deepEqual(
    wanted.filter((word) => !DOC.includes(word)),
    [],
  );
});
