import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { splitMbox } from "../../core/cli/mbox.ts";

async function* chunked(text: string, size: number) {
  const bytes = Buffer.from(text, "latin1");
  for (let i = 0; i < bytes.length; i += size) yield bytes.subarray(i, i + size);
}

async function split(text: string, size = 7, unquote = false): Promise<string[]> {
  const found: string[] = [];
  for await (const { bytes } of splitMbox(chunked(text, size), unquote))
    found.push(Buffer.from(bytes).toString("latin1"));
  return found;
}

test("a mailbox is cut at From lines that follow an empty line", async () => {
  const text = "From a\nA: 1\n\nbody\nFrom here on\n\nFrom b\nB: 2\n\ntwo\n\n";
  for (const size of [1, 2, 3, 5, 8, 13, 64])
    assert.deepEqual(await split(text, size), ["A: 1\n\nbody\nFrom here on\n", "B: 2\n\ntwo\n"]);
});

test("CRLF mailboxes keep their line ends", async () => {
  const text = "From a\r\nA: 1\r\n\r\nbody\r\n\r\nFrom b\r\nB: 2\r\n\r\ntwo\r\n\r\n";
  for (const size of [1, 2, 3, 4, 9, 64])
    assert.deepEqual(await split(text, size), ["A: 1\r\n\r\nbody\r\n", "B: 2\r\n\r\ntwo\r\n"]);
});

test("an empty entry is a message of no octets, and a separator without an end still opens one", async () => {
  assert.deepEqual(await split("From a\n\nFrom b\nB: 2\n\n\n\nFrom c"), ["", "B: 2\n\n\n", ""]);
  assert.deepEqual(await split(""), []);
  assert.deepEqual(await split("A: 1\n\ntext\n"), ["A: 1\n\ntext\n"]);
});

test(">From is left alone unless asked for", async () => {
  const text = "From a\nA: 1\n\n>From x\n>>From y\n> From z\n\n";
  assert.deepEqual(await split(text), ["A: 1\n\n>From x\n>>From y\n> From z\n"]);
  assert.deepEqual(await split(text, 5, true), ["A: 1\n\nFrom x\n>From y\n> From z\n"]);
});

test("a mailbox written in the mboxrd way reads back message by message, wherever the chunks are cut", async () => {
  const line = fc.oneof(
    fc.constantFrom("", "From x", ">From y", ">>From z", "From", "Fro", "\r"),
    fc.string({ maxLength: 12 }).map((s) => s.replace(/[^ -~]/g, "")),
  );
  const message = fc.array(line, { minLength: 1, maxLength: 8 }).map((lines) => `A: 1\n${lines.join("\n")}\n`);
  await fc.assert(
    fc.asyncProperty(
      fc.array(message, { minLength: 1, maxLength: 5 }),
      fc.integer({ min: 1, max: 40 }),
      async (all, n) => {
        const text = all.map((m) => `From x\n${m.replace(/^(>*From )/gm, ">$1")}\n`).join("");
        assert.deepEqual(await split(text, n, true), all);
      },
    ),
    { numRuns: 300 },
  );
});
