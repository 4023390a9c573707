import assert from "node:assert/strict";
import { test } from "node:test";
import type { Knowledge } from "../../core/knowledge.ts";
import { check, edit, knowing, knowingKey, mail, record, stamped, verdict } from "./support.ts";
import { TEST_KEYS } from "./test-keys.ts";

const all = { stampPolicies: [{ domain: "example.org", stamp: "all" }] } as const satisfies Partial<Knowledge>;

test("GMR-13: a missing stamp is ALERT where the record or the zone demands one, CAUTION where it is usual", async () => {
  const bytes = mail();
  const demanded = knowing({ trust: [record({ requireStamp: true })] });
  assert.equal(await verdict(bytes, demanded), "NOT_FOUND not-found-required STAMP_REQUIRED");
  assert.equal(await verdict(bytes, knowing({ trust: [], ...all })), "NOT_FOUND not-found-required STAMP_REQUIRED");
  assert.equal(
    await verdict(bytes, knowing({ trust: [], stampedBefore: ["example.org"] })),
    "NOT_FOUND not-found-expected STAMP_EXPECTED",
  );
  assert.equal(await verdict(bytes, knowing({ trust: [] })), "NOT_FOUND not-found");
});

test("GMR-13: a domain below asks its own record first, then its registrable domain's (G36)", async () => {
  const below = mail({ From: "a@sub.example.org" });
  const state = async (stampPolicies: Knowledge["stampPolicies"]) =>
    (await check(below, knowing({ trust: [], stampPolicies }))).state;
  assert.equal(await state(all.stampPolicies), "not-found-required");
  assert.equal(await state([{ domain: "sub.example.org", stamp: "some" }, ...all.stampPolicies]), "not-found");
  assert.equal(await state([{ domain: "org", stamp: "all" }]), "not-found");
});

test("GMR-13: with several From addresses one that requires is enough", async () => {
  const two = mail({ From: "x@other.example, alice@example.org" });
  assert.equal((await check(two, knowing({ trust: [], ...all }))).state, "not-found-required");
});

test("stamp=all is met by a clean stamp under the zone's own key, and by nothing less (G31)", async () => {
  const bytes = await stamped(mail());
  const required = async (knowledge: Knowledge) => (await check(bytes, knowledge)).required;
  assert.equal(await required(knowingKey({}, all)), false);
  assert.equal(await required(knowingKey({ proof: { how: "user", at: 0 } }, all)), true);
  assert.equal(await required(knowing({ trust: [], ...all })), true);
  assert.equal((await check(edit(bytes, "1 000", "9 000"), knowingKey({}, all))).required, true);
  const late = knowingKey({}, { ...all, firstSeen: knowing().now + 8 * 86_400 });
  assert.equal(await required(late), true);
});

test("a known key does not meet a record that requires stamps of its own organisation (D.3)", async () => {
  const corporate = { ...record({ requireStamp: true }), org_id: "corp.example" };
  const bytes = await stamped(mail(), {}, TEST_KEYS.ed25519);
  const evidence = await check(bytes, knowingKey({}, { trust: [corporate] }));
  assert.equal(evidence.state, "known-key");
  assert.equal(evidence.required, true);
  assert.equal(evidence.reasons[0]?.code, "STAMP_REQUIRED");
});

test("ST-06: only a VALID message teaches that a domain stamps, and unstamped ones unteach nothing", async () => {
  const bytes = await stamped(mail());
  assert.equal((await check(bytes)).observations.stampedDomain, "example.org");
  for (const knowledge of [knowing({ trust: [] }), knowingKey()])
    assert.equal((await check(bytes, knowledge)).observations.stampedDomain, undefined);
  assert.equal((await check(edit(bytes, "1 000", "9 000"))).observations.stampedDomain, undefined);
  const expecting = knowing({ trust: [], stampedBefore: ["example.org"] });
  for (let n = 0; n < 50; n++) {
    const forged = await check(mail({ "Message-ID": `<${n}@evil.example>` }), expecting);
    assert.equal(forged.state, "not-found-expected");
    assert.deepEqual(forged.observations, {});
  }
});

test("a stamp nobody can check over a trusted organisation's domain is ORG_SCOPE (G45)", async () => {
  const bytes = await stamped(mail(), { orgId: "evil.example" });
  assert.equal(await verdict(bytes), "UNTRUSTED no-key UNKNOWN_ORG ORG_SCOPE");
  assert.equal(await verdict(bytes, knowing({ trust: [] })), "UNTRUSTED no-key UNKNOWN_ORG");
});

test("DNS-05: however many authors a message names, it asks for a handful of policies", async () => {
  const authors = Array.from({ length: 5000 }, (_, index) => `a@mail.d${index}.example`).join(", ");
  const { wants } = await check(mail({ From: authors }), knowing({ trust: [] }));
  assert.deepEqual(
    wants.map((want) => "domain" in want && want.domain),
    ["mail.d0.example", "d0.example", "mail.d1.example", "d1.example"],
  );
});

test("look-ups that could change something are wanted, and no others", async () => {
  const kinds = async (bytes: Uint8Array, knowledge: Knowledge) =>
    (await check(bytes, knowledge)).wants.map((want) => ("domain" in want ? `${want.kind} ${want.domain}` : want.kind));
  const bytes = await stamped(mail());
  assert.deepEqual(await kinds(mail({ From: "a@sub.example.org" }), knowing({ trust: [] })), [
    "gmp-policy sub.example.org",
    "gmp-policy example.org",
  ]);
  assert.deepEqual(await kinds(mail(), knowing({ trust: [], ...all })), []);
  assert.deepEqual(await kinds(bytes, knowing({ trust: [] })), ["gmp-key", "gmp-policy example.org"]);
  assert.deepEqual(await kinds(bytes, knowing()), []);
  const strange = await stamped(mail(), { orgId: "evil.example" });
  assert.deepEqual(await kinds(strange, knowing({ trust: [], ...all })), []);
});
