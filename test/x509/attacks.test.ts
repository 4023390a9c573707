import assert from "node:assert/strict";
import { createServer } from "node:http";
import { test } from "node:test";
import { asciiBytes } from "../../core/canonical/encoding.ts";
import {
  basicConstraints,
  dnsName,
  extendedKeyUsage,
  extension,
  keyUsage,
  mailboxName,
  subjectAltName,
} from "../../core/x509/make-extensions.ts";
import { comparePin, makePin, readPin } from "../../core/x509/pin.ts";
import { EMAIL_PROTECTION, SERVER_AUTH } from "../../core/x509/purpose.ts";
import { readRevocationList } from "../../core/x509/revocation-list.ts";
import { implicit, oid, sequence, setOf, tagged, utf8String } from "../../core/x509/write-der.ts";
import {
  CA,
  DAY,
  issue,
  LEAF,
  NOW,
  revocationList,
  root,
  testKey,
  unknownCritical,
  validate,
  verdict,
} from "./build.ts";

const ADDRESS = "alice@example.org";
const EMAIL = { kind: "email", address: ADDRESS } as const;
const MAILBOX = mailboxName(ADDRESS);

test("X5-01: another key at the same alias is a change, and the pin stays what it was", async () => {
  const key = testKey();
  const first = await issue({ name: ADDRESS, key });
  const renewed = await issue({ name: ADDRESS, key, notAfter: NOW + 60 * DAY });
  const replaced = await issue({ name: ADDRESS });
  const pin = makePin(first.certificate, NOW);
  const before = JSON.stringify(pin);
  assert.equal(comparePin(pin, first.certificate), "same");
  assert.equal(comparePin(pin, renewed.certificate), "renewed");
  assert.equal(comparePin(pin, replaced.certificate), "changed");
  assert.equal(JSON.stringify(pin), before);
  assert.deepEqual(readPin(JSON.parse(before)), pin);
  for (const bad of [null, 1, {}, { ...pin, v: 2 }, { ...pin, key: "00" }, { ...pin, since: 0.5 }])
    assert.equal(readPin(bad), undefined);
});

test("X5-02: only exactly one mailbox among the alternative names speaks for an address", async () => {
  const anchor = await root();
  const inSubject = (type: string, text: string) => sequence(setOf(sequence(oid(type), utf8String(text))));
  const cases: readonly (readonly [string, readonly Uint8Array[], string, Uint8Array?])[] = [
    ["valid", [subjectAltName(MAILBOX)], ADDRESS],
    ["valid", [subjectAltName(MAILBOX, dnsName("example.org"))], ADDRESS],
    ["valid", [subjectAltName(mailboxName("alice@EXAMPLE.org"))], ADDRESS],
    ["NAME_MISMATCH", [], ADDRESS],
    ["NAME_MISMATCH", [], ADDRESS, inSubject("2.5.4.3", ADDRESS)],
    ["NAME_MISMATCH", [], ADDRESS, inSubject("1.2.840.113549.1.9.1", ADDRESS)],
    ["NAME_MISMATCH", [subjectAltName(dnsName("example.org"))], ADDRESS],
    ["NAME_MISMATCH", [subjectAltName(MAILBOX, mailboxName("bob@example.org"))], ADDRESS],
    ["NAME_MISMATCH", [subjectAltName(mailboxName("alice@example.org\0.evil.example"))], ADDRESS],
    ["NAME_MISMATCH", [subjectAltName(mailboxName("alice@example.org@evil.example"))], ADDRESS],
    ["NAME_MISMATCH", [subjectAltName(mailboxName("alice@sub.example.org"))], ADDRESS],
    ["NAME_CASE", [subjectAltName(mailboxName("Alice@example.org"))], ADDRESS],
    ["valid", [subjectAltName(mailboxName("älice@example.org"))], "älice@example.org"],
    ["NAME_MISMATCH", [subjectAltName(mailboxName("älice@example.org"))], ADDRESS],
    ["NAME_MISMATCH", [subjectAltName(MAILBOX, mailboxName("älice@example.org"))], ADDRESS],
  ];
  for (const [expected, names, address, subject] of cases) {
    const leaf = await issue({ name: "A", extensions: [...LEAF, ...names], ...(subject && { subject }) }, anchor);
    const purpose = { kind: "email", address } as const;
    assert.equal(verdict(await validate(leaf, [], anchor, { purpose })), expected);
  }
});

test("X5-03: a leaf, or a CA without cA or keyCertSign, issues nothing", async () => {
  const anchor = await root();
  const issuers: readonly (readonly [string, readonly Uint8Array[]])[] = [
    ["NOT_CA", LEAF],
    ["NOT_CA", [keyUsage("keyCertSign")]],
    ["NOT_CA", [basicConstraints(false), keyUsage("digitalSignature", "keyCertSign")]],
    ["NOT_CA", [extension("2.5.29.19", false, sequence(Uint8Array.of(1, 1, 0xff))), keyUsage("keyCertSign")]],
    ["KEY_USAGE", [basicConstraints(true)]],
    ["KEY_USAGE", [basicConstraints(true), keyUsage("digitalSignature", "cRLSign")]],
    ["valid", CA],
  ];
  for (const [expected, extensions] of issuers) {
    const middle = await issue({ name: "Middle", extensions }, anchor);
    const leaf = await issue({ name: "Leaf" }, middle);
    assert.equal(verdict(await validate(leaf, [middle], anchor)), expected);
    // An anchor is an issuer like any other.
    assert.equal(verdict(await validate(leaf, [], middle)), expected);
  }
});

test("X5-05: a key that is not for signing mail signs none", async () => {
  const anchor = await root();
  const usages: readonly (readonly [string, readonly Uint8Array[]])[] = [
    ["valid", LEAF],
    ["valid", [...LEAF, extendedKeyUsage(SERVER_AUTH, EMAIL_PROTECTION)]],
    ["EXTENDED_KEY_USAGE", [...LEAF, extendedKeyUsage(SERVER_AUTH)]],
    ["EXTENDED_KEY_USAGE", [...LEAF, extendedKeyUsage("2.5.29.37.0")]],
    ["KEY_USAGE", [basicConstraints(false), keyUsage("keyEncipherment")]],
    ["KEY_USAGE", [basicConstraints(false)]],
  ];
  for (const [expected, extensions] of usages) {
    const leaf = await issue({ name: "Leaf", extensions: [...extensions, subjectAltName(MAILBOX)] }, anchor);
    assert.equal(verdict(await validate(leaf, [], anchor, { purpose: EMAIL })), expected);
  }
  const servers = await issue({ name: "Servers", extensions: [...CA, extendedKeyUsage(SERVER_AUTH)] }, anchor);
  const leaf = await issue({ name: "Leaf", extensions: [...LEAF, subjectAltName(MAILBOX)] }, servers);
  assert.equal(verdict(await validate(leaf, [servers], anchor, { purpose: EMAIL })), "EXTENDED_KEY_USAGE");
});

test("X5-06: every moment must lie in every validity, both ends included", async () => {
  const anchor = await root();
  const leaf = await issue({ name: "Leaf", notBefore: NOW, notAfter: NOW + DAY }, anchor);
  const at = async (...moments: readonly number[]) => verdict(await validate(leaf, [], anchor, { at: moments }));
  assert.equal(await at(NOW, NOW + DAY), "valid");
  assert.equal(await at(NOW - 1, NOW + DAY), "NOT_YET_VALID");
  assert.equal(await at(NOW, NOW + DAY + 1), "EXPIRED");
  assert.equal(await at(), "LIMIT");
  const old = await issue({ name: "Old", extensions: CA, notAfter: NOW - 1 }, anchor);
  assert.equal(verdict(await validate(await issue({ name: "Leaf" }, old), [old], anchor)), "EXPIRED");
});

test("X5-10: no URL in a certificate is ever asked", async () => {
  let hits = 0;
  const server = createServer((_, response) => {
    hits++;
    response.end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  assert.ok(typeof address === "object" && address !== null);
  const url = implicit(6, asciiBytes(`http://127.0.0.1:${address.port}/`));
  const access = sequence(sequence(oid("1.3.6.1.5.5.7.48.1"), url), sequence(oid("1.3.6.1.5.5.7.48.2"), url));
  const extensions = [
    ...LEAF,
    extension("1.3.6.1.5.5.7.1.1", false, access),
    extension("2.5.29.31", false, sequence(sequence(tagged(0, tagged(0, url))))),
    extension("2.5.29.32", false, sequence(sequence(oid("1.2.3")))),
    extension("1.3.6.1.5.5.7.1.12", false, sequence(tagged(0, url))),
    subjectAltName(url),
  ];
  try {
    const anchor = await root();
    const leaf = await issue({ name: "Leaf", extensions }, anchor);
    assert.equal(verdict(await validate(leaf, [], anchor)), "valid");
    assert.equal(verdict(await validate(leaf, [], await root())), "NO_ISSUER");
    await new Promise((resolve) => setTimeout(resolve, 100));
    assert.equal(hits, 0);
  } finally {
    server.close();
  }
});

test("X5-11: revocation is unknown unless a local, signed and fresh list says otherwise", async () => {
  const anchor = await root();
  const leaf = await issue({ name: "Leaf", serial: Uint8Array.of(7) }, anchor);
  const list = async (serial: number, from: number, to: number, issuer = anchor) => {
    const read = readRevocationList(await revocationList(issuer, [Uint8Array.of(serial)], from, to));
    assert.ok(read);
    return read;
  };
  const state = async (...lists: readonly Awaited<ReturnType<typeof list>>[]) => {
    const result = await validate(leaf, [], anchor, { lists });
    return result.kind === "valid" ? result.revocation : verdict(result);
  };
  const fresh = [NOW - DAY, NOW + DAY] as const;
  assert.equal(await state(), "unknown");
  assert.equal(await state(await list(8, NOW - 3 * DAY, NOW - DAY)), "unknown");
  assert.equal(await state(await list(8, NOW + 1, NOW + DAY)), "unknown");
  assert.equal(await state(await list(8, ...fresh)), "good");
  assert.equal(await state(await list(7, ...fresh)), "REVOKED");
  // An old list still knows who was revoked, and no later one takes it back.
  assert.equal(await state(await list(8, ...fresh), await list(7, NOW - 3 * DAY, NOW - DAY)), "REVOKED");
  // Somebody else with the same name.
  assert.equal(await state(await list(8, ...fresh, await root())), "unknown");
  const mute = await root([basicConstraints(true), keyUsage("keyCertSign")]);
  const under = await issue({ name: "Leaf" }, mute);
  const result = await validate(under, [], mute, { lists: [await list(8, ...fresh, mute)] });
  assert.equal(result.kind === "valid" && result.revocation, "unknown");
});

test("X5-11: a list that is a part, or says what nobody processes, is no list", async () => {
  const anchor = await root();
  const read = async (extensions: readonly Uint8Array[], entry: readonly Uint8Array[] = []) =>
    readRevocationList(await revocationList(anchor, [Uint8Array.of(1)], NOW - DAY, NOW + DAY, extensions, entry));
  const number = extension("2.5.29.20", false, Uint8Array.of(2, 1, 1));
  const reason = extension("2.5.29.21", false, Uint8Array.of(10, 1, 1));
  assert.ok(await read([]));
  assert.ok(await read([number], [reason]));
  const onlyLeaves = sequence(implicit(1, Uint8Array.of(0xff)));
  for (const critical of [true, false]) {
    assert.equal(await read([number, extension("2.5.29.28", critical, onlyLeaves)]), undefined);
    assert.equal(await read([number, extension("2.5.29.27", critical, Uint8Array.of(2, 1, 1))]), undefined);
  }
  assert.equal(await read([unknownCritical]), undefined);
  assert.equal(await read([], [unknownCritical]), undefined);
});
