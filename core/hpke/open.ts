import { decodeBase64Url } from "../canonical/base64.ts";
import { toHex } from "../canonical/encoding.ts";
import type { Engine } from "../engine.ts";
import type { Knowledge } from "../knowledge.ts";
import type { Message } from "../message/message.ts";
import { readMessage } from "../message/reader.ts";
import type { Reason, Result } from "../result.ts";
import { isOwnAddress } from "../trust/identity.ts";
import { authenticated } from "./aad.ts";
import { decryptContent, recipientInfo } from "./content.ts";
import { examineOutside, type OutsideRefusal } from "./examine.ts";
import type { Jwe } from "./jwe.ts";
import type { OpeningKey } from "./key.ts";
import { compareHeaders, isProtected } from "./protected-headers.ts";
import { decryptWith } from "./suite.ts";

/** A sealed message, opened. That it could be opened says nothing about who wrote it (E2E-01): see {@link whoWrote}. */
export interface Opened {
  readonly state: "opened";
  /** The whole inner message: the caller verifies and shows it as a message of its own. */
  readonly inner: Uint8Array;
  /** The same, read. */
  readonly message: Message;
  readonly ciphertext: Uint8Array;
  /** Each a caution: what inside does not fit the outside (T29). */
  readonly reasons: readonly Reason[];
  /** How many keys it was sealed to; the sender's own copy counts. */
  readonly recipients: number;
  /** The key that opened it. */
  readonly kid: string;
  readonly address: string;
}

/**
 * `cannot-open` is every failure behind the outside, with one word and no detail: no key, a wrong key, a damaged one,
 * altered content, content that is no protected message (E2E-14, T28).
 */
export type Opening =
  | Opened
  | { readonly state: "none" }
  | { readonly state: "refused"; readonly code: OutsideRefusal | "cannot-open" };

const CANNOT_OPEN = { state: "refused", code: "cannot-open" } as const;

/**
 * Opens a sealed message (3-protocols section 6). Never throws, asks nobody, stores nothing.
 * @param bytes the raw message, local lines of a mail store removed
 * @param keys the user's private keys, old ones included; the message can only choose among those of `own` (E2E-16)
 * @param own the addresses of the account the message was delivered to (as {@link Knowledge.account} holds them)
 */
export async function openSealed(
  bytes: Uint8Array,
  keys: readonly OpeningKey[],
  own: readonly string[],
  engine: Engine,
): Promise<Opening> {
  try {
    const outer = readMessage(bytes);
    const outside = examineOutside(outer, engine);
    if (outside.state !== "sealed") return outside;
    const usable = keys.filter(({ address }) => isOwnAddress(address, own));
    return await openWith(outer, outside.jwe, usable, own, engine);
  } catch {
    return CANNOT_OPEN;
  }
}

async function openWith(
  outer: Message,
  jwe: Jwe,
  keys: readonly OpeningKey[],
  own: readonly string[],
  engine: Engine,
): Promise<Opening> {
  const key = keyFor(jwe, keys);
  if (key === undefined) return CANNOT_OPEN;
  const ciphertext = decodeBase64Url(jwe.ciphertext, engine);
  if (ciphertext === undefined) return CANNOT_OPEN;
  const inner = await decrypt(jwe, key, ciphertext);
  if (inner === undefined) return CANNOT_OPEN;
  const message = readMessage(inner);
  // A bomb inside is a bomb (E2E-17), and without protected headers nobody said whom this text is from (T29).
  if (message.limit !== undefined || !isProtected(message)) return CANNOT_OPEN;
  return {
    state: "opened",
    inner,
    message,
    ciphertext,
    reasons: compareHeaders(message, outer, own),
    recipients: jwe.kind === "integrated" ? 1 : jwe.recipients.length,
    kid: key.kid,
    address: key.address,
  };
}

/** The one key that the JWE names: no key is ever merely tried (E2E-07). */
function keyFor(jwe: Jwe, keys: readonly OpeningKey[]): OpeningKey | undefined {
  const kids = new Set(jwe.kind === "integrated" ? [jwe.kid] : jwe.recipients.map(({ kid }) => kid));
  const kind = jwe.kind === "integrated" ? "x25519" : jwe.keys;
  return keys.find((key) => key.kind === kind && kids.has(key.kid));
}

async function decrypt(jwe: Jwe, key: OpeningKey, ciphertext: Uint8Array): Promise<Uint8Array | undefined> {
  const aad = authenticated(jwe.protectedHeader, jwe.aad);
  if (jwe.kind === "integrated") return decryptWith(key, { enc: jwe.enc, ciphertext }, { info: NOTHING, aad });
  const recipient = jwe.recipients.find(({ kid }) => kid === key.kid);
  if (recipient === undefined) return undefined;
  const { ek: enc, encryptedKey } = recipient;
  const info = recipientInfo(key.kid);
  const contentKey = await decryptWith(key, { enc, ciphertext: encryptedKey }, { info, aad: NOTHING });
  const { iv, tag } = jwe;
  return contentKey === undefined ? undefined : decryptContent({ iv, ciphertext, tag }, contentKey, aad);
}

const NOTHING = new Uint8Array(0);

/**
 * What is known while the inner message is verified: no server of the user ever saw it, so nobody's word about its
 * delivery counts, whatever its header says.
 */
export function innerKnowledge(knowledge: Knowledge): Knowledge {
  const { account, ...rest } = knowledge;
  return { ...rest, origin: "attached", ...(account && { account: { addresses: account.addresses, authserv: [] } }) };
}

/** Who could have written an opened message. */
export type Writer =
  /** The sender named inside, whose stamp on the inner message holds and names the reader (E2E-02). */
  | "stamped"
  /** Anyone who has the reader's public key, which is everybody (E2E-01). */
  | "anyone"
  /** The same, and each of the other recipients could have exchanged the text (E2E-11). */
  | "anyone-or-recipient";

/**
 * Says who could have written it: encryption keeps a text secret and proves nobody.
 * @param inner the result of verifying `opened.inner` under {@link innerKnowledge}
 */
export function whoWrote({ reasons, recipients }: Opened, inner: Result): Writer {
  const proven = inner.badge === "VERIFIED" || inner.badge === "INTACT";
  if (proven && reasons.length === 0) return "stamped";
  return recipients > 1 ? "anyone-or-recipient" : "anyone";
}

/** Hex SHA3-256 of both texts, for a report: one ciphertext can be made to open to two texts (E2E-07). */
export function openedDigests({ inner, ciphertext }: Opened, engine: Engine): Readonly<Record<string, string>> {
  const digest = (octets: Uint8Array) => {
    const state = engine.sha3_256();
    state.update(octets);
    return toHex(state.digest());
  };
  return { ciphertext: digest(ciphertext), plaintext: digest(inner) };
}
