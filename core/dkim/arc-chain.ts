import { concat } from "../canonical/concat.ts";
import { MAX_DKIM_HEADER_OCTETS } from "../limits.ts";
import type { HeaderField } from "../message/message.ts";
import type { ArcSeal, ArcSet, ArcSets } from "./arc-sets.ts";
import { isTrue } from "./edge.ts";
import { type Circumstances, tryOut, usableKey } from "./judge.ts";
import { type FoundKey, findKey } from "./key.ts";
import { type Header, ownOctets } from "./signed-header.ts";

/** What became of an ARC chain (RFC 8617 s5.2); an intermediary's word in every case, and never credit (AR-12). */
export type ArcChain =
  | Exclude<ArcSets, { readonly kind: "sets" }>
  /** The newest signature and all seals are true; `proven` where DNSSEC proves each key. */
  | { readonly kind: "true"; readonly sets: readonly ArcSet[]; readonly domain: string; readonly proven: boolean }
  /** The message was changed after `domain` passed it on. */
  | { readonly kind: "changed"; readonly domain: string }
  /** The seal of `domain` is not true: somebody changed the chain, or made it up. */
  | { readonly kind: "broken"; readonly sets: readonly ArcSet[]; readonly domain: string }
  /** Nothing is wrong as far as it goes; `missing` is the name of the key that nobody has asked for. */
  | {
      readonly kind: "open";
      readonly sets: readonly ArcSet[];
      readonly domain: string;
      readonly missing?: { readonly domain: string; readonly selector: string };
    };

/**
 * Verifies a chain from its newest link back: the newest ARC-Message-Signature, then every seal. At the first key that is
 * not known it stops, so that a message makes nobody ask about a name behind which nothing was found true (MT2-12's rule
 * for names that a message chooses).
 */
export async function verifyArc(read: ArcSets, circumstances: Circumstances): Promise<ArcChain> {
  if (read.kind !== "sets") return read;
  const { sets, signature } = read;
  const domain = sets.at(-1)?.seal.domain ?? "";
  const trial = await tryOut(signature, circumstances);
  if (trial.kind === "false") return { kind: "changed", domain: signature.domain };
  if (trial.kind !== "true") return open(sets, domain, signature, trial.kind === "no-key" ? trial.why : "unusable");
  let proven = trial.key.proven;
  for (let newest = sets.length; newest > 0; newest--) {
    const seal = sets[newest - 1]?.seal;
    if (seal === undefined) break;
    const found = usableKey(seal, findKey(seal, circumstances.knowledge));
    if (found.kind !== "key") return open(sets, domain, seal, found.kind);
    const input = sealedOctets(circumstances.header, sets.slice(0, newest), seal);
    if (input.length > MAX_DKIM_HEADER_OCTETS) return { kind: "open", sets, domain };
    if (!(await isTrue(seal, found, input))) return { kind: "broken", sets, domain: seal.domain };
    proven &&= found.proven;
  }
  return { kind: "true", sets, domain, proven };
}

/** Only what nobody has asked yet, or what nobody could prove, is worth a question. */
function open(
  sets: readonly ArcSet[],
  domain: string,
  { domain: missing, selector }: Pick<ArcSeal, "domain" | "selector">,
  why: FoundKey["kind"],
): ArcChain {
  const askable = why === "unknown" || why === "unproven";
  return { kind: "open", sets, domain, ...(askable && { missing: { domain: missing, selector } }) };
}

/** All sets up to a seal in their order, in relaxed form, the seal itself with `b=` emptied (RFC 8617 s5.1.1). */
function sealedOctets({ octets }: Header, sets: readonly ArcSet[], seal: ArcSeal): Uint8Array {
  const relaxed = (field: HeaderField) => octets(field, "relaxed");
  return concat([
    ...sets.flatMap(({ results, message: signed, seal: own }) =>
      own === seal ? [relaxed(results), relaxed(signed)] : [results, signed, own.field].map(relaxed),
    ),
    ownOctets(seal, "relaxed"),
  ]);
}
