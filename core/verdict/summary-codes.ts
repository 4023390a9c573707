/**
 * The sentences of the popup's three lines, declared once: `summary_<code>` in `core/words/`, placeholders in the order
 * given here (4-threats D.5, GMR-29: "stamped by ORG for ADDRESS", never "signed by PERSON").
 */
export const SUMMARY = {
  // Unchanged?
  /**
   * Everything the receipt covers is as it was stamped; a sentence each for no attachment, one and several, so that no
   * language needs a plural form for a number it does not know. `time` is the stamp's ts.
   */
  unchanged: ["org", "time"],
  unchanged_with_file: ["org", "time"],
  unchanged_with_files: ["org", "time", "attachments"],
  /** The same, and the HTML loads things from the web that no receipt covers (ACQ-13). */
  unchanged_but_remote: ["org", "time"],
  unchanged_with_file_but_remote: ["org", "time"],
  unchanged_with_files_but_remote: ["org", "time", "attachments"],
  /** Everything fits, but nobody can say whether the key has been withdrawn since (H17). */
  unchanged_key_open: ["org"],
  /** No receipt, but an envelope of the sending domain's server (T06). */
  unchanged_sealed: ["domain"],
  /** No receipt, but an MT2 message whose whole way is proven (T41). */
  unchanged_mt2: ["from"],
  /** A unit differs. `fields` and `files` are lists of names, and never empty: only what is proven is named. */
  changed_headers: ["org", "fields"],
  changed_headers_unnamed: ["org"],
  changed_body: ["org"],
  /** The body's hash covers attachments too: once they differ, nobody can say whether the text does. */
  added_attachments: ["org", "files"],
  changed_attachments: ["org"],
  /** Several units differ; which fields and files stands in the reasons. */
  changed_headers_and_body: ["org"],
  changed_headers_and_attachments: ["org"],
  /** Signature and hashes fit, and the receipt's number came with another message before (G38). */
  number_reused: ["org"],
  /** The signature does not fit: altered or forged, nobody can say which. */
  altered_or_forged: ["org"],
  /** Hashes and signature fit, but programs can read the message differently. */
  unchanged_ambiguous: ["org"],
  /** The key does not hold: whoever has it may have stamped anything (GMR-09). */
  bad_key: ["org"],
  /** There is a receipt that cannot be checked here: no key, or an early form. */
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
  /** The stamp is true, and what it was put on is not what is shown (GMR-28). */
  from_changed: ["org", "sender"],
  /** The same, and the message shows another address besides. */
  from_changed_address: ["org", "sender", "from"],
  /** Stamped by an organisation that has no say over this address (G45). */
  from_out_of_scope: ["org", "from"],
  /** The stamp names an organisation and does not prove it. */
  from_unproven: ["org", "from"],
  /** A server of the domain is proven, no person (T06). */
  from_sealed: ["domain", "from"],
  /** Authorised to use a key that the domain vouches for, which says nothing about who that is (MT2-11). */
  from_mt2: ["from", "domain"],
  /** A DKIM signature of the sender's domain, checked on this device. */
  from_signed: ["signer"],
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
  /** Trusted, and this is not the message they stamped. */
  trust_changed: ["name", "org"],
  /** Proven and not trusted. */
  trust_not_yet: ["org"],
  trust_not_yet_changed: ["org"],
  /** The same, and a certifier that the reader listed vouches for them (RFC 5518). */
  trust_vouched: ["org", "certifier"],
  /** A server is proven, and nobody whom one could trust. */
  trust_sealed: [],
  /** An address is proven to be authorised, and nobody said that they trust it. */
  trust_mt2: ["from"],
  /** The same, and a certifier that the reader listed vouches for the domain. */
  trust_mt2_vouched: ["domain", "certifier"],
  /** Nobody is proven, so there is nobody to trust. */
  trust_nobody: [],
} as const satisfies Readonly<Record<string, readonly string[]>>;

/** The codes. */
export type SummaryCode = keyof typeof SUMMARY;
