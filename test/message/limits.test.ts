import assert from "node:assert/strict";
import { test } from "node:test";
import { MAX_DEPTH, MAX_HEADER_FIELDS, MAX_MESSAGE_OCTETS, MAX_PARTS } from "../../core/limits.ts";
import { readMessage } from "../../core/message/reader.ts";
import { lines, octets, read } from "./mail.ts";

const parts = (count: number) =>
  read(`Content-Type: multipart/mixed; boundary=A\r\n\r\n${"--A\r\n\r\nx\r\n".repeat(count)}--A--\r\n`);

/** Multiparts inside each other; the leaf stands at this depth. */
function nested(depth: number, padding = "") {
  const open = Array.from(
    { length: depth },
    (_, i) => `Content-Type: multipart/mixed; boundary="b${i}."\r\n\r\n--b${i}.\r\n`,
  );
  const close = Array.from({ length: depth }, (_, i) => `\r\n--b${depth - 1 - i}.--`);
  return read(`${open.join("")}\r\n${padding}x${close.join("")}\r\n`);
}

test("DOS-01, DOS-08: a message of 128 MiB is read, one octet more is E_TOO_LARGE", () => {
  const bytes = new Uint8Array(MAX_MESSAGE_OCTETS + 1).fill(0x78);
  bytes.set(octets("A: b\r\n\r\n"));
  assert.equal(readMessage(bytes.subarray(1)).limit, undefined);
  const message = readMessage(bytes);
  assert.deepEqual([message.limit, message.fields.length], ["E_TOO_LARGE", 0]);
});

test("DOS-02, DOS-08: 10,000 parts are read, more are E_TOO_MANY_PARTS", () => {
  assert.equal(parts(MAX_PARTS - 1).limit, undefined);
  assert.equal(parts(MAX_PARTS - 1).leaves.length, MAX_PARTS - 1);
  assert.equal(parts(MAX_PARTS).limit, "E_TOO_MANY_PARTS");
  assert.equal(parts(100_000).limit, "E_TOO_MANY_PARTS");
});

test("DOS-02: parts are counted over all multiparts, near delimiters too", () => {
  const inner = `Content-Type: multipart/mixed; boundary=B\r\n\r\n${"--B\r\n\r\n".repeat(100)}--B--\r\n`;
  const many = (count: number) =>
    read(`Content-Type: multipart/mixed; boundary=A\r\n\r\n${`--A\r\n${inner}`.repeat(count)}--A--`);
  assert.equal(many(99).limit, undefined);
  assert.equal(many(100).limit, "E_TOO_MANY_PARTS");
  assert.equal(
    read(`Content-Type: multipart/mixed; boundary=A\r\n\r\n${"--AB\r\n".repeat(3 * MAX_PARTS)}`).limit,
    "E_TOO_MANY_PARTS",
  );
});

test("DOS-02, DOS-08: parts 64 deep are read, deeper ones are E_TOO_DEEP", () => {
  const message = nested(MAX_DEPTH);
  assert.deepEqual([message.limit, message.leaves[0]?.depth, message.ambiguities], [undefined, MAX_DEPTH, []]);
  assert.equal(nested(MAX_DEPTH + 1).limit, "E_TOO_DEEP");
  assert.equal(nested(10_000).limit, "E_TOO_DEEP");
});

test("DOS-03, DOS-08: 1,000 header fields are read, more are E_TOO_MANY_FIELDS, lines that are none included", () => {
  const fields = (count: number, line = "X-Stamp: y") =>
    read(lines(...Array.from({ length: count }, () => line), "", "x"));
  assert.equal(fields(MAX_HEADER_FIELDS).limit, undefined);
  assert.equal(fields(MAX_HEADER_FIELDS).fields.length, MAX_HEADER_FIELDS);
  assert.equal(fields(MAX_HEADER_FIELDS + 1).limit, "E_TOO_MANY_FIELDS");
  assert.equal(fields(100_000).limit, "E_TOO_MANY_FIELDS");
  assert.equal(fields(100_000, "no field").limit, "E_TOO_MANY_FIELDS");
});

test("DOS-03, DOS-08: limits hold in the header of a part too", () => {
  const header = Array.from({ length: MAX_HEADER_FIELDS + 1 }, () => "X: y");
  const message = read(lines("Content-Type: multipart/mixed; boundary=A", "", "--A", ...header, "", "x", "--A--"));
  assert.equal(message.limit, "E_TOO_MANY_FIELDS");
});

test("DOS-03: a header of 10 MB in 100,000 folds is over a budget", () => {
  assert.equal(read(`A: b${`\r\n ${"x".repeat(98)}`.repeat(100_000)}\r\n\r\n`).limit, "E_FIELD_TOO_LONG");
});
