import { X509Certificate } from "node:crypto";
import { readFileSync } from "node:fs";
import { concat } from "../canonical/concat.ts";
import { latin1Bytes, strictBase64, toHex } from "../canonical/encoding.ts";
import { parseTime } from "../canonical/times.ts";
import { lintKey } from "../crypto/signature.ts";
import { wireName } from "../dns/names.ts";
import { uint16Octets } from "../dns/octets.ts";
import { CLIENT_MX_TYPE } from "../dns/records/client-mx.ts";
import { readIppAnchor } from "../dns/records/ipp.ts";
import { readVouch } from "../dns/records/vouch.ts";
import { toALabel } from "../message/domain.ts";
import { Failure, systemReason } from "./failure.ts";
import type { KeyFile } from "./key-file.ts";
import { print } from "./terminal.ts";

/** Octets a character-string of a TXT record holds (RFC 1035 section 3.3.14). */
const MAX_STRING = 255;

/** A record to publish: TXT unless told. */
export interface Publishable {
  /** With the final dot. */
  readonly owner: string;
  /** The whole text of a TXT record, or the data of another type as a zone file has it. */
  readonly text: string;
  readonly type?: string;
}

/** The key record of 3-protocols 1.4. */
export function keyRecord(key: KeyFile, path: string): Publishable {
  return { owner: `${key.kid}._gmp.${key.org_id}.`, text: `v=GMP1; ${keyTags(key, path)}` };
}

/**
 * The tags `k`, `p`, `nb` and `na`, the same in every record that publishes a key.
 * @throws Failure `KEY_UNUSABLE`, `KEY_FILE`
 */
export function keyTags(key: KeyFile, path: string): string {
  const octets = strictBase64(key.key);
  const fault = octets === undefined ? "not base64" : lintKey(key.alg, octets);
  if (fault !== undefined) throw new Failure("KEY_UNUSABLE", `${path}: the key is refused (${JSON.stringify(fault)})`);
  const bounds = [
    ["nb", key.notBefore],
    ["na", key.notAfter],
  ] as const;
  const times = bounds.flatMap(([tag, text]) => {
    const seconds = text === undefined ? undefined : parseTime(text);
    if (text !== undefined && seconds === undefined) throw new Failure("KEY_FILE", `${path}: ${text} is not a time`);
    return seconds === undefined ? [] : [`; ${tag}=${seconds}`];
  });
  return `k=${key.alg}; p=${key.key}${times.join("")}`;
}

/**
 * Where the domain keeps keys and policies of its addresses (4.1).
 * @throws Failure `USAGE` for a URL that no reader would take
 */
export function ippRecord(org: string, url: string, option = "--ipp"): Publishable {
  const text = `v=IPP1; t=url; url=${url}`;
  if (readIppAnchor(answer(text)).kind !== "found")
    throw new Failure(
      "USAGE",
      `${option} ${url}: readers take https URLs that end with "/", without query, in plain spelling`,
    );
  return { owner: `_ipp.${org}.`, text };
}

/**
 * What the organisation, as a certifier, vouches for: `DOMAIN`, or `DOMAIN=TYPE TYPE` (RFC 5518).
 * @throws Failure `USAGE`
 */
export function vouchRecord(org: string, given: string): Publishable {
  const [name = "", text = "all"] = given.split("=", 2);
  const domain = toALabel(name);
  if (domain === undefined || readVouch(answer(text), domain, org).kind !== "found")
    throw new Failure("USAGE", `--vouch ${given} is no domain, or no domain=words`);
  return { owner: `${domain}._vouch.${org}.`, text };
}

/**
 * A host that sends for the domain with a client certificate (section 2), as RDATA of an unknown type (RFC 3597).
 * @param given `HOST` or `PREFERENCE:HOST`
 * @throws Failure `USAGE`
 */
export function clientMxRecord(org: string, given: string, type = CLIENT_MX_TYPE): Publishable {
  const [, preference = "10", name = ""] = /^(?:(\d{1,5}):)?(.*)$/.exec(given) ?? [];
  const host = toALabel(name);
  if (host === undefined || Number(preference) > 65_535)
    throw new Failure("USAGE", `--client-mx ${given} is no host, or no preference:host`);
  const data = concat([uint16Octets(Number(preference)), wireName(`${host}.`)]);
  return { owner: `${org}.`, type: `TYPE${type}`, text: `\\# ${data.length} ${toHex(data)}` };
}

/**
 * The certificate of an MT2 issuer (T44), from a PEM or DER file.
 * @throws Failure `KEY_FILE`
 */
export function mt2Record(org: string, path: string): Publishable {
  try {
    const { raw } = new X509Certificate(readFileSync(path));
    return { owner: `_mt2.${org}.`, type: "CERT", text: `1 0 0 ${raw.toString("base64")}` };
  } catch (error) {
    throw new Failure("KEY_FILE", `${path}: no certificate (${systemReason(error)})`, undefined, error);
  }
}

/** A proven answer that holds one TXT record, for the readers that will meet it. */
function answer(text: string) {
  return { state: "SECURE" as const, records: [concat(strings(text).flatMap(characterString))], wildcard: false };
}

const characterString = (text: string) => [Uint8Array.of(text.length), latin1Bytes(text)];

/** Prints records as zone file lines, or unquoted. */
export async function printRecords(records: readonly Publishable[], ttl: string, asLines: boolean): Promise<void> {
  for (const { owner, text, type = "TXT" } of records) {
    const data = type === "TXT" ? quoted(text) : text;
    await print(asLines ? `${owner}\t${text}\n` : `${owner}\t${ttl}\tIN\t${type}\t${data}\n`);
  }
}

/** The text as character-strings of at most 255 octets each; readers join them without a space. */
const quoted = (text: string) =>
  strings(text)
    .map((part) => `"${part}"`)
    .join(" ");

function strings(text: string): readonly string[] {
  const parts: string[] = [];
  for (let i = 0; i < text.length; i += MAX_STRING) parts.push(text.slice(i, i + MAX_STRING));
  return parts;
}
