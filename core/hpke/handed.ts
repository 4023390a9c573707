import { readMapKeyText } from "../dns/records/map-key.ts";
import { readJwk, type SealingKey } from "./key.ts";
import { parseMembers } from "./members.ts";
import { keyFromCertificates, keyFromRecord } from "./published.ts";

/** A public key that somebody handed over, and whose it says it is. */
export interface HandedKey {
  readonly key: SealingKey;
  readonly address?: string;
}

/**
 * Reads a public key as people hand it over: the `.pub` file of `hpke-keygen` or another JWK, the text of a MAPKEY with or
 * without the address before it, or the certificates that an address publishes (3-protocols 4.1).
 * @param now epoch seconds; a published key has its time
 * @param expected whose key it has to be; certificates are read for one address only
 * @returns undefined for anything else, and for a key that says it is somebody else's
 */
export async function readHandedKey(text: string, now: number, expected?: string): Promise<HandedKey | undefined> {
  const [, first = "", behind = ""] = /^(\S*)\s*(.*)$/s.exec(text.trim()) ?? [];
  const named = behind !== "" && /.@./.test(first) ? first : undefined;
  const rest = named === undefined ? text.trim() : behind;
  const members = rest.startsWith("{") ? parseMembers(rest) : undefined;
  const own = members?.get("address");
  const address = named ?? (typeof own === "string" ? own : undefined) ?? expected;
  const key = members ? await readJwk(members) : await fromText(rest, address, now);
  if (key === undefined || (expected !== undefined && address !== expected)) return undefined;
  return { key, ...(address !== undefined && { address }) };
}

async function fromText(text: string, address: string | undefined, now: number): Promise<SealingKey | undefined> {
  if (text.startsWith("-----BEGIN"))
    return address === undefined ? undefined : keyFromCertificates(`${text}\n`, address, now);
  const record = readMapKeyText(text);
  return record && keyFromRecord(record, now);
}
