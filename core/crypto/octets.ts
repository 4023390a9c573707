/**
 * Guards the edge of every hash: strings must never get there, since two of them can become the same octets (CRY-11).
 * @throws TypeError
 */
export function assertOctets(chunk: unknown): asserts chunk is Uint8Array {
  if (!(chunk instanceof Uint8Array)) throw new TypeError("expected a Uint8Array");
}
