import type { Line, Reason, Want } from "./result.ts";

/** What one system found out about a message. Systems never see each other's evidence; they meet in `verify.ts`. */
export interface Evidence {
  readonly reasons: readonly Reason[];
  readonly lines: readonly Line[];
  readonly wants: readonly Want[];
}
