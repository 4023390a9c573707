import { readFrom, readMailboxes } from "../../core/message/address.ts";
import { fileName } from "../../core/message/attachment.ts";
import { parseDate } from "../../core/message/date.ts";
import { displayHeader } from "../../core/message/display.ts";
import { decodeText } from "../../core/message/leaf.ts";
import { readMessage } from "../../core/message/reader.ts";
import { decodingEngine } from "./engine.ts";
import { octets } from "./mail.ts";
import { mutate, SEEDS } from "./mutate.ts";

/** Slowest reading of a message this small that is still ordinary, in milliseconds. */
const SLOW = 250;

/** Reads spoiled messages until FUZZ_SECONDS are over, or without an end; prints the seed of what throws or is slow. */
function fuzz(seconds: number): number {
  const began = Date.now();
  let corpus = SEEDS.map(octets);
  let seed = began % 0x7fffffff;
  let read = 0;
  for (; Date.now() - began < seconds * 1000; seed++) {
    const parent = corpus[seed % corpus.length] ?? new Uint8Array(0);
    const bytes = mutate(parent, seed, 1 + (seed % 16));
    const start = performance.now();
    try {
      const message = readMessage(bytes);
      readFrom(message);
      readMailboxes(message, "to");
      parseDate(displayHeader(message, "date"));
      for (const leaf of message.leaves) [fileName(leaf), decodeText(message, leaf, decodingEngine)];
    } catch (error) {
      console.error(`seed ${seed}: ${error}\n${Buffer.from(bytes).toString("base64")}`);
      return 1;
    }
    const took = performance.now() - start;
    if (took > SLOW) console.error(`seed ${seed}: ${Math.round(took)} ms\n${Buffer.from(bytes).toString("base64")}`);
    read++;
    // Children join the corpus now and then, so that mistakes pile up.
    if (seed % 50 === 0 && bytes.length < 20_000) corpus = [...corpus.slice(-200), bytes];
  }
  console.log(`${read} messages read in ${seconds} s`);
  return 0;
}

process.exitCode = fuzz(Number(process.env.FUZZ_SECONDS ?? Number.POSITIVE_INFINITY));
