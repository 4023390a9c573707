/** The public API: the only file of `core/` that is imported from outside. */
export { createWasmEngine } from "./crypto/engine-wasm.ts";
export type { Engine, HashState } from "./engine.ts";
export * from "./knowledge.ts";
export * from "./limits.ts";
export { parseDate } from "./message/date.ts";
export type * from "./result.ts";
export { shownText } from "./trust/characters.ts";
export { toALabel } from "./trust/idna.ts";
export { parseStrictJson } from "./trust/json.ts";
export { type RecordFault, readTrustRecords } from "./trust/record.ts";
export { registrableDomain } from "./trust/scope.ts";
export { LINES } from "./verdict/line-codes.ts";
export { REASONS, type ReasonCode } from "./verdict/reasons.ts";
export { SUMMARY } from "./verdict/summary-codes.ts";
