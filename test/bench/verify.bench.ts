import { createHash } from "node:crypto";
import { nodeEngine } from "../../core/cli/engine-node.ts";
import { createWasmEngine } from "../../core/crypto/engine-wasm.ts";
import type { Engine } from "../../core/engine.ts";
import { verify } from "../../core/verify.ts";
import { mailauthVerifier, withSignature } from "./dkim-signed.ts";
import { type Bench, interleaved, median, ratio, report, round } from "./measure.ts";
import { type BenchKey, knowledgeWith, makeKey, stamped, textMessage } from "./messages.ts";

async function ours(message: Uint8Array, key: BenchKey, engine: Engine) {
  const bytes = await stamped(message, key);
  const knowledge = knowledgeWith(key);
  return async () => {
    const { badge, reasons } = await verify(bytes, knowledge, engine);
    if (badge !== "VERIFIED") throw new Error(`${badge} ${JSON.stringify(reasons)}`);
  };
}

/** What no program can leave out: one SHA3-256 over the octets and one verification by WebCrypto. */
async function floor(message: Uint8Array, { alg, privateKey, spki }: BenchKey) {
  const names = alg === "ed25519" ? { name: "Ed25519" } : { name: "RSA-PSS", hash: "SHA-256", saltLength: 32 };
  const pkcs8 = privateKey.export({ type: "pkcs8", format: "der" });
  const secret = await crypto.subtle.importKey("pkcs8", Uint8Array.from(pkcs8), names, false, ["sign"]);
  const key = await crypto.subtle.importKey("spki", Uint8Array.from(spki), names, false, ["verify"]);
  const input = new Uint8Array(700);
  const signature = await crypto.subtle.sign(names, secret, input);
  return async () => {
    createHash("sha3-256").update(message).digest();
    if (!(await crypto.subtle.verify(names, key, signature, input))) throw new Error("not verified");
  };
}

/** Messages a mailbox is read with at a time: signatures are checked on another thread meanwhile. */
const AT_A_TIME = 8;

/**
 * The whole `verify` of a stamped 10 KB message against mailauth's DKIM verification of the same message, one message
 * after the other and several at a time.
 */
export async function verifyBench(): Promise<Bench> {
  const message = textMessage(10_000);
  const wasm = await createWasmEngine();
  const rows = [];
  for (const alg of ["ed25519", "rsa-pss-sha256"] as const) {
    const key = makeKey(alg);
    const programs = {
      mailauth: mailauthVerifier(await withSignature(message, key), key),
      "verify, openssl": await ours(message, key, nodeEngine),
      "verify, wasm": await ours(message, key, wasm),
      "hash and signature alone": await floor(message, key),
    };
    for (const atATime of [1, AT_A_TIME]) {
      const together = (one: () => Promise<void>) => () => Promise.all(Array.from({ length: atATime }, one));
      const work = Object.fromEntries(Object.entries(programs).map(([name, one]) => [name, together(one)]));
      const results = await interleaved(work, { times: 240 / atATime, rounds: 15 });
      for (const [program, list] of results) {
        const rate = Math.round((1000 * atATime) / median(list));
        const timesFaster = ratio(results.get("mailauth"), list);
        rows.push({ alg, atATime, program, "ms each": round(median(list) / atATime), "messages/s": rate, timesFaster });
      }
    }
  }
  return { name: `verify of a ${message.length}-octet message; target: at least 4 times mailauth's messages/s`, rows };
}

await report(verifyBench);
