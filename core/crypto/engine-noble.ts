import { sha3_256 } from "@noble/hashes/sha3.js";
import type { Engine } from "../engine.ts";
import { decodeBase64 } from "./base64.ts";
import { assertOctets } from "./octets.ts";
import { turn } from "./turn.ts";

/** Plain JavaScript: for pages where WebAssembly is not allowed, and as the second opinion in tests. Slow on megabytes. */
export const nobleEngine: Engine = {
  name: "noble",
  sha3_256() {
    const hash = sha3_256.create();
    return {
      update(chunk) {
        assertOctets(chunk);
        hash.update(chunk);
      },
      digest: () => hash.digest(),
    };
  },
  decodeBase64,
  pause: turn,
};
