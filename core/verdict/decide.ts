import { belowLevel, type MinimumLevel } from "../level.ts";
import type { Axes, Badge, GmpWord, JudgedReason, Reason } from "../result.ts";
import { type Effect, REASONS, type ReasonSpec } from "./reasons.ts";
import { type ReceiptState, TABLE, type TransportColumn } from "./table.ts";

/** What the receipt says, as far as the badge depends on it. */
interface ReceiptSays {
  readonly word: GmpWord;
  readonly state: ReceiptState;
  /** The From domain requires stamps, and this one does not meet the requirement (G31, G36). */
  readonly required: boolean;
  /** The organisation concerned is in the trust store. */
  readonly trusted: boolean;
}

/** Everything the badge depends on. */
export interface Facts {
  readonly receipt: ReceiptSays;
  readonly axes: Axes;
  readonly reasons: readonly Reason[];
  /** The sending domain's server sealed the content, and the user's gateway says so too (T06). */
  readonly sealed?: boolean;
  /** The whole way of an MT2 message is proven, and nothing was changed on it (T41). */
  readonly chained?: boolean;
  /** The failure that a server reports is what forwarding and mailing lists bring about. */
  readonly relayed?: boolean;
  /** The user's gateway vouches for the From domain (U19). */
  readonly vouched?: boolean;
  /** Good news below it is not shown. */
  readonly minimum?: MinimumLevel | undefined;
}

/** The badge, and why. */
export interface Decision {
  readonly badge: Badge;
  readonly reasons: readonly JudgedReason[];
}

/** Light to heavy; the heaviest counts (H16). */
const EFFECTS: readonly Effect[] = ["note", "unevaluated", "unchecked", "caution", "alert"];

const heavier = (a: Effect, b: Effect): Effect => (EFFECTS.indexOf(b) > EFFECTS.indexOf(a) ? b : a);

/** What a reason weighs in this message. */
function weigh({ code }: Reason, { receipt, vouched = false }: Facts): Effect {
  const { word, trusted, required } = receipt;
  const spec: ReasonSpec = REASONS[code];
  const plain = word === "NOT_FOUND" && spec.unstamped !== undefined ? spec.unstamped : spec.effect;
  const forTrusted = trusted && spec.trusted !== undefined ? spec.trusted : "note";
  const forRequired = required && spec.required !== undefined ? spec.required : "note";
  const forVouched = vouched && spec.vouched !== undefined ? spec.vouched : "note";
  return [forTrusted, forRequired, forVouched].reduce(heavier, plain);
}

/** Each code once, the first occurrence: ten thousand broken parts are one reason. Heaviest first, else as found. */
function judge(facts: Facts): readonly JudgedReason[] {
  const byCode = new Map<string, JudgedReason>();
  for (const reason of facts.reasons)
    if (!byCode.has(reason.code)) byCode.set(reason.code, { ...reason, effect: weigh(reason, facts) });
  return [...byCode.values()].sort((a, b) => EFFECTS.indexOf(b.effect) - EFFECTS.indexOf(a.effect));
}

/** The obligations that INTACT and VERIFIED share (D.2: O2, O6 to O9, O11), each literally true. */
function holds({ integrity, identity, scope, freshness, structure, transport }: Axes): boolean {
  return (
    integrity === "bound" &&
    identity === "match" &&
    scope === "full" &&
    freshness === "ok" &&
    structure === "ok" &&
    transport !== "fail" &&
    transport !== "conflict"
  );
}

/** Without a stamp, what forwarding and mailing lists do every day is no failure of the message (decision 30). */
function columnOf({ receipt, axes, relayed = false }: Facts): TransportColumn {
  const ordinary = receipt.word === "NOT_FOUND" && relayed;
  return axes.transport === "pass" || (axes.transport === "fail" && !ordinary) ? axes.transport : "none";
}

/**
 * What the table gives, as far as the axes bear it out. The only way to VERIFIED leads through here, and asks again
 * what the row of the table already claims: a mistake elsewhere must not become a false VERIFIED.
 */
function supported(facts: Facts): Badge {
  const { receipt, axes, sealed = false, chained = false } = facts;
  const row = TABLE[receipt.state];
  const column = columnOf(facts);
  const badge = (receipt.required ? (row.required ?? row.badge) : row.badge)[column];
  if (badge === "VERIFIED")
    return holds(axes) && axes.trust === "trusted" && receipt.word === "VALID" && receipt.trusted ? badge : "UNCHECKED";
  if (badge === "INTACT") return holds(axes) && axes.trust === "known-key" ? badge : "UNCHECKED";
  // D.3: an envelope raises what the table left at NONE or TRANSPORT, and nothing else; the gateway's pass is a must.
  if (sealed && badge === "TRANSPORT" && holds(axes)) return "INTACT";
  // An MT2 way is checked here to its end, and asks for no server's word (D.1).
  if (chained && (badge === "TRANSPORT" || badge === "NONE") && holds(axes)) return "INTACT";
  // A server's word about a message that programs read differently is no ground for anything positive.
  if (badge === "TRANSPORT" && axes.structure === "ambiguous") return "NONE";
  return badge;
}

/**
 * A meet for obligations, a join for alarms (4-threats D.4; D.3 wins by decision 5): no sum, no two out of three.
 *
 * @param worst the heaviest effect among all reasons
 */
export function combine(facts: Facts, worst: Effect): Badge {
  const given = supported(facts);
  if (worst === "alert" || given === "ALERT") return "ALERT";
  if (worst === "caution" || given === "CAUTION") return "CAUTION";
  if (worst === "unchecked" || given === "UNCHECKED") return "UNCHECKED";
  return worst === "unevaluated" && given === "NONE" ? "UNCHECKED" : given;
}

/** The badge of a message (4-threats D.3 and D.4); a minimum level can only take good news away, after everything else. */
export function decide(facts: Facts): Decision {
  const reasons = judge(facts);
  const badge = combine(facts, reasons[0]?.effect ?? "note");
  const below = belowLevel(badge, facts.minimum);
  if (below !== undefined) return { badge: "NONE", reasons: [below, ...reasons] };
  // A badge that nothing explains is a mistake of ours, and says so.
  const unexplained = badge === "UNCHECKED" && !reasons.some(({ effect }) => /^un/.test(effect));
  return {
    badge,
    reasons: unexplained ? [{ code: "E_INTERNAL", params: {}, effect: "unchecked" }, ...reasons] : reasons,
  };
}
