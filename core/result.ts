import type { AuthservTrust, LedgerEntry } from "./knowledge.ts";
import type { PolicyAction, PolicyLayers, RecipientPolicy, Requirement } from "./policies.ts";
import type { Effect, ReasonCode } from "./verdict/reasons.ts";

/** The seven badge states (4-threats D.5). */
export type Badge = "VERIFIED" | "INTACT" | "TRANSPORT" | "NONE" | "UNCHECKED" | "CAUTION" | "ALERT";

/** The four words of draft-madaras-guardmail-gmp-00 section 7. */
export type GmpWord = "VALID" | "TAMPERED" | "UNTRUSTED" | "NOT_FOUND";

/** Values that fill the sentence of a code; always data, never markup. */
export type Params = Readonly<Record<string, string | number>>;

/** Why the badge is what it is: a code declared once in `verdict/reasons.ts`, and what it speaks about. */
export interface Reason {
  readonly code: ReasonCode;
  readonly params: Params;
}

/** A reason with what it did here; a code can weigh more for a trusted organisation or a domain that requires stamps. */
export interface JudgedReason extends Reason {
  readonly effect: Effect;
}

/** A statement that is worth showing and moves no badge (T53). */
export interface Line {
  readonly system: "gmp" | "authres" | "mtls" | "map" | "dsn" | "mt2" | "ipp" | "hpke" | "dkim" | "message";
  readonly code: string;
  readonly params: Params;
}

/** Closed lists of values (T50). */
export interface Axes {
  readonly integrity: "none" | "bound" | "broken";
  readonly identity: "none" | "match" | "mismatch" | "ambiguous";
  readonly scope: "none" | "full" | "partial";
  readonly freshness: "none" | "ok" | "stale" | "not-addressed";
  readonly structure: "ok" | "ambiguous";
  readonly trust: "none" | "known-key" | "trusted";
  readonly transport: "none" | "pass" | "fail" | "conflict" | "other-domain";
  readonly nature: "none" | "claimed" | "signed";
  readonly secrecy: "none" | "opened" | "refused" | "unsupported";
}

/** A look-up that could change the result; the host decides whether it is allowed (3-protocols section 10). */
export type Want =
  | { readonly kind: "gmp-key"; readonly org_id: string; readonly kid: string }
  | { readonly kind: "gmp-policy"; readonly domain: string }
  | { readonly kind: "status-list"; readonly org_id: string; readonly url: string }
  | { readonly kind: "map-key"; readonly domain: string; readonly id: string }
  /** Only ever after a proven insecure delegation (MAP-11). */
  | { readonly kind: "map-bootstrap"; readonly domain: string }
  | { readonly kind: "client-mx"; readonly domain: string }
  | { readonly kind: "dkim-key"; readonly domain: string; readonly selector: string }
  | { readonly kind: "vouch"; readonly domain: string; readonly certifier: string }
  | { readonly kind: "ipp-anchor"; readonly domain: string }
  /** The `.pub` of an address below the `_ipp` base of its domain (IPP-11). */
  | { readonly kind: "ipp-certificate"; readonly address: string; readonly base: string }
  | { readonly kind: "mt2-issuer"; readonly issuer: string };

/** A published key that something in the result rests on, named as its look-up is, so that the proof of it is found. */
export type UsedKey = Extract<Want, { readonly kind: "map-key" | "dkim-key" }>;

/** One mailbox as read from an address field. */
export interface ShownMailbox {
  readonly displayName: string;
  /** `local@a-label-domain`. */
  readonly addrSpec: string;
}

/** One attachment leaf (G08 to G13). */
export interface ShownAttachment {
  readonly path: string;
  readonly fileName: string;
  readonly type: string;
  /** Decoded size in octets. */
  readonly octets: number;
}

/** What the sender declares about the message (3-protocols 4.2); foreign text. */
export interface ShownDeclaration {
  /** The address that declares. */
  readonly address: string;
  readonly nature: string;
  readonly result: DeclarationResult;
  /** The single-use report token. */
  readonly token: string;
  /** Epoch seconds, `t` and `x`. */
  readonly created: number;
  readonly expires: number;
  /** The valid signature of the shown sender that covers it; without one its token is used for nothing (REP-04). */
  readonly coveredBy?: "ipp" | "gmp" | "dkim";
}

/** The eight results of a declaration; the first that applies in this order (G46, H18). */
export type DeclarationResult =
  | "none"
  | "malformed"
  | "no-key"
  | "bad-signature"
  | "body-changed"
  | "unbound"
  | "expired"
  | "signed";

/** What the reader's own policy says about the message (3-protocols 4.1): advice that moves no badge and no mail. */
export interface PolicyAdvice {
  /** The own address whose policy this is. */
  readonly address: string;
  readonly mode: RecipientPolicy["mode"];
  readonly action: PolicyAction;
  /** The first rule that fits, the default, or a requirement that is not met. */
  readonly because: "rule" | "default" | Requirement;
  /** Index of the rule that fitted, in the policy as it is merged. */
  readonly rule?: number;
  /** Whose rule or default it is; of a requirement all of them may be the authors. */
  readonly by?: keyof PolicyLayers;
}

/** Everything the popup's details show of the receipt; all texts as they stand in the message. */
export interface Receipt {
  readonly tags: Readonly<Record<string, string>>;
  /** Hashes computed here, lower-case hex or `NONE`. */
  readonly computed: { readonly hdr_hash: string; readonly body_hash: string; readonly att_hash: string };
  readonly signature: "true" | "false" | "not-tried";
  readonly key?: {
    readonly alg: string;
    /** Lower-case hex SHA-256 of the key octets. */
    readonly fingerprint: string;
    readonly from: "trust-record" | "known-key";
    readonly how: "policy" | "user" | "dnssec" | "certificate";
  };
  /** Present when a click may ask this URL (1.6, H27). */
  readonly verifyUrl?: string;
  /** The units that differ, and the header fields that can be named with proof. */
  readonly changed: {
    readonly units: readonly ("headers" | "body" | "attachments")[];
    readonly headers: readonly string[];
  };
}

/** A sentence of the popup's three lines: code of `words/`, and its values. */
export interface Sentence {
  readonly code: string;
  readonly params: Params;
}

/** One hop of an MT2 message (3-protocols section 5). Validity is not trust: the two are never one word. */
export interface RouteHop {
  /** The sender's address for the first hop, else a host in lower-case A-labels. Foreign text. */
  readonly host: string;
  /** Authorised to use the key it signed with; so says a host that is relied on; nobody could say; or something does not hold. */
  readonly validity: "validated" | "accepted" | "unproven" | "refused";
  /** For `accepted`: the host that the administrator relies on to have validated it (MT2-13). */
  readonly reliedOn?: string;
  /** It belongs to the unbroken way that ends at the reader's own gateway. */
  readonly counted: boolean;
  /** Whose word there is for it: the reader's own server, a trust record, a certifier, or nobody's. */
  readonly trust: "own" | "listed" | "vouched" | "nobody";
  /** The organisation of the record, or the certifier. */
  readonly by?: string;
}

/** One result as a person may read it; `about` is whom it names, as written, "" for nobody. Foreign text. */
export interface ToldResult {
  readonly method: string;
  readonly result: string;
  readonly about: string;
}

/** A delivery report as a person may read it; `server` is "" where the field names none. Foreign text. */
export interface ToldReport {
  readonly server: string;
  readonly results: readonly ToldResult[];
}

/** What the host may store after showing this result; `verify` itself stores nothing. */
export interface Observations {
  /** A rid of a stamp with a true signature and equal hashes (G38). */
  readonly rid?: LedgerEntry;
  /** The From domain of a message that is VALID under a trust record (ST-06). */
  readonly stampedDomain?: string;
  /** Servers that wrote a report at the border of this account: worth a proposal, believed by nobody yet (T30, T35). */
  readonly servers?: readonly AuthservTrust[];
}

/** The answer of `verify`. Plain JSON; safe to store, print and compare. */
export interface Result {
  readonly profile: "countersign/1";
  readonly badge: Badge;
  readonly gmp: GmpWord;
  /** The heaviest first. */
  readonly reasons: readonly JudgedReason[];
  readonly axes: Axes;
  /** Unchanged? From whom? Do you trust them? */
  readonly summary: { readonly unchanged: Sentence; readonly from: Sentence; readonly trust: Sentence };
  readonly lines: readonly Line[];
  readonly wants: readonly Want[];
  /** Keys of servers that delivered it, where what they sealed or signed is credit; a receipt's key stands with it. */
  readonly keys?: readonly UsedKey[];
  readonly net: readonly [];
  /** Delivery reports in the message that nobody vouches for, read tolerantly: for eyes, never for decisions. */
  readonly unbelieved?: readonly ToldReport[];
  /** The one From mailbox; absent when ambiguous or missing. */
  readonly from?: ShownMailbox;
  readonly to: readonly string[];
  readonly subject: string;
  /** Message-ID as it stands, for display only. */
  readonly messageId: string;
  readonly attachments: readonly ShownAttachment[];
  /** The hops of an MT2 message, the sender first. */
  readonly route?: readonly RouteHop[];
  /** Present when the message carries a well-formed declaration. */
  readonly declaration?: ShownDeclaration;
  /** Present when there is a policy for the address under which the message came. */
  readonly advice?: PolicyAdvice;
  readonly receipt?: Receipt;
  /** Name and domain of the organisation from the trust record, when one applies. */
  readonly organisation?: { readonly org_id: string; readonly name: string; readonly source: "user" | "policy" };
  /** A key is at hand that is not trusted yet: "Trust this organisation" may be offered (decision 3). */
  readonly trustable?: { readonly org_id: string; readonly kid: string };
  readonly observations: Observations;
}
