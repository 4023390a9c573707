import type { HopState } from "./hop.ts";
import type { Hop } from "./parse.ts";

/** A hop and what it turned out to be. */
export interface JudgedHop {
  readonly hop: Hop;
  readonly state: HopState;
}

/** Whether a hop counts where it hangs together with the next. */
const isGood = ({ state }: JudgedHop) => state.kind === "validated" || state.kind === "accepted";

/**
 * "Already validated": the word of the last hop for those before it, where the administrator lists that host and its own
 * signature was validated here (MT2-13). It stands in for what nobody could prove here, and never for what was refused.
 */
export function relyOn(judged: readonly JudgedHop[], validators: readonly string[]): readonly JudgedHop[] {
  const last = judged.at(-1);
  if (last?.state.kind !== "validated" || !validators.includes(last.hop.host)) return judged;
  const accepted = { kind: "accepted", by: last.hop.host } as const;
  return judged.map((one) => (one.state.kind === "unproven" ? { ...one, state: accepted } : one));
}

/** How far back the way is proven. */
export interface Chain {
  /** Place of the earliest hop that counts; as many as there are hops where none does. */
  readonly from: number;
  /** All hops, from the sender on. */
  readonly complete: boolean;
  /** Two hops that are both signed correctly say different things (T42). */
  readonly contradictory: boolean;
}

/**
 * Walks back from the last hop, as long as each is validated and hangs together with the next: what stands before a break
 * could have been put there by anybody (MT2-07).
 * @param ends whether the last hop is the reader's own gateway, or nobody's way is looked for (U58)
 */
export function chainOf(judged: readonly JudgedHop[], ends: boolean): Chain {
  let from = judged.length;
  for (let place = judged.length - 1; ends && place >= 0; place--) {
    const [one, next] = [judged[place], judged[place + 1]];
    if (one === undefined || !isGood(one) || (next !== undefined && !follows(one.hop, next.hop))) break;
    from = place;
  }
  const first = judged[0]?.hop;
  const complete = from === 0 && first?.index === 0 && first.prev === "";
  return { from, complete, contradictory: isContradictory(judged) };
}

/** T43: the signed prev of a hop is the text of the signature before it. */
function follows(hop: Hop, next: Hop): boolean {
  return next.index === hop.index + 1 && agree(hop, next);
}

const agree = (hop: Hop, next: Hop) => hop.next === next.host && hop.signature === next.prev;

/** U42: equal index, or adjacent while next and host, or prev and sig, differ. */
function isContradictory(judged: readonly JudgedHop[]): boolean {
  const signed = judged.filter(isGood).map(({ hop }) => hop);
  return signed.some((one, place) =>
    signed.some(
      (other, otherPlace) =>
        (place < otherPlace && one.index === other.index) || (other.index === one.index + 1 && !agree(one, other)),
    ),
  );
}
