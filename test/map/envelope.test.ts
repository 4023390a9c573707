import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { test } from "node:test";
import { blake3 } from "@noble/hashes/blake3.js";
import { edit, mailWithAttachments } from "../gmp/support.ts";
import { above, delivered, knowingServer, SERVER, verdictOf } from "../verify/support.ts";
import {
  arrived,
  FORGER,
  gatewayWord,
  knowingMap,
  mail,
  mapKey,
  octets,
  outcome,
  STAMPED,
  sealed,
  sealedAnyway,
  silently,
  text,
} from "./support.ts";

test("T06: an envelope that holds, with the gateway's word, is INTACT, and says so in three lines", async () => {
  const result = await verdictOf(arrived(await sealed()), knowingMap());
  assert.equal(result.badge, "INTACT");
  assert.deepEqual(result.reasons, []);
  assert.deepEqual(
    result.lines.map(({ system, code }) => `${system} ${code}`),
    ["map gateway", "map reverified"],
  );
  assert.deepEqual(
    Object.values(result.summary).map(({ code }) => code),
    ["unchanged_sealed", "from_sealed", "trust_sealed"],
  );
  assert.equal(result.axes.integrity, "bound");
  assert.equal(result.axes.trust, "known-key");
  assert.equal(result.gmp, "NOT_FOUND");
  const { domain, id } = mapKey();
  assert.deepEqual(result.keys, [{ kind: "map-key", domain, id }]);
  assert.equal(await outcome(arrived(await sealed(mailWithAttachments()))), "INTACT | map_gateway map_reverified");
});

test("MAP-01: an envelope that no gateway of the user vouches for earns nothing, with a forged word neither", async () => {
  const bytes = await sealed();
  assert.equal(await outcome(silently(bytes)), "NONE | map_unattributed");
  assert.equal(
    await outcome(silently(above(bytes, `Authentication-Results: mx.evil.example; ${gatewayWord()}`))),
    "NONE | map_unattributed",
  );
  // The sender's own field under the trusted name stands below the border.
  assert.equal(
    await outcome(
      above(
        bytes,
        `Received: from a by ${SERVER}; Sat, 21 Nov 2026 20:02:00 +0000`,
        `Authentication-Results: ${SERVER}; ${gatewayWord()}`,
      ),
    ),
    "NONE | map_unattributed",
  );
  const named = arrived(bytes, gatewayWord({ "policy.map-key": "other" }));
  assert.equal(await outcome(named), "TRANSPORT | map_gateway map_unattributed");
  const absent = arrived(bytes, gatewayWord({ "policy.map-key": undefined }));
  assert.equal(await outcome(absent), "INTACT | map_gateway map_reverified");
  const cousin = arrived(bytes, gatewayWord({ "smtp.mailfrom": "a@mail.example.org" }));
  assert.equal(await outcome(cousin), "TRANSPORT | map_gateway map_unattributed");
});

test("MAP-02: an envelope over another payload is CAUTION, and ALERT where the gateway vouches", async () => {
  const good = await sealed();
  const bytes = text(good);
  const swapped = octets(bytes.slice(0, bytes.indexOf("From:")) + text(mail({ Subject: "Another" })));
  const changes = [
    swapped,
    edit(good, "1 000", "9 000"),
    edit(good, "Subject: Invoice", "Subject: Invoica"),
    octets(`${bytes}\r\n`),
    octets(bytes.slice(0, -2)),
    edit(good, "\r\nTo:", "\r\nX-Added: 1\r\nTo:"),
  ];
  for (const changed of changes) {
    assert.equal(await outcome(arrived(changed)), "ALERT MAP_PAYLOAD_MISMATCH | map_gateway map_mismatch");
    assert.equal(await outcome(silently(changed)), "CAUTION MAP_PAYLOAD_MISMATCH | map_unattributed map_mismatch");
    // U19: a word that earns nothing does not make it worse.
    const testing = arrived(changed, gatewayWord({ "policy.map-mode": "testing" }));
    assert.match(await outcome(testing), /^CAUTION MAP_PAYLOAD_MISMATCH \|/);
  }
  // Without a key the digest still tells.
  assert.match(await outcome(arrived(swapped), knowingMap([])), /^ALERT MAP_PAYLOAD_MISMATCH \|/);
});

test("CRY-07: a digest of the payload by BLAKE2s, SHA3, another mode of BLAKE3 or of another length is not the digest", async () => {
  const payload = mail();
  const own = blake3(payload);
  assert.match(await outcome(arrived(await sealedAnyway({ 5: own }))), /^INTACT/);
  const others = [
    blake3(payload, { key: new Uint8Array(32) }),
    blake3(payload, { context: new TextEncoder().encode("MAP-envelope-v1") }),
    ...["blake2s256", "sha3-256", "sha256"].map((name) => new Uint8Array(createHash(name).update(payload).digest())),
  ];
  for (const digest of others) {
    assert.equal(digest.length, 32);
    assert.match(await outcome(arrived(await sealedAnyway({ 5: digest }))), /^ALERT MAP_PAYLOAD_MISMATCH/);
  }
  for (const digest of [blake3(payload, { dkLen: 64 }), own.subarray(0, 31), new Uint8Array(0)])
    assert.match(await outcome(arrived(await sealedAnyway({ 5: digest }))), /^CAUTION MAP_MALFORMED/);
});

test("MAP-02, T12: a length that differs under an equal digest is a mismatch", async () => {
  const bytes = await sealedAnyway({ 6: mail().length + 1 });
  assert.match(await outcome(arrived(bytes)), /^ALERT MAP_PAYLOAD_MISMATCH \|/);
});

test("T19: a signature by another key is CAUTION, and ALERT where the gateway vouches", async () => {
  const forged = await sealed(mail(), {}, FORGER);
  assert.equal(await outcome(arrived(forged)), "ALERT MAP_SIG_INVALID | map_gateway map_mismatch");
  assert.equal(await outcome(silently(forged)), "CAUTION MAP_SIG_INVALID | map_unattributed map_mismatch");
});

test("MAP-03: what the gateway says without an envelope that can be checked is TRANSPORT at most", async () => {
  assert.equal(await outcome(arrived(mail())), "TRANSPORT | map_gateway");
  // The payload re-encoded on the way: the envelope was for other octets.
  const reencoded = edit(await sealed(mail({}, "caf=C3=A9\r\n")), "caf=C3=A9", "caf\u00c3\u00a9");
  assert.match(await outcome(arrived(reencoded)), /^ALERT MAP_PAYLOAD_MISMATCH \|/);
});

test("T02: mixed line ends, a bare CR or NUL under an envelope are refused; uniform LF is how stores keep mail", async () => {
  const good = text(arrived(await sealed()));
  assert.equal(await outcome(octets(good.replaceAll("\r\n", "\n"))), "INTACT | map_gateway map_reverified");
  for (const broken of [
    good.replace("please\r\n", "please\n").replace("Bob,\r\n", "Bob,\n"),
    good.replace("pay", "p\ray"),
    good.replace("pay", "p\0ay"),
  ])
    assert.match(await outcome(octets(broken)), /^CAUTION MAP_EOL \| map_gateway map_refused$/);
});

test("T04: above the envelope stand trace and local fields and nothing else", async () => {
  const good = await sealed();
  const trace = [
    "Return-Path: <alice@example.org>",
    "Delivered-To: bob@example.net",
    "Received-SPF: pass",
    "ARC-Seal: i=1",
    "X-Spam: no",
  ];
  assert.match(await outcome(arrived(above(good, ...trace))), /^INTACT \|/);
  for (const field of [
    "From: Mallory <m@evil.example>",
    "Subject: x",
    "MAP-DSN: v=1; cose=AAAA",
    "DKIM-Signature: v=1",
    "Sender: a@b.example",
    "MIME-Version: 1.0",
  ])
    assert.match(await outcome(arrived(above(good, field))), /^CAUTION (?:.* )?MAP_HEADER_ABOVE(?: .*)? \|/, field);
});

test("T05: two envelopes or a near-miss are CAUTION; a renamed one is an ordinary field of the payload", async () => {
  const good = await sealed();
  const field = text(good).slice(0, text(good).indexOf("From:")).trimEnd();
  assert.match(await outcome(arrived(above(good, field))), /^CAUTION MAP_MULTIPLE \| map_gateway map_refused$/);
  for (const name of ["MAP-Envelope ", "MAPEnvelope", "Map--Envelope", "M-A-P-Envelope", "MAP.Envelope"]) {
    const near = octets(text(good).replace("MAP-Envelope:", `${name}:`));
    assert.match(await outcome(arrived(near)), /^CAUTION (?:.* )?MAP_MULTIPLE(?: .*)? \|/, name);
  }
  assert.equal(
    await outcome(arrived(octets(text(good).replace("MAP-Envelope:", "map-envelope:")))),
    "INTACT | map_gateway map_reverified",
  );
  const again = await sealed(good, { id: new Uint8Array(16).fill(7) });
  assert.equal(text(again).split("MAP-Envelope-Previous:").length, 2);
  assert.equal(await outcome(arrived(again)), "INTACT | map_gateway map_reverified");
});

test("MAP-07: an envelope of another domain than From's is no credit for From", async () => {
  const other = await sealed(mail(), { sender: "m@evil.example", domain: "evil.example" });
  const keys = [mapKey(), mapKey({ domain: "evil.example" })];
  const word = gatewayWord({ "smtp.mailfrom": "m@evil.example" });
  assert.equal(await outcome(arrived(other, word), knowingMap(keys)), "NONE | map_other-domain map_unattributed");
  assert.equal(await outcome(arrived(other), knowingMap(keys)), "TRANSPORT | map_gateway map_unattributed");
});

test("T11: the null sender is never credited", async () => {
  const bounce = await sealed(mail(), { sender: "", domain: "example.org" });
  assert.equal(
    await outcome(arrived(bounce, gatewayWord({ "smtp.mailfrom": '""' }))),
    "NONE | map_null-sender map_unattributed",
  );
});

test("MAP-08: an envelope for other recipients is said to be so; case and aliases of the account count as own", async () => {
  const elsewhere = await sealed(mail(), { recipients: ["carol@example.net", "bob+x@example.net"] });
  assert.equal(await outcome(arrived(elsewhere)), "CAUTION NOT_ADDRESSED_TO_YOU | map_gateway");
  const folded = await sealed(mail(), { recipients: ["carol@example.net", "BOB@example.net"] });
  assert.match(await outcome(arrived(folded)), /^INTACT \|/);
});

test("MAP-13: unknown kinds of encryption are a line, unknown keys and versions are not evaluated", async () => {
  assert.equal(
    await outcome(arrived(await sealed(mail(), { e2e: "mls" }))),
    "INTACT | map_gateway map_e2e-not-evaluated map_reverified",
  );
  for (const changes of [{ 12: 1 }, { 1: 2 }, { 0: "x" }]) {
    const bytes = await sealedAnyway(changes);
    assert.equal(await outcome(arrived(bytes)), "TRANSPORT MAP_UNSUPPORTED | map_gateway map_unsupported");
    assert.equal(await outcome(silently(bytes)), "UNCHECKED MAP_UNSUPPORTED | map_unsupported");
  }
  const later = octets(text(arrived(await sealed())).replace("MAP-Envelope: v=1", "MAP-Envelope: v=2"));
  assert.match(await outcome(later), /^TRANSPORT MAP_UNSUPPORTED \|/);
});

test("T20: an envelope that claims HPKE over a payload of another shape is CAUTION", async () => {
  assert.match(await outcome(arrived(await sealed(mail(), { e2e: "hpke" }))), /^CAUTION MAP_E2E_SHAPE \|/);
  const part = (type: string, content: string) => `--c\r\nContent-Type: ${type}\r\n\r\n${content}\r\n`;
  const carriers = [
    mail(
      { "Content-Type": 'multipart/encrypted; protocol="application/map-hpke"; boundary=c' },
      `${part("application/map-hpke", "Version: 1")}${part("application/octet-stream", "{}")}--c--\r\n`,
    ),
    mail(
      { "Content-Type": "multipart/mixed; boundary=c" },
      `${part("text/plain", "sealed")}${part('application/jose+json; name="encrypted.jwe"', "{}")}--c--\r\n`,
    ),
  ];
  for (const carrier of carriers)
    assert.doesNotMatch(await outcome(arrived(await sealed(carrier, { e2e: "hpke" }))), /MAP_E2E_SHAPE/);
});

test("T15, T16, U15: times of key and envelope, at their edges", async () => {
  const { created, expires } = { created: STAMPED, expires: STAMPED + 86_400 };
  const bytes = arrived(await sealed());
  const seen = (firstSeen: number, key = mapKey()) =>
    outcome(bytes, knowingMap([key], { firstSeen, now: STAMPED + 90 * 86_400 }));
  for (const time of [created - 300, created, expires]) assert.match(await seen(time), /^INTACT \|/);
  for (const time of [created - 301, expires + 1]) assert.match(await seen(time), /^CAUTION MAP_STALE \|/);
  const window = (nb: number, na: number) => seen(created + 60, mapKey({}, { nb, na }));
  assert.match(await window(created, created + 60), /^INTACT \|/);
  assert.match(await window(created + 1, created + 60), /^CAUTION MAP_KEY_EXPIRED \|/);
  assert.match(await window(created, created + 59), /^CAUTION MAP_KEY_EXPIRED \|/);
});

test("T58, U58: out of a file an envelope that holds is a line; first sight and recipients are not judged there", async () => {
  const file = { origin: "file", account: { addresses: [], authserv: [] }, firstSeen: STAMPED + 99 * 86_400 } as const;
  assert.equal(await outcome(arrived(await sealed()), knowingMap([mapKey()], file)), "NONE | map_unattributed");
});

test("ACQ-07: of a partial message no envelope is judged", async () => {
  const bytes = arrived(octets(text(await sealed()).slice(0, -10)));
  assert.doesNotMatch(await outcome(bytes, knowingMap([mapKey()], { partialSource: true })), /MAP_PAYLOAD|reverified/);
});

test("D.3: an envelope raises TRANSPORT and nothing else: not what fails, not what is read in two ways", async () => {
  const bytes = await sealed();
  const failing = arrived(bytes, `${gatewayWord()}; dmarc=fail header.from=example.org`);
  assert.match(await outcome(failing), /^CAUTION TRANSPORT_FAIL \|/);
  const twice = await sealed(above(mail(), "Subject: another"));
  assert.match(await outcome(arrived(twice)), /^NONE \|/);
  const required = knowingMap([mapKey()], { stampPolicies: [{ domain: "example.org", stamp: "all" }] });
  assert.match(await outcome(arrived(bytes), required), /^ALERT STAMP_REQUIRED \|/);
  assert.equal((await verdictOf(delivered(bytes, gatewayWord()), knowingServer({ trust: [] }))).badge, "TRANSPORT");
});
