/** How WebCrypto is told of a key. */
export type KeyImport = AlgorithmIdentifier | EcKeyImportParams | RsaHashedImportParams;

/**
 * Lets WebCrypto verify with a key that is used once. The caller has judged key and signature: nothing reaches an engine
 * that could read it another way.
 * @param key `raw`: the point with its leading octet; `spki`: DER
 * @returns true only when the engine said `true` (CRY-10)
 */
export async function verifyWith(
  format: "raw" | "spki",
  key: Uint8Array,
  algorithm: KeyImport,
  use: AlgorithmIdentifier | EcdsaParams | RsaPssParams,
  input: Uint8Array,
  signature: Uint8Array,
): Promise<boolean> {
  // WebCrypto's types ask for views that are not shared memory.
  const imported = await crypto.subtle.importKey(format, new Uint8Array(key), algorithm, false, ["verify"]);
  const answer: unknown = await crypto.subtle.verify(use, imported, new Uint8Array(signature), new Uint8Array(input));
  return answer === true;
}

/**
 * Verifies ECDSA on a curve and with a digest that receipts do not use.
 * @param point with its leading octet, judged by `curves.ts`
 * @param signature r||s
 */
export function verifyEcdsa(
  curve: "P-256" | "P-384",
  hash: "SHA-256" | "SHA-384" | "SHA-512",
  point: Uint8Array,
  input: Uint8Array,
  signature: Uint8Array,
): Promise<boolean> {
  return verifyWith("raw", point, { name: "ECDSA", namedCurve: curve }, { name: "ECDSA", hash }, input, signature);
}
