import { parseMessage } from "../../core/dns/message.ts";
import { questionKey } from "../../core/dns/session.ts";
import { unprovenRecords } from "../../core/dns/unproven.ts";
import { lookUp } from "../../core/lookup/look-up.ts";
import { asking, CASES, vectorWorld } from "../lookup/vector-cases.ts";
import { NOW } from "./signer.ts";

/** Slowest look-up of such small zones that is still ordinary, in milliseconds. */
const SLOW = 1000;

/** A small generator of numbers below 2^32, the same for the same seed (mulberry32). */
function numbers(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return (mixed ^ (mixed >>> 14)) >>> 0;
  };
}

/** Spoils octets: changed, cut, repeated, or a length and a compression pointer where none belongs. */
function spoil(octets: Uint8Array, next: () => number): Uint8Array {
  let bytes = [...octets];
  for (let changes = 1 + (next() % 4); changes > 0; changes--) {
    const at = next() % Math.max(bytes.length, 1);
    const kind = next() % 6;
    if (kind === 0) bytes = bytes.slice(0, at);
    else if (kind === 1) bytes.splice(at, 0, ...bytes.slice(at, at + (next() % 64)));
    else if (kind === 2) bytes.splice(at, 2, 0xc0 | (next() & 0x3f), next() & 0xff);
    else if (kind === 3) bytes[4 + (next() % 8)] = next() & 3;
    else bytes[at] = kind === 4 ? next() & 0xff : (bytes[at] ?? 0) ^ (1 << (next() % 8));
  }
  return Uint8Array.from(bytes.slice(0, 65_535));
}

/**
 * Looks things up through a resolver that spoils some of its answers, until FUZZ_SECONDS are over, or without an end.
 * Prints the seed of what throws, is slow, or proves something that the zones do not say (DNS-14, DNS-01).
 */
async function fuzz(seconds: number): Promise<number> {
  const world = await vectorWorld();
  const honest = new Map<string, string>();
  for (const { id, want, now = NOW, lie } of CASES) {
    const { facts } = await lookUp(want, asking(world, lie ? { lie } : {}), now, world);
    honest.set(id, JSON.stringify(facts));
  }
  const began = Date.now();
  let seed = began % 0x7fffffff;
  let done = 0;
  for (; Date.now() - began < seconds * 1000; seed++, done++) {
    const next = numbers(seed);
    const one = CASES[next() % CASES.length];
    if (one === undefined) continue;
    const answers = new Map<string, Uint8Array>();
    const start = performance.now();
    try {
      const ask = async (question: { name: string; type: number }) => {
        const octets = await asking(world, one)(question);
        const told = next() % 3 === 0 ? spoil(octets, next) : octets;
        answers.set(questionKey(question), told);
        parseMessage(told);
        unprovenRecords(question, answers);
        return told;
      };
      const { state, code, facts } = await lookUp(one.want, ask, one.now ?? NOW, world);
      // A wildcard's or an odd record's fault may be gone, but a fact is the zone's own or there is none.
      if (state === "secure" && code === "PROVEN" && JSON.stringify(facts) !== honest.get(one.id))
        throw new Error(`${one.id} proves ${JSON.stringify(facts)}`);
    } catch (error) {
      console.error(`seed ${seed}: ${error instanceof Error ? error.stack : error}`);
      return 1;
    }
    const took = performance.now() - start;
    if (took > SLOW) console.error(`seed ${seed}: ${Math.round(took)} ms`);
  }
  console.log(`${done} look-ups through spoiled answers in ${seconds} s`);
  return 0;
}

process.exitCode = await fuzz(Number(process.env.FUZZ_SECONDS ?? Number.POSITIVE_INFINITY));
