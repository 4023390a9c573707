import type { Engine } from "../engine.ts";

/** Octets hashed before other work gets a turn. */
const PIECE = 1024 * 1024;

/** BLAKE3-256 of octets. */
export async function hashPayload(octets: Uint8Array, engine: Engine): Promise<Uint8Array> {
  const state = engine.blake3();
  for (let at = 0; at < octets.length; at += PIECE) {
    if (at > 0) await engine.pause();
    state.update(octets.subarray(at, at + PIECE));
  }
  return state.digest();
}
