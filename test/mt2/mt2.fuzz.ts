import { nobleEngine } from "../../core/crypto/engine-noble.ts";
import { readFrom } from "../../core/message/address.ts";
import { readMessage } from "../../core/message/reader.ts";
import { contents, mt2Carrier } from "../../core/mt2/carrier.ts";
import { checkMt2 } from "../../core/mt2/check.ts";
import { unwrap } from "../../core/mt2/unwrap.ts";
import { mutate } from "../message/mutate.ts";
import { gatewayed, knowingAll, mail, text } from "./support.ts";

/** Slowest check of a message this small that is still ordinary, in milliseconds. */
const SLOW = 500;

/** The body as it was sent. */
const BODY = text(mail()).split("\r\n\r\n").slice(1).join("\r\n\r\n");

/**
 * Checks spoiled messages until FUZZ_SECONDS are over, or without an end; prints what throws, is slow, or is credited to
 * its sender with another body than it was sent with.
 */
async function fuzz(seconds: number): Promise<number> {
  const whole = await gatewayed();
  const knowledge = await knowingAll();
  const began = Date.now();
  let checked = 0;
  for (let seed = began % 0x7fffffff; Date.now() - began < seconds * 1000; seed++) {
    const octets = mutate(whole, seed, 1 + (seed % 4));
    const start = performance.now();
    try {
      const message = readMessage(octets);
      const { sentBy } = await checkMt2(message, readFrom(message), knowledge, nobleEngine);
      unwrap(octets);
      const carrier = mt2Carrier(message);
      const same = carrier !== undefined && text(contents(message, carrier.body)) === BODY;
      if (sentBy !== undefined && !same) throw new Error("credited, and changed");
    } catch (error) {
      console.error(`seed ${seed}: ${error}\n${Buffer.from(octets).toString("base64")}`);
      return 1;
    }
    const took = performance.now() - start;
    if (took > SLOW) console.error(`seed ${seed}: ${Math.round(took)} ms`);
    checked++;
  }
  console.log(`${checked} messages checked in ${seconds} s`);
  return 0;
}

process.exitCode = await fuzz(Number(process.env.FUZZ_SECONDS ?? Number.POSITIVE_INFINITY));
