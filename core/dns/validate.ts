import { MAX_DNS_ALIASES } from "../limits.ts";
import { denialOf, denialSets, wildcardDue } from "./denial.ts";
import type { Message, Question, ResourceRecord } from "./message.ts";
import { isAtOrBelow, labelsOf, lastLabels, type Name, parentOf, readName, rebase, wireName } from "./names.ts";
import { type RrSet, type Rrsig, rrSet, signedLabels } from "./rrset.ts";
import {
  type Answers,
  type ChainLink,
  type Finding,
  type FindingCode,
  openSession,
  PUBLIC_ROOT,
  type SecurityState,
  type Session,
  type TrustBase,
} from "./session.ts";
import { TYPE } from "./types.ts";
import { verifySet } from "./verify-set.ts";
import { newWork, type Work } from "./work.ts";
import { type Zone, zoneOf } from "./zone.ts";

/** What is known about one question. */
export interface Lookup {
  readonly question: Question;
  readonly state: SecurityState;
  /** `PROVEN`: the records are; `ABSENT`: their absence is. */
  readonly code: FindingCode | "PROVEN" | "ABSENT";
  /** The name at which the end was found. */
  readonly at: Name;
  /** RDATA in canonical form; empty unless the state is SECURE. */
  readonly records: readonly Uint8Array[];
  /** Whether the name does not exist, or only has no such type; with `ABSENT` only. */
  readonly absent?: "nxdomain" | "nodata";
  /** A wildcard stands behind the answer or an alias on the way. */
  readonly wildcard: boolean;
  /** The names the question was led to by CNAME and DNAME, in order. */
  readonly aliases: readonly Name[];
  /** The zones on the way whose keys were proven, in the order in which they were. */
  readonly chain: readonly ChainLink[];
  /** Epoch seconds: when the first signature that was needed ends. */
  readonly until: number;
  /** Seconds for which the answer may be cached. */
  readonly ttl: number;
  /** Start of validity of the answer's own signature, a 32-bit serial number (DNS-09). */
  readonly inception: number;
  /** Questions to ask before the state can be known; empty unless the code is `WANTED`. */
  readonly wants: readonly Question[];
  /** Questions whose answers were used, for the proof. */
  readonly used: readonly Question[];
}

/**
 * Validates the answer to a question from the root, with nothing but answers and a clock (RFC 4035 s5). Call it again
 * with the answers to `wants` until there are none.
 * @param now epoch seconds
 * @param work of the look-up that this is a round of
 */
export async function validate(
  question: Question,
  answers: Answers,
  now: number,
  base: TrustBase = PUBLIC_ROOT,
  work: Work = newWork(),
): Promise<Lookup> {
  const session = openSession(answers, now, base, work);
  const aliases: Name[] = [];
  session.want(question);
  for (const { zone } of base.anchors) {
    if (isAtOrBelow(question.name, zone)) session.want({ name: zone, type: TYPE.DNSKEY });
  }
  const end = await follow(session, question, aliases);
  const common = {
    question,
    aliases,
    chain: session.links,
    until: session.until,
    used: [...session.used.values()],
    wants: [],
  };
  const nothing = { records: [], wildcard: false, ttl: 0, inception: 0 };
  if (!("state" in end)) return { ...common, state: "SECURE", ...end };
  if (end.code !== "WANTED") return { ...common, ...nothing, ...end };
  return { ...common, ...nothing, ...end, wants: [...session.wants.values()] };
}

type SecureEnd = Pick<Lookup, "records" | "wildcard" | "ttl" | "inception" | "at" | "absent"> & {
  readonly code: "PROVEN" | "ABSENT";
};

/** Follows aliases to the end; each link is proven by itself, so the whole is as weak as the weakest (DNS-11). */
async function follow(session: Session, question: Question, aliases: Name[]): Promise<SecureEnd | Finding> {
  const { type } = question;
  let { name } = question;
  let message = session.read(question);
  let wildcard = false;
  while (!("state" in message)) {
    const alias = aliasAt(message.answer, name);
    // Beside a DNAME above it the CNAME is only what the server made of that, and nobody signed it (RFC 6672 s5.3.1).
    const made = type === TYPE.CNAME && alias?.type === TYPE.DNAME;
    const set = made ? undefined : rrSet(message.answer, name, type);
    if (set !== undefined) {
      const signed = await secureSet(session, set, message);
      if ("state" in signed) return signed;
      const { signature } = signed;
      const ttl = Math.min(set.ttl, signature.originalTtl);
      wildcard ||= signed.wildcard;
      return { code: "PROVEN", at: name, records: set.data, wildcard, ttl, inception: signature.inception };
    }
    if (alias === undefined) {
      const own = { name, type };
      const other = aliases.length > 0 && session.has(own) ? session.read(own) : message;
      if ("state" in other) return other;
      if (other !== message && answers(other.answer, name, type)) {
        message = other;
        continue;
      }
      const end = await absence(session, own, other);
      if (!("state" in end) || aliases.length === 0 || session.has(own)) {
        return "state" in end ? end : { ...end, wildcard };
      }
      // The resolver left the end of the chain to us.
      message = session.read(own);
      continue;
    }
    const signed = await secureSet(session, alias, message);
    if ("state" in signed) return signed;
    wildcard ||= signed.wildcard;
    const target = aliasTarget(alias, name);
    // A DNAME made from a wildcard has no meaning (RFC 4592 s4.4); it would move whole trees.
    if (target === undefined || (signed.wildcard && alias.type === TYPE.DNAME))
      return { state: "BOGUS", code: "ALIAS_WRONG", at: name };
    if (made) {
      const { inception, originalTtl } = signed.signature;
      const ttl = Math.min(alias.ttl, originalTtl);
      return { code: "PROVEN", at: name, records: [wireName(target)], wildcard, ttl, inception };
    }
    if (aliases.length >= MAX_DNS_ALIASES || aliases.includes(target) || target === question.name) {
      return { state: "BOGUS", code: "ALIAS_LIMIT", at: target };
    }
    aliases.push(target);
    name = target;
  }
  return message;
}

const answers = (section: readonly ResourceRecord[], name: Name, type: number) =>
  rrSet(section, name, type) !== undefined || aliasAt(section, name) !== undefined;

/** The DNAME above a name, which a CNAME beside it only repeats (RFC 6672 s5.3.1), or the CNAME at it. */
function aliasAt(section: readonly ResourceRecord[], name: Name): RrSet | undefined {
  const above = section.find((record) => record.type === TYPE.DNAME && isStrictlyBelow(name, record.name));
  return above === undefined ? rrSet(section, name, TYPE.CNAME) : rrSet(section, above.name, TYPE.DNAME);
}

function aliasTarget({ name: owner, type, data }: RrSet, name: Name): Name | undefined {
  const [only, more] = data;
  // RFC 1034 s3.6.2, RFC 6672 s2.4: a name has one canonical name.
  const target = only === undefined || more !== undefined ? undefined : readName(only, 0, false)?.name;
  return target !== undefined && type === TYPE.DNAME ? rebase(name, owner, target) : target;
}

const isStrictlyBelow = (name: Name, parent: Name) => name !== parent && isAtOrBelow(name, parent);

/** Whether a signer may speak about a record: its zone is there or above; of a DS, above (RFC 4035 s5.3.1, DNS-11). */
function maySign(signer: Name, owner: Name, type: number): boolean {
  return type === TYPE.DS && owner !== "." ? isStrictlyBelow(owner, signer) : isAtOrBelow(owner, signer);
}

interface Signed {
  readonly signature: Rrsig;
  readonly wildcard: boolean;
}

async function secureSet(session: Session, set: RrSet, message: Message): Promise<Signed | Finding> {
  const signers = set.signatures.map(({ signer }) => signer).filter((signer) => maySign(signer, set.name, set.type));
  const zone = await signingZone(session, signers, set.name, set.type);
  if (zone === undefined) return { state: "INDETERMINATE", code: "SIGNATURE_MISSING", at: set.name };
  if ("state" in zone) return zone;
  const signature = await verifySet(session, set, zone.name, zone.keys);
  if ("state" in signature) return signature;
  if (signature.labels === signedLabels(set.name)) return { signature, wildcard: false };
  const due = await wildcardDue(session, zone, set.name, lastLabels(set.name, signature.labels), message);
  if ("state" in due) return due;
  return due.optOut ? { state: "INSECURE", code: "OPT_OUT", at: set.name } : { signature, wildcard: true };
}

/** Proves that nothing is there, by the records of absence in the message (DNS-02). */
async function absence(session: Session, { name, type }: Question, message: Message): Promise<SecureEnd | Finding> {
  const sets = denialSets(message);
  const signers = sets
    .flatMap(({ signatures }) => signatures.map(({ signer }) => signer))
    .filter((signer) => maySign(signer, name, type));
  const zone = await signingZone(session, signers, name, type);
  if (zone === undefined) return { state: "INDETERMINATE", code: "DENIAL_MISSING", at: name };
  if ("state" in zone) return zone;
  const denial = await denialOf(session, zone, name, type, message);
  if ("state" in denial) return denial;
  if (denial.insecure && type !== TYPE.DS) return { state: "INSECURE", code: "OPT_OUT", at: name };
  const ttl = Math.min(...sets.map((set) => set.ttl));
  const { kind: absent, inception } = denial;
  return { code: "ABSENT", at: name, records: [], wildcard: false, ttl, inception, absent };
}

/**
 * The zone that signed something about a name. Without a signer the name must lie below an insecure delegation, which
 * is then the finding; undefined where it does not.
 */
async function signingZone(
  session: Session,
  signers: readonly Name[],
  name: Name,
  type: number,
): Promise<Zone | Finding | undefined> {
  const [deepest] = [...signers].sort((a, b) => labelsOf(b).length - labelsOf(a).length);
  if (deepest === undefined) {
    const zone = await zoneOf(session, type === TYPE.DS ? parentOf(name) : name);
    return "state" in zone ? zone : undefined;
  }
  const zone = await zoneOf(session, deepest);
  if ("state" in zone || zone.name === deepest) return zone;
  return { state: "BOGUS", code: "SIGNER_NOT_ZONE", at: deepest };
}
