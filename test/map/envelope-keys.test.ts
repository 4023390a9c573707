import assert from "node:assert/strict";
import { test } from "node:test";
import { verdictOf } from "../verify/support.ts";
import {
  arrived,
  gatewayWord,
  knowingMap,
  mail,
  mapKey,
  noMapKey,
  outcome,
  STAMPED,
  sealed,
  silently,
} from "./support.ts";

test("MAP-09: only a key published for envelopes, with the signature's algorithm, checks an envelope", async () => {
  const bytes = arrived(await sealed());
  for (const usage of ["server", "client", "hpke", "future"])
    assert.equal(
      await outcome(bytes, knowingMap([mapKey({}, { usage })])),
      "TRANSPORT MAP_KEY_USAGE | map_gateway map_unchecked",
      usage,
    );
  for (const k of ["x25519", "ed448"])
    assert.match(await outcome(bytes, knowingMap([mapKey({}, { k })])), /^TRANSPORT MAP_KEY_USAGE \|/, k);
  assert.match(
    await outcome(silently(await sealed()), knowingMap([mapKey({}, { usage: "server" })])),
    /^UNCHECKED MAP_KEY_USAGE \|/,
  );
  assert.match(await outcome(bytes, knowingMap([mapKey({}, { p: "" })])), /^CAUTION MAP_KEY_REVOKED \|/);
});

test("MAP-10: a key that is gone is not checked, and no forgery", async () => {
  const bytes = await sealed();
  assert.equal(
    await outcome(arrived(bytes), knowingMap([noMapKey()])),
    "TRANSPORT MAP_KEY_GONE | map_gateway map_key-gone",
  );
  assert.equal(
    await outcome(silently(bytes), knowingMap([noMapKey()])),
    "UNCHECKED MAP_KEY_GONE | map_unattributed map_key-gone",
  );
});

test("MAP-11: the bootstrap document counts after a proven insecure delegation only, and never raises the badge", async () => {
  const bytes = arrived(await sealed());
  const https = mapKey({ anchor: "https", state: "insecure", expires: STAMPED + 86_400 });
  const insecure = noMapKey({ state: "insecure" });
  assert.equal(await outcome(bytes, knowingMap([insecure, https])), "TRANSPORT | map_gateway map_reverified-https");
  assert.equal((await verdictOf(bytes, knowingMap([insecure, https]))).keys, undefined, "the DNS proves no such key");
  assert.match(await outcome(bytes, knowingMap([insecure])), /^TRANSPORT MAP_NO_ANCHOR \| map_gateway map_no-anchor$/);
  assert.match(
    await outcome(bytes, knowingMap([insecure, { ...https, expires: STAMPED }])),
    /^TRANSPORT MAP_NO_ANCHOR \|/,
  );
  const wanted = async (...keys: readonly ReturnType<typeof mapKey>[]) =>
    (await verdictOf(bytes, knowingMap(keys))).wants;
  assert.deepEqual(
    (await wanted(insecure)).filter(({ kind }) => kind.startsWith("map")),
    [{ kind: "map-bootstrap", domain: "example.org" }],
  );
  for (const state of ["bogus", "indeterminate"] as const) {
    for (const keys of [[noMapKey({ state })], [noMapKey({ state }), https], [mapKey({ state }), https]]) {
      assert.match(await outcome(bytes, knowingMap(keys)), /^TRANSPORT MAP_DNS \| map_gateway map_unchecked$/);
      assert.deepEqual(
        (await wanted(...keys)).filter(({ kind }) => kind === "map-bootstrap"),
        [],
      );
    }
  }
  assert.match(await outcome(bytes, knowingMap([https])), /^TRANSPORT MAP_DNS \|/);
});

test("MAP-11, T60: an unknown key is asked about, but only at the sender's own domain", async () => {
  const wants = async (bytes: Uint8Array) =>
    (await verdictOf(bytes, knowingMap([]))).wants.filter(({ kind }) => kind === "map-key");
  assert.deepEqual(await wants(arrived(await sealed())), [{ kind: "map-key", domain: "example.org", id: "env1" }]);
  assert.deepEqual(
    await wants(arrived(await sealed(mail(), { sender: "m@evil.example", domain: "evil.example" }))),
    [],
  );
});

test("MAP-12: a domain that only tries MAP out earns nothing by the gateway's word nor by an envelope", async () => {
  const bytes = await sealed();
  for (const mode of ["testing", "none", undefined])
    assert.equal(
      await outcome(arrived(bytes, gatewayWord({ "policy.map-mode": mode }))),
      "NONE | map_testing map_unattributed",
      mode,
    );
});

test("T61: an anchor that is not proven earns nothing; one that is HTTPS alone limits the gateway's line only", async () => {
  const bytes = await sealed();
  assert.equal(
    await outcome(arrived(bytes, gatewayWord({ "dns.sec": "no" }))),
    "NONE | map_gateway-unproven map_unattributed",
  );
  assert.equal(
    await outcome(arrived(bytes, gatewayWord({ "policy.map-anchor": "https", "dns.sec": "no" }))),
    "INTACT | map_gateway-https map_reverified",
  );
});
