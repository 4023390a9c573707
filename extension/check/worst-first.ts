import type { Badge } from "../../core/index.ts";
import type { Checked } from "./check.ts";

const SEVERITY: readonly Badge[] = ["ALERT", "CAUTION", "UNCHECKED", "NONE", "TRANSPORT", "INTACT", "VERIFIED"];

/** The messages, the one that asks for most attention first; equal ones stay in their order. */
export function worstFirst(messages: readonly Checked[]): readonly Checked[] {
  const rank = ({ result }: Checked) => SEVERITY.indexOf(result.badge);
  return [...messages].sort((a, b) => rank(a) - rank(b));
}
