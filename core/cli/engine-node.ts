import { createHash } from "node:crypto";
import { assertOctets } from "../crypto/octets.ts";
import type { Engine } from "../engine.ts";

/** The engine of the command line: OpenSSL's SHA3-256 and Node's base64. */
export const nodeEngine: Engine = {
  name: "openssl",
  sha3_256() {
    const hash = createHash("sha3-256");
    return {
      update(chunk) {
        assertOctets(chunk);
        hash.update(chunk);
      },
      digest: () => new Uint8Array(hash.digest()),
    };
  },
  decodeBase64: (text) => new Uint8Array(Buffer.from(text, "base64")),
  pause: () => new Promise((resolve) => setImmediate(resolve)),
};
