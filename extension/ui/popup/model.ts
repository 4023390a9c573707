import type { Badge } from "../../../core/index.ts";
import type { Checked } from "../../background/check.ts";
import type { Undo } from "../../background/trust-actions.ts";

/** What the popup is about. */
export type Shown =
  | { readonly state: "checking" }
  /** The check itself could not be made. */
  | { readonly state: "failed" }
  | { readonly state: "checked"; readonly messages: readonly Checked[] };

/** How an organisation may be pinned (decision 3). */
export type Pin = "key" | "name";

/** What the buttons do; given from outside, so that every picture and test shows the real components. */
export interface Actions {
  trust(message: Checked, pin: Pin): Promise<Undo>;
  recheck(): Promise<void>;
  copyDiagnostics(message: Checked): Promise<void>;
  openVerifiedView(message: Checked): Promise<void>;
  openOptions(): Promise<void>;
}

const SEVERITY: readonly Badge[] = ["ALERT", "CAUTION", "UNCHECKED", "NONE", "TRANSPORT", "INTACT", "VERIFIED"];

/** The messages, the one that asks for most attention first; equal ones stay in their order. */
export function worstFirst(messages: readonly Checked[]): readonly Checked[] {
  const rank = ({ result }: Checked) => SEVERITY.indexOf(result.badge);
  return [...messages].sort((a, b) => rank(a) - rank(b));
}
