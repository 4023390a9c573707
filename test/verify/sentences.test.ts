import assert from "node:assert/strict";
import { test } from "node:test";
import type { Knowledge } from "../../core/index.ts";
import { edit, knowing, knowingKey, mail, record, STAMPED, stamped } from "../gmp/support.ts";
import { delivered, knowingServer, SERVER, verdictOf } from "./support.ts";

/** The codes of the three lines. */
async function lines(bytes: Uint8Array, knowledge?: Knowledge): Promise<string[]> {
  return Object.values((await verdictOf(bytes, knowledge)).summary).map(({ code }) => code);
}

const keyed = (changes: object): Knowledge => {
  const [key] = record().keys ?? [];
  assert.ok(key);
  return knowing({ trust: [record({ keys: [{ ...key, ...changes }] })] });
};

test("GMR-09: equal hashes under a key that does not hold are not called unchanged", async () => {
  const bytes = await stamped(mail());
  const compromised = { status: "compromised", compromisedAt: "2026-01-01T00:00:00Z" };
  for (const changes of [compromised, { notAfter: "2026-01-01T00:00:00Z" }])
    assert.deepEqual(await lines(bytes, keyed(changes)), ["bad_key", "from_known_key", "trust_not_for_this"]);
});

test("H17: while nobody can say whether the key was withdrawn, no line says that it holds", async () => {
  const statusList = { url: "https://example.org/status", maxAge: 604_800 };
  const open = knowing({ trust: [record({ statusList })] });
  assert.deepEqual(await lines(await stamped(mail()), open), ["unchanged_key_open", "from_known_key", "trust_user"]);
});

test("G38: a number seen with another message says so, and claims neither a change nor a forgery", async () => {
  const bytes = await stamped(mail());
  const rid = (await verdictOf(bytes)).observations.rid;
  assert.ok(rid);
  const reused = knowing({ ledger: [{ ...rid, digest: "0".repeat(64), firstSeen: STAMPED }] });
  assert.deepEqual(await lines(bytes, reused), ["number_reused", "from_known_key", "trust_not_for_this"]);
});

test("G45: a stamp for an address that the organisation may not speak for says so", async () => {
  const bytes = await stamped(mail());
  const elsewhere = knowing({ trust: [record({ domains: ["other.example"] })] });
  assert.deepEqual(await lines(bytes, elsewhere), ["unchanged", "from_out_of_scope", "trust_not_for_this"]);
});

test("D.5: a receipt without a key does not hide what the server reports, a doubtful one does", async () => {
  const results = "dmarc=pass header.from=example.org";
  const unknown = knowingServer({ trust: [] });
  const bytes = await stamped(mail());
  assert.deepEqual(await lines(delivered(bytes, results), unknown), ["no_key", "from_server", "trust_nobody"]);
  assert.equal((await verdictOf(delivered(bytes, results), unknown)).summary.from.params.server, SERVER);
  const mangled = edit(bytes, /signature=../, "signature=AA");
  const [, from] = await lines(delivered(mangled, results), knowingServer({ trust: [], keys: knowingKey().keys }));
  assert.equal(from, "from_unproven");
});
