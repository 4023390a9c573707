import { domainOf } from "../message/addr-spec.ts";
import { type Cbor, readCbor, writeCbor } from "./cbor.ts";
import { isAddrSpec, isCount, isDomain, isLabel } from "./grammar.ts";

/** What a sending domain's server says about one message (3-protocols section 3, T10 to T12). */
export interface Envelope {
  /** Sixteen octets. */
  readonly id: Uint8Array;
  /** Addr-spec, or "" for the null sender. */
  readonly sender: string;
  readonly recipients: readonly string[];
  /** BLAKE3-256 of the payload. */
  readonly digest: Uint8Array;
  /** Octets of the payload. */
  readonly length: number;
  /** Epoch seconds. */
  readonly created: number;
  readonly expires: number;
  /** The domain of `sender`; of the reporting host where there is none. */
  readonly domain: string;
  readonly keyId: string;
  /** Kind of end-to-end encryption, when there is one. */
  readonly e2e?: string;
}

/** U09, U12. */
export type ReadEnvelope =
  | { readonly kind: "envelope"; readonly envelope: Envelope }
  | { readonly kind: "unsupported" }
  | { readonly kind: "malformed" };

const VERSION = 1;
const KEYS: ReadonlySet<unknown> = new Set([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
const MAX_RECIPIENTS = 1000;
/** Longest time an envelope may live, in seconds (T16). */
const MAX_LIFETIME = 14 * 86_400;

/** Reads the signed map of T12. */
export function readEnvelope(payload: Uint8Array): ReadEnvelope {
  const map = readCbor(payload);
  if (!(map instanceof Map)) return { kind: "malformed" };
  // A later version may mean anything by its keys, so the version comes first (U12).
  if (isCount(map.get(1)) && map.get(1) !== VERSION) return { kind: "unsupported" };
  if ([...map.keys()].some((key) => !KEYS.has(key))) return { kind: "unsupported" };
  const envelope = shapeOf(map);
  return envelope === undefined || faultOf(envelope) !== undefined
    ? { kind: "malformed" }
    : { kind: "envelope", envelope };
}

function shapeOf(map: ReadonlyMap<unknown, unknown>): Envelope | undefined {
  const [version, id, sender, recipients, digest, length, created, expires, domain, keyId] = [...KEYS].map((key) =>
    map.get(key),
  );
  if (version !== VERSION || !isOctets(id) || !isOctets(digest)) return undefined;
  if (!isCount(length) || !isCount(created) || !isCount(expires)) return undefined;
  if (typeof sender !== "string" || typeof domain !== "string" || typeof keyId !== "string") return undefined;
  if (!Array.isArray(recipients) || !recipients.every((item) => typeof item === "string")) return undefined;
  const base = { id, sender, recipients, digest, length, created, expires, domain, keyId };
  if (!map.has(11)) return base;
  const e2e: unknown = map.get(11);
  const kind: unknown = e2e instanceof Map && e2e.size === 1 ? e2e.get(1) : undefined;
  return typeof kind === "string" ? { ...base, e2e: kind } : undefined;
}

const isOctets = (value: unknown): value is Uint8Array => value instanceof Uint8Array;

/** What is wrong with the values of an envelope (T10, T11, T12, U16). */
export function faultOf(envelope: Envelope): keyof Envelope | undefined {
  const { id, sender, recipients, digest, created, expires, domain, keyId } = envelope;
  if (id.length !== 16) return "id";
  if (sender !== "" && !isAddrSpec(sender)) return "sender";
  if (recipients.length < 1 || recipients.length > MAX_RECIPIENTS || !recipients.every(isAddrSpec)) return "recipients";
  if (digest.length !== 32) return "digest";
  if (expires < created || expires - created > MAX_LIFETIME) return "expires";
  if (!isDomain(domain) || (sender !== "" && domainOf(sender) !== domain)) return "domain";
  return isLabel(keyId) ? undefined : "keyId";
}

/** The octets that are signed. */
export function writeEnvelope(envelope: Envelope): Uint8Array {
  const { id, sender, recipients, digest, length, created, expires, domain, keyId, e2e } = envelope;
  const values: readonly Cbor[] = [
    ...[VERSION, id, sender, recipients, digest, length, created, expires, domain, keyId],
    ...(e2e === undefined ? [] : [new Map([[1, e2e]])]),
  ];
  return writeCbor(new Map(values.map((value, index) => [index + 1, value])));
}
