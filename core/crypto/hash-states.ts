import type { IHasher } from "hash-wasm";
import type { HashState } from "../engine.ts";
import { assertOctets } from "./octets.ts";

/**
 * Any number of states over one hasher: the state that is not at work is saved (some 400 octets) and loaded again on
 * its next turn. So no state is ever refused, and one that is dropped half way leaks nothing.
 */
export function hashStates(hasher: IHasher): () => HashState {
  let atWork: object | undefined;
  let saveCurrent = () => {};
  return () => {
    const self = {};
    let saved: Uint8Array | undefined;
    let ended = false;
    const takeTurn = () => {
      if (ended) throw new Error("this hash has ended");
      if (atWork === self) return;
      saveCurrent();
      if (saved === undefined) hasher.init();
      else hasher.load(saved);
      atWork = self;
      saveCurrent = () => {
        saved = hasher.save();
      };
    };
    return {
      update(chunk) {
        assertOctets(chunk);
        takeTurn();
        hasher.update(chunk);
      },
      digest() {
        takeTurn();
        ended = true;
        atWork = undefined;
        saveCurrent = () => {};
        return hasher.digest("binary");
      },
    };
  };
}
