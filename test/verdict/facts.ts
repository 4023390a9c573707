import type { Axes, Badge } from "../../core/result.ts";
import { NO_AXES } from "../../core/verdict/axes.ts";
import type { Facts } from "../../core/verdict/decide.ts";
import type { ReceiptState, TransportColumn } from "../../core/verdict/table.ts";

/** Light to heavy, as a reader feels it. */
export const BADGES: readonly Badge[] = ["VERIFIED", "INTACT", "TRANSPORT", "NONE", "UNCHECKED", "CAUTION", "ALERT"];

/** The second badge is no better than the first. */
export const noBetter = (before: Badge, after: Badge): boolean => BADGES.indexOf(after) >= BADGES.indexOf(before);

const bound = { integrity: "bound", identity: "match", scope: "full", freshness: "ok" } as const;

const AXES: Readonly<Partial<Record<ReceiptState, Partial<Axes>>>> = {
  valid: { ...bound, trust: "trusted" },
  "valid-caution": { ...bound, freshness: "stale", trust: "trusted" },
  "valid-scope": { ...bound, trust: "trusted" },
  "known-key": { ...bound, trust: "known-key" },
  tampered: { integrity: "broken", trust: "trusted" },
};

const TRUSTED: ReadonlySet<ReceiptState> = new Set<ReceiptState>([
  "valid",
  "valid-caution",
  "valid-scope",
  "kid-unknown",
  "malformed-trusted",
  "tampered",
]);

/** What a correct check of the receipt hands over in this state. */
export function factsOf(state: ReceiptState, transport: TransportColumn, required = false): Facts {
  const word = state.startsWith("not-found")
    ? "NOT_FOUND"
    : state === "tampered"
      ? "TAMPERED"
      : state.startsWith("valid")
        ? "VALID"
        : "UNTRUSTED";
  const reasons = state === "error" ? [{ code: "E_TIMEOUT", params: {} } as const] : [];
  const receipt = { word, state, required, trusted: TRUSTED.has(state) } as const;
  return { receipt, axes: { ...NO_AXES, ...AXES[state], transport }, reasons };
}
