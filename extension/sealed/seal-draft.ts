import {
  type MakeError,
  peopleOf,
  protectHeaders,
  readMessage,
  type SealError,
  sealContent,
} from "../../core/index.ts";
import { planFor } from "./recipients.ts";
import { type Draft, writeMessage } from "./write-message.ts";

/** Why a message is not sealed; nothing leaves then. */
export type SealFault =
  | { readonly fault: "missing"; readonly addresses: readonly string[] }
  /** The sender has no key of their own, so the copy in Sent could be read by nobody. */
  | { readonly fault: "no-own-key"; readonly address: string }
  | SealError
  | MakeError;

const random = (octets: number) => crypto.getRandomValues(new Uint8Array(octets));

/**
 * Seals a message to everybody in To and Cc, and to its sender for the copy in Sent: the octets of `encrypted.jwe`. All
 * keys are there, or nothing is sealed.
 */
export async function sealDraft(draft: Draft): Promise<Uint8Array | SealFault> {
  const boundary = [...random(16)].map((octet) => octet.toString(16).padStart(2, "0")).join("");
  const inner = protectHeaders(writeMessage(draft, boundary));
  if (!(inner instanceof Uint8Array)) return inner;
  const people = peopleOf(readMessage(inner));
  if (people === undefined) return { fault: "people", detail: "" };
  const { keys, own } = await planFor(people.from, people.to, draft.date);
  if (own === undefined) return { fault: "no-own-key", address: people.from };
  const missing = keys.filter(({ state }) => state !== "ready").map(({ address }) => address);
  if (missing.length > 0) return { fault: "missing", addresses: missing };
  if (people.to.length === 0) return { fault: "no-recipient" };
  const ready = keys.flatMap((known) => (known.state === "ready" ? [known.key] : []));
  return sealContent(inner, people, [...ready, own], random);
}
