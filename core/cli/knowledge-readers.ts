import type { DnsState } from "../knowledge.ts";
import { readAddress, readOneOf } from "../trust/fields.ts";
import { objectOf, type Reader, required } from "../trust/reading.ts";

/** A text that is not empty. */
export const readString: Reader<string> = (value, place) =>
  typeof value === "string" && value !== "" ? value : place.report("wrong-type", value);

/** An identity of the user: an addr-spec, or `local+*@domain` (H26). */
export const readIdentity: Reader<string> = (value, place) => {
  if (typeof value === "string" && value.includes("+*@")) {
    return readAddress(value.replace("+*@", "@"), place) === undefined ? undefined : value;
  }
  return readAddress(value, place);
};

/** How far an answer of the DNS was proven. */
export const readState = readOneOf<DnsState>(["secure", "insecure", "bogus", "indeterminate"]);

/** Reads the members that `parts` names; all of them are required. */
export function readObject<T extends object>(parts: { readonly [K in keyof T]-?: Reader<T[K]> }): Reader<T> {
  return objectOf((found, place) => {
    const names = Object.keys(parts) as (keyof T & string)[];
    const read = names.map((name) => [name, required(found, name, place, parts[name])] as const);
    return read.some(([, part]) => part === undefined) ? undefined : (Object.fromEntries(read) as T);
  });
}
