import { type Badge, notChecked } from "../../core/index.ts";
import type { Checked } from "../../extension/check/check.ts";

/** A message without octets that was checked with nothing known, with the badge that a test wants. */
export function checkedAs(messageId: number, badge: Badge, more: Partial<Checked> = {}): Checked {
  return {
    messageId,
    subject: "",
    bytes: new Uint8Array(0),
    digest: "",
    result: { ...notChecked("E_INTERNAL", false), badge, reasons: [] },
    knowledge: {
      now: 0,
      origin: "account",
      trust: [],
      keys: [],
      stampPolicies: [],
      ledger: [],
      stampedBefore: [],
      statusLists: [],
    },
    ...more,
  };
}
