import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { toBase64 } from "../../core/canonical/encoding.ts";
import { parseTagList } from "../../core/canonical/taglist.ts";
import { sign } from "../../core/crypto/signature.ts";
import { signingInput } from "../../core/gmp/signing-input.ts";
import {
  check,
  edit,
  knowing,
  knowingKey,
  mail,
  ORG,
  octets,
  record,
  STAMPED,
  stamped,
  text,
  verdict,
} from "./support.ts";
import { publicKey, stampKey, TEST_KEYS, type TestKey } from "./test-keys.ts";

const day = 86_400;
const time = (seconds: number) => `${new Date(seconds * 1000).toISOString().slice(0, -5)}Z`;

test("GMR-03: equal signing inputs come from equal tags (superseded by G29)", () => {
  const value = fc.stringMatching(/^[!-:<-~]{0,6}$/);
  const list = fc.uniqueArray(fc.tuple(fc.stringMatching(/^[a-c][_a1]{0,2}$/), value), { selector: ([name]) => name });
  const blank = fc.constantFrom("", " ", "\t", "\r\n ");
  const spelt = fc.tuple(list, fc.infiniteStream(blank)).map(([tags, blanks]) => {
    const ws = () => blanks.next().value ?? "";
    return tags.map(([name, v]) => `${ws()}${name}${ws()}=${ws()}${v}${ws()}`).join(";");
  });
  const seen = new Map<string, string>();
  fc.assert(
    fc.property(spelt, (field) => {
      const tags = parseTagList(field);
      if (tags === undefined) return;
      const input = text(signingInput(field, tags));
      const tuple = JSON.stringify(tags.map(({ name, value: v }) => [name, v]));
      assert.equal(seen.get(input) ?? tuple, tuple);
      seen.set(input, tuple);
    }),
    { numRuns: 3000 },
  );
  assert.ok(seen.size > 500);
});

test("GMR-03: no tag can be moved into the value before it without changing the signing input", () => {
  const value = fc.stringMatching(/^[!-:<-~]{0,6}$/);
  const inputOf = (field: string) => text(signingInput(field, parseTagList(field) ?? []));
  fc.assert(
    fc.property(value, value, (first, second) => {
      const two = `a=${first};b1=${second}`;
      assert.notEqual(inputOf(two), inputOf(`a=${first}b1=${second}`));
      assert.notEqual(inputOf(`${two};signature=AAAA`), inputOf(`${two};xsignature=AAAA`));
    }),
  );
});

test("the signing input is the field without white space and without the signature (1.3, G29)", () => {
  const field = " v=1; xsignature=k;\r\n signature = QU\r\n\tI= ;verify_url=https://a.example/";
  const input = signingInput(field, parseTagList(field) ?? []);
  assert.equal(text(input), "x-guardmail-stamp:v=1;xsignature=k;signature=;verify_url=https://a.example/");
});

test("GMR-04: a verify_url that was swapped is a signature that does not fit", async () => {
  const bytes = await stamped(mail());
  const swapped = edit(bytes, "https://verify.example.org/", "https://verify.evil.example/");
  assert.equal(await verdict(swapped), "TAMPERED tampered SIG_INVALID");
  assert.equal((await check(swapped)).receipt?.verifyUrl, undefined);
});

test("GMR-04: a genuine verify_url is offered only for the organisation's own hosts (G53)", async () => {
  const bytes = await stamped(mail());
  const offered = async (knowledge = knowing()) => (await check(bytes, knowledge)).receipt?.verifyUrl;
  assert.equal(await offered(), "https://verify.example.org/r/01JD4WZK8Q3T5V7X9A1C3E5G7H");
  assert.equal(await offered(knowing({ trust: [record({ verifyHosts: ["other.example"] })] })), undefined);
  assert.ok(await offered(knowingKey()));
  assert.equal(await offered(knowingKey({ proof: { how: "user", at: 0 } })), undefined);
  const elsewhere = await stamped(mail(), { verifyUrl: "https://tracker.example/r/1" });
  assert.equal((await check(elsewhere, knowingKey())).receipt?.verifyUrl, undefined);
});

for (const type of ["ed25519", "p256", "rsa"] as const)
  for (const name of ["ed25519", "ecdsa-p256-sha256", "rsa-pss-sha256", "none", "Ed25519", "hmac-sha256", "rsa-sha256"])
    test(`GMR-05: a key of type ${type} under sig_alg=${name}`, async () => {
      const key = TEST_KEYS[type];
      const bytes = await stamped(mail(), {}, key);
      if (name === key.alg) assert.equal(await verdict(bytes), "VALID valid");
      else {
        const claimed = edit(bytes, `sig_alg=${key.alg}`, `sig_alg=${name}`);
        assert.equal(await verdict(claimed), "TAMPERED tampered ALG_MISMATCH SIG_INVALID");
      }
    });

/** The stamped message with another signature: by `key`, over what `signed` makes of the tags without a signature. */
async function resigned(bytes: Uint8Array, key: TestKey, signed: (tags: string) => string): Promise<Uint8Array> {
  const value = /^x-guardmail-stamp:([\s\S]*?)\r\n(?![ \t])/im.exec(text(bytes))?.[1] ?? "";
  const tags = value.replace(/\s/g, "").replace(/(;signature=)[^;]*/, "$1");
  const { alg, privateKey } = stampKey(key);
  const signature = toBase64(await sign(alg, privateKey, octets(signed(tags))));
  return edit(bytes, /signature=[^;]*(?=;|\r\n\S)/, `signature=${signature}`);
}

test("CRY-08: a signature by the same key over the same tags under another field name is none", async () => {
  const bytes = await stamped(mail());
  const under = async (name: string) => verdict(await resigned(bytes, TEST_KEYS.ed25519, (tags) => name + tags));
  assert.equal(await under("x-guardmail-stamp:"), "VALID valid");
  for (const name of ["", "ipp-declaration:", "map-envelope:", "dkim-signature:", "tree "])
    assert.equal(await under(name), "TAMPERED tampered SIG_INVALID", name);
});

test("a well-spelt signature of the wrong length does not fit (G28)", async () => {
  const bytes = await stamped(mail());
  assert.equal(await verdict(edit(bytes, /signature=[^;]*;/, "signature=QUJD;")), "TAMPERED tampered SIG_INVALID");
});

test("GMR-24: a key in the message is nothing, though it fits the signature", async () => {
  const { other } = TEST_KEYS;
  const named = edit(await stamped(mail()), "v=1;", `v=1; key=${other.key};`);
  const bytes = await resigned(named, other, (tags) => `x-guardmail-stamp:${tags}`);
  assert.equal(await verdict(bytes, knowing({ trust: [] })), "UNTRUSTED no-key UNKNOWN_ORG");
  assert.equal(await verdict(bytes), "TAMPERED tampered SIG_INVALID");
});

test("GMR-30: an unknown key id of a trusted organisation is no way round its keys", async () => {
  const bytes = await stamped(mail(), {}, TEST_KEYS.next);
  assert.equal(await verdict(bytes), "UNTRUSTED kid-unknown KID_UNKNOWN");
  const strict = await check(bytes, knowing({ trust: [record({ requireStamp: true })] }));
  assert.equal(strict.state, "kid-unknown");
  assert.equal(strict.required, true);
  // A record with keys is checked with those only, whatever DNS proves (G37), so nothing is worth asking.
  const proof = { how: "dnssec", at: STAMPED } as const;
  const known = [{ ...publicKey(TEST_KEYS.next), org_id: ORG, proof }];
  const both = await check(bytes, knowing({ keys: known }));
  assert.equal(both.state, "kid-unknown");
  assert.ok(both.wants.every((want) => want.kind !== "gmp-key"));
});

test("a record without keys takes the organisation's proven keys; without any it is no record (G37, decision 3)", async () => {
  const bytes = await stamped(mail());
  const { keys: _, ...byName } = record();
  const proof = { how: "dnssec", at: STAMPED } as const;
  const known = { ...publicKey(TEST_KEYS.ed25519), org_id: ORG, proof };
  assert.equal(await verdict(bytes, knowing({ trust: [byName], keys: [known] })), "VALID valid");
  const nothing = await check(bytes, knowing({ trust: [byName] }));
  assert.equal(nothing.state, "no-key");
  assert.equal(nothing.trusted, false);
  assert.deepEqual(nothing.wants[0], { kind: "gmp-key", org_id: ORG, kid: "2026a" });
  const pinned = { ...known, proof: { how: "user", at: STAMPED } as const };
  assert.equal(await verdict(bytes, knowing({ trust: [byName], keys: [pinned] })), "UNTRUSTED known-key");
});

test("several keys of one name are no key (G37)", async () => {
  const bytes = await stamped(mail());
  const twice = record({ keys: [publicKey(TEST_KEYS.ed25519), publicKey(TEST_KEYS.ed25519)] });
  assert.equal(await verdict(bytes, knowing({ trust: [twice] })), "UNTRUSTED kid-unknown KID_UNKNOWN");
});

test("without trust every outcome is UNTRUSTED, a changed message too (G30)", async () => {
  const bytes = await stamped(mail());
  assert.equal(await verdict(bytes, knowingKey()), "UNTRUSTED known-key");
  assert.equal(await verdict(edit(bytes, "1 000", "9 000"), knowingKey()), "UNTRUSTED known-key BODY");
  assert.equal(await verdict(edit(bytes, "v=1;", "v=1; x=1;"), knowingKey()), "UNTRUSTED known-key SIG_INVALID");
});

test("only a key proven for the whole organisation is offered for trust (decision 3, G52)", async () => {
  const bytes = await stamped(mail());
  const offered = async (knowledge = knowing()) => (await check(bytes, knowledge)).trustable;
  assert.deepEqual(await offered(knowingKey()), { org_id: ORG, kid: "2026a" });
  const certificate = { how: "certificate", at: STAMPED } as const;
  assert.equal(await offered(knowingKey({ proof: certificate, address: "alice@example.org" })), undefined);
  assert.equal(await offered(), undefined);
  assert.equal(await offered(knowingKey({}, { firstSeen: STAMPED + 8 * day })), undefined);
});

test("the key of a certificate serves its own address alone (G52)", async () => {
  const bytes = await stamped(mail());
  const proof = { how: "certificate", at: STAMPED } as const;
  assert.equal(await verdict(bytes, knowingKey({ proof, address: "alice@example.org" })), "UNTRUSTED known-key");
  const other = await verdict(bytes, knowingKey({ proof, address: "boss@example.org" }));
  assert.equal(other, "UNTRUSTED known-key IDENTITY_MISMATCH");
  assert.equal(await verdict(bytes, knowingKey({ proof })), "UNTRUSTED no-key KID_UNKNOWN");
});

test("a key that fails the lint is weak wherever it stands (G55)", async () => {
  const bytes = await stamped(mail());
  const weak = { ...publicKey(TEST_KEYS.ed25519), key: `${"A".repeat(43)}=` };
  assert.equal(
    await verdict(bytes, knowing({ trust: [record({ keys: [weak] })] })),
    "UNTRUSTED malformed-trusted KEY_WEAK",
  );
  assert.equal(await verdict(bytes, knowingKey({ key: weak.key })), "UNTRUSTED known-key KEY_WEAK");
});

test("GMR-23: a stolen key's ts says nothing; the time the reader first saw the message does", async () => {
  const bytes = await stamped(mail());
  const stolen = (since: string | undefined, firstSeen: number | undefined) => {
    const key = {
      ...publicKey(TEST_KEYS.ed25519),
      status: "compromised" as const,
      ...(since && { compromisedAt: since }),
    };
    const { firstSeen: _, ...base } = knowing({ trust: [record({ keys: [key] })], now: STAMPED + 20 * day });
    return verdict(bytes, firstSeen === undefined ? base : { ...base, firstSeen });
  };
  const since = time(STAMPED + 2 * day);
  const refused = "UNTRUSTED malformed-trusted KEY_COMPROMISED";
  assert.equal(await stolen(since, STAMPED + day), "VALID valid");
  assert.equal(await stolen(since, STAMPED + 2 * day), refused);
  assert.equal(await stolen(since, STAMPED + 3 * day), refused);
  assert.equal(await stolen(since, undefined), refused);
  assert.equal(await stolen(undefined, STAMPED + day), refused);
});

test("GMR-23: ts lies in the key's window; a retired key asks the same of the first sight (G43)", async () => {
  const bytes = await stamped(mail());
  const within = (window: { notBefore?: string; notAfter?: string; status?: "retired" }) =>
    verdict(bytes, knowing({ trust: [record({ keys: [{ ...publicKey(TEST_KEYS.ed25519), ...window }] })] }));
  const refused = "UNTRUSTED valid-caution KEY_EXPIRED";
  assert.equal(await within({ notBefore: time(STAMPED), notAfter: time(STAMPED) }), "VALID valid");
  assert.equal(await within({ notBefore: time(STAMPED + 1) }), refused);
  assert.equal(await within({ notAfter: time(STAMPED - 1) }), refused);
  assert.equal(await within({ notAfter: time(STAMPED + 10), status: "retired" }), refused);
  assert.equal(await within({ notAfter: time(STAMPED + 3600), status: "retired" }), "VALID valid");
  assert.equal(await within({ status: "retired" }), refused);
  assert.equal(await within({ notAfter: "soon" }), refused);
});
