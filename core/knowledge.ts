import type { MinimumLevel } from "./level.ts";
import type { OwnPolicies } from "./policies.ts";

/**
 * Everything a verdict depends on besides the message: plain JSON, so that a verdict can be replayed from two files.
 * Times are epoch seconds unless the name says otherwise; domains are lower-case A-labels.
 */

/** Signature algorithms (G26), the same names in `sig_alg`, `alg`, `k` and `a`. */
export type SignatureAlgorithm = "ed25519" | "ecdsa-p256-sha256" | "rsa-pss-sha256";

/** One key of an organisation (3-protocols section 7, G25, G43). */
export interface OrganisationKey {
  readonly kid: string;
  readonly alg: SignatureAlgorithm;
  /** Base64, canonical: 32 octets (Ed25519), 65 octets (P-256 point) or DER SubjectPublicKeyInfo (RSA). */
  readonly key: string;
  /** RFC 3339 UTC; absent means no bound. */
  readonly notBefore?: string;
  readonly notAfter?: string;
  readonly status?: "active" | "retired" | "compromised";
  readonly compromisedAt?: string;
}

/** An organisation the user or the administrator trusts (3-protocols section 7). */
export interface TrustRecord {
  readonly org_id: string;
  readonly name?: string;
  readonly domains: readonly string[];
  readonly includeSubdomains?: boolean;
  /** Without this member the organisation is trusted by name and its DNSSEC-proven keys are taken (G37). */
  readonly keys?: readonly OrganisationKey[];
  readonly requireStamp?: boolean;
  readonly delegates?: readonly { readonly from: string; readonly sender: string }[];
  readonly policies?: readonly string[];
  readonly acceptBcc?: boolean;
  readonly verifyHosts?: readonly string[];
  readonly statusList?: { readonly url: string; readonly maxAge: number };
  /** Who put the record there; shown to the user (ADM-01). */
  readonly source?: "user" | "policy";
  /** RFC 3339 UTC, when it was added. */
  readonly addedAt?: string;
}

/** A key whose owner is known, without the owner being trusted (G30): yields INTACT at most. */
export interface KnownKey extends OrganisationKey {
  readonly org_id: string;
  /** How the key was tied to the organisation, and when (epoch seconds). */
  readonly proof: { readonly how: "user" | "dnssec" | "certificate"; readonly at: number };
  /** For `certificate`: the addr-spec of its rfc822Name; only this sender may use the key, without it nobody (G52). */
  readonly address?: string;
  /** In diagnostics, which must not name the address: whether it is the sender's whose stamp this is (EXT-16). */
  readonly holder?: boolean;
}

/** What a domain publishes about its own stamping (`_gmp.<domain>`, 1.4, G36); only DNSSEC-proven records stand here. */
export interface StampPolicy {
  readonly domain: string;
  readonly stamp: "all" | "some";
}

/** One stamp seen before (1.6, G38). */
export interface LedgerEntry {
  readonly org_id: string;
  readonly rid: string;
  /** Lower-case hex SHA3-256 of `hdr_hash ":" body_hash ":" att_hash`. */
  readonly digest: string;
  readonly firstSeen: number;
}

/** A signed status list as fetched (G56); it is verified again each time it is used. */
export interface StatusListCopy {
  readonly org_id: string;
  /** Compact JWS. */
  readonly jws: string;
  readonly fetchedAt: number;
}

/** How far an answer of the DNS is proven here (3-protocols section 8). */
export type DnsState = "secure" | "insecure" | "bogus" | "indeterminate";

/** A record that ties a key to a domain's MAP server (3-protocols section 3, T14). */
export interface MapKeyRecord {
  /** `client`, `server`, `envelope`, `hpke`, or a word of the future. */
  readonly usage: string;
  /** `x25519`, `ed25519`, or a word of the future. */
  readonly k: string;
  /** Base64 of the raw key; "" for a revoked one. */
  readonly p: string;
  /** First and last second of its use; absent means no bound. */
  readonly nb?: number;
  readonly na?: number;
}

/** What was found at `<id>._mapkey.<domain>`, or in the domain's HTTPS bootstrap document (T14, T17). */
export interface MapKey {
  readonly domain: string;
  readonly id: string;
  readonly anchor: "dnssec" | "https";
  /** Of the DNS answer, or of the delegation that made the document be asked for. */
  readonly state: DnsState;
  /** Absent where there was none, more than one, or a malformed one. */
  readonly record?: MapKeyRecord;
  /** Of a bootstrap document: the last second it may be used. */
  readonly expires?: number;
}

/** Whether a domain publishes Client MX records (section 2, T59). */
export interface ClientMx {
  readonly domain: string;
  readonly state: DnsState;
  /** The answer holds at least one well-formed record. */
  readonly present: boolean;
}

/**
 * What was found at `<selector>._domainkey.<domain>` (RFC 6376 s3.6.2). The texts are read again each time they are used.
 */
export interface DkimKey {
  /** The `d=` and the `s=` of a signature, in lower case. */
  readonly domain: string;
  readonly selector: string;
  /** An answer made from a wildcard proves nothing about this name: `indeterminate` (DNS-07). */
  readonly state: DnsState;
  /** One text for each TXT record, its character-strings joined; none where nothing is published. */
  readonly records: readonly string[];
  /** Epoch seconds of the look-up. */
  readonly at: number;
}

/** What a certifier says about a domain at `<domain>._vouch.<certifier>` (RFC 5518 s3); only DNSSEC-proven records stand here. */
export interface Vouch {
  readonly domain: string;
  readonly certifier: string;
  /** Kinds of mail vouched for, in lower case: `all`, `list`, `transaction`, or a word of the future. */
  readonly types: readonly string[];
}

/** Where a domain keeps keys and policies of its addresses: `_ipp.<domain>` (section 4.1). */
export interface IppAnchor {
  readonly domain: string;
  /** `secure`, or `insecure` for a zone that is proven to be unsigned: such a URL is "unanchored". */
  readonly state: DnsState;
  /** https, ends with "/"; absent where nothing usable is published. */
  readonly url?: string;
}

/** The `.pub` of a sender's address (section 4.1), pinned as it was first met (X5-01). */
export interface SenderCertificates {
  /** addr-spec. */
  readonly address: string;
  /** The text of the file; read and judged again each time it is used. */
  readonly pub: string;
  /** How the place it came from was found: `_ipp` proven by DNSSEC, or in an unsigned zone. */
  readonly anchor: "dnssec" | "unanchored";
  /** Epoch seconds. */
  readonly since: number;
  /** A file with another key, met later; the first one stays until the user decides. */
  readonly changedTo?: { readonly pub: string; readonly at: number };
  /** SHA-256 of other keys that the user refused, lower-case hex. */
  readonly refused?: readonly string[];
}

/** A certificate that was met first, by the SHA-256 of it and of its key in lower-case hex; plain JSON. */
export interface CertificatePin {
  readonly v: 1;
  readonly certificate: string;
  readonly key: string;
  /** When it was first met, epoch seconds. */
  readonly since: number;
}

/** Certificates a domain publishes for itself as issuer, at `_mt2.<issuer>` (section 5, T44); proven by DNSSEC. */
export interface Mt2Issuer {
  readonly issuer: string;
  /** Base64 DER, CERT type 1 and TLSA 2 0 0 together, no two equal; none where nothing is published. */
  readonly certificates: readonly string[];
  /** Those that were met first: another key is a doubt until the reader forgets these (MT2-14). */
  readonly pinned?: readonly CertificatePin[];
}

/** A key that one message is judged with, without its holder's name. */
export interface DeclarerKey {
  readonly alg: SignatureAlgorithm;
  /** Base64 of the octets of G25. */
  readonly key: string;
  readonly anchor: SenderCertificates["anchor"];
  /** Not the one that was met first (X5-01). */
  readonly changed?: boolean;
}

/** One server whose Authentication-Results fields this account believes (section 9, T30, T35). */
export interface AuthservTrust {
  readonly authservId?: string;
  /** Suffixes of host names that may stand in `by` of the border Received field. */
  readonly borderHosts: readonly string[];
  readonly placement: "above" | "below";
  readonly profile?: "microsoft365";
}

/** The mailbox in which the message was found. */
export interface Account {
  /** The identities of the user: addr-specs; `local+*@domain` stands for plus tags (H26). */
  readonly addresses: readonly string[];
  /** Those of them that belong to the very account in which the message lies, the main one first. */
  readonly here?: readonly string[];
  /** In diagnostics, which must not name the addresses: whether one of them stands in To or Cc (EXT-16). */
  readonly addressed?: boolean;
  /** The same for the recipients of a MAP envelope. */
  readonly enveloped?: boolean;
  readonly authserv: readonly AuthservTrust[];
  /** RFC 7638 thumbprints of the keys that mail to these addresses is sealed to, old ones included (E2E-16). */
  readonly sealingKids?: readonly string[];
}

/** How the bytes reached the client: evidence about delivery counts only for `account` (ACQ-14, T58). */
export type Origin = "account" | "file" | "attached" | "local";

/** See the file comment. */
export interface Knowledge {
  /** The clock: epoch seconds. */
  readonly now: number;
  /** Highest time this installation has seen, for clocks set back (ST-04). */
  readonly latestSeen?: number;
  /** When this mailbox first saw the message; absent = unknown (G33, H14). */
  readonly firstSeen?: number;
  readonly origin: Origin;
  readonly account?: Account;
  readonly trust: readonly TrustRecord[];
  readonly keys: readonly KnownKey[];
  readonly stampPolicies: readonly StampPolicy[];
  /** Domains of which the administrator says that all of their mail is stamped; each means itself only. */
  readonly requireStamp?: readonly string[];
  /** Without it all good news is shown. */
  readonly minimumLevel?: MinimumLevel;
  readonly ledger: readonly LedgerEntry[];
  /** When this ledger was begun; of messages seen before, nobody can say whether their rid was used twice (ST-07). */
  readonly ledgerSince?: number;
  /** Domains whose mail arrived with a valid trusted stamp before (ST-06). */
  readonly stampedBefore: readonly string[];
  readonly statusLists: readonly StatusListCopy[];
  readonly mapKeys?: readonly MapKey[];
  readonly clientMx?: readonly ClientMx[];
  readonly dkimKeys?: readonly DkimKey[];
  /** Domains whose vouching the user or the administrator believes (RFC 5518 s5). */
  readonly certifiers?: readonly string[];
  readonly vouches?: readonly Vouch[];
  readonly ippAnchors?: readonly IppAnchor[];
  readonly mt2Issuers?: readonly Mt2Issuer[];
  /** Certificate authorities for MT2 that the user or the administrator put here, base64 DER: final for their names (MT2-10). */
  readonly mt2Authorities?: readonly string[];
  /** Hosts that the administrator relies on to have validated the MT2 hops before them; lower-case A-labels (MT2-13). */
  readonly mt2Validators?: readonly string[];
  readonly senderCertificates?: readonly SenderCertificates[];
  /** In diagnostics, in the place of certificates, which name people: the keys of the address that declares (EXT-16). */
  readonly declarerKeys?: readonly DeclarerKey[];
  /** The reader's own policies, by own address. */
  readonly policies?: readonly OwnPolicies[];
  /** Domains of which an older answer came than the one known: somebody serves the past of their zone (DNS-09). */
  readonly dnsRollbacks?: readonly string[];
  /** MAP envelope ids of messages this account sent, lower-case hex (T18). */
  readonly mapSent?: readonly string[];
  /** The message is partial or was cut short by the client (ACQ-07). */
  readonly partialSource?: boolean;
}

/** Knowledge of somebody who has just installed the program. */
export const NOTHING_KNOWN: Omit<Knowledge, "now"> = {
  origin: "file",
  trust: [],
  keys: [],
  stampPolicies: [],
  ledger: [],
  stampedBefore: [],
  statusLists: [],
};
