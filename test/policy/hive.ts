import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";

/** A key of a registry as it was read back: values in their order, with type and octets, and the keys below. */
export interface HiveKey {
  readonly values: readonly (readonly [name: string, value: HiveValue])[];
  readonly keys: ReadonlyMap<string, HiveKey>;
}

/** A value with the number of its type (REG_SZ is 1) and what stands there, in base64. */
interface HiveValue {
  readonly type: number;
  readonly octets: string;
}

export const REG_SZ = 1;
export const REG_DWORD = 4;
export const REG_MULTI_SZ = 7;

const BLOCK = 0x1000;
const ROOT = 0x20;
const SECURITY = 0x80;
const NONE = 0xffff_ffff;

/** A cell in use: its size is written as a negative number, and is a multiple of 8. */
function cell(hive: Buffer, at: number, size: number, kind: string): number {
  hive.writeInt32LE(-size, BLOCK + at);
  hive.write(kind, BLOCK + at + 4, "latin1");
  return BLOCK + at + 4;
}

/** The smallest hive there is: a header, and one block with a root key without a name and its security cell. */
function emptyHive(): Buffer {
  const hive = Buffer.alloc(2 * BLOCK);
  hive.write("regf", 0, "latin1");
  for (const [at, value] of [
    [4, 1], // both sequence numbers alike: written to the end
    [8, 1],
    [20, 1], // version 1.3
    [24, 3],
    [32, 1],
    [36, ROOT],
    [40, BLOCK],
    [44, 1],
  ] as const)
    hive.writeUInt32LE(value, at);
  let sum = 0;
  for (let at = 0; at < 508; at += 4) sum ^= hive.readUInt32LE(at);
  hive.writeInt32LE(sum, 508);
  hive.write("hbin", BLOCK, "latin1");
  hive.writeUInt32LE(BLOCK, BLOCK + 8);
  const root = cell(hive, ROOT, SECURITY - ROOT, "nk");
  hive.writeUInt16LE(0x2c, root + 2); // the root; cannot be deleted; name in Latin-1
  hive.writeUInt32LE(NONE, root + 16);
  for (const lists of [28, 32, 40, 48]) hive.writeUInt32LE(NONE, root + lists);
  hive.writeUInt32LE(SECURITY, root + 44);
  hive.writeUInt16LE(1, root + 72);
  hive.write("$", root + 76, "latin1");
  const security = cell(hive, SECURITY, 0x30, "sk");
  hive.writeUInt32LE(SECURITY, security + 4);
  hive.writeUInt32LE(SECURITY, security + 8);
  hive.writeUInt32LE(1, security + 12);
  hive.writeUInt32LE(20, security + 16);
  hive.set([1, 0, 0, 0x80], security + 20); // a descriptor that says nothing (MS-DTYP section 2.4.6)
  hive.writeInt32LE(BLOCK - 0xb0, BLOCK + 0xb0);
  return hive;
}

const READ = String.raw`
use strict; use warnings; use JSON::PP; use MIME::Base64; use Win::Hivex;
my $hive = Win::Hivex->open($ARGV[0]);
sub key {
  my ($node) = @_;
  my @values = map {
    my ($type, $octets) = $hive->value_value($_);
    [$hive->value_key($_), { type => $type, octets => encode_base64($octets, "") }]
  } $hive->node_values($node);
  return { values => \@values, keys => [map { [$hive->node_name($_), key($_)] } $hive->node_children($node)] };
}
print encode_json(key($hive->root()));
`;

type Written = { values: [string, HiveValue][]; keys: [string, Written][] };
const asKey = ({ values, keys }: Written): HiveKey => ({
  values,
  keys: new Map(keys.map(([name, key]) => [name, asKey(key)])),
});

const HEAD = "Windows Registry Editor Version 5.00\r\n";

/** The keys above those of files: regedit makes them where they are missing, hivexregedit wants to be told. */
function above(text: string): string {
  const ways = [...text.matchAll(/^\[(HKEY[^\]]*)\]/gm)].flatMap(([, key = ""]) => {
    const names = key.split("\\");
    return names.slice(1).map((_name, at) => `[${names.slice(0, at + 2).join("\\")}]`);
  });
  return [...new Set(ways)].join("\r\n\r\n");
}

/**
 * Imports files of regedit, one after the other, into an empty registry, as an administrator's double click does, and
 * reads it back: by hivex, which shares nothing with what wrote the files.
 * @param dir a folder for the registry
 * @param texts what the .reg files say
 */
export function imported(dir: string, ...texts: readonly string[]): HiveKey {
  const [hive, file] = [join(dir, "hive"), join(dir, "all.reg")];
  for (const text of texts) assert.ok(text.startsWith(HEAD));
  const all = texts.map((text) => text.slice(HEAD.length)).join("\r\n");
  writeFileSync(hive, emptyHive());
  writeFileSync(file, `${HEAD}\r\n${above(all)}\r\n${all}`);
  execFileSync("hivexregedit", ["--merge", "--prefix", "HKEY_LOCAL_MACHINE", "--encoding", "UTF-16LE", hive, file]);
  return asKey(JSON.parse(execFileSync("perl", ["-e", READ, hive], { encoding: "utf8" })));
}

/** The key at a path, in names as the registry compares them: without regard to case. */
export function keyAt(from: HiveKey, path: string): HiveKey {
  return path.split("\\").reduce((key, name) => {
    const found = [...key.keys].find(([own]) => own.toUpperCase() === name.toUpperCase());
    return found?.[1] ?? assert.fail(`no key ${name} of ${path}`);
  }, from);
}

const utf16 = (octets: string) => Buffer.from(octets, "base64").toString("utf16le");

/** A text or a number; the texts of a REG_MULTI_SZ stand in lines. */
export function plain({ type, octets }: HiveValue): string | number {
  if (type === REG_DWORD) return Buffer.from(octets, "base64").readUInt32LE();
  assert.ok(type === REG_SZ || type === REG_MULTI_SZ, `type ${type}`);
  const text = utf16(octets);
  const end = type === REG_SZ ? "\0" : "\0\0";
  assert.ok(text.endsWith(end), "ends where the registry wants it");
  return text.slice(0, -end.length).replaceAll("\0", "\n");
}
