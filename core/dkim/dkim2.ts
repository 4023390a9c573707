import { concat } from "../canonical/concat.ts";
import { asciiBytes } from "../canonical/encoding.ts";
import { equalOctets } from "../canonical/octets.ts";
import { sha256 } from "../crypto/sha256.ts";
import { MAX_DKIM_HEADER_OCTETS, MAX_DKIM2_FIELDS } from "../limits.ts";
import type { HeaderField, Message } from "../message/message.ts";
import { isBelow } from "../trust/scope.ts";
import { type Dkim2Signature, type MessageInstance, readDkim2Signature, readMessageInstance } from "./dkim2-fields.ts";
import { isTrue } from "./edge.ts";
import { type Circumstances, usableKey } from "./judge.ts";
import { findKey } from "./key.ts";
import type { Header } from "./signed-header.ts";

/** Everything DKIM2 in a message, well formed and counted through (draft-ietf-dkim-dkim2-spec-06 s7, s8). */
export interface Dkim2Fields {
  readonly kind: "fields";
  /** The originator's first. */
  readonly signatures: readonly Dkim2Signature[];
  readonly instances: readonly MessageInstance[];
}

/** What became of a DKIM2 chain: information, as the draft still moves and the envelope is not at hand here. */
export type Dkim2Chain =
  | { readonly kind: "malformed" }
  /** All signatures are true, and the newest instance is this message. */
  | (Told & { readonly kind: "true"; readonly proven: boolean })
  | (Told & { readonly kind: "open"; readonly missing?: { readonly domain: string; readonly selector: string } })
  /** The newest instance is not this message: it was changed since, or the signer follows another draft. */
  | { readonly kind: "changed"; readonly domain: string }
  /** The signature of `domain` is not true. */
  | (Told & { readonly kind: "broken" });

interface Told {
  /** The newest signer, for a broken chain the one whose signature is not true; and all, the originator first. */
  readonly domain: string;
  readonly signers: readonly string[];
  /** Signers that noted a change of their own, the first of all left out. */
  readonly revisers: readonly string[];
  /** A signer whose envelope does not follow from the one before: the chain of custody has a gap (s9.2). */
  readonly gap?: string;
}

const MALFORMED = { kind: "malformed" } as const;

/** Reads the fields; undefined for a message without any. */
export function readDkim2(message: Message): Dkim2Fields | typeof MALFORMED | undefined {
  const named = (name: string) => message.fields.filter(({ lowerName }) => lowerName === name);
  const [signed, revised] = [named("dkim2-signature"), named("message-instance")];
  if (signed.length === 0) return undefined;
  if (signed.length + revised.length > MAX_DKIM2_FIELDS) return MALFORMED;
  const signatures = signed.map((field) => readDkim2Signature(message, field)).filter((one) => one !== undefined);
  const instances = revised.map((field) => readMessageInstance(message, field)).filter((one) => one !== undefined);
  if (signatures.length < signed.length || instances.length < revised.length) return MALFORMED;
  signatures.sort((a, b) => a.sequence - b.sequence);
  instances.sort((a, b) => a.instance - b.instance);
  // Gaps and repetitions make the whole message unsigned (s7.1, s8.1).
  const counted =
    signatures.every(({ sequence }, place) => sequence === place + 1) &&
    instances.every(({ instance }, place) => instance === place + 1);
  const growing = signatures.every(({ instance }, place) => instance >= (signatures[place - 1]?.instance ?? 1));
  const whole = signatures.at(-1)?.instance === instances.length;
  return counted && growing && whole ? { kind: "fields", signatures, instances } : MALFORMED;
}

/** Verifies the chain from the newest signature back; stops at the first key that is not known, as for ARC. */
export async function verifyDkim2(
  read: Dkim2Fields | typeof MALFORMED,
  { header, bodies, knowledge }: Circumstances,
): Promise<Dkim2Chain> {
  if (read.kind === "malformed") return read;
  const { message } = header;
  const { signatures } = read;
  const newest = signatures.at(-1);
  const hashes = read.instances.at(-1)?.hashes;
  if (newest === undefined) return MALFORMED;
  const told = tell(signatures, newest);
  if (hashes === undefined) return { kind: "open", ...told };
  const body = bodies({ bodyForm: "simple" });
  const same = body !== undefined && equalOctets(body, hashes.body);
  if (!same || !equalOctets(await headerHash(header), hashes.header)) return { kind: "changed", domain: newest.domain };
  const texts = compactTexts(message);
  let proven = true;
  for (const signature of signatures.toReversed()) {
    const input = signedOctets(read, signature, texts);
    if (input.length > MAX_DKIM_HEADER_OCTETS) return { kind: "open", ...told };
    let tried = 0;
    for (const value of signature.values) {
      const by = { ...value, domain: signature.domain };
      if (value.algorithm === "unknown" || value.algorithm === "rsa-sha1") continue;
      const found = usableKey(by, findKey(by, knowledge));
      if (found.kind === "unknown" || found.kind === "unproven")
        return { kind: "open", ...told, missing: { domain: by.domain, selector: by.selector } };
      if (found.kind !== "key") return { kind: "open", ...told };
      if (!(await isTrue(by, found, input))) return { kind: "broken", ...told, domain: by.domain };
      proven &&= found.proven;
      tried++;
    }
    if (tried === 0) return { kind: "open", ...told };
  }
  return { kind: "true", ...told, proven };
}

function tell(signatures: readonly Dkim2Signature[], { domain }: Dkim2Signature): Told {
  const later = signatures.slice(1);
  const revisers = later.filter(({ instance }, place) => instance > (signatures[place]?.instance ?? 0));
  const gap = signatures.find((one, place) => !isOwnPath(one) || !follows(one, signatures[place - 1]));
  const names = [...new Set(revisers.map((one) => one.domain))];
  return { domain, signers: signatures.map((one) => one.domain), revisers: names, ...(gap && { gap: gap.domain }) };
}

/** s8.8: the signer is the domain of MAIL FROM or one above it. */
const isOwnPath = ({ from, domain }: Dkim2Signature) => !from || isSameOrBelow(from, domain);

/** s9.2, s9.3: MAIL FROM matches a RCPT TO of the hop before, or the hop before names this signer. */
function follows({ from, domain }: Dkim2Signature, before: Dkim2Signature | undefined): boolean {
  if (before === undefined) return true;
  if (before.next !== undefined) return before.next === domain;
  const own = from === undefined || from === "" ? domain : from;
  return before.to.some((to) => isSameOrBelow(own, to));
}

const isSameOrBelow = (name: string, other: string) => name === other || isBelow(name, other);

/** s4.1: fields that systems add or that have other proofs. */
const UNSIGNED = new Set([
  "apparently-to",
  "arc-authentication-results",
  "arc-message-signature",
  "arc-seal",
  "authentication-results",
  "auto-submitted",
  "delivered-to",
  "dkim-signature",
  "dkim2-signature",
  "dl-expansion-history",
  "message-instance",
  "original-recipient",
  "received",
  "return-path",
  "sio-label-history",
  "vbr-info",
  "x400-received",
  "x400-trace",
]);

/** s6.2: every other field in relaxed form, by name, the last of a name first. */
async function headerHash({ message, octets }: Header): Promise<Uint8Array> {
  const covered = message.fields
    .filter(({ lowerName }) => !UNSIGNED.has(lowerName) && !/^(?:received-|x-)/.test(lowerName))
    .reverse()
    .sort((a, b) => (a.lowerName < b.lowerName ? -1 : a.lowerName > b.lowerName ? 1 : 0));
  return await sha256(concat(covered.map((field) => octets(field, "relaxed"))));
}

/** s9.6: instances, then signatures, without any blank; the own signature's values emptied. */
function signedOctets({ signatures, instances }: Dkim2Fields, own: Dkim2Signature, texts: Texts): Uint8Array {
  const before = [...instances.slice(0, own.instance), ...signatures.slice(0, own.sequence - 1)];
  const emptied = texts(own.field).replace(/(?<=[:;]s=)[^;\r]*/i, (values) =>
    values.replace(/:[^:,|]*(?=$|[,|])/g, ":"),
  );
  return asciiBytes(before.map(({ field }) => texts(field)).join("") + emptied);
}

type Texts = (field: HeaderField) => string;

/** Fields without blanks and folds; each is made once, however many signatures cover it. */
function compactTexts(message: Message): Texts {
  const made = new Map<HeaderField, string>();
  return (field) => {
    const { lowerName, valueStart, end } = field;
    const known = made.get(field) ?? `${lowerName}:${message.text(valueStart, end).replace(/[\t\r\n ]/g, "")}\r\n`;
    made.set(field, known);
    return known;
  };
}
