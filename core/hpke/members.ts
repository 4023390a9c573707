import { parseStrictJson } from "../trust/json.ts";

/** The members of a JSON object; none of anything else. */
export function membersOf(value: unknown): ReadonlyMap<string, unknown> {
  const isObject = typeof value === "object" && value !== null && !Array.isArray(value);
  return new Map<string, unknown>(isObject ? Object.entries(value) : []);
}

/** The members of the object that a text is, read strictly; none where it is none. */
export function parseMembers(text: string): ReadonlyMap<string, unknown> {
  const json = parseStrictJson(text);
  return membersOf("value" in json ? json.value : undefined);
}
