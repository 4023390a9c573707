import assert from "node:assert/strict";
import { test } from "node:test";
import { deflateRawSync } from "node:zlib";
import { onlyEntry } from "../../extension/webmail/zip.ts";

const MESSAGE = Buffer.from("From: a@b.example\r\n\r\n\xff\0x\r\n".repeat(50), "latin1");

/** An archive of one entry, put together here. */
function archive(content: Uint8Array, { method = 8, entries = 1 } = {}): Buffer {
  const packed = method === 8 ? deflateRawSync(content) : Buffer.from(content);
  const name = Buffer.from("12.eml");
  const local = Buffer.alloc(30);
  local.writeUInt32LE(0x04034b50, 0);
  local.writeUInt16LE(method, 8);
  local.writeUInt16LE(name.length, 26);
  const central = Buffer.alloc(46);
  central.writeUInt32LE(0x02014b50, 0);
  central.writeUInt16LE(method, 10);
  central.writeUInt32LE(packed.length, 20);
  central.writeUInt16LE(name.length, 28);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(entries, 10);
  end.writeUInt32LE(30 + name.length + packed.length, 16);
  return Buffer.concat([local, name, packed, central, name, end]);
}

test("ACQ-04: the one entry of an archive comes out octet for octet, packed or not", async () => {
  for (const method of [0, 8])
    assert.deepEqual(await onlyEntry(archive(MESSAGE, { method }), 10_000), new Uint8Array(MESSAGE));
});

test("DOS-01: an entry that unpacks to more than is allowed is given up", async () => {
  assert.equal(await onlyEntry(archive(new Uint8Array(1_000_000)), 999_999), undefined);
  assert.equal(await onlyEntry(archive(MESSAGE, { method: 0 }), MESSAGE.length - 1), undefined);
  assert.equal((await onlyEntry(archive(MESSAGE), MESSAGE.length))?.length, MESSAGE.length);
});

test("what is no archive of one entry is refused, wherever it is cut or changed", async () => {
  const good = archive(MESSAGE);
  const bad = [
    Buffer.alloc(0),
    Buffer.from("<html>"),
    archive(MESSAGE, { entries: 2 }),
    archive(MESSAGE, { entries: 0 }),
    archive(MESSAGE, { method: 12 }),
    ...Array.from({ length: good.length - 1 }, (_, length) => good.subarray(0, length)),
  ];
  for (const octets of bad) await assert.rejects(onlyEntry(octets, 10_000), String(octets.length));
  for (const at of [good.length - 6, good.length - 5, good.length - 3]) {
    const changed = Buffer.from(good);
    changed[at] = (changed[at] ?? 0) ^ 0x55;
    await assert.rejects(onlyEntry(changed, 10_000), `octet ${at}`);
  }
});
