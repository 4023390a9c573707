import { MAX_SHOWN_TEXT } from "../limits.ts";
import type { Params } from "../result.ts";
import { shownText } from "../trust/characters.ts";

/** Values that are lists of names may be longer than one name. */
const LISTS: ReadonlySet<string> = new Set(["fields", "files", "forwarders", "signers", "domains"]);

/**
 * Makes the values of a sentence safe to show: most of them were written by the sender (GMR-25, ID-13). Done here once,
 * so that no place that shows a result can forget it.
 */
export function presentable<T extends { readonly params: Params }>(item: T): T {
  const params = Object.entries(item.params).map(([name, value]) => {
    if (typeof value !== "string") return [name, value] as const;
    return [name, shownText(value, LISTS.has(name) ? MAX_SHOWN_TEXT * 3 : MAX_SHOWN_TEXT)] as const;
  });
  return { ...item, params: Object.fromEntries(params) };
}
