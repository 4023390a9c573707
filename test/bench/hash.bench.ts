import { createHash } from "node:crypto";
import { nobleEngine } from "../../core/crypto/engine-noble.ts";
import { createWasmEngine } from "../../core/crypto/engine-wasm.ts";
import type { Engine } from "../../core/engine.ts";
import { type Bench, interleaved, median, ratio, report, round } from "./measure.ts";

const SIZES = [
  ["1 KB", 1024, 500],
  ["100 KB", 100 * 1024, 20],
  ["25 MB", 25 * 1024 * 1024, 1],
] as const;

/** SHA3-256 of our engines against OpenSSL's. */
export async function hashBench(): Promise<Bench> {
  const wasm = await createWasmEngine();
  const hash = (engine: Engine, octets: Uint8Array) => {
    const state = engine.sha3_256();
    state.update(octets);
    return state.digest();
  };
  const rows = [];
  for (const [size, length, times] of SIZES) {
    const octets = new Uint8Array(length).fill(0x41);
    const work = {
      openssl: () => createHash("sha3-256").update(octets).digest(),
      wasm: () => hash(wasm, octets),
      noble: () => hash(nobleEngine, octets),
    };
    const results = await interleaved(work, { times, rounds: length > 1e6 ? 5 : 9 });
    for (const [engine, list] of results) {
      const timesSlower = ratio(list, results.get("openssl"));
      rows.push({
        size,
        engine,
        ms: round(median(list)),
        "MB/s": round(length / 1048.576 / median(list)),
        timesSlower,
      });
    }
  }
  return { name: "SHA3-256", rows };
}

await report(hashBench);
