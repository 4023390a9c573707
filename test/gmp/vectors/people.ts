import type { Knowledge, TrustRecord } from "../../../core/knowledge.ts";
import { knowing, knowingKey, mail, OPTIONS, ORG, record, STAMPED, signedAnyway, stamped } from "../support.ts";
import { GOOD, vector } from "./case.ts";

const DAY = 86_400;
const genuine = () => stamped(mail());
const trusting = (changes: Partial<TrustRecord>, rest: Partial<Knowledge> = {}) =>
  knowing({ trust: [record(changes)], ...rest });
const from =
  (address: string, changes = {}) =>
  () =>
    signedAnyway(mail({ From: address }), { sender_id: address, ...changes });
const { firstSeen: _seen, ...unseen } = knowing();
const footer = (rid: string) =>
  `Hi\r\n----BEGIN GUARDMAIL RECEIPT----\r\nReceipt-ID: ${rid}\r\nSender-ID: alice@example.org\r\nOrg-ID: example.org\r\nIssued-At: 2026-11-21T20:01:43Z\r\nVerification: ${OPTIONS.verifyUrl}\r\n----END GUARDMAIL RECEIPT----\r\n`;

/** Senders, readers, times and footers: G32 to G35, G38 to G42, H09, H11, H14, H16, H23, H24, H26. */
export const PEOPLE_CASES = [
  vector("scope-other", "G32", "Another domain.", "UNTRUSTED ALERT ORG_SCOPE", from("eve@other.example")),
  vector(
    "scope-below",
    "G32",
    "Below, without includeSubdomains.",
    "UNTRUSTED ALERT ORG_SCOPE",
    from("eve@sub.example.org"),
  ),
  vector(
    "scope-below-included",
    "G32",
    "Below, with includeSubdomains.",
    GOOD,
    from("eve@sub.example.org"),
    trusting({ includeSubdomains: true }),
  ),
  vector(
    "scope-below-known",
    "G32",
    "Below org_id, without a record.",
    "UNTRUSTED INTACT",
    from("eve@sub.example.org"),
    knowingKey(),
  ),
  vector(
    "scope-above-known",
    "G32",
    "Above org_id, without a record.",
    "UNTRUSTED CAUTION ORG_SCOPE",
    () => signedAnyway(mail(), { org_id: "mail.example.org" }),
    knowingKey({ org_id: "mail.example.org" }),
  ),
  vector(
    "future",
    "G33",
    "ts 601 s after first sight.",
    "VALID CAUTION FUTURE",
    genuine,
    knowing({ firstSeen: STAMPED - 601 }),
  ),
  vector("not-yet-future", "G33", "ts 600 s after first sight.", GOOD, genuine, knowing({ firstSeen: STAMPED - 600 })),
  vector(
    "stale",
    "G33",
    "First seen 7 days and 1 s after ts.",
    "VALID CAUTION STALE",
    genuine,
    knowing({ firstSeen: STAMPED + 7 * DAY + 1 }),
  ),
  vector("never-seen", "G33 H14", "First sight unknown: never stale.", GOOD, genuine, {
    ...unseen,
    now: STAMPED + 700 * DAY,
  }),
  vector("date-mismatch", "G33 H09", "Date 24 h and 1 s from ts.", "VALID CAUTION DATE_MISMATCH", () =>
    signedAnyway(mail({ Date: "Sun, 22 Nov 2026 20:01:44 +0000" })),
  ),
  vector("date-comment", "H09", "A wrong weekday, comments and GMT.", GOOD, () =>
    signedAnyway(mail({ Date: "Mon, 21 Nov 2026 (x) 20:01:43 GMT (y)" })),
  ),
  vector("no-date", "G33", "No Date.", "VALID CAUTION DATE_MISMATCH", () => signedAnyway(mail({ Date: undefined }))),
  vector("sender-mismatch", "G34", "sender_id is not From.", "UNTRUSTED ALERT IDENTITY_MISMATCH", () =>
    signedAnyway(mail({ From: "boss@example.org" })),
  ),
  vector(
    "delegate",
    "G34",
    "The pair is a listed delegate.",
    GOOD,
    () => signedAnyway(mail({ From: "boss@example.org" })),
    trusting({ delegates: [{ from: "boss@example.org", sender: "alice@example.org" }] }),
  ),
  vector("case-differs", "G34 H16", "The local parts differ in case alone.", "UNTRUSTED CAUTION CASE_DIFFERS", () =>
    signedAnyway(mail({ From: "Alice@example.org" })),
  ),
  vector("domain-case", "G34", "The domains differ in case alone.", GOOD, () =>
    signedAnyway(mail({ From: "alice@EXAMPLE.org" })),
  ),
  vector(
    "not-addressed",
    "G35",
    "None of the user's addresses in To or Cc.",
    "VALID CAUTION NOT_ADDRESSED_TO_YOU",
    () => signedAnyway(mail({ To: '"bob@example.net" <carol@example.net>' })),
  ),
  vector("addressed-in-group", "G35", "A group in Cc, another case.", GOOD, () =>
    signedAnyway(mail({ To: "x@example.net", Cc: "Team: BOB@example.net;" })),
  ),
  vector(
    "plus-tag",
    "G35 H26",
    "A plus tag counts only where the identity list says so.",
    "VALID CAUTION NOT_ADDRESSED_TO_YOU",
    () => signedAnyway(mail({ To: "bob+x@example.net" })),
  ),
  vector(
    "plus-tag-listed",
    "H26",
    "The identity list says so.",
    GOOD,
    () => signedAnyway(mail({ To: "bob+x@example.net" })),
    knowing({ account: { addresses: ["bob+*@example.net"], authserv: [] } }),
  ),
  vector(
    "accept-bcc",
    "G35 H26",
    "acceptBcc drops the obligation.",
    GOOD,
    () => signedAnyway(mail({ To: "carol@example.net" })),
    trusting({ acceptBcc: true }),
  ),
  vector(
    "rid-reused",
    "G38",
    "The rid was seen with other hashes.",
    "TAMPERED ALERT RID_REUSED",
    genuine,
    knowing({ ledger: [{ org_id: ORG, rid: OPTIONS.rid, digest: "0".repeat(64), firstSeen: STAMPED }] }),
  ),
  vector("footer", "G39 G40", "A footer made by the stamping side.", GOOD, () => stamped(mail(), { footer: true })),
  vector("footer-wrong", "G39", "A footer that repeats another rid.", "VALID CAUTION FOOTER_UNPROVEN", () =>
    signedAnyway(mail({}, footer("0123456789abcdef"))),
  ),
  vector("footer-twice", "G39 H11", "Two good footers in one leaf.", "VALID CAUTION FOOTER_UNPROVEN", () =>
    signedAnyway(mail({}, footer(OPTIONS.rid) + footer(OPTIONS.rid))),
  ),
  vector("footer-quoted", "G39", "A footer in quoted lines is not looked at.", "NOT_FOUND NONE", () =>
    mail({}, footer("x").replaceAll(/^(?!\n)/gm, "> ")),
  ),
  vector("footer-alone", "G39", "A footer without a stamp.", "NOT_FOUND CAUTION FOOTER_UNPROVEN", () =>
    mail({}, footer(OPTIONS.rid)),
  ),
  vector(
    "name-is-address",
    "G42",
    "A display name that is another address: VALID, and CAUTION.",
    "VALID CAUTION NAME_IS_ADDRESS",
    () => stamped(mail({ From: '"ceo@bank.example" <alice@example.org>' })),
  ),
  vector(
    "unquoted-at",
    "G42",
    "An unquoted @ in the display name.",
    "UNTRUSTED CAUTION AMBIG_FROM NAME_IS_ADDRESS",
    () => signedAnyway(mail({ From: "ceo@bank.example <alice@example.org>" })),
  ),
  vector("trailing-comment", "G42", "One comment behind a bare address is its display name.", GOOD, () =>
    stamped(mail({ From: "alice@example.org (Alice)" })),
  ),
  vector("dot-in-name", "H23", "A dot in an unquoted display name.", GOOD, () =>
    stamped(mail({ From: "Alice B. Example <alice@example.org>" })),
  ),
  vector("non-ascii-local", "G34 H24", "A local part that is not ASCII.", "UNTRUSTED CAUTION AMBIG_FROM", () =>
    signedAnyway(mail({ From: "al\u00c3\u00afce@example.org" })),
  ),
] as const;
