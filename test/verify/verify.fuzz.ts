import { hostileField } from "./hostile-fields.ts";
import { faultOf, genuine } from "./spoiling.ts";
import { knowingServer, verdictOf } from "./support.ts";

/** Octets of a hostile field, and the milliseconds that no linear reading of so many needs on any machine. */
const LENGTH = 100_000;
const TOO_SLOW = 5000;

/**
 * Judges spoiled messages and hostile fields until FUZZ_SECONDS are over, or without an end; prints the seed of the first
 * that is wrong.
 */
async function fuzz(seconds: number): Promise<number> {
  const began = Date.now();
  const sources = await genuine();
  const knowledge = knowingServer();
  let judged = 0;
  for (let seed = began % 0x7fffffff; Date.now() - began < seconds * 1000; seed++) {
    for (const source of sources) {
      const fault = await faultOf(source, seed);
      if (fault !== undefined) {
        console.error(fault);
        return 1;
      }
      judged++;
    }
    const { what, bytes } = hostileField(seed, LENGTH);
    const start = performance.now();
    const { reasons } = await verdictOf(bytes, knowledge);
    const took = performance.now() - start;
    if (took > TOO_SLOW || reasons.some(({ code }) => code === "E_INTERNAL")) {
      console.error(`${what}: ${Math.round(took)} ms, ${reasons.map(({ code }) => code).join(" ")}`);
      return 1;
    }
  }
  console.log(`${judged} messages judged in ${seconds} s`);
  return 0;
}

process.exitCode = await fuzz(Number(process.env.FUZZ_SECONDS ?? Number.POSITIVE_INFINITY));
