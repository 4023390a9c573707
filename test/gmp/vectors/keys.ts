import type { Knowledge, KnownKey, OrganisationKey, TrustRecord } from "../../../core/knowledge.ts";
import { edit, knowing, knowingKey, mail, ORG, record, STAMPED, signedAnyway, stamped } from "../support.ts";
import { publicKey, TEST_KEYS } from "../test-keys.ts";
import { GOOD, type VectorCase, vector } from "./case.ts";

const DAY = 86_400;
const genuine = () => stamped(mail());
const trusting = (changes: Partial<TrustRecord>, rest: Partial<Knowledge> = {}) =>
  knowing({ trust: [record(changes)], ...rest });
const withKey = (changes: Partial<OrganisationKey>, rest: Partial<Knowledge> = {}) =>
  trusting({ keys: [{ ...publicKey(TEST_KEYS.ed25519), ...changes }] }, rest);
const all = { stampPolicies: [{ domain: ORG, stamp: "all" }] } as const satisfies Partial<Knowledge>;
const proven: KnownKey = { ...publicKey(TEST_KEYS.ed25519), org_id: ORG, proof: { how: "dnssec", at: STAMPED } };
const { keys: _keys, ...byName } = record();
const WEAK = `${"A".repeat(43)}=`;
const { firstSeen: _seen, ...unseen } = knowing();

/** Keys and requirements: G30, G31, G36, G37, G43, G45, G52, G55, H13, H14, H16. */
export function keyCases(): readonly VectorCase[] {
  return [
    vector("no-stamp", "G30", "No stamp, nothing expected.", "NOT_FOUND NONE", () => mail()),
    vector(
      "no-key",
      "G30",
      "A stamp of somebody unknown.",
      "UNTRUSTED NONE UNKNOWN_ORG",
      genuine,
      knowing({ trust: [] }),
    ),
    vector(
      "known-key",
      "G30",
      "A DNSSEC-proven key without a record: unchanged, not trusted.",
      "UNTRUSTED INTACT",
      genuine,
      knowingKey(),
    ),
    vector(
      "known-key-changed",
      "G30 H16",
      "The same, and the text changed.",
      "UNTRUSTED CAUTION BODY",
      async () => edit(await genuine(), "1 000", "9 000"),
      knowingKey(),
    ),
    vector(
      "known-key-required",
      "G30 G31",
      "A key that no zone proves, where the zone says all mail is stamped.",
      "UNTRUSTED ALERT STAMP_REQUIRED",
      genuine,
      knowingKey({ proof: { how: "user", at: STAMPED } }, all),
    ),
    vector(
      "stamp-all-met",
      "G31",
      "stamp=all met by a stamp under the zone's key.",
      "UNTRUSTED INTACT",
      genuine,
      knowingKey({}, all),
    ),
    vector(
      "stamp-all-missing",
      "G31 G36",
      "stamp=all and no stamp.",
      "NOT_FOUND ALERT STAMP_REQUIRED",
      () => mail(),
      knowing({ trust: [], ...all }),
    ),
    vector(
      "stamp-required-below",
      "G36",
      "A domain below asks its registrable domain's record.",
      "NOT_FOUND ALERT STAMP_REQUIRED",
      () => mail({ From: "a@sub.example.org" }),
      knowing({ trust: [], ...all }),
    ),
    vector(
      "stamp-some-nearer",
      "G36",
      "The first record found decides.",
      "NOT_FOUND NONE",
      () => mail({ From: "a@sub.example.org" }),
      knowing({ trust: [], stampPolicies: [{ domain: "sub.example.org", stamp: "some" }, ...all.stampPolicies] }),
    ),
    vector(
      "record-requires",
      "G36",
      "A record that requires stamps, and none.",
      "NOT_FOUND ALERT STAMP_REQUIRED",
      () => mail(),
      trusting({ requireStamp: true }),
    ),
    vector(
      "several-from-required",
      "G36 G41",
      "With several From addresses one that requires is enough.",
      "NOT_FOUND ALERT AMBIG_FROM STAMP_REQUIRED",
      () => mail({ From: "x@other.example, alice@example.org" }),
      trusting({ requireStamp: true }),
    ),
    vector(
      "expected",
      "G36",
      "The domain stamped its mail before.",
      "NOT_FOUND CAUTION STAMP_EXPECTED",
      () => mail(),
      knowing({ trust: [], stampedBefore: [ORG] }),
    ),
    vector(
      "by-name",
      "G37",
      "A record without keys takes the proven ones.",
      GOOD,
      genuine,
      knowing({ trust: [byName], keys: [proven] }),
    ),
    vector(
      "pinned-only",
      "G37",
      "A record with keys takes no others.",
      "UNTRUSTED CAUTION KID_UNKNOWN",
      () => signedAnyway(mail(), {}, TEST_KEYS.next),
      knowing({ keys: [{ ...proven, ...publicKey(TEST_KEYS.next) }] }),
    ),
    vector(
      "two-keys-one-kid",
      "G37",
      "Several keys of one name are no key.",
      "UNTRUSTED CAUTION KID_UNKNOWN",
      genuine,
      trusting({ keys: [publicKey(TEST_KEYS.ed25519), publicKey(TEST_KEYS.ed25519)] }),
    ),
    vector("stamp-at-the-end", "G40", "The stamp's position is free.", GOOD, async () => {
      const bytes = Buffer.from(await genuine()).toString("latin1");
      const end = bytes.indexOf("\r\nFrom:") + 2;
      const border = bytes.indexOf("\r\n\r\n") + 2;
      return Buffer.from(bytes.slice(end, border) + bytes.slice(0, end) + bytes.slice(border), "latin1");
    }),
    vector(
      "key-before",
      "G43",
      "ts one second before notBefore.",
      "UNTRUSTED CAUTION KEY_EXPIRED",
      genuine,
      withKey({ notBefore: "2026-11-21T20:01:44Z" }),
    ),
    vector("key-at-end", "G43", "ts equal to notAfter.", GOOD, genuine, withKey({ notAfter: "2026-11-21T20:01:43Z" })),
    vector(
      "key-retired",
      "G43",
      "Retired: first sight after notAfter.",
      "UNTRUSTED CAUTION KEY_EXPIRED",
      genuine,
      withKey({ status: "retired", notAfter: "2026-11-21T20:30:00Z" }),
    ),
    vector(
      "key-compromised",
      "G43",
      "Compromised before it was first seen.",
      "UNTRUSTED ALERT KEY_COMPROMISED",
      genuine,
      withKey({ status: "compromised", compromisedAt: "2026-11-21T20:30:00Z" }),
    ),
    vector(
      "key-compromised-later",
      "G43",
      "Compromised after it was first seen.",
      GOOD,
      genuine,
      withKey({ status: "compromised", compromisedAt: "2026-11-22T20:30:00Z" }),
    ),
    vector(
      "key-compromised-unseen",
      "G43 H14",
      "First sight unknown: now counts.",
      "UNTRUSTED ALERT KEY_COMPROMISED",
      genuine,
      {
        ...unseen,
        now: STAMPED + 9 * DAY,
        trust: [
          record({
            keys: [{ ...publicKey(TEST_KEYS.ed25519), status: "compromised", compromisedAt: "2026-11-29T00:00:00Z" }],
          }),
        ],
      },
    ),
    vector(
      "foreign-stamp",
      "G45",
      "Somebody else's unproven stamp over a trusted domain.",
      "UNTRUSTED CAUTION ORG_SCOPE UNKNOWN_ORG",
      () => signedAnyway(mail(), { org_id: "evil.example" }),
    ),
    vector(
      "certificate",
      "G52",
      "The key of an IPP certificate, for its own address.",
      "UNTRUSTED INTACT",
      () => signedAnyway(mail(), { kid: "0123456789abcdef" }),
      knowingKey({ kid: "0123456789abcdef", proof: { how: "certificate", at: STAMPED }, address: "alice@example.org" }),
    ),
    vector(
      "certificate-domain-case",
      "G34 G52",
      "The domain of sender_id in another case.",
      "UNTRUSTED INTACT",
      () => signedAnyway(mail(), { kid: "0123456789abcdef", sender_id: "alice@EXAMPLE.org" }),
      knowingKey({ kid: "0123456789abcdef", proof: { how: "certificate", at: STAMPED }, address: "alice@example.org" }),
    ),
    vector(
      "certificate-other",
      "G52",
      "For another address.",
      "UNTRUSTED CAUTION IDENTITY_MISMATCH",
      () => signedAnyway(mail(), { kid: "0123456789abcdef" }),
      knowingKey({ kid: "0123456789abcdef", proof: { how: "certificate", at: STAMPED }, address: "boss@example.org" }),
    ),
    vector(
      "certificate-other-domain",
      "G52",
      "The domain of the certificate's address is not org_id: no key.",
      "UNTRUSTED NONE KID_UNKNOWN",
      () => signedAnyway(mail(), { kid: "0123456789abcdef" }),
      knowingKey({ kid: "0123456789abcdef", proof: { how: "certificate", at: STAMPED }, address: "alice@example.net" }),
    ),
    vector(
      "key-revoked",
      "G43",
      "Its zone publishes it without octets: revoked, and nothing is tried.",
      "UNTRUSTED CAUTION KEY_COMPROMISED",
      genuine,
      knowingKey({ key: "" }),
    ),
    vector(
      "weak-key",
      "G55 H13",
      "A small-order key in the trust store.",
      "UNTRUSTED ALERT KEY_WEAK",
      genuine,
      withKey({ key: WEAK }),
    ),
    vector(
      "weak-key-known",
      "G55 H13",
      "The same without a record.",
      "UNTRUSTED CAUTION KEY_WEAK",
      genuine,
      knowingKey({ key: WEAK }),
    ),
  ];
}
