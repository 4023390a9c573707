import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { nodeEngine } from "../../core/cli/engine-node.ts";
import { readKnowledge } from "../../core/cli/knowledge-file.ts";
import type { Knowledge, SenderCertificates } from "../../core/knowledge.ts";
import type { RecipientPolicy } from "../../core/policies.ts";
import { verify } from "../../core/verify.ts";
import { diagnosticsOf } from "../../extension/diagnostics/diagnostics.ts";
import { countersign } from "../cli/command.ts";
import { knowing, mail, ORG, STAMPED, stamped } from "../gmp/support.ts";
import { publicKey, TEST_KEYS } from "../gmp/test-keys.ts";
import { certificateOf } from "../ipp/certificates.ts";
import { declared } from "../ipp/support.ts";

// What a declared message is judged with goes into the diagnostics, in a form that names nobody.

const OWN = "bob@example.net";
const SENDER = "alice@example.org";
const account = { addresses: [OWN], here: [OWN], authserv: [] };

const wanting = (rules: RecipientPolicy["rules"], more: Partial<RecipientPolicy> = {}): RecipientPolicy => ({
  mode: "enforce",
  default: "accept",
  rules,
  ...more,
});
const secretRule = { match: { from_domain: ["secret-lover.example"] }, action: "accept" } as const;

async function pinned(changes: Partial<SenderCertificates> = {}): Promise<SenderCertificates> {
  return { address: SENDER, pub: await certificateOf(), anchor: "dnssec", since: STAMPED, ...changes };
}

/** Situations in which a declared message may be, and what stands in the result then. */
async function situations(): Promise<readonly (readonly [string, Uint8Array, Partial<Knowledge>, string])[]> {
  const message = await declared();
  const other = await declared(undefined, {}, TEST_KEYS.p256);
  const changedTo = { pub: await certificateOf(SENDER, TEST_KEYS.p256), at: STAMPED };
  const list = await declared(undefined, { nature: "list" });
  const user = wanting([secretRule, { match: { nature: ["list"] }, action: "reject" }]);
  const managed = wanting([secretRule, { match: {}, action: "accept", require: ["encrypted"] }]);
  const published = wanting([secretRule], { default: "reject" });
  return [
    ["signed", message, { senderCertificates: [await pinned()] }, "signed"],
    ["unanchored", message, { senderCertificates: [await pinned({ anchor: "unanchored" })] }, "signed"],
    ["changed key", other, { senderCertificates: [await pinned({ changedTo })] }, "signed"],
    ["foreign key", other, { senderCertificates: [await pinned()] }, "bad-signature"],
    ["no key", message, {}, "no-key"],
    ["user's rule", list, { policies: [{ address: OWN, user, managed, published }] }, "reject rule user"],
    ["administrator's rule", message, { policies: [{ address: OWN, user, managed }] }, "reject encrypted"],
    ["published default", message, { policies: [{ address: OWN, published }] }, "reject default published"],
    ["trying out", list, { policies: [{ address: OWN, user: { ...user, mode: "testing" } }] }, "reject rule user"],
    ["switched off", list, { policies: [{ address: OWN, user: { ...user, mode: "none" } }] }, "no-key"],
  ];
}

async function written(bytes: Uint8Array, changes: Partial<Knowledge>) {
  const knowledge = knowing({ account, ...changes });
  const result = await verify(bytes, knowledge, nodeEngine);
  const text = await diagnosticsOf({ messageId: 1, subject: result.subject, bytes, digest: "00", result, knowledge });
  return { result, text };
}

test("EXT-16: what declaration and advice rest on replays to the same result, and names nobody's address or wish", async () => {
  for (const [name, bytes, changes, expected] of await situations()) {
    const { result, text } = await written(bytes, changes);
    const { declaration, advice } = result;
    const said =
      advice === undefined ? declaration?.result : [advice.action, advice.because, advice.by].join(" ").trim();
    assert.equal(said, expected, name);
    for (const secret of ["alice", "bob", "secret-lover", declaration?.token ?? "", "BEGIN CERTIFICATE"])
      assert.ok(!text.includes(secret), `${name}: ${secret}`);
    const { knowledge, faults } = readKnowledge(JSON.parse(text));
    assert.deepEqual(faults, [], name);
    assert.ok(knowledge?.now);
    const again = await verify(bytes, { ...knowledge, now: knowledge.now }, nodeEngine);
    assert.deepEqual(
      again,
      advice ? { ...result, advice: { ...advice, address: again.advice?.address } } : result,
      name,
    );
  }
});

test("countersign verify replays a declared message from its diagnostics", async (t: TestContext) => {
  const folder = mkdtempSync(join(tmpdir(), "countersign-declared-"));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const bytes = await declared();
  const { text } = await written(bytes, { senderCertificates: [await pinned()] });
  const [file, message] = [join(folder, "diagnostics.json"), join(folder, "message.eml")];
  writeFileSync(file, text);
  writeFileSync(message, bytes);
  const made = await countersign(["verify", "--knowledge", file, "--json", message]);
  const { axes, lines } = JSON.parse(made.text);
  assert.equal(axes.nature, "signed");
  assert.ok(lines.some(({ code }: { code: string }) => code === "signed"));
});

test("EXT-16: where a certificate would be, is wanted without the address, and a certificate's stamp replays without its holder", async () => {
  const ippAnchors = [{ domain: "example.org", state: "secure", url: "https://ipp.example.org/" }] as const;
  const { text, result } = await written(await declared(), { ippAnchors });
  assert.ok(result.wants.some(({ kind }) => kind === "ipp-certificate"));
  assert.match(text, /"kind": "ipp-certificate",\s*"address": "#\d@example\.org"/);
  for (const address of [SENDER, "mallory@example.org"]) {
    const bytes = await stamped(mail());
    const key = { ...publicKey(TEST_KEYS.ed25519), org_id: ORG, address } as const;
    const keys = [{ ...key, proof: { how: "certificate", at: STAMPED } }] as const;
    const { text, result } = await written(bytes, { keys, trust: [] });
    assert.equal(
      result.reasons.some(({ code }) => code === "IDENTITY_MISMATCH"),
      address !== SENDER,
    );
    assert.ok(!text.includes("alice") && !text.includes("mallory"));
    const { knowledge } = readKnowledge(JSON.parse(text));
    assert.ok(knowledge?.now);
    assert.deepEqual(await verify(bytes, { ...knowledge, now: knowledge.now }, nodeEngine), result);
  }
});
