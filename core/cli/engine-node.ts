import { createHash } from "node:crypto";
import { createBLAKE3 } from "hash-wasm";
import { hashStates } from "../crypto/hash-states.ts";
import { assertOctets } from "../crypto/octets.ts";
import type { Engine, HashState } from "../engine.ts";

/** OpenSSL has no BLAKE3. */
const blake3 = hashStates(await createBLAKE3());

/** The engine of the command line: OpenSSL's SHA3-256 and SHA-256, BLAKE3 in WebAssembly and Node's base64. */
export const nodeEngine: Engine = {
  name: "openssl",
  sha3_256: () => openssl("sha3-256"),
  sha256: () => openssl("sha256"),
  blake3,
  decodeBase64: (text, alphabet = "base64") => new Uint8Array(Buffer.from(text, alphabet)),
  pause: () => new Promise((resolve) => setImmediate(resolve)),
};

function openssl(name: string): HashState {
  const hash = createHash(name);
  return {
    update(chunk) {
      assertOctets(chunk);
      hash.update(chunk);
    },
    digest: () => new Uint8Array(hash.digest()),
  };
}
