import { nodeEngine } from "../../core/cli/engine-node.ts";
import { verify } from "../../core/verify.ts";
import { type Bench, interleaved, median, report, round } from "./measure.ts";
import { attachmentMessage, knowledgeWith, makeKey, stamped, textMessage } from "./messages.ts";

const MIB = 1024 * 1024;
/** A line in which every word is followed by a run of blanks, each of which relaxed canonicalisation changes. */
const BLANKS = `${"a  ".repeat(25)}\r\n`;
const key = makeKey("ed25519");

/** Messages that grow in one respect; `amount` is how much of it there is. */
const GROWTH: Readonly<Record<string, readonly (readonly [amount: number, make: () => Uint8Array])[]>> = {
  "MiB of base64": [1, 4, 32].map((n) => [n, () => attachmentMessage(n * MIB)] as const),
  "MiB of text": [1, 4, 32].map((n) => [n, () => textMessage(n * MIB)] as const),
  "MiB of blank runs": [1, 4, 32].map((n) => [n, () => textMessage(n * MIB, [], BLANKS)] as const),
  parts: [10, 100, 1000, 9990].map((n) => [n, () => attachmentMessage(n * 100, n)] as const),
  "header fields": [10, 100, 990].map(
    (n) =>
      [
        n,
        () =>
          textMessage(
            10_000,
            Array.from({ length: n - 9 }, (_, i) => `X-F${i}: v`),
          ),
      ] as const,
  ),
};

/** Time of `verify` while one thing grows; `per unit` must stay level. */
export async function linearBench(): Promise<Bench> {
  const knowledge = knowledgeWith(key);
  const rows = [];
  for (const [what, sizes] of Object.entries(GROWTH)) {
    const made = await Promise.all(sizes.map(async ([amount, make]) => [amount, await stamped(make(), key)] as const));
    const work = Object.fromEntries(
      made.map(([amount, bytes]) => [amount, () => verify(bytes, knowledge, nodeEngine)]),
    );
    const results = await interleaved(work, { rounds: 5 });
    const base = made[0]?.[0] ?? 1;
    for (const [amount, bytes] of made) {
      const ms = median(results.get(String(amount)) ?? []);
      const { badge } = await verify(bytes, knowledge, nodeEngine);
      const growth = round(ms / median(results.get(String(base)) ?? []));
      rows.push({ what, amount, badge, ms: round(ms), "ms per unit": round(ms / amount), "times the first": growth });
    }
  }
  return { name: "Growth of verify", rows };
}

await report(linearBench);
