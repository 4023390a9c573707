/**
 * Every resource budget of the verifier, in one place; sizes that a format itself prescribes stand with that format. Reaching one is never "fine": each has a reason code
 * (`E_*`, UNCHECKED) and a test at the limit (decision 4, attacks DOS-01 to DOS-08).
 */

/** Largest message read, in octets. */
export const MAX_MESSAGE_OCTETS = 128 * 1024 * 1024;
/** Most header fields in one header section. */
export const MAX_HEADER_FIELDS = 1000;
/** Longest header field, name and folds included, in octets. */
export const MAX_FIELD_OCTETS = 1024 * 1024;
/** Most MIME parts in one message, the root included. */
export const MAX_PARTS = 10_000;
/** Deepest multipart nesting; the root has depth 0. */
export const MAX_DEPTH = 64;
/** Most mailboxes of From that are judged; an even number. */
export const MAX_AUTHORS = 100;
/** Most domains whose stamp policy one message makes somebody ask for: a display must not cause a flood (DNS-05). */
export const MAX_POLICY_QUESTIONS = 4;
/** Most certifiers that one message makes somebody ask about its sender. */
export const MAX_VOUCH_QUESTIONS = 4;
/** Most Authentication-Results fields looked at. */
export const MAX_AUTHRES_FIELDS = 20;
/** Longest text of foreign origin shown on a screen, in UTF-16 units. */
export const MAX_SHOWN_TEXT = 80;
/** Largest JSON text of trust records or policy, in UTF-8 octets (ADM-10, IPP-06). */
export const MAX_TRUST_JSON_OCTETS = 256 * 1024;
/** Deepest nesting of arrays and objects in such a text. */
export const MAX_TRUST_JSON_DEPTH = 16;
/** Most receipts remembered for one organisation (DOS-06). */
export const MAX_LEDGER_PER_ORG = 10_000;
/** Longest status list read, in characters of its compact JWS (G56). */
export const MAX_STATUS_LIST_TEXT = 1024 * 1024;
/** Most hashes, and most octets hashed, to find out which header field was changed. */
export const MAX_CHANGE_ATTEMPTS = 300;
export const MAX_CHANGE_OCTETS = 1024 * 1024;
/** Longest COSE object of a MAP field, in octets (MAP-06). */
export const MAX_COSE_OCTETS = 64 * 1024;
/** Longest HTTPS bootstrap document, in characters of its compact JWS (T17). */
export const MAX_BOOTSTRAP_TEXT = 64 * 1024;
/** Largest certificate read, in octets. */
export const MAX_CERTIFICATE_OCTETS = 64 * 1024;
/** Deepest nesting of DER (X5-07), and most elements in one object. */
export const MAX_DER_DEPTH = 32;
export const MAX_DER_ELEMENTS = 10_000;
/** Largest revocation list read, in octets, and most DER elements in it. */
export const MAX_REVOCATION_OCTETS = 1024 * 1024;
export const MAX_REVOCATION_ELEMENTS = 100_000;
/** Longest PEM text read, in characters. */
export const MAX_PEM_TEXT = 1024 * 1024;
/** Longest `.pub` of an alias, in characters (X5-12). */
export const MAX_PUB_TEXT = 16 * 1024;
/** Most CA certificates between a leaf and its anchor, not counting self-issued ones. */
export const MAX_PATH_INTERMEDIATES = 8;
/** Most certificates offered for building one path, most attempts to extend it, most signatures checked for it. */
export const MAX_PATH_OFFERED = 200;
export const MAX_PATH_STEPS = 200;
export const MAX_PATH_SIGNATURES = 32;
/** Most comparisons of names with name constraints in one search for a path. */
export const MAX_NAME_COMPARISONS = 50_000;
/** Most DKIM-Signature fields read, and most of them verified: each costs a hash and an RSA operation (DOS-03). */
export const MAX_DKIM_FIELDS = 100;
export const MAX_DKIM_SIGNATURES = 8;
/** Most DKIM2 fields of one message; the draft knows no limit. */
export const MAX_DKIM2_FIELDS = 64;
/** Most octets of header fields that one DKIM signature may cover. */
export const MAX_DKIM_HEADER_OCTETS = 1024 * 1024;
/** Most attempts to find out which header field was changed since it was signed; each is an RSA operation. */
export const MAX_DKIM_GUESSES = 24;
/** Most recipients of a sealed message (T25, decision 19). */
export const MAX_SEALED_RECIPIENTS = 100;
/** Largest content of HPKE-4, whose cipher few platforms have natively: about ten seconds in the slowest (decision 19). */
export const MAX_INTEGRATED_OCTETS = 4 * 1024 * 1024;
/** Most private keys in one file or backup. */
export const MAX_SEALING_KEYS = 100;
/** Largest XML object of an MT2 message in octets, deepest nesting, and most elements in it (MT2-16). */
export const MAX_XML_OCTETS = 1024 * 1024;
export const MAX_XML_DEPTH = 32;
export const MAX_XML_ELEMENTS = 10_000;
/** Most hops of an MT2 trace, and most certificates of one hop. */
export const MAX_MT2_HOPS = 32;
export const MAX_MT2_CERTIFICATES = 9;
/** Deepest nesting of comments in a header field (DOS-04). */
export const MAX_COMMENT_DEPTH = 8;
/** Most CNAME and DNAME records followed by one look-up (DNS-11). */
export const MAX_DNS_ALIASES = 8;
/** Most questions of one look-up; a chain of six labels with two aliases needs some twenty (DNS-05, DNS-15). */
export const MAX_DNS_QUESTIONS = 96;
/** Most keys of a zone with one tag, most signature checks for one RRset, and for one look-up (DNS-05, CVE-2023-50387). */
export const MAX_KEYS_PER_TAG = 4;
export const MAX_CHECKS_PER_RRSET = 8;
export const MAX_DNS_CHECKS = 64;
/** Most iterations and octets of salt of an NSEC3 proof that is computed (RFC 9276 s3.2, DNS-06). */
export const MAX_NSEC3_ITERATIONS = 50;
export const MAX_NSEC3_SALT_OCTETS = 16;
/** Most names hashed for one look-up; an honest one needs some dozen (DNS-06, CVE-2023-50868). */
export const MAX_NSEC3_HASHES = 256;
/** Most compression pointers followed for one domain name (DNS-14). */
export const MAX_NAME_POINTERS = 32;
