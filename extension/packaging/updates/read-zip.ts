import { inflateRawSync } from "node:zlib";
import { crc32 } from "../zip.mjs";
import { refuse } from "./refusal.ts";

const LOCAL = 0x04034b50;
const CENTRAL = 0x02014b50;
const END = 0x06054b50;
const DESCRIPTOR = 0x08074b50;

/** Most files, and most octets of all of them together. */
const MAX_ENTRIES = 5000;
const MAX_OCTETS = 64 * 1024 * 1024;

/** General purpose bits that may be set: how hard deflate tried, sizes after the data, names in UTF-8 (APPNOTE 4.4.4). */
const SIZES_FOLLOW = 0x0008;
const KNOWN_FLAGS = 0x0806 | SIZES_FOLLOW;

/** Extra fields that give another name or other sizes than the headers: ZIP64, and Info-ZIP's Unicode path. */
const OTHER_MEANING = [0x0001, 0x7075];

interface Entry {
  readonly name: string;
  readonly flags: number;
  readonly method: number;
  readonly crc: number;
  readonly packed: number;
  readonly size: number;
  readonly offset: number;
}

/**
 * Reads a zip file so that no two readers can see different files in it: entries follow each other without gaps, both
 * headers of each say the same, no name stands twice, and nothing stands before, between or behind (APPNOTE 4.3).
 * @param what name of the file, for the refusal
 * @returns octets by path; entries of folders are left out
 */
export function readZip(archive: Buffer, what: string): ReadonlyMap<string, Buffer> {
  const bad = (why: string): never => refuse("bad-zip", `${what} (${why})`);
  try {
    return readAll(archive, bad);
  } catch (error) {
    // Offsets that lead out of the file, and what zlib says about broken data.
    return error instanceof RangeError || (error instanceof Error && "errno" in error)
      ? bad(error.message)
      : fail(error);
  }
}

function fail(error: unknown): never {
  throw error;
}

type Bad = (why: string) => never;

function readAll(archive: Buffer, bad: Bad): ReadonlyMap<string, Buffer> {
  const { entries, start } = readDirectory(archive, bad);
  const files = new Map<string, Buffer>();
  const names = new Set<string>();
  let at = 0;
  let total = 0;
  for (const entry of entries.toSorted((a, b) => a.offset - b.offset)) {
    if (entry.offset !== at) bad(`octets that belong to no file before ${entry.name}`);
    if (names.has(entry.name)) bad(`${entry.name} stands twice`);
    names.add(entry.name);
    total += entry.size;
    if (total > MAX_OCTETS) bad("larger than any package");
    const { data, end } = readEntry(archive, entry, start, bad);
    if (!entry.name.endsWith("/")) files.set(entry.name, data);
    else if (data.length > 0) bad(`${entry.name} is a folder with content`);
    at = end;
  }
  if (at !== start) bad("octets that belong to no file");
  return files;
}

function readDirectory(archive: Buffer, bad: Bad): { entries: readonly Entry[]; start: number } {
  const end = archive.length - 22;
  if (end < 0 || archive.readUInt32LE(end) !== END) bad("no end of a directory at the end of the file");
  const count = archive.readUInt16LE(end + 10);
  const start = archive.readUInt32LE(end + 16);
  const whole = archive.readUInt32LE(end + 4) === 0 && archive.readUInt16LE(end + 8) === count;
  if (!whole || archive.readUInt16LE(end + 20) !== 0 || count > MAX_ENTRIES) bad("its directory has another form");
  if (start + archive.readUInt32LE(end + 12) !== end) bad("its directory stands elsewhere");
  const entries: Entry[] = [];
  let at = start;
  for (let left = count; left > 0; left--) {
    if (archive.readUInt32LE(at) !== CENTRAL) bad("its directory is broken");
    const nameEnd = at + 46 + archive.readUInt16LE(at + 28);
    const extraEnd = nameEnd + archive.readUInt16LE(at + 30);
    const name = nameIn(archive.subarray(at + 46, nameEnd), bad);
    checkExtra(archive.subarray(nameEnd, extraEnd), name, bad);
    entries.push({
      name,
      flags: archive.readUInt16LE(at + 8),
      method: archive.readUInt16LE(at + 10),
      crc: archive.readUInt32LE(at + 16),
      packed: archive.readUInt32LE(at + 20),
      size: archive.readUInt32LE(at + 24),
      offset: archive.readUInt32LE(at + 42),
    });
    at = extraEnd + archive.readUInt16LE(at + 32);
    if (at > end) bad("its directory is broken");
  }
  if (at !== end) bad("its directory is longer than its files");
  return { entries, start };
}

/** A path that means the same file to everybody. */
function nameIn(octets: Buffer, bad: Bad): string {
  const name = octets.toString("utf8");
  const plain = name !== "" && Buffer.from(name).equals(octets) && !/[\\:\u0000-\u001f\u007f]/.test(name);
  if (
    !plain ||
    name.split("/").some((step, at, all) => /^\.{0,2}$/.test(step) && !(step === "" && at === all.length - 1 && at > 0))
  )
    bad(`a name that is no plain path: ${JSON.stringify(name)}`);
  return name;
}

function checkExtra(extra: Buffer, name: string, bad: Bad): void {
  for (let at = 0; at < extra.length; at += 4 + extra.readUInt16LE(at + 2))
    if (OTHER_MEANING.includes(extra.readUInt16LE(at))) bad(`${name} has a second name or size`);
}

function readEntry(archive: Buffer, entry: Entry, limit: number, bad: Bad): { data: Buffer; end: number } {
  const { name, flags, method, crc, packed, size, offset } = entry;
  const nameEnd = offset + 30 + archive.readUInt16LE(offset + 26);
  const from = nameEnd + archive.readUInt16LE(offset + 28);
  const to = from + packed;
  const later = (flags & SIZES_FOLLOW) !== 0;
  const said = [14, 18, 22].map((field) => archive.readUInt32LE(offset + field));
  const same =
    archive.readUInt32LE(offset) === LOCAL &&
    archive.readUInt16LE(offset + 6) === flags &&
    archive.readUInt16LE(offset + 8) === method &&
    archive.toString("utf8", offset + 30, nameEnd) === name &&
    (agrees(said, [crc, packed, size]) || (later && agrees(said, [0, 0, 0])));
  if (!same || to > limit) bad(`the headers of ${name} differ`);
  checkExtra(archive.subarray(nameEnd, from), name, bad);
  if ((flags & ~KNOWN_FLAGS) !== 0 || (method !== 0 && method !== 8))
    bad(`${name} is encrypted or packed in another way`);
  const raw = archive.subarray(from, to);
  const data = method === 0 ? raw : inflated(raw, size, name, bad);
  if (data.length !== size || crc32(data) !== crc) bad(`${name} is broken`);
  if (!later) return { data, end: to };
  const mark = archive.readUInt32LE(to) === DESCRIPTOR ? 4 : 0;
  const after = [0, 4, 8].map((field) => archive.readUInt32LE(to + mark + field));
  if (!agrees(after, [crc, packed, size])) bad(`the headers of ${name} differ`);
  return { data, end: to + mark + 12 };
}

const agrees = (said: readonly number[], wanted: readonly number[]) => said.every((value, at) => value === wanted[at]);

/** All of the data is used, and gives no more than was said. */
function inflated(raw: Buffer, size: number, name: string, bad: Bad): Buffer {
  // With `info` it returns what its types do not say: how much was read besides what came out.
  const { buffer, engine } = inflateRawSync(raw, { maxOutputLength: Math.max(size, 1), info: true }) as unknown as {
    readonly buffer: Buffer;
    readonly engine: { readonly bytesWritten: number };
  };
  if (engine.bytesWritten !== raw.length) bad(`${name} is followed by octets that belong to no file`);
  return buffer;
}
