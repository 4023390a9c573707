import { edit, knowing, mail, octets, record, signedAnyway, stamped, text } from "../support.ts";
import { TEST_KEYS } from "../test-keys.ts";
import { GOOD, vector } from "./case.ts";

const MALFORMED = "UNTRUSTED ALERT STAMP_MALFORMED";
const nobody = knowing({ trust: [] });
const field = (bytes: Uint8Array) => /X-GuardMail-Stamp:.*?\r\n(?=[A-Z])/s.exec(text(bytes))?.[0] ?? "";
const altered = (from: string | RegExp, to: string) => async () => edit(await stamped(mail()), from, to);
const signed = (changes: Readonly<Record<string, string | undefined>>) => () => signedAnyway(mail(), changes);

/** Tag lists, the stamp's values and its signature: G18 to G29, G44, G53, G54, G57, G58, H08, H12, H25, H27. */
export const SYNTAX_CASES = [
  vector("trailing-semicolon", "G18", "One trailing semicolon is allowed (and signed).", GOOD, async () =>
    signedAnyway(mail(), { verify_url: "https://verify.example.org/r/1;" }),
  ),
  vector("empty-spec", "G18", "An empty tag-spec is not.", MALFORMED, altered("; org_id", ";; org_id")),
  vector(
    "two-folds",
    "G18",
    "Two folds in a row.",
    "UNTRUSTED ALERT AMBIG_BORDER STAMP_MALFORMED",
    altered("\r\n sender_id", "\r\n \r\n sender_id"),
  ),
  vector(
    "folds-anywhere-between",
    "G19 G29",
    "White space around tags may change on the way: it is not signed.",
    GOOD,
    altered("; org_id=", "\r\n\t;\r\n org_id = "),
  ),
  vector(
    "fws-in-signature",
    "G19 G29",
    "Folding inside signature.",
    GOOD,
    altered(/signature=(.{20})/, "signature=\r\n $1\t"),
  ),
  vector(
    "fws-elsewhere",
    "G19",
    "A blank inside any other value, an unknown tag's too.",
    MALFORMED,
    signed({ x: "a b" }),
  ),
  ...(
    ["rid", "sender_id", "org_id", "kid", "hdr_hash", "body_hash", "att_hash", "ts", "sig_alg", "verify_url"] as const
  ).map((tag) => vector(`without-${tag}`, "G20", `${tag} is required.`, MALFORMED, signed({ [tag]: undefined }))),
  vector("without-c", "G20", "c is optional and relaxed by default.", GOOD, signed({ c: undefined })),
  vector("bad-kid", "G20", "kid in upper case.", MALFORMED, signed({ kid: "2026A" })),
  vector("version-2", "G20", "A version that is not known.", "UNTRUSTED ALERT UNSUPPORTED_VERSION", signed({ v: "2" })),
  vector("short-rid", "G21", "A rid of 15 characters.", MALFORMED, signed({ rid: "0123456789abcde" })),
  vector("rid-characters", "G21", "Every kind of character a rid may hold.", GOOD, signed({ rid: "AZaz09._~-AZaz09" })),
  vector("recased-tag", "G22 H25", "KID beside kid.", MALFORMED, signed({ KID: "x" })),
  vector("unknown-tag", "G22 G29", "An unknown tag is ignored and signed.", GOOD, signed({ x: "1" })),
  vector(
    "unknown-tag-added",
    "G22 G29",
    "An unknown tag that was added later.",
    "TAMPERED ALERT SIG_INVALID",
    altered("v=1;", "v=1; x=1;"),
  ),
  vector(
    "name-case",
    "G23",
    "The field name in another case.",
    GOOD,
    altered("X-GuardMail-Stamp", "x-guardmail-STAMP"),
  ),
  vector(
    "near-miss-space",
    "G03 G23",
    "A blank before the colon of the stamp is a near-miss.",
    "UNTRUSTED ALERT AMBIG_HEADER_SYNTAX STAMP_MALFORMED",
    altered("X-GuardMail-Stamp:", "X-GuardMail-Stamp :"),
  ),
  vector(
    "near-miss-suffix",
    "G23 G44",
    "X-GuardMail-Stamp2.",
    MALFORMED,
    altered("X-GuardMail-Stamp:", "X-GuardMail-Stamp2:"),
  ),
  vector(
    "near-miss-folded",
    "G23 H12",
    "The name split by a fold: a header line is read with its continuations.",
    "UNTRUSTED ALERT AMBIG_HEADER_SYNTAX STAMP_MALFORMED",
    altered("X-GuardMail-Stamp:", "X-Guard\r\n Mail-Stamp:"),
  ),
  vector(
    "near-miss-unknown-org",
    "G44",
    "A broken stamp that names nobody trusted.",
    "UNTRUSTED CAUTION STAMP_MALFORMED",
    altered("X-GuardMail-Stamp:", "X-GuardMail-Stamp2:"),
    nobody,
  ),
  vector(
    "broken-names-other",
    "G44",
    "The From domain is nobody's, but an org_id in the broken stamp is trusted.",
    MALFORMED,
    async () =>
      octets(`X-GuardMail-Stamp: v=1; ORG_ID = Example .org; org_id=x\r\n${text(mail({ From: "a@b.example" }))}`),
  ),
  vector("two-stamps", "G44", "The genuine stamp twice.", "UNTRUSTED ALERT MULTI_STAMP", async () => {
    const bytes = await stamped(mail());
    return octets(field(bytes) + text(bytes));
  }),
  vector(
    "two-stamps-and-near-miss",
    "G44",
    "Two stamps go before a near-miss.",
    "UNTRUSTED ALERT MULTI_STAMP",
    async () => {
      const bytes = await stamped(mail());
      return octets(`X-GuardMail-Stamps: v=1\r\n${field(bytes)}${text(bytes)}`);
    },
  ),
  vector(
    "sender-one-label",
    "G34",
    "The domain of sender_id has one label.",
    MALFORMED,
    signed({ sender_id: "alice@org" }),
  ),
  vector("org-digits", "G20", "The last label of org_id is a number.", MALFORMED, signed({ org_id: "example.1" })),
  vector("kid-empty", "G20", "An empty kid is no kid.", MALFORMED, signed({ kid: "" })),
  vector("signature-empty", "G20 G28", "An empty signature.", MALFORMED, altered(/signature=[^;]*/, "signature=")),
  vector("hash-upper-case", "G20", "Hex in upper case.", MALFORMED, signed({ hdr_hash: "A".repeat(64) })),
  vector("policy-id-empty", "G58", "An empty policy_id.", MALFORMED, signed({ policy_id: "" })),
  vector(
    "draft-literal",
    "G24 H08",
    "The draft's own form, of a trusted organisation.",
    "UNTRUSTED CAUTION DRAFT_LITERAL",
    signed({ v: undefined, kid: undefined }),
  ),
  vector(
    "draft-literal-unknown",
    "G24",
    "The same where nobody is trusted.",
    "UNTRUSTED NONE DRAFT_LITERAL",
    signed({ v: undefined, kid: undefined }),
    nobody,
  ),
  vector(
    "draft-literal-required",
    "G24",
    "The same where stamps are required.",
    "UNTRUSTED ALERT DRAFT_LITERAL",
    signed({ v: undefined, kid: undefined }),
    knowing({ trust: [record({ requireStamp: true })] }),
  ),
  vector(
    "draft-literal-broken",
    "H08",
    "Without v, and another tag broken: malformed.",
    MALFORMED,
    signed({ v: undefined, kid: undefined, rid: "short" }),
  ),
  vector(
    "verify-url-port",
    "G53",
    "A verify_url with a port.",
    MALFORMED,
    signed({ verify_url: "https://verify.example.org:443/" }),
  ),
  vector(
    "verify-url-digits",
    "H27",
    "A host whose last label is digits.",
    MALFORMED,
    signed({ verify_url: "https://10.0.0.1/" }),
  ),
  vector(
    "verify-url-elsewhere",
    "G53",
    "A host that is not the organisation's: VALID, and nothing is offered.",
    GOOD,
    signed({ verify_url: "https://tracker.example/r/1" }),
  ),
  vector(
    "narrowed-header-list",
    "G54",
    "Nothing narrows the header list: hs is an unknown tag.",
    GOOD,
    signed({ hs: "from" }),
  ),
  vector("ts-leap-second", "G57", "Seconds end at 59.", MALFORMED, signed({ ts: "2026-11-21T20:01:60Z" })),
  vector("ts-no-such-day", "G57", "30 February.", MALFORMED, signed({ ts: "2026-02-30T20:01:43Z" })),
  vector(
    "policy-listed",
    "G58",
    "A policy the record lists.",
    GOOD,
    signed({ policy_id: "strict.1" }),
    knowing({ trust: [record({ policies: ["strict.1"] })] }),
  ),
  vector(
    "policy-other",
    "G58",
    "Another policy.",
    "VALID CAUTION POLICY_UNKNOWN",
    signed({ policy_id: "weak" }),
    knowing({ trust: [record({ policies: ["strict.1"] })] }),
  ),
  vector(
    "policy-missing",
    "G58",
    "No policy.",
    "VALID CAUTION POLICY_UNKNOWN",
    signed({}),
    knowing({ trust: [record({ policies: ["strict.1"] })] }),
  ),
  vector("ecdsa", "G25 G26", "ECDSA P-256, r||s.", GOOD, () => signedAnyway(mail(), {}, TEST_KEYS.p256)),
  vector("rsa-pss", "G25 G26", "RSA-PSS, SHA-256, salt of 32 octets.", GOOD, () =>
    signedAnyway(mail(), {}, TEST_KEYS.rsa),
  ),
  vector(
    "other-sig-alg",
    "G26",
    "sig_alg is not the key's.",
    "TAMPERED ALERT ALG_MISMATCH SIG_INVALID",
    signed({ sig_alg: "rsa-pss-sha256" }),
  ),
  vector(
    "unknown-sig-alg",
    "G26",
    "sig_alg is no algorithm at all.",
    "TAMPERED ALERT ALG_MISMATCH SIG_INVALID",
    signed({ sig_alg: "Ed25519" }),
  ),
  vector("ed25519-malleable", "G27", "S + L in place of S.", "TAMPERED ALERT SIG_INVALID", async () => {
    const bytes = await stamped(mail());
    const folded = /signature=([^;]*);/.exec(text(bytes))?.[1] ?? "";
    const signature = Buffer.from(folded.replace(/\s/g, ""), "base64");
    const order = 2n ** 252n + 27742317777372353535851937790883648493n;
    const s = BigInt(`0x${Buffer.from(signature.subarray(32)).reverse().toString("hex")}`) + order;
    const twin = Buffer.from(s.toString(16).padStart(64, "0"), "hex").reverse();
    return edit(bytes, folded, Buffer.concat([signature.subarray(0, 32), twin]).toString("base64"));
  }),
  vector(
    "loose-base64",
    "G28",
    "The signature's last character carries loose bits.",
    MALFORMED,
    altered(/(signature=[^;]*)==;/, "$1=;"),
  ),
  vector(
    "short-signature",
    "G28",
    "Well-spelt base64 of three octets.",
    "TAMPERED ALERT SIG_INVALID",
    altered(/signature=[^;]*;/, "signature=QUJD;"),
  ),
] as const;
