import { type Entry, fill } from "../../core/index.ts";
import type { Say } from "./face.ts";

/**
 * Texts of the browser, and the package's own where it has none: a process of Chromium now and then begins without those
 * of its extension, and keeps to that; nobody must read the name of a text instead.
 * @param getMessage - The browser's; "" stands for none.
 * @param own - Entries of the package's message file; may be filled later.
 */
export function createSay(getMessage: (key: string, values: string[]) => string, own: ReadonlyMap<string, Entry>): Say {
  return (key, values = []) => {
    const said = getMessage(key, [...values]);
    if (said !== "") return said;
    const entry = own.get(key);
    return entry === undefined ? key : fill(entry, values);
  };
}
