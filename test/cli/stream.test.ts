import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { test } from "node:test";
import { command } from "./command.ts";

const MAILBOX = "test/samples/mailbox";
const SEPARATOR = "From robin Fri Nov 20 15:00:00 2026\n";
const MEGABYTE = 1024 * 1024;
/** Tells the most memory a run ever had, in kilobytes, as its last line on standard error. */
const TELL_MEMORY = "data:text/javascript,process.on('exit',()=>console.error(process.resourceUsage().maxRSS))";

/** Feeds a mailbox to `verify` under a small heap, and returns the badges and the most memory used, in octets. */
async function judge(mailbox: Generator<Uint8Array>) {
  const words = ["verify", "--json", "--knowledge", `${MAILBOX}/knowledge.json`, "-"];
  const options = ["--max-old-space-size=64", "--import", TELL_MEMORY];
  const child = spawn(process.execPath, [...options, await command(), ...words]);
  const badges = new Map<string, number>();
  let rest = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    const lines = (rest + text).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) {
      const { badge, reasons } = JSON.parse(line);
      const said = [badge, ...reasons.map((reason: { code: string }) => reason.code)].join(" ");
      badges.set(said, (badges.get(said) ?? 0) + 1);
    }
  });
  let err = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    err += text;
  });
  const closed = new Promise<number | null>((resolve) => child.on("close", resolve));
  await pipeline(Readable.from(mailbox), child.stdin);
  const code = await closed;
  return { code, badges: Object.fromEntries(badges), memory: Number(err.trim().split("\n").at(-1)) * 1024, err };
}

const sample = readFileSync(`${MAILBOX}/verified-fr.eml`);
const letter = (size: number) => {
  const header = Buffer.from(
    "From: Jo <jo@neighbour.example>\nSubject: long\nDate: Fri, 20 Nov 2026 13:00:00 +0000\n\n",
  );
  return Buffer.concat([header, Buffer.alloc(size, `${"a line of text ".repeat(5)}\n`)]);
};

test("a mailbox of 200 MB is judged in the memory of one message", async () => {
  const entry = Buffer.concat([
    Buffer.from(SEPARATOR),
    letter(400_000),
    Buffer.from("\n\n"),
    Buffer.from(SEPARATOR),
    sample,
    Buffer.from("\n"),
  ]);
  const times = Math.ceil((200 * MEGABYTE) / entry.length);
  const { code, badges, memory, err } = await judge(
    (function* () {
      for (let i = 0; i < times; i++) yield entry;
    })(),
  );
  assert.deepEqual([code, badges], [0, { NONE: times, VERIFIED: times }], err);
  assert.ok(memory < 200 * MEGABYTE, `${memory} octets`);
});

test("DOS-01: a message beyond the limit is not checked, holds no more than the limit, and the next one is", async () => {
  const piece = letter(2 * MEGABYTE);
  const { code, badges, memory, err } = await judge(
    (function* () {
      yield Buffer.from(SEPARATOR);
      for (let i = 0; i < 200; i++) yield piece;
      yield Buffer.concat([Buffer.from(`\n\n${SEPARATOR}`), sample]);
    })(),
  );
  // CAUTION, because it could be from the bank, whose mail must be stamped.
  assert.deepEqual([code, badges], [1, { "CAUTION E_TOO_LARGE": 1, VERIFIED: 1 }], err);
  assert.ok(memory < 500 * MEGABYTE, `${memory} octets`);
});
