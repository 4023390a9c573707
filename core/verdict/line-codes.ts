/**
 * The lines that a system may add to a result (T53), declared once: `line_<system>_<code>` in `core/words/` with `-`
 * written `_`, placeholders in the order given here. A line moves no badge; it says what else is known.
 */
export const LINES = {
  /** The stamp is older than this installation's memory, so a repetition could not be noticed (ST-07). */
  gmp_replay_unknown: [],
  /** No server is named for this account, so no report is believed (AR-02). */
  authres_not_configured: [],
  authres_pass: ["server", "method", "domain"],
  authres_fail: ["server", "method", "domain"],
  /** `none`, `temperror`, `permerror` and the like: no statement (AR-17). */
  authres_not_checked: ["server", "method"],
  /** A result that names nobody (AR-07). */
  authres_AR_NO_IDENTITY: ["server", "method"],
  /** A field that is not written as RFC 8601 asks (T36). */
  authres_AR_IRREGULAR: ["server"],
  /** The signature that the server checked leaves parts open (T37). */
  authres_DKIM_PARTIAL: ["server", "domain"],
  /** An intermediary's word, never credit (AR-12). */
  authres_arc: ["server"],
  /** The name of the sending host leads back to its address (RFC 8601 s2.7.3). */
  authres_iprev: ["server", "ip"],
  /** What the first forwarder of a true chain says it found: its word, never credit (AR-12). */
  authres_sealed_pass: ["domain", "method", "about"],
  authres_sealed_fail: ["domain", "method", "about"],
  /** A message out of a file or another message: its delivery reports may be anybody's (ACQ-14). */
  authres_AR_NOT_FROM_ACCOUNT: [],
  /** DKIM signatures, checked on this device (RFC 6376). The first is credit; the next are true signatures that are not. */
  dkim_signed: ["domain"],
  dkim_unproven: ["domain"],
  dkim_weak: ["domain"],
  dkim_partial: ["domain"],
  dkim_testing: ["domain"],
  dkim_expired: ["domain"],
  dkim_future: ["domain"],
  /** Of a domain that is not the sender's. */
  dkim_other: ["domain"],
  /** Shown fields that the signature does not cover, and second ones of those it does. */
  dkim_unsigned: ["domain", "fields"],
  dkim_added: ["domain", "fields"],
  /** Changed since it was signed: which unit, as far as it is known; `fields` are proven. Never an alarm. */
  dkim_body_changed: ["domain"],
  dkim_header_changed: ["domain"],
  dkim_fields_changed: ["domain", "fields"],
  dkim_both_changed: ["domain"],
  /** Not checked, and why. */
  dkim_not_checked: ["domain"],
  dkim_key_gone: ["domain"],
  dkim_key_revoked: ["domain"],
  dkim_key_unusable: ["domain"],
  dkim_key_weak: ["domain"],
  dkim_key_unproven: ["domain"],
  dkim_sha1: ["domain"],
  dkim_unsupported: ["domain"],
  dkim_malformed: [],
  dkim_not_tried: [],
  /** A chain of forwarders: not checked; or its newest signature and all its seals, by keys of proven zones or not. Never credit (AR-12). */
  dkim_arc: ["domain", "forwarders"],
  dkim_arc_true: ["domain", "forwarders"],
  dkim_arc_unproven: ["domain", "forwarders"],
  /** The message was changed after this forwarder passed it on; a seal that is not true. */
  dkim_arc_changed: ["domain"],
  dkim_arc_broken: ["domain", "forwarders"],
  dkim_arc_failed: ["domain"],
  dkim_arc_malformed: [],
  /** DKIM2, a draft: the newest signer and all of them; not checked, or all true by keys of proven zones or not. */
  dkim_dkim2: ["domain", "signers"],
  dkim_dkim2_true: ["domain", "signers"],
  dkim_dkim2_unproven: ["domain", "signers"],
  /** Who noted changes of its own; where one hand-over does not follow from the one before. */
  dkim_dkim2_revised: ["domains"],
  dkim_dkim2_gap: ["domain"],
  dkim_dkim2_changed: ["domain"],
  dkim_dkim2_broken: ["domain", "signers"],
  dkim_dkim2_malformed: [],
  mtls_pass: ["server", "domain"],
  mtls_pass_host: ["server", "domain", "host"],
  mtls_fail: ["server", "domain"],
  /** A domain that publishes Client MX records; presence alone is never credit (MTLS-01). */
  mtls_opted_in: ["domain"],
  /** The gateway names the sending domain, with a key proven by DNSSEC, or by HTTPS only (3-protocols section 3, T61). */
  map_gateway: ["server", "domain"],
  map_gateway_https: ["server", "domain"],
  map_gateway_unproven: ["server", "domain"],
  /** The domain only tries MAP out (MAP-12). */
  map_testing: ["server", "domain"],
  map_other_domain: ["server", "domain"],
  map_null_sender: ["server"],
  /** The envelope, checked here (U53): what counts only together with the gateway's word (T06). */
  map_reverified: ["domain"],
  map_reverified_https: ["domain"],
  map_unattributed: ["domain"],
  map_e2e_not_evaluated: ["kind"],
  map_key_gone: ["domain"],
  map_no_anchor: ["domain"],
  map_unchecked: ["domain"],
  map_unsupported: [],
  map_mismatch: ["domain"],
  map_refused: [],
  /** A bounce (T18), which says nothing about the text that is shown. */
  dsn_proven: ["domain"],
  dsn_unknown_message: ["domain"],
  dsn_unchecked: ["domain"],
  dsn_refused: [],
  /** The way of an MT2 message (U53): how far back it is proven, and the extensions that nobody here acts on (MT2-15). */
  mt2_checked_back: ["host", "checked", "hops"],
  mt2_nothing_checked: [],
  mt2_unchecked: [],
  mt2_refused: [],
  mt2_extensions: ["oids"],
  /** Steps that were not proven here: the administrator relies on this host for them (MT2-13). */
  mt2_relied_on: ["host", "hops"],
  /** End-to-end encrypted content (3-protocols section 6): with a key of the reader among its recipients, or without. */
  hpke_for_you: [],
  hpke_sealed: [],
  hpke_unsupported: [],
  hpke_refused: [],
  /** What the sender declares (3-protocols 4.2): signed by the address, with its key found over DNSSEC or not. */
  ipp_signed: ["address", "nature"],
  ipp_signed_unanchored: ["address", "nature"],
  /** Only "the sender says" (IPP-01). */
  ipp_no_key: ["nature"],
  ipp_bad_signature: ["nature"],
  ipp_body_changed: ["nature"],
  ipp_unbound: ["nature"],
  ipp_expired: ["nature"],
  ipp_malformed: [],
  /** Certifiers the user or the administrator listed (RFC 5518): for all mail of a proven domain, or for kinds of it. */
  message_vouched: ["domain", "certifier"],
  message_vouched_types: ["domain", "certifier", "types"],
} as const satisfies Readonly<Record<string, readonly string[]>>;

/** Values of `method` that have words for people, `method_<name>` in `core/words/`; all others are words of somebody else. */
export const METHODS: ReadonlySet<string> = new Set(["bimi", "dkim", "dmarc", "map", "mtls", "smime", "spf", "vbr"]);
