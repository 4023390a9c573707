/** The public API: the only file of `core/` that is imported from outside. */
export type { Engine, HashState } from "./engine.ts";
export * from "./knowledge.ts";
export * from "./limits.ts";
export type * from "./result.ts";
export { REASONS, type ReasonCode } from "./verdict/reasons.ts";
