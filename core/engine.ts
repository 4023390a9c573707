/** One running hash computation. */
export interface HashState {
  /** Adds octets; the chunk is read before the call returns. */
  update(chunk: Uint8Array): void;
  /** Ends the computation and returns the digest; the state must not be used again. */
  digest(): Uint8Array;
}

/**
 * What the verifier needs and no platform gives everywhere: injected, so that `core/` stays the same in a browser
 * (WebAssembly), in Node (OpenSSL) and in a page without WebAssembly (noble).
 */
export interface Engine {
  /** Name for diagnostics, for example `wasm`, `openssl`, `noble`. */
  readonly name: string;
  /** Starts a SHA3-256 computation (FIPS 202, 32-octet digest). Several may run at once. */
  sha3_256(): HashState;
  /** Starts a SHA-256 computation (FIPS 180-4), which DKIM asks for. Several may run at once. */
  sha256(): HashState;
  /** Starts a BLAKE3 computation (unkeyed, 32-octet digest). Several may run at once. */
  blake3(): HashState;
  /** Decodes base64 text that is already known to be canonical (RFC 4648 section 4, padded, no white space). */
  decodeBase64(text: string): Uint8Array;
  /** Gives other work a turn; awaited between chunks of long work. */
  pause(): Promise<void>;
}
