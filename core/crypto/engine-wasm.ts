import { createBLAKE3, createSHA3, createSHA256, type IHasher } from "hash-wasm";
import type { Engine } from "../engine.ts";
import { decodeBase64 } from "./base64.ts";
import { nobleEngine } from "./engine-noble.ts";
import { hashStates } from "./hash-states.ts";
import { turn } from "./turn.ts";

/**
 * SHA3-256, SHA-256 and BLAKE3 in WebAssembly. Resolves to {@link nobleEngine} where the page may not compile it (no `wasm-unsafe-eval`).
 */
export async function createWasmEngine(): Promise<Engine> {
  let hashers: readonly [IHasher, IHasher, IHasher];
  try {
    hashers = await Promise.all([createSHA3(256), createSHA256(), createBLAKE3()]);
  } catch {
    return nobleEngine;
  }
  const [sha3, sha2, blake3] = hashers;
  return {
    name: "wasm",
    sha3_256: hashStates(sha3),
    sha256: hashStates(sha2),
    blake3: hashStates(blake3),
    decodeBase64,
    pause: turn,
  };
}
