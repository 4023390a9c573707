import type {
  Account,
  AuthservTrust,
  CertificatePin,
  ClientMx,
  DkimKey,
  Knowledge,
  LedgerEntry,
  MapKey,
  MapKeyRecord,
  Mt2Issuer,
  StampPolicy,
  StatusListCopy,
  Vouch,
} from "../knowledge.ts";
import { NOTHING_KNOWN } from "../knowledge.ts";
import { LEVELS, type MinimumLevel } from "../level.ts";
import { readDomain, readOneOf, readSeconds } from "../trust/fields.ts";
import {
  listOf,
  members,
  objectOf,
  optional,
  placeIn,
  type Reader,
  required,
  withoutUndefined,
} from "../trust/reading.ts";
import { type RecordFault, readKnownKeys, readTrustRecords } from "../trust/record.ts";
import { readPin } from "../x509/pin.ts";
import { Failure } from "./failure.ts";
import { exists, readText, replaceText } from "./files.ts";
import { readDeclarerKey, readIppAnchor, readOwnPolicies, readSenderCertificates } from "./knowledge-ipp.ts";
import { readIdentity, readObject, readState, readString } from "./knowledge-readers.ts";
import { note, shown } from "./terminal.ts";

/** A knowledge file: the members of {@link Knowledge}, all optional; `now` where a verdict is to be replayed. */
export type StoredKnowledge = Omit<Knowledge, "now"> & { readonly now?: number };

/**
 * Reads a knowledge file, or the `knowledge` of a diagnostics file copied from the extension. What is doubtful and
 * counts is told on standard error.
 * @throws Failure `KNOWLEDGE_FILE` if anything in it cannot be used: half of what somebody meant is not what they meant
 */
export function readKnowledgeFile(path: string): StoredKnowledge {
  let value: unknown;
  try {
    value = JSON.parse(readText(path));
  } catch (error) {
    if (error instanceof Failure) throw error;
    throw new Failure("KNOWLEDGE_FILE", `${path} is not JSON`, undefined, error);
  }
  const { knowledge, faults } = readKnowledge(value);
  for (const fault of faults.filter((f) => f.severity === "note")) note(`countersign: ${path} ${faultText(fault)}`);
  const refused = faults.filter((f) => f.severity === "refused");
  if (knowledge === undefined || refused.length > 0) {
    throw new Failure("KNOWLEDGE_FILE", `${path} cannot be used: ${refused.map(faultText).join("; ")}`);
  }
  return knowledge;
}

/** What is wrong, where: `/trust/0/domains/1: public-suffix ("co.uk")`. */
export function faultText(fault: RecordFault): string {
  return `${fault.path || "/"}: ${fault.code}${fault.value === "" ? "" : ` (${shown(fault.value)})`}`;
}

/** Reads the JSON value of a knowledge file. */
export function readKnowledge(json: unknown): {
  readonly knowledge: StoredKnowledge | undefined;
  readonly faults: readonly RecordFault[];
} {
  const faults: RecordFault[] = [];
  const place = placeIn(faults);
  const outer = members(json, place);
  if (outer === undefined) return { knowledge: undefined, faults };
  const inside = outer.has("result") && outer.has("knowledge");
  const found = inside ? members(outer.get("knowledge"), place.at("knowledge")) : outer;
  if (found === undefined) return { knowledge: undefined, faults };
  const at = inside ? place.at("knowledge") : place;
  const below = (name: string, more: readonly RecordFault[]) =>
    faults.push(...more.map((fault) => ({ ...fault, path: `${at.path}/${name}${fault.path}` })));
  const trust = readTrustRecords(found.get("trust") ?? []);
  below("trust", trust.faults);
  const keys = readKnownKeys(found.get("keys") ?? []);
  below("keys", keys.faults);

  // Every member there is: one that this reader forgot would be lost without a word.
  const read: { readonly [K in keyof StoredKnowledge]-?: StoredKnowledge[K] | undefined } = {
    now: optional(found, "now", at, readSeconds),
    latestSeen: optional(found, "latestSeen", at, readSeconds),
    firstSeen: optional(found, "firstSeen", at, readSeconds),
    origin: optional(found, "origin", at, readOneOf(["account", "file", "attached", "local"])) ?? NOTHING_KNOWN.origin,
    account: optional(found, "account", at, readAccount),
    trust: trust.records,
    keys: keys.keys,
    stampPolicies: optional(found, "stampPolicies", at, listOf(readStampPolicy)) ?? [],
    requireStamp: optional(found, "requireStamp", at, listOf(readDomain)),
    minimumLevel: optional(found, "minimumLevel", at, readMinimumLevel),
    ledger: optional(found, "ledger", at, listOf(readLedgerEntry)) ?? [],
    ledgerSince: optional(found, "ledgerSince", at, readSeconds),
    stampedBefore: optional(found, "stampedBefore", at, listOf(readDomain)) ?? [],
    statusLists: optional(found, "statusLists", at, listOf(readStatusListCopy)) ?? [],
    mapKeys: optional(found, "mapKeys", at, listOf(readMapKey)),
    clientMx: optional(found, "clientMx", at, listOf(readClientMx)),
    dkimKeys: optional(found, "dkimKeys", at, listOf(readDkimKey)),
    certifiers: optional(found, "certifiers", at, listOf(readDomain)),
    vouches: optional(found, "vouches", at, listOf(readVouch)),
    ippAnchors: optional(found, "ippAnchors", at, listOf(readIppAnchor)),
    mt2Issuers: optional(found, "mt2Issuers", at, listOf(readMt2Issuer)),
    mt2Authorities: optional(found, "mt2Authorities", at, listOf(readString)),
    mt2Validators: optional(found, "mt2Validators", at, listOf(readDomain)),
    senderCertificates: optional(found, "senderCertificates", at, listOf(readSenderCertificates)),
    declarerKeys: optional(found, "declarerKeys", at, listOf(readDeclarerKey)),
    policies: optional(found, "policies", at, listOf(readOwnPolicies)),
    dnsRollbacks: optional(found, "dnsRollbacks", at, listOf(readDomain)),
    mapSent: optional(found, "mapSent", at, listOf(readString)),
    partialSource: optional(found, "partialSource", at, readBoolean),
  };
  for (const name of found.keys()) if (!Object.keys(read).includes(name)) at.at(name).report("unknown-member");
  return { knowledge: withoutUndefined<StoredKnowledge>(read), faults };
}

const readBoolean: Reader<boolean> = (value, place) =>
  typeof value === "boolean" ? value : place.report("wrong-type", value);

const readAuthserv: Reader<AuthservTrust> = objectOf((found, place) => {
  const borderHosts = required(found, "borderHosts", place, listOf(readString));
  const placement = required(found, "placement", place, readOneOf(["above", "below"]));
  if (borderHosts === undefined || placement === undefined) return undefined;
  return withoutUndefined<AuthservTrust>({
    authservId: optional(found, "authservId", place, readString),
    borderHosts,
    placement,
    profile: optional(found, "profile", place, readOneOf(["microsoft365"])),
  });
});

const readAccount: Reader<Account> = objectOf((found, place) => {
  return withoutUndefined<Account>({
    addresses: required(found, "addresses", place, listOf(readIdentity)) ?? [],
    here: optional(found, "here", place, listOf(readIdentity)),
    addressed: optional(found, "addressed", place, readBoolean),
    enveloped: optional(found, "enveloped", place, readBoolean),
    authserv: optional(found, "authserv", place, listOf(readAuthserv)) ?? [],
    sealingKids: optional(found, "sealingKids", place, listOf(readString)),
  });
});

const readMinimumLevel = readObject<MinimumLevel>({ level: readOneOf(LEVELS), by: readOneOf(["policy", "user"]) });

const readStampPolicy = readObject<StampPolicy>({ domain: readDomain, stamp: readOneOf(["all", "some"]) });

const readLedgerEntry = readObject<LedgerEntry>({
  org_id: readDomain,
  rid: readString,
  digest: readString,
  firstSeen: readSeconds,
});

const readStatusListCopy = readObject<StatusListCopy>({ org_id: readDomain, jws: readString, fetchedAt: readSeconds });

const readMapKeyRecord: Reader<MapKeyRecord> = objectOf((found, place) => {
  const [usage, k] = ["usage", "k"].map((name) => required(found, name, place, readString));
  const p = required(found, "p", place, (text, at) => (text === "" ? "" : readString(text, at)));
  if (usage === undefined || k === undefined || p === undefined) return undefined;
  const bounds = { nb: optional(found, "nb", place, readSeconds), na: optional(found, "na", place, readSeconds) };
  return withoutUndefined<MapKeyRecord>({ usage, k, p, ...bounds });
});

const readMapKey: Reader<MapKey> = objectOf((found, place) => {
  const domain = required(found, "domain", place, readDomain);
  const id = required(found, "id", place, readString);
  const anchor = required(found, "anchor", place, readOneOf(["dnssec", "https"]));
  const state = required(found, "state", place, readState);
  if (domain === undefined || id === undefined || anchor === undefined || state === undefined) return undefined;
  const record = optional(found, "record", place, readMapKeyRecord);
  const expires = optional(found, "expires", place, readSeconds);
  return withoutUndefined<MapKey>({ domain, id, anchor, state, record, expires });
});

const readClientMx = readObject<ClientMx>({ domain: readDomain, state: readState, present: readBoolean });

const readDkimKey = readObject<DkimKey>({
  domain: readDomain,
  selector: readString,
  state: readState,
  records: listOf(readString),
  at: readSeconds,
});

const readVouch = readObject<Vouch>({ domain: readDomain, certifier: readDomain, types: listOf(readString) });

const readPinned: Reader<CertificatePin> = (value, place) => readPin(value) ?? place.report("wrong-type", value);

const readMt2Issuer: Reader<Mt2Issuer> = objectOf((found, place) => {
  const issuer = required(found, "issuer", place, readDomain);
  const certificates = required(found, "certificates", place, listOf(readString));
  if (issuer === undefined || certificates === undefined) return undefined;
  const pinned = optional(found, "pinned", place, listOf(readPinned));
  return withoutUndefined<Mt2Issuer>({ issuer, certificates, pinned });
});

/** What somebody knows who has stored nothing yet. */
export const EMPTY_KNOWLEDGE: StoredKnowledge = NOTHING_KNOWN;

/** The knowledge stored at `path`, or nothing known where there is no such file yet. */
export function readOrStart(path: string): StoredKnowledge {
  return exists(path) ? readKnowledgeFile(path) : EMPTY_KNOWLEDGE;
}

/** Writes a knowledge file in one step; a new one is readable by its owner only, since it says whom they deal with. */
export function writeKnowledgeFile(path: string, knowledge: StoredKnowledge): void {
  replaceText(path, `${JSON.stringify(knowledge, null, 1)}\n`, 0o600);
}
