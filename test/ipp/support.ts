import assert from "node:assert/strict";
import { nobleEngine } from "../../core/crypto/engine-noble.ts";
import { type DeclareOptions, declare } from "../../core/ipp/make.ts";
import { mail, STAMPED } from "../gmp/support.ts";
import { stampKey, TEST_KEYS, type TestKey } from "../gmp/test-keys.ts";

export const TOKEN = "Zm9vYmFyYmF6cXV4MTIzNA";
export const DECLARED: DeclareOptions = {
  nature: "transaction",
  token: TOKEN,
  created: STAMPED,
  expires: STAMPED + 14 * 86_400,
};

/** Declares a message that must be declarable; the address is From's, alice@example.org unless told. */
export async function declared(
  bytes: Uint8Array = mail(),
  options: Partial<DeclareOptions> = {},
  key: TestKey = TEST_KEYS.ed25519,
): Promise<Uint8Array> {
  const made = await declare(bytes, { ...DECLARED, ...options }, stampKey(key), nobleEngine);
  assert.ok(made instanceof Uint8Array, JSON.stringify(made));
  return made;
}
