import type { Params } from "../result.ts";
import type { ReasonCode } from "../verdict/reasons.ts";
import type { Ambiguity } from "./message.ts";

/** Collects ambiguities: each code once, for header fields once a name, so that hostile mail cannot make the list long. */
export interface Ambiguities {
  add(code: ReasonCode, params?: Params): void;
  readonly list: readonly Ambiguity[];
}

/** Makes an empty collection. */
export function collectAmbiguities(): Ambiguities {
  const list: Ambiguity[] = [];
  const seen = new Set<string>();
  return {
    list,
    add(code, params = {}) {
      const key = `${code} ${params.field ?? ""}`;
      if (seen.has(key)) return;
      seen.add(key);
      list.push({ code, params });
    },
  };
}
