import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { build } from "esbuild";
import fc from "fast-check";
import { equalOctets } from "../../core/canonical/octets.ts";
import { MAX_COSE_OCTETS } from "../../core/limits.ts";
import { type Cbor, readCbor, writeCbor } from "../../core/map/cbor.ts";
import { readSign1 } from "../../core/map/cose.ts";
import { readEnvelope } from "../../core/map/envelope.ts";
import { CORPUS, needsCorpus } from "../corpus.ts";
import { arrived, cose, octets, outcome, usualMap, withCose } from "./support.ts";

const hex = (text: string) => Uint8Array.from(Buffer.from(text.replace(/ /g, ""), "hex"));

/** One item that two decoders could read differently, or that has no place in a deterministic object. */
const LOOSE: readonly (readonly [string, string])[] = [
  ["a duplicate key", "a2 01 01 01 02"],
  ["a long integer", "18 01"],
  ["a long length", "58 01 00"],
  ["an indefinite array", "9f 01 ff"],
  ["an indefinite byte string", "5f 41 00 ff"],
  ["an indefinite map", "bf 01 01 ff"],
  ["a tag", "d2 84 40 a0 40 40"],
  ["a float", "f9 3e 00"],
  ["a long float of a whole number", "fb 3f f0 00 00 00 00 00 00"],
  ["octets behind the end", "01 00"],
  ["unsorted keys", "a2 02 01 01 01"],
  ["text that is no UTF-8", "61 ff"],
  ["undefined", "f7"],
  ["minus zero", "f9 80 00"],
  ["a map that ends early", "a2 01 01"],
  ["a string that ends early", "5a ff ff ff ff 00"],
];

test("MAP-04: only the deterministic encoding is read", () => {
  for (const [what, text] of LOOSE) {
    const value = readCbor(hex(text));
    // A float is deterministic CBOR; no object here has a place for one.
    assert.equal(typeof value === "number" && !Number.isInteger(value) ? undefined : value, undefined, what);
  }
  assert.deepEqual(
    readCbor(hex("a2 01 01 02 82 61 61 41 00")),
    new Map<number, Cbor>([
      [1, 1],
      [2, ["a", hex("00")]],
    ]),
  );
});

test("MAP-04: a true signature over an object that is spelt in another way is malformed", async () => {
  const map = await usualMap();
  const variants: readonly Uint8Array[] = [
    // a long version number: 01 18 01 instead of 01 01
    Uint8Array.from([...map.subarray(0, 2), 0x18, 0x01, ...map.subarray(3)]),
    Uint8Array.from([...map, 0]),
    Uint8Array.from([0xbf, ...map.subarray(1), 0xff]),
    // the first pair twice
    Uint8Array.from([0xab, 0x01, 0x01, ...map.subarray(1)]),
    // the first pair last
    Uint8Array.from([0xaa, ...map.subarray(3), 0x01, 0x01]),
  ];
  for (const variant of variants)
    assert.match(
      await outcome(arrived(withCose(await cose(variant)))),
      /^CAUTION MAP_MALFORMED \| map_gateway map_refused$/,
    );
  assert.match(await outcome(arrived(withCose(await cose(map)))), /^INTACT \|/);
});

test("MAP-04: what appendix A of RFC 8949 holds encodes to itself or is refused", needsCorpus(), () => {
  const cases: readonly { hex: string; roundtrip: boolean }[] = JSON.parse(
    readFileSync(join(CORPUS, "crypto-vectors/cbor/appendix_a.json"), "utf8"),
  );
  let read = 0;
  for (const one of cases) {
    const value = readCbor(hex(one.hex));
    if (value === undefined) continue;
    read++;
    assert.ok(one.roundtrip, one.hex);
  }
  assert.ok(read > 20 && read < cases.length, `${read} of ${cases.length}`);
});

test("MAP-04: random octets and small changes never throw, and what is read is written alike", async () => {
  const good = await cose(await usualMap());
  fc.assert(
    fc.property(fc.nat(good.length - 1), fc.uint8Array({ minLength: 1, maxLength: 4 }), (at, put) => {
      const changed = Uint8Array.from(good);
      changed.set(put.subarray(0, good.length - at), at);
      const value = readCbor(changed);
      if (value !== undefined) assert.ok(equalOctets(writeCbor(value as Cbor), changed));
      readSign1(changed);
      readEnvelope(changed);
    }),
    { numRuns: 3000 },
  );
});

test("MAP-05: names such as __proto__ are values of a Map and touch nothing", () => {
  const before = Object.getOwnPropertyNames(Object.prototype).sort();
  for (const name of ["__proto__", "constructor", "toString"]) {
    const key = [0x60 + name.length, ...octets(name)];
    const value = readCbor(Uint8Array.from([0xa1, ...key, 0xa1, 0x61, 0x78, 0x01]));
    assert.ok(value instanceof Map);
    assert.deepEqual([...value.keys()], [name]);
    assert.equal(readEnvelope(Uint8Array.from([0xa1, ...key, 0x01])).kind, "unsupported");
  }
  assert.deepEqual(Object.getOwnPropertyNames(Object.prototype).sort(), before);
  assert.equal(Reflect.get({}, "x"), undefined);
});

test("MAP-06: beyond 64 kB, eight levels or the octets there are, nothing is read", () => {
  const nested = (depth: number) => Uint8Array.from([...new Array<number>(depth).fill(0x81), 0x01]);
  assert.ok(readCbor(nested(8)));
  assert.equal(readCbor(nested(9)), undefined);
  assert.equal(readCbor(nested(40_000)), undefined);
  const long = (length: number) => writeCbor(new Uint8Array(length));
  assert.ok(readCbor(long(MAX_COSE_OCTETS - 5)));
  assert.equal(readCbor(long(MAX_COSE_OCTETS)), undefined);
  for (const head of ["9a ff ff ff ff", "ba 00 ff ff ff", "9b 00 00 00 ff ff ff ff ff", "bb ff ff ff ff ff ff ff ff"])
    assert.equal(readCbor(hex(head)), undefined);
});

test("MAP-06: 40 kB of array heads are refused in a heap of 256 MB", async () => {
  const { outputFiles } = await build({
    stdin: {
      contents: `import { readCbor } from "./core/map/cbor.ts";
        const heads = new Uint8Array(40_000);
        for (let at = 0; at < heads.length; at += 5) heads.set([0x9a, 0x7f, 0xff, 0xff, 0xff], at);
        console.log(readCbor(heads) === undefined ? "refused" : "read");`,
      resolveDir: ".",
    },
    bundle: true,
    write: false,
    platform: "node",
    format: "esm",
    logLevel: "error",
  });
  const run = spawnSync(process.execPath, ["--max-old-space-size=256", "--input-type=module"], {
    input: outputFiles[0]?.text ?? "",
    encoding: "utf8",
  });
  assert.equal(run.stdout.trim(), "refused", run.stderr);
});
