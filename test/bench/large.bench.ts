import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { fileURLToPath } from "node:url";
import { nodeEngine } from "../../core/cli/engine-node.ts";
import { createWasmEngine } from "../../core/crypto/engine-wasm.ts";
import { verify } from "../../core/verify.ts";
import { type Bench, interleaved, median, ratio, report, round } from "./measure.ts";
import { attachmentMessage, knowledgeWith, makeKey, stamped, textMessage } from "./messages.ts";

const MB = 1024 * 1024;
const SIZE = 25 * MB;
const SHAPES = { base64: () => attachmentMessage(SIZE), text: () => textMessage(SIZE) } as const;
type Shape = keyof typeof SHAPES;
const CHILD = "COUNTERSIGN_BENCH_SHAPE";

/**
 * Runs in a process of its own: everything the process holds above what it held with the message in memory, sampled on
 * every turn that `verify` gives away. Node counts array buffers outside the heap, hence both.
 */
async function peakMemory(shape: Shape): Promise<void> {
  const key = makeKey("ed25519");
  const bytes = await stamped(SHAPES[shape](), key);
  const knowledge = knowledgeWith(key);
  const held = () => {
    const { heapUsed, external, rss } = process.memoryUsage();
    return { held: heapUsed + external, rss };
  };
  globalThis.gc?.();
  await new Promise((resolve) => setTimeout(resolve, 50));
  globalThis.gc?.();
  const before = held();
  const peak = { ...before };
  const sample = () => {
    const now = held();
    peak.held = Math.max(peak.held, now.held);
    peak.rss = Math.max(peak.rss, now.rss);
  };
  const engine = {
    ...nodeEngine,
    pause: async () => {
      sample();
      await nodeEngine.pause();
    },
  };
  const { badge } = await verify(bytes, knowledge, engine);
  sample();
  // The message itself counts: the target speaks of everything that is held at once.
  const of = (grown: number) => round((grown + bytes.length) / bytes.length);
  console.log(JSON.stringify({ badge, held: of(peak.held - before.held), rss: of(peak.rss - before.rss) }));
}

function measured(shape: Shape): { badge: string; held: number; rss: number } {
  const child = spawnSync(process.execPath, ["--expose-gc", fileURLToPath(import.meta.url)], {
    env: { ...process.env, [CHILD]: shape },
    encoding: "utf8",
  });
  return JSON.parse(child.stdout);
}

/** A 25 MB message: time against hashing it twice natively, peak memory against its size. */
export async function largeBench(): Promise<Bench> {
  const key = makeKey("ed25519");
  const knowledge = knowledgeWith(key);
  const wasm = await createWasmEngine();
  const rows = [];
  for (const shape of ["base64", "text"] as const) {
    const bytes = await stamped(SHAPES[shape](), key);
    const work = {
      "SHA3-256 twice, openssl": () => [0, 1].map(() => createHash("sha3-256").update(bytes).digest()),
      "verify, openssl": () => verify(bytes, knowledge, nodeEngine),
      "verify, wasm": () => verify(bytes, knowledge, wasm),
    };
    const results = await interleaved(work, { rounds: 7 });
    const memory = measured(shape);
    for (const [what, list] of results) {
      const times = ratio(list, results.get("SHA3-256 twice, openssl"));
      rows.push({ shape, what, ms: round(median(list)), "times hashing twice": times });
    }
    rows.push({ shape, what: "peak memory / message", held: memory.held, rss: memory.rss, badge: memory.badge });
  }
  return { name: "25 MB; targets: at most 2 times hashing twice, at most 2.5 times the message in memory", rows };
}

const shape = process.env[CHILD];
if (shape === "base64" || shape === "text") await peakMemory(shape);
else await report(largeBench);
