import { faultOf, genuine } from "./spoiling.ts";

/** Judges spoiled messages until FUZZ_SECONDS are over, or without an end; prints the seed of the first that is wrong. */
async function fuzz(seconds: number): Promise<number> {
  const began = Date.now();
  const sources = await genuine();
  let judged = 0;
  for (let seed = began % 0x7fffffff; Date.now() - began < seconds * 1000; seed++)
    for (const source of sources) {
      const fault = await faultOf(source, seed);
      if (fault !== undefined) {
        console.error(fault);
        return 1;
      }
      judged++;
    }
  console.log(`${judged} messages judged in ${seconds} s`);
  return 0;
}

process.exitCode = await fuzz(Number(process.env.FUZZ_SECONDS ?? Number.POSITIVE_INFINITY));
