import type { Engine } from "../engine.ts";
import { distinct, type Evidence, type RefutedSignature, type SealedResults } from "../evidence.ts";
import type { Knowledge } from "../knowledge.ts";
import { MAX_DKIM_FIELDS, MAX_DKIM_SIGNATURES } from "../limits.ts";
import type { AddressField } from "../message/address.ts";
import type { Message } from "../message/message.ts";
import type { Line, UsedKey, Want } from "../result.ts";
import { aligned } from "../trust/scope.ts";
import { hashBodies } from "./body.ts";
import { checkForwarders, forwardedBodies, readForwarders } from "./forwarders.ts";
import { judge } from "./judge.ts";
import { type Judged, linesOf } from "./lines.ts";
import { type DkimSignature, readSignature } from "./signature.ts";
import { coveredNames, headerOf } from "./signed-header.ts";

/** What the DKIM signatures of a message say, checked on this device (RFC 6376, RFC 8301, RFC 8463). */
export interface DkimEvidence extends Evidence {
  /** The domain, aligned with From, of a signature that is credit: TRANSPORT at most (4-threats D.1). */
  readonly signedBy?: string;
  /** Lower-case names of fields of which such a signature covers every instance (3-protocols 4.3). */
  readonly covered: ReadonlySet<string>;
  /** Signatures that are not true here, whatever a server says of them. */
  readonly refuted: readonly RefutedSignature[];
  /** What the first forwarder of a true ARC chain says; information and nothing else. */
  readonly sealed?: SealedResults;
}

const SIGNATURE_FIELD = "dkim-signature";
const NOTHING: DkimEvidence = { reasons: [], lines: [], wants: [], covered: new Set(), refuted: [] };

/**
 * Verifies the DKIM signatures of a message from its octets, with keys from `knowledge` and nothing else. Nothing it
 * finds lowers a badge: who forwards mail breaks signatures, and anybody can write a broken one.
 * @param author From, as `readFrom` gave it; without exactly one mailbox nobody can be credited
 */
export async function checkDkim(
  message: Message,
  author: AddressField,
  knowledge: Knowledge,
  engine: Engine,
): Promise<DkimEvidence> {
  // Of half a message nothing can be said, least of all that it was changed (ACQ-07).
  if (message.limit !== undefined || knowledge.partialSource === true) return NOTHING;
  const fields = message.fields.filter(({ lowerName }) => lowerName === SIGNATURE_FIELD);
  const forwarders = readForwarders(message);
  if (fields.length === 0 && forwarders === undefined) return NOTHING;

  const [from, ...others] = author.mailboxes;
  const only = others.length === 0 && author.ambiguities.length === 0 ? from?.domain : undefined;
  const isAligned = ({ domain }: DkimSignature) => only !== undefined && aligned(domain, only);
  const read = fields.slice(0, MAX_DKIM_FIELDS).map((field) => readSignature(message, field));
  const signatures = read.filter((signature) => signature !== undefined);
  // Those that can be credit first, so that none of them is crowded out by foreign ones (DOS-03).
  const sorted = [...signatures.filter(isAligned), ...signatures.filter((signature) => !isAligned(signature))];
  const tried = sorted.slice(0, MAX_DKIM_SIGNATURES);

  const header = headerOf(message);
  const bodies = await hashBodies(message, [...tried, ...(forwarders ? forwardedBodies(forwarders) : [])], engine);
  const judged: Judged[] = [];
  for (const signature of tried) {
    const verdict = await judge(signature, { header, bodies, knowledge });
    judged.push({ signature, aligned: isAligned(signature), verdict });
  }
  const chains = forwarders && (await checkForwarders(forwarders, { header, bodies, knowledge }));
  const credits = judged.filter(isCredit);
  const untried = fields.length > MAX_DKIM_FIELDS || sorted.length > tried.length;
  const [signer] = credits;
  return {
    reasons: [],
    lines: distinct<Line>([
      ...credits.flatMap((one) => linesOf(one, header)),
      ...judged.filter((one) => !isCredit(one)).flatMap((one) => linesOf(one, header)),
      ...(read.includes(undefined) ? [{ system: "dkim", code: "malformed", params: {} } as const] : []),
      ...(untried ? [{ system: "dkim", code: "not-tried", params: {} } as const] : []),
      ...(chains?.lines ?? []),
    ]),
    wants: distinct([...judged.flatMap(wantsOf), ...(chains?.wants ?? [])]),
    keys: distinct(credits.map(keyOf)),
    covered: new Set(credits.flatMap(({ signature }) => [...coveredNames(signature, header)])),
    refuted: refutedOf(judged),
    ...(chains?.sealed && { sealed: chains.sealed }),
    ...(signer && { signedBy: signer.signature.domain }),
  };
}

/** Aligned with From, true, under a proven key, and with nothing left open. */
function isCredit({ aligned, verdict }: Judged): boolean {
  return aligned && verdict.kind === "true" && verdict.shortcoming === undefined;
}

/** The message chooses the names: nobody is asked about a domain that is not the sender's own. */
function wantsOf({ aligned, verdict, signature: { domain, selector } }: Judged): Want[] {
  const missing =
    (verdict.kind === "no-key" && (verdict.why === "unknown" || verdict.why === "unproven")) ||
    (verdict.kind === "changed" && verdict.header === "unknown");
  return aligned && missing ? [{ kind: "dkim-key", domain, selector }] : [];
}

const keyOf = ({ signature: { domain, selector } }: Judged): UsedKey => ({ kind: "dkim-key", domain, selector });

/** A second, true signature of the same name makes up for a broken one: nobody says which one a server looked at. */
function refutedOf(judged: readonly Judged[]): RefutedSignature[] {
  const names = (kind: Judged["verdict"]["kind"]) =>
    judged
      .filter(({ verdict }) => verdict.kind === kind)
      .map(({ signature: { domain, selector } }) => ({ domain, selector }));
  const good = names("true");
  return names("changed").filter(
    ({ domain, selector }) => !good.some((other) => other.domain === domain && other.selector === selector),
  );
}
