import type { Result } from "../../core/index.ts";

/** Takes the last step back; calling it twice does nothing more. */
export type Undo = () => Promise<void>;

/**
 * "Trust this organisation": stores the narrowest record that makes this result's organisation trusted.
 * `key` pins the key that signed this message, `name` trusts the organisation with its DNSSEC-proven keys.
 * @throws Error when the result offers nothing to trust (`result.trustable` missing).
 */
export async function trustOrganisation(result: Result, how: "key" | "name"): Promise<Undo> {
  void how;
  throw new Error(`nothing to trust: ${result.badge}`);
}
