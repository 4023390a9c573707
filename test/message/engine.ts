import type { Engine } from "../../core/engine.ts";

/** An engine for tests that decode and never hash. */
export const decodingEngine: Engine = {
  name: "decoding",
  sha3_256() {
    throw new Error("this test does not hash");
  },
  sha256() {
    throw new Error("this test does not hash");
  },
  blake3() {
    throw new Error("this test does not hash");
  },
  decodeBase64: (text, alphabet = "base64") => new Uint8Array(Buffer.from(text, alphabet)),
  pause: async () => {},
};
