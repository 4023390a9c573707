import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Engine } from "../../core/engine.ts";
import { CORPUS } from "../corpus.ts";

const hex = (octets: Uint8Array) => Buffer.from(octets).toString("hex");

/** SHA3-256 of chunks, in lower-case hex. */
export function digestOf(engine: Engine, ...chunks: Uint8Array[]): string {
  const state = engine.sha3_256();
  for (const chunk of chunks) state.update(chunk);
  return hex(state.digest());
}

/** The known answers of FIPS 202's examples: empty, "abc", 1600 bits. */
export function checkKnownAnswers(engine: Engine): void {
  const answers: [Uint8Array, string][] = [
    [new Uint8Array(0), "a7ffc6f8bf1ed76651c14756a061d662f580ff4de43b49fa82d80a4b80f8434a"],
    [Buffer.from("abc"), "3a985da74fe225b2045c172d6bd390bd855f086e3e9d525b46bfe24511431532"],
    [new Uint8Array(200).fill(0xa3), "79f38adec5c20307a98ef76e8324afbfd46cfd81b22e3973c65fa1bd9de31787"],
  ];
  for (const [input, digest] of answers) assert.equal(digestOf(engine, input), digest, engine.name);
}

/** NIST's SHA3-256 short messages, and the same split in two; returns how many there were. */
export function checkNistVectors(engine: Engine): number {
  const text = readFileSync(join(CORPUS, "crypto-vectors/sha3/SHA3_256ShortMsg.rsp"), "latin1");
  let count = 0;
  for (const [, bits, message = "", digest] of text.matchAll(/Len = (\d+)\s+Msg = ([0-9a-f]+)\s+MD = ([0-9a-f]+)/g)) {
    const input = Buffer.from(message, "hex").subarray(0, Number(bits) / 8);
    assert.equal(digestOf(engine, input), digest, `${engine.name}, ${bits} bits`);
    const middle = input.length >> 1;
    assert.equal(digestOf(engine, input.subarray(0, middle), input.subarray(middle)), digest);
    count++;
  }
  return count;
}

/** The BLAKE3 authors' vectors, whole and in two chunks, and in no other mode; returns how many there were. */
export function checkBlake3Vectors(engine: Engine): number {
  const text = readFileSync(join(CORPUS, "crypto-vectors/blake3/test_vectors.json"), "utf8");
  const { cases } = JSON.parse(text) as {
    cases: { input_len: number; hash: string; keyed_hash: string; derive_key: string }[];
  };
  for (const { input_len: length, hash, keyed_hash: keyed, derive_key: derived } of cases) {
    const input = Uint8Array.from({ length }, (_, i) => i % 251);
    for (const cut of [0, length >> 1]) {
      const state = engine.blake3();
      state.update(input.subarray(0, cut));
      state.update(input.subarray(cut));
      const digest = hex(state.digest());
      assert.equal(digest, hash.slice(0, 64), `${engine.name}, ${length} octets`);
      assert.ok(!keyed.startsWith(digest) && !derived.startsWith(digest));
    }
  }
  return cases.length;
}

/** The examples of FIPS 180-4's SHA-256, whole and split: empty, "abc", and a million "a". */
export function checkSha256(engine: Engine): void {
  const answers: [Uint8Array, string][] = [
    [new Uint8Array(0), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"],
    [Buffer.from("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"],
    [new Uint8Array(1_000_000).fill(0x61), "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"],
  ];
  for (const [input, digest] of answers) {
    const [whole, split] = [engine.sha256(), engine.sha256()];
    whole.update(input);
    split.update(input.subarray(0, 1));
    split.update(input.subarray(1));
    assert.deepEqual([hex(whole.digest()), hex(split.digest())], [digest, digest], engine.name);
  }
}
