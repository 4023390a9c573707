import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { nodeEngine } from "../../core/cli/engine-node.ts";
import { readKnowledge } from "../../core/cli/knowledge-file.ts";
import { type Knowledge, verify } from "../../core/index.ts";
import type { Checked } from "../../extension/check/check.ts";
import { diagnosticsOf, neededKnowledge } from "../../extension/diagnostics/diagnostics.ts";
import { createRedaction } from "../../extension/diagnostics/redaction.ts";

const SAMPLES = "test/samples/mailbox";
const { knowledge: stored } = readKnowledge(JSON.parse(readFileSync(join(SAMPLES, "knowledge.json"), "utf8")));
assert.ok(stored);
const KNOWLEDGE: Knowledge = { ...stored, now: stored.now ?? 0 };

async function check(file: string, knowledge = KNOWLEDGE): Promise<Checked> {
  const bytes = Uint8Array.from(readFileSync(join(SAMPLES, file)));
  const result = await verify(bytes, knowledge, nodeEngine);
  return { messageId: 1, subject: result.subject, bytes, digest: "00", result, knowledge };
}

const files = readdirSync(SAMPLES).filter((file) => file.endsWith(".eml"));

test("diagnostics of every sample replay to the same result", async () => {
  for (const file of files) {
    const checked = await check(file);
    const read = readKnowledge(JSON.parse(await diagnosticsOf(checked)));
    assert.deepEqual(read.faults, [], file);
    assert.ok(read.knowledge?.now);
    const again = await verify(checked.bytes, { ...read.knowledge, now: read.knowledge.now }, nodeEngine);
    assert.deepEqual(again, checked.result, file);
  }
});

test("diagnostics of a replayed stamp hold the ledger entry that tells it", async () => {
  const first = await check("verified-bank-statement.eml");
  const rid = first.result.observations.rid;
  assert.ok(rid);
  const again = await check("verified-bank-statement.eml", {
    ...KNOWLEDGE,
    ledger: [{ ...rid, digest: "other" }],
    ledgerSince: 1,
  });
  assert.equal(again.result.badge, "ALERT");
  const { knowledge } = readKnowledge(JSON.parse(await diagnosticsOf(again)));
  assert.equal(knowledge?.ledger.length, 1);
  assert.equal(knowledge?.ledgerSince, 1);
});

test("EXT-16: diagnostics hold no subject, name, file name, text, or local part of an address", async () => {
  for (const file of files) {
    const checked = await check(file);
    const { result } = checked;
    // Domains stay readable, and some contain what somebody is called.
    const domain = result.from?.addrSpec.replace(/^.*@/, "") ?? "no domain";
    const text = (await diagnosticsOf(checked)).replaceAll(domain, "DOMAIN");
    const own = KNOWLEDGE.account?.addresses ?? [];
    const addresses = [...own, ...result.to, ...(result.from ? [result.from.addrSpec] : [])];
    const secrets = [
      result.subject,
      result.messageId,
      result.from?.displayName ?? "",
      ...result.attachments.map(({ fileName }) => fileName),
      ...addresses,
      ...addresses.map((address) => `${address.slice(0, address.lastIndexOf("@"))}@`),
    ];
    // An organisation's own name is part of its trust record.
    const open = new Set(["", ...KNOWLEDGE.trust.map(({ name }) => name)]);
    for (const secret of secrets.filter((secret) => !open.has(secret)))
      assert.ok(!text.includes(secret), `${file}: ${secret}`);
  }
});

test("EXT-16: diagnostics name no organisation that the message has nothing to do with", async () => {
  const other = { org_id: "secret-supplier.example", domains: ["secret-supplier.example"] };
  const stampedBefore = [...KNOWLEDGE.stampedBefore, "secret-client.example"];
  const checked = await check("verified-bank-statement.eml", {
    ...KNOWLEDGE,
    trust: [...KNOWLEDGE.trust, other],
    stampedBefore,
  });
  assert.ok(!(await diagnosticsOf(checked)).includes("secret-"));
});

test("where the sender is unclear, the knowledge about every domain stays", async () => {
  const checked = await check("caution-two-senders.eml");
  const { trust } = neededKnowledge(checked.knowledge, checked.result);
  assert.equal(trust.length, KNOWLEDGE.trust.length);
});

test("EXT-16: a redacted report keeps equal people equal, domains readable, and foreign text out", () => {
  const { address, params } = createRedaction();
  assert.equal(address("alice@example.org"), "#1@example.org");
  assert.equal(address("bob@example.org"), "#2@example.org");
  assert.equal(address("alice@example.com"), "#1@example.com");
  assert.deepEqual(params({ org: "example.org", name: "Alice", from: "alice@example.org", octets: 3, tag: "x@y z" }), {
    org: "example.org",
    name: "…",
    from: "#1@example.org",
    octets: 3,
    tag: "…",
  });
});
