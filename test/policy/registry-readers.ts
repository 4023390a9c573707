import type { DescribedSchema } from "../../core/index.ts";
import { type HiveKey, plain, REG_DWORD, REG_MULTI_SZ, REG_SZ } from "./hive.ts";

/* How the programs make JSON of the registry. Neither reader is in their builds for Linux, so these follow what they do. */

/** Thunderbird and Firefox: the first name "1" makes a list, a REG_MULTI_SZ is JSON, and a key below is an object. */
export function asMozillaReads({ values, keys }: HiveKey): unknown {
  const read = values.map(([name, value]) => {
    const found = plain(value);
    return [name, value.type === REG_MULTI_SZ ? JSON.parse(String(found)) : found] as const;
  });
  if (read[0]?.[0] === "1") return read.map(([, value]) => value);
  return Object.fromEntries([...read, ...[...keys].map(([name, key]) => [name, asMozillaReads(key)] as const)]);
}

type Members = Readonly<Record<string, DescribedSchema>>;

/** Chromium and its family: what the schema in the package says decides, and what does not fit it is dropped. */
export function asChromiumReads({ values, keys }: HiveKey, members: Members): Record<string, unknown> {
  const found: [string, unknown][] = [];
  for (const [name, value] of values) {
    if (value.type !== REG_SZ && value.type !== REG_DWORD) continue;
    const schema = members[name];
    const read = schema === undefined ? undefined : fitting(plain(value), schema);
    if (read !== undefined) found.push([name, read]);
  }
  for (const [name, key] of keys) {
    const schema = members[name];
    if (schema?.type === "object") found.push([name, asChromiumReads(key, schema.properties)]);
    if (schema?.type === "array") found.push([name, numbered(key)]);
  }
  return Object.fromEntries(found);
}

/** The values "1", "2" … up to the first that is missing. */
function numbered({ values }: HiveKey): unknown[] {
  const list: unknown[] = [];
  for (const named = new Map(values); ; ) {
    const value = named.get(String(list.length + 1));
    if (value === undefined) return list;
    list.push(plain(value));
  }
}

function fitting(value: string | number, { type }: DescribedSchema): unknown {
  if (type === "boolean") return typeof value === "number" ? value !== 0 : undefined;
  if (type === "integer") return typeof value === "number" ? value : undefined;
  if (type === "string") return typeof value === "string" ? value : undefined;
  const json: unknown = typeof value === "string" ? JSON.parse(value) : undefined;
  return Array.isArray(json) === (type === "array") ? json : undefined;
}
