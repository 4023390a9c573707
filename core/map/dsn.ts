import { toHex } from "../canonical/encoding.ts";
import type { Knowledge } from "../knowledge.ts";
import { domainOf } from "../message/addr-spec.ts";
import type { Message } from "../message/message.ts";
import type { Line, Want } from "../result.ts";
import { aligned } from "../trust/scope.ts";
import { type Cbor, readCbor, writeCbor } from "./cbor.ts";
import { verifySign1 } from "./cose.ts";
import { DSN_FIELD, fieldsNamed, readField } from "./field.ts";
import { isAddrSpec, isCount, isDomain } from "./grammar.ts";
import { findMapKey, inWindow } from "./key.ts";

/** What became of a message for one recipient. */
export interface Outcome {
  readonly recipient: string;
  readonly action: "delivered" | "delayed" | "failed";
  /** Enhanced status code (RFC 3463). */
  readonly status: string;
}

/** A bounce, signed by the server that reports (T18). */
export interface Dsn {
  /** Sixteen octets: the envelope it answers. */
  readonly id: Uint8Array;
  /** The reporting domain. */
  readonly domain: string;
  readonly outcomes: readonly Outcome[];
  /** Epoch seconds. */
  readonly created: number;
}

const ACTIONS = ["delivered", "delayed", "failed"] as const;

/** What is said about a bounce: lines, never a badge, and nothing about its visible text (T18, U52). */
export interface DsnEvidence {
  readonly lines: readonly Line[];
  readonly wants: readonly Want[];
}

const say = (code: string, domain: string, wants: readonly Want[] = []): DsnEvidence => ({
  lines: [{ system: "dsn", code, params: domain === "" ? {} : { domain } }],
  wants,
});
const REFUSED = say("refused", "");

/** Checks the MAP-DSN field of a message (T18, U18). */
export async function checkDsn(message: Message, knowledge: Knowledge): Promise<DsnEvidence> {
  const [field, ...more] = fieldsNamed(message, DSN_FIELD);
  if (field === undefined) return { lines: [], wants: [] };
  const object = more.length > 0 ? undefined : readField(message, field);
  const dsn = object?.kind === "sign1" ? readDsn(object.payload) : undefined;
  if (object?.kind !== "sign1" || dsn === undefined) return REFUSED;
  const { domain, id, created, outcomes } = dsn;
  if (!outcomes.every(({ recipient }) => aligned(domain, domainOf(recipient)))) return REFUSED;
  const sent = (knowledge.mapSent ?? []).includes(toHex(id));
  const key = findMapKey(domain, object.kid, knowledge);
  // Whoever writes the bounce chooses the name: it is asked about only for a message that was really sent.
  if (key.kind === "dns" || key.kind === "no-anchor") return say("unchecked", domain, sent ? [key.want] : []);
  if (key.kind !== "key") return key.kind === "revoked" ? REFUSED : say("unchecked", domain);
  if (!inWindow(key.record, created) || !(await verifySign1(object, "MAP-dsn-v1", key.octets))) return REFUSED;
  // A key that only HTTPS vouches for proves nothing (T08).
  if (key.anchor === "https") return say("unchecked", domain);
  return say(sent ? "proven" : "unknown-message", domain);
}

/** Reads the signed map of T18. */
function readDsn(payload: Uint8Array): Dsn | undefined {
  const map = readCbor(payload);
  if (!(map instanceof Map) || map.size !== 5 || map.get(1) !== 1) return undefined;
  const [id, domain, list, created]: unknown[] = [2, 3, 4, 5].map((key) => map.get(key));
  if (!(id instanceof Uint8Array) || id.length !== 16 || !isDomain(domain) || !isCount(created)) return undefined;
  if (!Array.isArray(list) || list.length === 0) return undefined;
  const outcomes = list.map(readOutcome).filter((outcome) => outcome !== undefined);
  return outcomes.length < list.length ? undefined : { id, domain, outcomes, created };
}

function readOutcome(item: unknown): Outcome | undefined {
  if (!(item instanceof Map) || item.size !== 3) return undefined;
  const [recipient, word, status]: unknown[] = [1, 2, 3].map((key) => item.get(key));
  const action = ACTIONS.find((known) => known === word);
  if (!isAddrSpec(recipient) || action === undefined) return undefined;
  return typeof status === "string" && /^[245]\.\d{1,3}\.\d{1,3}$/.test(status)
    ? { recipient, action, status }
    : undefined;
}

/** The octets that are signed. */
export function writeDsn({ id, domain, outcomes, created }: Dsn): Uint8Array {
  const list = outcomes.map(
    ({ recipient, action, status }) =>
      new Map([
        [1, recipient],
        [2, action],
        [3, status],
      ]),
  );
  const values: readonly Cbor[] = [1, id, domain, list, created];
  return writeCbor(new Map(values.map((value, index) => [index + 1, value])));
}
