/** One running hash computation. */
export interface HashState {
  /** Adds octets; the chunk is read before the call returns. */
  update(chunk: Uint8Array): void;
  /** Ends the computation and returns the digest; the state must not be used again. */
  digest(): Uint8Array;
}

/** The two alphabets of RFC 4648. */
export type Base64Alphabet = "base64" | "base64url";

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
  /**
   * Decodes base64 text that is already known to be canonical, without white space: RFC 4648 section 4 with padding, or
   * section 5 without.
   */
  decodeBase64(text: string, alphabet?: Base64Alphabet): Uint8Array;
  /** Gives other work a turn; awaited between chunks of long work. */
  pause(): Promise<void>;
}
