import assert from "node:assert/strict";
import { concat } from "../../core/canonical/concat.ts";
import { strictBase64 } from "../../core/canonical/encoding.ts";
import { nobleEngine } from "../../core/crypto/engine-noble.ts";
import { sign } from "../../core/crypto/signature.ts";
import type { Knowledge, MapKey, MapKeyRecord } from "../../core/knowledge.ts";
import { type Cbor, writeCbor } from "../../core/map/cbor.ts";
import { signatureInput } from "../../core/map/cose.ts";
import { writeEnvelope } from "../../core/map/envelope.ts";
import { hashPayload } from "../../core/map/payload.ts";
import { fieldOf, type SealKey, type SealOptions, seal } from "../../core/map/seal.ts";
import { mail, octets, STAMPED, text } from "../gmp/support.ts";
import { TEST_KEYS } from "../gmp/test-keys.ts";
import { delivered, knowingServer, verdictOf } from "../verify/support.ts";

/** The envelope key of example.org's gateway, and one that is not theirs. */
export const KEY: SealKey = { id: "env1", privateKey: octetsOf(TEST_KEYS.next.privateKey) };
export const FORGER: SealKey = { id: "env1", privateKey: octetsOf(TEST_KEYS.other.privateKey) };
export const PUBLIC = TEST_KEYS.next.key;

function octetsOf(base64: string): Uint8Array {
  return strictBase64(base64) ?? assert.fail();
}

export const OPTIONS: SealOptions = {
  id: Uint8Array.from({ length: 16 }, (_, i) => i),
  sender: "alice@example.org",
  recipients: ["bob@example.net"],
  created: STAMPED,
  expires: STAMPED + 86_400,
  domain: "example.org",
};

/** A message as example.org's gateway hands it over. */
export async function sealed(
  bytes: Uint8Array = mail(),
  options: Partial<SealOptions> = {},
  key: SealKey = KEY,
): Promise<Uint8Array> {
  const made = await seal(bytes, { ...OPTIONS, ...options }, key, nobleEngine);
  assert.ok(made instanceof Uint8Array, JSON.stringify(made));
  return made;
}

/** An envelope map as anybody could write it: `changes` replaces or (undefined) removes keys; signed with the true key. */
export async function sealedAnyway(
  changes: Readonly<Record<number, Cbor | undefined>> = {},
  bytes: Uint8Array = mail(),
): Promise<Uint8Array> {
  const digest = await hashPayload(bytes, nobleEngine);
  const { id, sender, recipients, created, expires, domain } = OPTIONS;
  const values: readonly Cbor[] = [1, id, sender, recipients, digest, bytes.length, created, expires, domain, KEY.id];
  const map = new Map<number, Cbor>(values.map((value, index) => [index + 1, value]));
  for (const [name, value] of Object.entries(changes))
    if (value === undefined) map.delete(Number(name));
    else map.set(Number(name), value);
  return withCose(await cose(writeCbor(map)), bytes);
}

/** A COSE_Sign1 of which every part can be chosen; signed with the true key over these very octets. */
export async function cose(
  payload: Uint8Array,
  header: Uint8Array = writeCbor(
    new Map<number, Cbor>([
      [1, -8],
      [4, octets(KEY.id)],
    ]),
  ),
  unprotected: Cbor = new Map(),
): Promise<Uint8Array> {
  const signature = await sign("ed25519", KEY.privateKey, signatureInput(header, "MAP-envelope-v1", payload));
  return writeCbor([header, unprotected, payload, signature]);
}

/** The usual envelope map, encoded. */
export async function usualMap(bytes: Uint8Array = mail()): Promise<Uint8Array> {
  const digest = await hashPayload(bytes, nobleEngine);
  return writeEnvelope({ ...OPTIONS, digest, length: bytes.length, keyId: KEY.id });
}

/** A message under a MAP-Envelope field with this COSE object. */
export function withCose(object: Uint8Array, bytes: Uint8Array = mail()): Uint8Array {
  return concat([fieldOf("MAP-Envelope", object), bytes]);
}

/** What is known about the key: a DNSSEC-proven record unless told otherwise. */
export function mapKey(changes: Partial<MapKey> = {}, record: Partial<MapKeyRecord> = {}): MapKey {
  return {
    domain: "example.org",
    id: KEY.id,
    anchor: "dnssec",
    state: "secure",
    record: { usage: "envelope", k: "ed25519", p: PUBLIC, ...record },
    ...changes,
  };
}

/** The same without the record. */
export function noMapKey(changes: Partial<MapKey> = {}): MapKey {
  const { record: _, ...rest } = mapKey(changes);
  return rest;
}

/** Bob with his server, a minute after the message was made; `keys` are the MAPKEYs he knows. */
export function knowingMap(keys: readonly MapKey[] = [mapKey()], changes: Partial<Knowledge> = {}): Knowledge {
  return knowingServer({ trust: [], now: STAMPED + 3600, firstSeen: STAMPED + 60, mapKeys: keys, ...changes });
}

/** What Bob's gateway says when all is well, and with other properties. */
export const gatewayWord = (changes: Readonly<Record<string, string | undefined>> = {}, word = "pass") => {
  const properties = new Map<string, string | undefined>(
    Object.entries({
      "smtp.mailfrom": "alice@example.org",
      "policy.map-mode": "enforce",
      "policy.map-key": KEY.id,
      "policy.map-anchor": "dnssec",
      "dns.sec": "yes",
      ...changes,
    }),
  );
  return `map=${word}${[...properties].map(([name, value]) => (value === undefined ? "" : ` ${name}=${value}`)).join("")}`;
};

/** The message as it lies in Bob's mailbox, with his gateway's word. */
export const arrived = (bytes: Uint8Array, results: string | undefined = gatewayWord()) => delivered(bytes, results);

/** The same without any word of the gateway. */
export const silently = (bytes: Uint8Array) => delivered(bytes);

/** `BADGE REASON … | system_line …`, notes left out. */
export async function outcome(bytes: Uint8Array, knowledge: Knowledge = knowingMap()): Promise<string> {
  const { badge, reasons, lines } = await verdictOf(bytes, knowledge);
  const codes = reasons.filter(({ effect }) => effect !== "note").map(({ code }) => code);
  const said = lines.filter(({ system }) => system !== "authres").map(({ system, code }) => `${system}_${code}`);
  return `${[badge, ...codes].join(" ")} | ${said.join(" ")}`.trim();
}

export { mail, octets, STAMPED, text };
