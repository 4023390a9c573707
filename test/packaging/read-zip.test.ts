import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { test } from "node:test";
import { readZip } from "../../extension/packaging/updates/read-zip.ts";
import { zip } from "../../extension/packaging/zip.mjs";
import { refusedBy } from "./small-packages.ts";

const FILES = new Map([
  ["manifest.json", Buffer.from('{"version":"1"}')],
  ["_locales/de/messages.json", Buffer.from("ä".repeat(500))],
]);
const ARCHIVE = zip(FILES);
const DIRECTORY = ARCHIVE.indexOf("PK\x01\x02");

const says = (archive: Buffer) => refusedBy(() => readZip(archive, "x")) ?? "";

/** The archive with some octets overwritten. */
function with_(at: number, octets: readonly number[]): Buffer {
  const changed = Buffer.from(ARCHIVE);
  Buffer.from(octets).copy(changed, at);
  return changed;
}

/** Octets put in at a place, with the offset of the directory moved. */
function inserted(at: number, octets: Buffer): Buffer {
  const grown = Buffer.concat([ARCHIVE.subarray(0, at), octets, ARCHIVE.subarray(at)]);
  const end = grown.length - 22;
  grown.writeUInt32LE(grown.readUInt32LE(end + 16) + octets.length, end + 16);
  return grown;
}

test("a zip of ours is read back whole", () => {
  assert.deepEqual(readZip(ARCHIVE, "x"), new Map([...FILES].sort()));
  assert.equal(readZip(zip(new Map()), "x").size, 0);
});

test("zips that Python's library wrote are read: deflated, with folders, and with sizes behind the data", () => {
  const python = `
import io, sys, zipfile
class Stream(io.RawIOBase):
    def writable(self): return True
    def write(self, octets): sys.stdout.buffer.write(octets); return len(octets)
seekable = io.BytesIO()
with zipfile.ZipFile(Stream() if sys.argv[1] == "stream" else seekable, "w", zipfile.ZIP_DEFLATED) as z:
    if sys.argv[1] == "folders": z.writestr("_locales/", "")
    z.writestr("_locales/de/messages.json", "ä" * 500)
    z.writestr("manifest.json", '{"version":"1"}')
sys.stdout.buffer.write(seekable.getvalue())
`;
  for (const way of ["plain", "folders", "stream"]) {
    const archive = execFileSync("python3", ["-c", python, way], { stdio: ["ignore", "pipe", "pipe"] });
    assert.equal(says(archive), "", way);
    assert.deepEqual(readZip(archive, "x"), new Map([...FILES].sort()), way);
  }
});

test("EXT-14: a zip in which two readers could see different files is refused", () => {
  const second = ARCHIVE.indexOf("PK\x03\x04", 4);
  const moved = inserted(second, Buffer.from("x"));
  moved.writeUInt32LE(second + 1, moved.lastIndexOf("PK\x01\x02") + 42);
  const cases: readonly (readonly [string, Buffer, RegExp])[] = [
    ["octets before", Buffer.concat([Buffer.from("x"), ARCHIVE]), /stands elsewhere/],
    ["octets before, the directory moved", inserted(0, Buffer.from("x")), /headers of .* differ/],
    ["octets between", inserted(second, Buffer.from("x")), /belong to no file|headers/],
    ["octets between, offset moved", moved, /belong to no file before manifest\.json/],
    ["octets before the directory", inserted(DIRECTORY, Buffer.from("x")), /belong to no file/],
    ["octets behind", Buffer.concat([ARCHIVE, Buffer.from("x")]), /no end of a directory/],
    ["a comment", with_(ARCHIVE.length - 2, [1, 0]), /another form/],
    ["fewer files than stand there", with_(ARCHIVE.length - 14, [1, 0, 1, 0]), /longer than its files/],
    ["another name in the local header", with_(30, [0x58]), /headers of .* differ/],
    ["another size in the local header", with_(22, [1]), /headers of .* differ/],
    ["another name in the directory", with_(DIRECTORY + 46, [0x58]), /headers of .* differ/],
    ["other content", with_(second - 1, [0x58]), /is broken/],
    ["encrypted", with_(6, [ARCHIVE.readUInt8(6) | 1]), /headers of .* differ/],
    [
      "twice the same name",
      zip(
        new Map([
          ["a", Buffer.from("1")],
          ["b", Buffer.from("2")],
        ]),
      ),
      /stands twice/,
    ],
  ];
  for (const [what, archive, why] of cases) {
    if (what === "twice the same name")
      for (let at = archive.indexOf("b"); at >= 0; at = archive.indexOf("b", at)) archive.write("a", at, "latin1");
    assert.match(says(archive), why, what);
  }
});

test("EXT-14: names that lead elsewhere or mean something to a program are refused", () => {
  for (const name of ["/a", "../a", "a/../b", "a//b", "./a", "a\\b", "c:a", "a\u0000", "a\nb", "", "a/.."])
    assert.match(says(zip(new Map([[name, Buffer.from("x")]]))), /no plain path/, JSON.stringify(name));
  assert.match(says(zip(new Map([["a/", Buffer.from("x")]]))), /folder with content/);
  const other = zip(new Map([["ä", Buffer.from("x")]]));
  for (let at = other.indexOf("ä"); at >= 0; at = other.indexOf("ä")) other.writeUInt8(0xff, at);
  assert.match(says(other), /no plain path/);
});

test("EXT-14: what is cut off or grows beyond its size is refused", () => {
  for (let length = 0; length < ARCHIVE.length; length += 7)
    assert.match(says(ARCHIVE.subarray(0, length)), /^bad-zip: x/);
  const python = `
import io, struct, sys, zipfile, zlib
o = io.BytesIO()
if sys.argv[1] == "bomb":
    with zipfile.ZipFile(o, "w", zipfile.ZIP_DEFLATED) as z: z.writestr("a", b"\\0" * 100000)
else:
    deflate = zlib.compressobj(wbits=-15)
    data = deflate.compress(b"abc") + deflate.flush() + b"more"
    common = struct.pack("<HHHHHIIIHH", 20, 0, 8, 0, 0, zlib.crc32(b"abc"), len(data), 3, 1, 0)
    o.write(b"PK\\3\\4" + common + b"a" + data)
    start = o.tell()
    o.write(b"PK\\1\\2" + struct.pack("<H", 20) + common + struct.pack("<HHHII", 0, 0, 0, 0, 0) + b"a")
    o.write(b"PK\\5\\6" + struct.pack("<HHHHIIH", 0, 0, 1, 1, o.tell() - start, start, 0))
sys.stdout.buffer.write(o.getvalue())
`;
  assert.match(says(execFileSync("python3", ["-c", python, "more"])), /a is followed by octets/);
  const bomb = execFileSync("python3", ["-c", python, "bomb"]);
  const directory = bomb.indexOf("PK\x01\x02");
  for (const at of [22, directory + 24]) bomb.writeUInt32LE(10, at);
  assert.match(says(bomb), /^bad-zip: x/);
  for (const at of [22, directory + 24]) bomb.writeUInt32LE(0x7fffffff, at);
  assert.match(says(bomb), /larger than any package/);
});
