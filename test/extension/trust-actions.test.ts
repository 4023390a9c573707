import "fake-indexeddb/auto";
import assert from "node:assert/strict";
import { test } from "node:test";
import type { KnownKey, TrustRecord } from "../../core/index.ts";
import { unasked } from "../../extension/check/outcome.ts";
import { recordFor, trustOrganisation } from "../../extension/check/trust-organisation.ts";
import { putKey } from "../../extension/state/known-keys.ts";
import { listTrust, putTrust } from "../../extension/state/trust.ts";
import { emptyInstallation } from "./empty-installation.ts";

const KEY: KnownKey = {
  org_id: "example.org",
  kid: "2026a",
  alg: "ed25519",
  key: "11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=",
  proof: { how: "user", at: 1 },
};
const record = (org_id: string): TrustRecord => ({ org_id, domains: [org_id] });

const trustable = { ...unasked(""), trustable: { org_id: "example.org", kid: "2026a" } };

test("trusting by key pins that key, and is undone exactly once", async () => {
  await emptyInstallation();
  await putKey(KEY);
  const undo = await trustOrganisation(trustable, "key");
  const [stored] = await listTrust();
  assert.deepEqual(stored?.domains, ["example.org"]);
  assert.deepEqual(stored?.keys, [{ kid: "2026a", alg: "ed25519", key: KEY.key }]);
  assert.equal(stored?.source, "user");
  assert.equal(stored?.requireStamp, undefined);
  await undo();
  assert.deepEqual(await listTrust(), []);
  await putTrust(record("example.org"));
  await undo();
  assert.deepEqual(await listTrust(), [record("example.org")]);
});

test("trusting by name stores no key, and undoing brings an earlier record back", async () => {
  await emptyInstallation();
  await putKey(KEY);
  await putTrust({ ...record("example.org"), keys: [] });
  const undo = await trustOrganisation(trustable, "name");
  assert.equal((await listTrust())[0]?.keys, undefined);
  await undo();
  assert.deepEqual(await listTrust(), [{ ...record("example.org"), keys: [] }]);
});

test("nothing is trusted without a proven key, for a public suffix, or for a twin of a trusted organisation", async () => {
  await emptyInstallation();
  await assert.rejects(trustOrganisation(unasked(""), "key"));
  await assert.rejects(trustOrganisation(trustable, "key"), /not known any more/);
  await putKey({ ...KEY, org_id: "github.io" });
  await assert.rejects(trustOrganisation({ ...trustable, trustable: { org_id: "github.io", kid: "2026a" } }, "key"));
  await putKey({ ...KEY, org_id: "xn--exmple-4nf.org" });
  await putTrust(record("example.org"));
  const twin = { ...trustable, trustable: { org_id: "xn--exmple-4nf.org", kid: "2026a" } };
  await assert.rejects(trustOrganisation(twin, "key"), /looks-like-another/);
  assert.deepEqual(await listTrust(), [record("example.org")]);
});

test("a second key of a trusted organisation stands beside the first, a new value under one kid replaces it", () => {
  const at = new Date(0);
  const before = recordFor(KEY, "key", undefined, at);
  const both = recordFor({ ...KEY, kid: "2026b" }, "key", before, at);
  assert.deepEqual(
    both.keys?.map(({ kid }) => kid),
    ["2026a", "2026b"],
  );
  assert.deepEqual(
    recordFor(KEY, "key", both, at).keys?.map(({ kid }) => kid),
    ["2026b", "2026a"],
  );
  assert.equal(before.addedAt, "1970-01-01T00:00:00Z");
});
