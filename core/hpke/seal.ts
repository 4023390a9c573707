import { encodeBase64 } from "../canonical/base64.ts";
import { concat } from "../canonical/concat.ts";
import { toBase64Url } from "../canonical/encoding.ts";
import { MAX_SEALED_RECIPIENTS } from "../limits.ts";
import { authenticated, EID_OCTETS, type People, writeAad } from "./aad.ts";
import { CONTENT_IV_OCTETS, CONTENT_KEY_OCTETS, encryptContent, recipientInfo } from "./content.ts";
import { CONTENT_ALGORITHM, KEY_ALGORITHMS } from "./jwe.ts";
import type { KeyKind, SealingKey } from "./key.ts";
import { encryptTo, type Random } from "./suite.ts";

/** Why content is not sealed. */
export interface SealError {
  /** `mixed-keys`: one message is sealed with keys of one kind, so that no recipient weakens it for the others. */
  readonly fault: "no-recipient" | "too-many-recipients" | "mixed-keys";
}

/**
 * Seals a message to its recipients (3-protocols section 6, decision 19): a JWE in JSON serialisation with `HPKE-4-KE`
 * or, where every key is of that kind, the post-quantum `HPKE-10-KE`, and A256GCM for the content.
 * @param inner the whole inner message, with protected header fields
 * @param people From, and To with Cc, as the outer header will name them; Bcc never
 * @param keys one for each recipient, and the sender's own for the copy in Sent; a key twice is one key
 * @param random gives the content key, IV and `eid`
 */
export async function sealContent(
  inner: Uint8Array,
  people: People,
  keys: readonly SealingKey[],
  random: Random,
): Promise<Uint8Array | SealError> {
  const recipients = [...new Map(keys.map((key) => [key.kid, key])).values()];
  const [first] = recipients;
  if (first === undefined) return { fault: "no-recipient" };
  if (recipients.length > MAX_SEALED_RECIPIENTS) return { fault: "too-many-recipients" };
  if (recipients.some(({ kind }) => kind !== first.kind)) return { fault: "mixed-keys" };

  const protectedHeader = toBase64Url(utf8(JSON.stringify({ alg: algorithmFor(first.kind), enc: CONTENT_ALGORITHM })));
  const aad = writeAad(toBase64Url(random(EID_OCTETS)), people);
  const contentKey = random(CONTENT_KEY_OCTETS);
  const content = await encryptContent(
    inner,
    contentKey,
    random(CONTENT_IV_OCTETS),
    authenticated(protectedHeader, aad),
  );
  const entries: object[] = [];
  for (const key of recipients) entries.push(await recipientEntry(key, contentKey, random));
  const { iv, ciphertext, tag } = content;
  const jwe = { protected: protectedHeader, aad, recipients: entries, iv: toBase64Url(iv), tag: toBase64Url(tag) };
  const head = JSON.stringify({ ...jwe, ciphertext: "" }).slice(0, -END.length);
  return concat([utf8(head), encodeBase64(ciphertext, "base64url"), utf8(END)]);
}

/** Closes the ciphertext, the last member. */
const END = '"}';

const NOTHING = new Uint8Array(0);

async function recipientEntry(key: SealingKey, contentKey: Uint8Array, random: Random): Promise<object> {
  const context = { info: recipientInfo(key.kid), aad: NOTHING };
  const { enc, ciphertext } = await encryptTo(key, context, contentKey, random);
  return { header: { kid: key.kid, ek: toBase64Url(enc) }, encrypted_key: toBase64Url(ciphertext) };
}

function algorithmFor(kind: KeyKind): string {
  const [name] = [...KEY_ALGORITHMS].find(([, keys]) => keys === kind) ?? [];
  if (name === undefined) throw new RangeError(`no algorithm for ${kind}`);
  return name;
}

const utf8 = (text: string) => new TextEncoder().encode(text);
