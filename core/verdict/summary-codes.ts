/**
 * The sentences of the popup's three lines, declared once: `summary_<code>` in `core/words/`, placeholders in the order
 * given here (4-threats D.5, GMR-29: "stamped by ORG for ADDRESS", never "signed by PERSON").
 */
export const SUMMARY = {
  // Unchanged?
  /** Everything the receipt covers is as it was stamped. `attachments` is a number, `time` the stamp's ts. */
  unchanged: ["org", "time", "attachments"],
  /** The same, and the HTML loads things from the web that no receipt covers (ACQ-13). */
  unchanged_but_remote: ["org", "time", "attachments"],
  /** No receipt, but an envelope of the sending domain's server (T06). */
  unchanged_sealed: ["domain"],
  /** A unit differs; `fields` and `files` are lists of names, possibly empty. */
  changed_headers: ["org", "fields"],
  changed_body: ["org"],
  changed_attachments: ["org", "files"],
  changed_headers_and_body: ["org", "fields"],
  /** The signature does not fit: altered or forged, nobody can say which. */
  altered_or_forged: ["org"],
  /** Hashes and signature fit, but programs can read the message differently. */
  unchanged_ambiguous: ["org"],
  /** There is a receipt and no key to check it with. */
  no_key: ["org"],
  broken_receipt: [],
  no_receipt: [],
  /** There is no receipt, and there should be one. */
  missing_receipt: ["domain"],
  /** A limit, a part of the source, or an internal error. */
  not_checked: [],
  // From whom?
  from_stamped: ["org", "from"],
  /** The key's owner is proven, and stands in no trust record. */
  from_known_key: ["org", "from"],
  /** The stamp speaks for another address or domain than the one shown. */
  from_other_address: ["org", "sender", "from"],
  /** The stamp names an organisation and does not prove it. */
  from_unproven: ["org", "from"],
  /** A server of the domain is proven, no person (T06). */
  from_sealed: ["domain", "from"],
  from_server: ["server", "domain"],
  from_server_failed: ["server", "domain"],
  /** Only the message itself says so. */
  from_claimed: ["from"],
  /** No single sender can be read. */
  from_ambiguous: [],
  // Do you trust them?
  trust_user: ["name", "org"],
  trust_policy: ["name", "org"],
  /** Trusted, but this message is not proven to be theirs. */
  trust_not_for_this: ["name", "org"],
  /** Proven and not trusted. */
  trust_not_yet: ["org"],
  /** A server is proven, and nobody whom one could trust. */
  trust_sealed: [],
  /** Nobody is proven, so there is nobody to trust. */
  trust_nobody: [],
} as const satisfies Readonly<Record<string, readonly string[]>>;

/** The codes. */
export type SummaryCode = keyof typeof SUMMARY;
