import assert from "node:assert/strict";
import { test } from "node:test";
import { concat } from "../../core/canonical/concat.ts";
import { toHex } from "../../core/canonical/encoding.ts";
import { makeSign1, type Purpose } from "../../core/map/cose.ts";
import { type Dsn, writeDsn } from "../../core/map/dsn.ts";
import { fieldOf } from "../../core/map/seal.ts";
import { delivered, verdictOf } from "../verify/support.ts";
import { FORGER, KEY, knowingMap, mail, mapKey, noMapKey, OPTIONS, octets, outcome, STAMPED, text } from "./support.ts";

const DSN: Dsn = {
  id: OPTIONS.id,
  domain: "example.org",
  outcomes: [{ recipient: "alice@example.org", action: "failed", status: "5.1.1" }],
  created: STAMPED,
};

async function bounce(changes: Partial<Dsn> = {}, key = KEY, purpose: Purpose = "MAP-dsn-v1"): Promise<Uint8Array> {
  return concat([fieldOf("MAP-DSN", await makeSign1(writeDsn({ ...DSN, ...changes }), purpose, key)), mail()]);
}

const sent = { mapSent: [toHex(DSN.id)] };
const said = async (bytes: Uint8Array, keys = [mapKey()], changes = {}) =>
  outcome(delivered(bytes), knowingMap(keys, { ...sent, ...changes }));

test("T18: a bounce is proven by the reporting domain's key and an id that this account sent; the badge stays", async () => {
  assert.equal(await said(await bounce()), "NONE | dsn_proven");
  assert.equal(await said(await bounce(), [mapKey()], { mapSent: [] }), "NONE | dsn_unknown-message");
  assert.equal(
    await said(await bounce({ domain: "mail.example.org" }), [mapKey({ domain: "mail.example.org" })]),
    "NONE | dsn_proven",
  );
});

test("T13: an envelope's signature is none for a bounce", async () => {
  assert.equal(await said(await bounce({}, KEY, "MAP-envelope-v1")), "NONE | dsn_refused");
});

test("T18, U18: forged, malformed, doubled or about strangers is refused, and moves no badge", async () => {
  const good = await bounce();
  const field = text(good).slice(0, text(good).indexOf("From:"));
  const stranger = [...DSN.outcomes, { recipient: "x@other.example", action: "failed", status: "5.1.1" } as const];
  const bad = [
    await bounce({}, FORGER),
    await bounce({ outcomes: stranger }),
    await bounce({ outcomes: [] }),
    await bounce({ outcomes: [{ recipient: "alice@example.org", action: "failed", status: "5.1" }] }),
    await bounce({ id: new Uint8Array(8) }),
    octets(field + text(good)),
    octets(text(good).replace("MAP-DSN: v=1", "MAP-DSN: v=2")),
    octets(text(good).replace(/cose=\r\n ..../, "cose=")),
  ];
  for (const bytes of bad) assert.equal(await said(bytes), "NONE | dsn_refused");
  assert.equal(await said(good, [mapKey({}, { p: "" })]), "NONE | dsn_refused");
  assert.equal(await said(good, [mapKey({}, { nb: STAMPED + 1 })]), "NONE | dsn_refused");
});

test("U52: a bounce that cannot be checked is a line, not UNCHECKED", async () => {
  const good = await bounce();
  for (const keys of [[], [noMapKey()], [noMapKey({ state: "bogus" })], [mapKey({}, { usage: "server" })]])
    assert.equal(await said(good, keys), "NONE | dsn_unchecked");
  const https = mapKey({ anchor: "https", state: "insecure", expires: STAMPED + 86_400 });
  assert.equal(await said(good, [noMapKey({ state: "insecure" }), https]), "NONE | dsn_unchecked");
});

test("T18: the key of a bounce is asked about only if the message was really sent from here", async () => {
  const wants = async (changes: object) =>
    (await verdictOf(delivered(await bounce()), knowingMap([], changes))).wants.filter(
      ({ kind }) => kind === "map-key",
    );
  assert.deepEqual(await wants(sent), [{ kind: "map-key", domain: "example.org", id: "env1" }]);
  assert.deepEqual(await wants({}), []);
});
