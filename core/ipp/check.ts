import { hashBody } from "../canonical/body-hash.ts";
import { equalOctets } from "../canonical/octets.ts";
import { verifySignature } from "../crypto/signature.ts";
import type { Engine } from "../engine.ts";
import type { Evidence } from "../evidence.ts";
import type { Knowledge } from "../knowledge.ts";
import type { AddressField, Mailbox } from "../message/address.ts";
import type { Message } from "../message/message.ts";
import type { Axes, DeclarationResult, Line, Reason, Want } from "../result.ts";
import { aligned } from "../trust/scope.ts";
import { findAnchor } from "./anchor.ts";
import type { Declaration } from "./declaration.ts";
import { findDeclaration } from "./parse.ts";
import { type SenderKey, senderKeys } from "./sender-key.ts";
import { signingInput } from "./signing-input.ts";

/** What a message declares about itself. It never improves a badge (4-threats D.1). */
export interface IppEvidence extends Evidence {
  readonly result: DeclarationResult;
  readonly nature: Axes["nature"];
  /** Present when it is well formed. */
  readonly declaration?: Declaration;
}

/** Seconds that the sender's clock may be ahead (G50). */
const CLOCK_SKEW = 600;
/** Without these the declaration could be put on another message of the same day (G47). */
const NEEDED = ["from", "date", "message-id"];

/**
 * Checks the `IPP-Declaration` of a message (3-protocols 4.2) with the certificates in `knowledge`.
 * @param author From, as `readFrom` gave it
 */
export async function checkIpp(
  message: Message,
  author: AddressField,
  knowledge: Knowledge,
  engine: Engine,
): Promise<IppEvidence> {
  // Of half a message nothing can be said, least of all that it was changed (ACQ-07).
  if (message.limit !== undefined || knowledge.partialSource === true) return conclude("none");
  const found = findDeclaration(message);
  if (found.kind === "none") return conclude("none");
  if (found.kind === "malformed") {
    const reasons: Reason[] = found.several ? [{ code: "IPP_AMBIG", params: {} }] : [];
    return { ...conclude("malformed"), reasons, lines: [line("malformed")] };
  }
  const { declaration } = found;
  const [from, ...others] = author.mailboxes;
  const only = others.length === 0 && author.ambiguities.length === 0 ? from : undefined;
  const firstSeen = knowledge.firstSeen ?? knowledge.now;
  const address = `${declaration.localPart}@${declaration.domain}`;
  const keys = await senderKeys(address, [declaration.created, firstSeen], knowledge);
  const key = await signer(message, declaration, keys);
  const { result, reasons } = await judge({ message, declaration, key, keys, only, firstSeen, engine });
  const signed = result === "signed";
  const changed: Reason[] = signed && key?.changed === true ? [{ code: "IPP_KEY_CHANGED", params: { address } }] : [];
  return {
    result,
    nature: signed ? "signed" : "claimed",
    declaration,
    reasons: [...reasons, ...changed],
    lines: linesOf(result, declaration, key),
    // A key that does not fit may have been replaced since it was met (X5-01).
    wants: key === undefined ? wantsOf(declaration, only, knowledge) : [],
  };
}

const line = (code: string, params: Line["params"] = {}): Line => ({ system: "ipp", code, params });

function conclude(result: "none" | "malformed"): IppEvidence {
  return { result, nature: "none", reasons: [], lines: [], wants: [] };
}

/** The key that made the signature, the pinned one before a changed one. */
async function signer(
  message: Message,
  declaration: Declaration,
  keys: readonly SenderKey[],
): Promise<SenderKey | undefined> {
  const input = signingInput(message, declaration);
  for (const key of keys) {
    // The algorithm is the key's; the declaration can only agree with it (3-protocols 1.3).
    if (key.alg !== declaration.alg) continue;
    if ((await verifySignature(key.alg, key.octets, input, declaration.signature)) === true) return key;
  }
  return undefined;
}

interface Findings {
  readonly message: Message;
  readonly declaration: Declaration;
  readonly key: SenderKey | undefined;
  readonly keys: readonly SenderKey[];
  /** The one From mailbox. */
  readonly only: Mailbox | undefined;
  readonly firstSeen: number;
  readonly engine: Engine;
}

/** The first result that applies. */
async function judge(found: Findings): Promise<{ result: DeclarationResult; reasons: readonly Reason[] }> {
  const { message, declaration, key, keys, only, firstSeen, engine } = found;
  if (keys.length === 0) return { result: "no-key", reasons: [] };
  if (key === undefined) return { result: "bad-signature", reasons: [] };
  const body = await hashBody(message, "relaxed", engine);
  if (!equalOctets(body, declaration.bodyHash)) return { result: "body-changed", reasons: unboundReason };
  const { localPart, domain, fields, created, expires } = declaration;
  if (only === undefined || only.localPart !== localPart || only.domain !== domain) {
    const params = { address: `${localPart}@${domain}`, from: only?.addrSpec ?? "" };
    return { result: "unbound", reasons: [{ code: "IPP_IDENTITY", params }] };
  }
  if (NEEDED.some((name) => !fields.includes(name))) return { result: "unbound", reasons: unboundReason };
  const timely = created - CLOCK_SKEW <= firstSeen && firstSeen <= expires;
  return { result: timely ? "signed" : "expired", reasons: [] };
}

/** Not an alarm: a mailing list that adds a footer does the same to it (IPP-03, decision 30). */
const unboundReason: readonly Reason[] = [{ code: "NATURE_UNBOUND", params: {} }];

function linesOf(result: DeclarationResult, declaration: Declaration, key: SenderKey | undefined): readonly Line[] {
  const { nature, localPart, domain } = declaration;
  const address = `${localPart}@${domain}`;
  if (result !== "signed") return [line(result, { nature })];
  return [line(key?.anchor === "dnssec" ? "signed" : "signed-unanchored", { address, nature })];
}

/**
 * What could find the key: only for the address that From shows, and only below a base that its domain publishes (IPP-11,
 * IPP-12).
 */
function wantsOf(declaration: Declaration, only: Mailbox | undefined, knowledge: Knowledge): readonly Want[] {
  const { localPart, domain } = declaration;
  if (only === undefined || only.localPart !== localPart || !aligned(only.domain, domain)) return [];
  const place = findAnchor(domain, knowledge.ippAnchors ?? []);
  if (place.kind === "none") return [];
  return place.kind === "unknown"
    ? [{ kind: "ipp-anchor", domain: place.domain }]
    : [{ kind: "ipp-certificate", address: `${localPart}@${domain}`, base: place.url }];
}
