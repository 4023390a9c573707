import { createWasmEngine } from "../../core/crypto/engine-wasm.ts";
import { checkDkim } from "../../core/dkim/check.ts";
import type { Engine } from "../../core/engine.ts";
import { type Knowledge, NOTHING_KNOWN } from "../../core/knowledge.ts";
import { readFrom } from "../../core/message/address.ts";
import { readMessage } from "../../core/message/reader.ts";
import { mailauthVerifier, recordOf, withSignature } from "./dkim-signed.ts";
import { type Bench, interleaved, median, ratio, report, round } from "./measure.ts";
import { type BenchKey, makeKey, STAMPED, textMessage } from "./messages.ts";

const SIZES = [
  { octets: 1_000, times: 300 },
  { octets: 10_000, times: 100 },
  { octets: 1_000_000, times: 4 },
];

/** From the octets to the evidence: reading the message, every hash, the signature. */
function ours(signed: Uint8Array, key: BenchKey, engine: Engine): () => Promise<void> {
  const dkimKey = {
    domain: "example.org",
    selector: "s",
    state: "secure",
    records: [recordOf(key)],
    at: STAMPED,
  } as const;
  const knowledge: Knowledge = { ...NOTHING_KNOWN, now: STAMPED + 60, dkimKeys: [dkimKey] };
  return async () => {
    const message = readMessage(signed);
    const { signedBy, lines } = await checkDkim(message, readFrom(message), knowledge, engine);
    if (signedBy !== "example.org") throw new Error(JSON.stringify(lines));
  };
}

/** DKIM verification here and by mailauth, the same signed messages in turn. */
async function dkimBench(): Promise<Bench> {
  const wasm = await createWasmEngine();
  const rows = [];
  for (const { octets, times } of SIZES)
    for (const alg of ["rsa-pss-sha256", "ed25519"] as const) {
      const key = makeKey(alg);
      const signed = await withSignature(textMessage(octets), key);
      const results = await interleaved(
        { mailauth: mailauthVerifier(signed, key), here: ours(signed, key, wasm) },
        { times, rounds: 11 },
      );
      for (const [program, list] of results) {
        const timesFaster = ratio(results.get("mailauth"), list);
        rows.push({
          octets,
          alg: alg === "ed25519" ? alg : "rsa-2048",
          program,
          "ms each": round(median(list)),
          timesFaster,
        });
      }
    }
  return { name: "DKIM verification, relaxed/relaxed; target: faster than mailauth on every line", rows };
}

await report(dkimBench);
