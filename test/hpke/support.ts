import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { toBase64Url } from "../../core/canonical/encoding.ts";
import { nobleEngine } from "../../core/crypto/engine-noble.ts";
import { peopleOf } from "../../core/hpke/aad.ts";
import { type OpeningKey, sealingKey } from "../../core/hpke/key.ts";
import { type SecretKey, usableKey } from "../../core/hpke/key-set.ts";
import { protectHeaders, type SealOptions, sealMessage } from "../../core/hpke/make.ts";
import { type Opening, openSealed } from "../../core/hpke/open.ts";
import { readMessage } from "../../core/message/reader.ts";
import { knowing, mail, octets, text } from "../gmp/support.ts";
import { told, verdictOf } from "../verify/support.ts";

/** Octets that look random and are the same in every run; each call goes on where the last one ended. */
export function drawing(seed: string): (length: number) => Uint8Array {
  let calls = 0;
  return (length) => {
    calls += 1;
    return new Uint8Array(createHash("shake256", { outputLength: length }).update(`${seed} ${calls}`).digest());
  };
}

/** A key pair that is the same in every run. */
async function secretOf(address: string, name = address): Promise<SecretKey> {
  const secret = drawing(`key of ${name}`)(32);
  const pkcs8 = Buffer.concat([Buffer.from("302e020100300506032b656e04220420", "hex"), secret]);
  const imported = await crypto.subtle.importKey("pkcs8", pkcs8, "X25519", true, ["deriveBits"]);
  const { x = "" } = await crypto.subtle.exportKey("jwk", imported);
  const key = (await sealingKey("x25519", new Uint8Array(Buffer.from(x, "base64url")))) ?? assert.fail();
  return { key, secret, address, created: 1_795_000_000 };
}

export const ALICE = await secretOf("alice@example.org");
export const BOB = await secretOf("bob@example.net");
export const BOB_OLD = await secretOf("bob@example.net", "bob's old key");
export const BOB_PRIVATE = await secretOf("bob@private.example");
export const CAROL = await secretOf("carol@example.com");

/** What Bob's account holds. */
export const OWN = ["bob@example.net"];

export async function usable(...keys: readonly SecretKey[]): Promise<readonly OpeningKey[]> {
  return Promise.all(keys.map(async (key) => (await usableKey(key)) ?? assert.fail()));
}

const COVER = "This message is encrypted.";

/** A message as Alice seals it for Bob and for her own Sent folder. */
export async function sealed(bytes: Uint8Array = mail(), options: Partial<SealOptions> = {}): Promise<Uint8Array> {
  const made = await sealMessage(bytes, {
    keys: [BOB.key, ALICE.key],
    form: "attachment",
    cover: COVER,
    random: drawing("sealed"),
    ...options,
  });
  assert.ok(made instanceof Uint8Array, JSON.stringify(made));
  return made;
}

/** Opened as Bob, with his keys unless told otherwise. */
export async function opened(
  bytes: Uint8Array,
  keys: readonly SecretKey[] = [BOB, BOB_OLD],
  own: readonly string[] = OWN,
): Promise<Opening> {
  return openSealed(bytes, await usable(...keys), own, nobleEngine);
}

/** What {@link opened} says, in one line: the state, then the refusal or the reasons. */
export async function outcome(...request: Parameters<typeof opened>): Promise<string> {
  const opening = await opened(...request);
  if (opening.state === "none") return "none";
  if (opening.state === "refused") return `refused ${opening.code}`;
  return ["opened", ...opening.reasons.map(({ code, params }) => [code, params.field].filter(Boolean).join(" "))].join(
    " | ",
  );
}

/** The JWE of a sealed message, and the message with another one in its place. */
export function jweOf(bytes: Uint8Array): Record<string, unknown> {
  const { leaves, text: slice } = readMessage(bytes);
  const leaf = leaves.at(-1) ?? assert.fail();
  const json: unknown = JSON.parse(Buffer.from(slice(leaf.bodyStart, leaf.bodyEnd), "base64").toString());
  assert.ok(typeof json === "object" && json !== null);
  return { ...json };
}

export function withJwe(bytes: Uint8Array, jwe: string | Readonly<Record<string, unknown>>): Uint8Array {
  const leaf = readMessage(bytes).leaves.at(-1) ?? assert.fail();
  const json = typeof jwe === "string" ? jwe : JSON.stringify(jwe);
  const lines = Buffer.from(json).toString("base64").replace(/.{76}/g, "$&\r\n");
  const whole = text(bytes);
  return octets(whole.slice(0, leaf.bodyStart) + lines + whole.slice(leaf.bodyEnd));
}

export const base64UrlJson = (value: unknown) => toBase64Url(octets(JSON.stringify(value)));

/** The inner message that sealing protects. */
export function inner(bytes: Uint8Array = mail()): Uint8Array {
  const made = protectHeaders(bytes);
  assert.ok(made instanceof Uint8Array);
  return made;
}

export const people = (bytes: Uint8Array) => peopleOf(readMessage(bytes)) ?? assert.fail();

/** What Bob knows; `kids` name his keys. */
export const bobKnows = (kids: readonly string[] = [BOB.key.kid]) =>
  knowing({ account: { addresses: ["bob@example.net"], authserv: [], sealingKids: kids } });

/** What `verify` says without opening: badge, reasons, line, secrecy. */
export async function outside(bytes: Uint8Array, knowledge = bobKnows()): Promise<string> {
  const { lines, axes } = await verdictOf(bytes, knowledge);
  const said = lines.filter(({ system }) => system === "hpke").map(({ code }) => code);
  return `${await told(bytes, knowledge)} | ${said.join(" ")} | ${axes.secrecy}`;
}

/** The message with one text exchanged, which must be there. */
export const replaced = (bytes: Uint8Array, from: string | RegExp, to: string) => {
  const changed = text(bytes).replace(from, to);
  assert.notEqual(changed, text(bytes));
  return octets(changed);
};

export { mail, octets, text };
