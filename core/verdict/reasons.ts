/**
 * Every reason code, declared once: what it does to the badge and which class of warning it belongs to
 * (4-threats section 0). The sentence of a code is `reason_<CODE>` in `core/words/`.
 */

/**
 * What a reason does to the badge. `note` moves nothing; `unevaluated` is a path other than the receipt's that could not
 * be walked: UNCHECKED where there would be no badge at all, and nothing otherwise (T52).
 */
export type Effect = "alert" | "caution" | "unchecked" | "unevaluated" | "note";

/** Warning text classes (4-threats section 0). */
type WarningClass =
  | "changed"
  | "ident"
  | "scope"
  | "fresh"
  | "ambig"
  | "look"
  | "key"
  | "missing"
  | "route"
  | "limit"
  | "net"
  | "decl"
  /** Ours: of a sealed message nothing is stamped outside. */
  | "sealed";

/** One declaration. */
export interface ReasonSpec {
  readonly effect: Effect;
  /** Effect when the organisation concerned is in the trust store. */
  readonly trusted?: Effect;
  /** Effect when the From domain requires stamps. */
  readonly required?: Effect;
  /** Effect on a message without any stamp, see the note at the structure codes. */
  readonly unstamped?: Effect;
  /** Effect when the user's own gateway vouches for the From domain (T19, U19). */
  readonly vouched?: Effect;
  readonly warning: WarningClass;
  /** Names of the values its sentence may use, in the order of the sentence's placeholders. */
  readonly params: readonly string[];
}

const spec = <const T extends Record<string, ReasonSpec>>(table: T): T => table;

/** The table. Add a code in its section, in one line; a test asks for a sentence in every language. */
export const REASONS = spec({
  // Structure (4-threats B.2): two programs could read the message differently. D.3 makes that CAUTION. Without any
  // stamp nothing is claimed about the content, and one ordinary message in thirty is built like that (a list footer
  // behind the last boundary, a cut bounce, mixed line ends), so there only what concerns the sender, the header as a
  // whole, or what an attachment is stays CAUTION: ordinary mail raises nothing (decision 30). A second From field is
  // AMBIG_FROM as well. A server's `pass` gives such a message no TRANSPORT either (`decide.ts`).
  AMBIG_DUP_HEADER: { effect: "caution", unstamped: "note", warning: "ambig", params: ["field"] },
  AMBIG_HEADER_SYNTAX: { effect: "caution", warning: "ambig", params: [] },
  AMBIG_EOL: { effect: "caution", unstamped: "note", warning: "ambig", params: [] },
  AMBIG_BORDER: { effect: "caution", warning: "ambig", params: [] },
  AMBIG_BOUNDARY: { effect: "caution", unstamped: "note", warning: "ambig", params: ["part"] },
  AMBIG_ENCODING: { effect: "caution", unstamped: "note", warning: "ambig", params: ["part"] },
  AMBIG_CONTENT_TYPE: { effect: "caution", unstamped: "note", warning: "ambig", params: ["part"] },
  AMBIG_FILENAME: { effect: "caution", warning: "ambig", params: ["part"] },
  AMBIG_FROM: { effect: "caution", warning: "ambig", params: [] },
  AMBIG_ADDRESS: { effect: "caution", unstamped: "note", warning: "ambig", params: ["field"] },
  EXTRA_BYTES: { effect: "caution", unstamped: "note", warning: "ambig", params: ["part"] },
  UNSUPPORTED_PART: { effect: "caution", unstamped: "note", warning: "scope", params: ["part", "type"] },
  EXTERNAL_ATTACHMENT: { effect: "caution", warning: "scope", params: ["part"] },
  HIDDEN_TEXT: { effect: "caution", warning: "scope", params: [] },
  REMOTE_NOT_COVERED: { effect: "note", warning: "scope", params: [] },
  // Receipts (B.3, 3b).
  MULTI_STAMP: { effect: "caution", trusted: "alert", warning: "ambig", params: [] },
  STAMP_MALFORMED: { effect: "caution", trusted: "alert", warning: "ambig", params: ["tag"] },
  UNSUPPORTED_VERSION: { effect: "caution", trusted: "alert", warning: "ambig", params: [] },
  DRAFT_LITERAL: { effect: "note", trusted: "caution", required: "alert", warning: "key", params: ["org"] },
  UNKNOWN_ORG: { effect: "note", required: "alert", warning: "key", params: ["org"] },
  KID_UNKNOWN: { effect: "note", trusted: "caution", required: "alert", warning: "key", params: ["org", "kid"] },
  // Under a key of an organisation that is not trusted even a changed message is CAUTION (G30, H16).
  SIG_INVALID: { effect: "caution", trusted: "alert", warning: "changed", params: ["org"] },
  ALG_MISMATCH: { effect: "caution", trusted: "alert", warning: "key", params: ["org"] },
  HDR: { effect: "caution", trusted: "alert", warning: "changed", params: ["org", "fields"] },
  BODY: { effect: "caution", trusted: "alert", warning: "changed", params: ["org"] },
  ATT: { effect: "caution", trusted: "alert", warning: "changed", params: ["org", "files"] },
  ATT_REMOVED: { effect: "caution", trusted: "alert", warning: "changed", params: ["org"] },
  ORG_SCOPE: { effect: "caution", trusted: "alert", warning: "ident", params: ["org", "domain"] },
  IDENTITY_MISMATCH: { effect: "caution", trusted: "alert", warning: "ident", params: ["org", "sender", "from"] },
  CASE_DIFFERS: { effect: "caution", warning: "ident", params: ["sender", "from"] },
  KEY_WEAK: { effect: "caution", trusted: "alert", warning: "key", params: ["org"] },
  KEY_COMPROMISED: { effect: "caution", trusted: "alert", warning: "key", params: ["org"] },
  KEY_EXPIRED: { effect: "caution", warning: "key", params: ["org"] },
  KEY_STATUS: { effect: "alert", warning: "key", params: ["org"] },
  RID_REVOKED: { effect: "alert", warning: "key", params: ["org"] },
  RID_REUSED: { effect: "caution", trusted: "alert", warning: "changed", params: ["org"] },
  REVOCATION_UNKNOWN: { effect: "unchecked", required: "caution", warning: "net", params: ["org"] },
  REVOCATION_STALE: { effect: "unchecked", required: "caution", warning: "net", params: ["org"] },
  FUTURE: { effect: "caution", warning: "fresh", params: ["time"] },
  STALE: { effect: "caution", warning: "fresh", params: ["time"] },
  DATE_MISMATCH: { effect: "caution", warning: "fresh", params: ["time"] },
  NOT_ADDRESSED_TO_YOU: { effect: "caution", warning: "fresh", params: ["org"] },
  POLICY_UNKNOWN: { effect: "caution", warning: "scope", params: ["org"] },
  FOOTER_UNPROVEN: { effect: "caution", warning: "scope", params: [] },
  STAMP_REQUIRED: { effect: "alert", warning: "missing", params: ["domain"] },
  STAMP_EXPECTED: { effect: "caution", warning: "missing", params: ["domain"] },
  LEDGER_FULL: { effect: "caution", warning: "fresh", params: ["org"] },
  // Names (B.5).
  NAME_IS_ADDRESS: { effect: "caution", warning: "look", params: ["name", "from"] },
  NAME_HIDES: { effect: "caution", warning: "look", params: ["from"] },
  FILE_NAME_HIDES: { effect: "caution", warning: "look", params: ["part"] },
  LOOKALIKE: { effect: "alert", warning: "look", params: ["domain", "imitated"] },
  LOOKALIKE_WEAK: { effect: "caution", warning: "look", params: ["domain", "imitated"] },
  REPLY_ELSEWHERE: { effect: "note", warning: "ident", params: ["replyTo"] },
  // What is known about the sender's zone (B.8).
  DNS_ROLLBACK: { effect: "caution", warning: "net", params: ["domain"] },
  // What the reader's own server says (B.6).
  TRANSPORT_FAIL: { effect: "caution", warning: "route", params: ["server", "domain"] },
  TRANSPORT_RELAYED: { effect: "caution", unstamped: "note", warning: "route", params: ["server", "domain"] },
  AR_CONFLICT: { effect: "caution", warning: "route", params: ["server"] },
  AR_OTHER_DOMAIN: { effect: "caution", warning: "route", params: ["server", "domain"] },
  MTLS_FAIL: { effect: "caution", warning: "route", params: ["server", "domain"] },
  // MAP envelopes (B.7, T01 to T21). What cannot be checked is no forgery; what does not fit is, whatever the cause.
  MAP_MULTIPLE: { effect: "caution", warning: "ambig", params: [] },
  MAP_MALFORMED: { effect: "caution", warning: "ambig", params: [] },
  MAP_EOL: { effect: "caution", warning: "ambig", params: [] },
  MAP_HEADER_ABOVE: { effect: "caution", warning: "ambig", params: ["field"] },
  MAP_E2E_SHAPE: { effect: "caution", warning: "ambig", params: [] },
  MAP_PAYLOAD_MISMATCH: { effect: "caution", vouched: "alert", warning: "changed", params: ["domain"] },
  MAP_SIG_INVALID: { effect: "caution", vouched: "alert", warning: "changed", params: ["domain"] },
  MAP_KEY_REVOKED: { effect: "caution", warning: "key", params: ["domain"] },
  MAP_KEY_EXPIRED: { effect: "caution", warning: "key", params: ["domain"] },
  MAP_STALE: { effect: "caution", warning: "fresh", params: ["domain"] },
  MAP_UNSUPPORTED: { effect: "unevaluated", warning: "limit", params: [] },
  MAP_KEY_GONE: { effect: "unevaluated", warning: "key", params: ["domain"] },
  MAP_KEY_USAGE: { effect: "unevaluated", warning: "key", params: ["domain"] },
  MAP_NO_ANCHOR: { effect: "unevaluated", warning: "key", params: ["domain"] },
  MAP_DNS: { effect: "unevaluated", warning: "net", params: ["domain"] },
  // MT2 messages (B.10, T38 to T49). A chain that ends early is no forgery; two signed words that differ are a doubt.
  MT2_XML: { effect: "caution", warning: "ambig", params: [] },
  MT2_SHAPE: { effect: "caution", warning: "ambig", params: [] },
  MT2_LIMIT: { effect: "caution", warning: "limit", params: [] },
  MT2_HEADER_CONFLICT: { effect: "caution", warning: "ident", params: ["fields"] },
  MT2_CONTENT_CHANGED: { effect: "caution", warning: "changed", params: [] },
  MT2_CONTRADICTION: { effect: "caution", warning: "route", params: [] },
  MT2_ISSUER_MISMATCH: { effect: "alert", warning: "key", params: [] },
  CA_CHANGED: { effect: "caution", warning: "key", params: ["domain"] },
  MT2_UNSUPPORTED: { effect: "unevaluated", warning: "limit", params: [] },
  MT2_DNS: { effect: "unevaluated", warning: "net", params: ["domain"] },
  // Sealed messages (B.13, T28, T29). Whoever altered the outside gets no opening; what cannot be opened is no forgery.
  SEALED_ALTERED: { effect: "caution", warning: "sealed", params: [] },
  SEALED_AMBIGUOUS: { effect: "unevaluated", warning: "ambig", params: [] },
  SEALED_UNSUPPORTED: { effect: "unevaluated", warning: "limit", params: [] },
  SEALED_TOO_LARGE: { effect: "unevaluated", warning: "limit", params: [] },
  SEALED_HEADER_DIFFERS: { effect: "caution", warning: "sealed", params: ["field"] },
  SEALED_NOT_ADDRESSED: { effect: "caution", warning: "fresh", params: [] },
  // IPP declarations (B.11, B.12): what the sender says never improves a badge, and rarely lowers it.
  IPP_AMBIG: { effect: "note", warning: "decl", params: [] },
  NATURE_UNBOUND: { effect: "note", warning: "decl", params: [] },
  IPP_IDENTITY: { effect: "caution", warning: "ident", params: ["address", "from"] },
  IPP_KEY_CHANGED: { effect: "caution", warning: "key", params: ["address"] },
  // Good news that is not shown here (8-enterprise 8).
  BELOW_POLICY_LEVEL: { effect: "note", warning: "limit", params: ["level"] },
  BELOW_OWN_LEVEL: { effect: "note", warning: "limit", params: ["level"] },
  // Could not be checked.
  E_TOO_LARGE: { effect: "unchecked", required: "caution", warning: "limit", params: [] },
  E_TOO_MANY_FIELDS: { effect: "unchecked", required: "caution", warning: "limit", params: [] },
  E_FIELD_TOO_LONG: { effect: "unchecked", required: "caution", warning: "limit", params: [] },
  E_TOO_MANY_PARTS: { effect: "unchecked", required: "caution", warning: "limit", params: [] },
  E_TOO_DEEP: { effect: "unchecked", required: "caution", warning: "limit", params: [] },
  E_SOURCE_PARTIAL: { effect: "unchecked", required: "caution", warning: "limit", params: [] },
  E_SOURCE_MISSING: { effect: "unchecked", required: "caution", warning: "limit", params: [] },
  E_SOURCE_MISMATCH: { effect: "unchecked", required: "caution", warning: "limit", params: [] },
  E_TIMEOUT: { effect: "unchecked", required: "caution", warning: "limit", params: [] },
  E_CLOCK: { effect: "unchecked", required: "caution", warning: "limit", params: [] },
  E_INTERNAL: { effect: "unchecked", required: "caution", warning: "limit", params: [] },
});

/** The codes. */
export type ReasonCode = keyof typeof REASONS;
