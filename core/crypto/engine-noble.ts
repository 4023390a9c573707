import { blake3 } from "@noble/hashes/blake3.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { sha3_256 } from "@noble/hashes/sha3.js";
import type { Engine, HashState } from "../engine.ts";
import { decodeBase64 } from "./base64.ts";
import { assertOctets } from "./octets.ts";
import { turn } from "./turn.ts";

/** Plain JavaScript: for pages where WebAssembly is not allowed, and as the second opinion in tests. Slow on megabytes. */
export const nobleEngine: Engine = {
  name: "noble",
  sha3_256: () => hashState(sha3_256.create()),
  sha256: () => hashState(sha256.create()),
  blake3: () => hashState(blake3.create()),
  decodeBase64,
  pause: turn,
};

function hashState(hash: { update(chunk: Uint8Array): unknown; digest(): Uint8Array }): HashState {
  return {
    update(chunk) {
      assertOctets(chunk);
      hash.update(chunk);
    },
    digest: () => hash.digest(),
  };
}
