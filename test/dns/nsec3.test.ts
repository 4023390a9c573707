import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { test } from "node:test";
import { concat } from "../../core/canonical/concat.ts";
import type { ResourceRecord } from "../../core/dns/message.ts";
import { compareNames, isAtOrBelow, type Name, parentOf, wireName } from "../../core/dns/names.ts";
import { uint16Octets } from "../../core/dns/octets.ts";
import { rrSet } from "../../core/dns/rrset.ts";
import { questionKey } from "../../core/dns/session.ts";
import { newWork } from "../../core/dns/work.ts";
import { record, typeBits } from "./presentation.ts";
import { makeKey, signSet, signZone, worldOf } from "./signer.ts";
import { look, TXT, told } from "./world.ts";

const [NS, A, DS, NSEC3] = [2, 1, 43, 50] as const;

interface Parameters {
  readonly iterations: number;
  readonly salt: Uint8Array;
  readonly optOut: boolean;
}

function hashOf(name: Name, { iterations, salt }: Parameters): Buffer {
  const once = (octets: Uint8Array) => createHash("sha1").update(octets).update(salt).digest();
  let digest = once(wireName(name));
  for (let round = 0; round < iterations; round++) digest = once(digest);
  return digest;
}

function base32hex(octets: Uint8Array): string {
  const bits = Array.from(octets, (octet) => octet.toString(2).padStart(8, "0")).join("");
  return (bits.match(/.{5}/g) ?? []).map((five) => Number.parseInt(five, 2).toString(32)).join("");
}

/** The NSEC3 chain of a zone with these names, and the records that deny a name (RFC 5155 s7.2), all of them. */
async function chain(zone: Name, types: ReadonlyMap<Name, readonly number[]>, parameters: Parameters) {
  const key = await makeKey(zone, 15);
  const hashed = [...types].map(([name, own]) => ({ hash: hashOf(name, parameters), own }));
  hashed.sort((a, b) => Buffer.compare(a.hash, b.hash));
  const records: ResourceRecord[] = [];
  for (const [index, { hash, own }] of hashed.entries()) {
    const next = hashed[(index + 1) % hashed.length]?.hash ?? hash;
    const { iterations, salt, optOut } = parameters;
    const head = concat([Uint8Array.of(1, optOut ? 1 : 0), uint16Octets(iterations), Uint8Array.of(salt.length), salt]);
    const data = concat([head, Uint8Array.of(next.length), next, typeBits(own)]);
    const name = zone === "." ? `${base32hex(hash)}.` : `${base32hex(hash)}.${zone}`;
    const one = { name, type: NSEC3, ttl: 3600, data };
    const set = rrSet([one], name, NSEC3);
    if (set !== undefined) records.push(one, await signSet(set, key));
  }
  const world = worldOf(key, [await signZone(zone, [], key)]);
  return { world, key, records };
}

const NAMES = new Map<Name, readonly number[]>([
  [".", [NS, 6, 48]],
  ["here.", [A]],
  ["deep.", []],
  ["very.deep.", [TXT]],
  ["signed.", [NS, DS]],
  ["unsigned.", [NS]],
]);

async function denied(name: Name, parameters: Partial<Parameters> = {}, names = NAMES, type: number = TXT) {
  const all = { iterations: 0, salt: new Uint8Array(), optOut: false, ...parameters };
  const { world, records } = await chain(".", names, all);
  const lies = new Map([[questionKey({ name, type }), { rcode: 3, authority: records }]]);
  return await look(world, name.slice(0, -1), { lies, type });
}

test("NSEC3 proves names and types absent, and nothing at or below a zone cut", async () => {
  const expected: readonly (readonly [Name, string, string | undefined])[] = [
    ["nobody.", "SECURE ABSENT", "nxdomain"],
    ["x.y.nobody.", "SECURE ABSENT", "nxdomain"],
    ["here.", "SECURE ABSENT", "nodata"],
    ["deep.", "SECURE ABSENT", "nodata"],
    ["other.deep.", "SECURE ABSENT", "nxdomain"],
    ["very.deep.", "INDETERMINATE DENIAL_MISSING", undefined],
    ["signed.", "INDETERMINATE DENIAL_MISSING", undefined],
    ["www.signed.", "INDETERMINATE DENIAL_MISSING", undefined],
  ];
  for (const [name, state, absent] of expected) {
    const lookup = await denied(name);
    assert.deepEqual([told(lookup), lookup.absent], [state, absent], name);
  }
  assert.equal((await denied("unsigned.", {}, NAMES, DS)).absent, "nodata");
  assert.equal(told(await denied("signed.", {}, NAMES, DS)), "INDETERMINATE DENIAL_MISSING");
});

test("an opt-out span proves nothing but that something unsigned may stand there", async () => {
  assert.equal(told(await denied("nobody.", { optOut: true })), "INSECURE OPT_OUT");
  assert.equal(told(await denied("here.", { optOut: true })), "SECURE ABSENT");
});

test("a wildcard's type is denied at the wildcard, and a wildcard that has it denies nothing", async () => {
  const without = new Map([...NAMES, ["*.", [A]] as const]);
  assert.equal((await denied("nobody.", {}, without)).absent, "nodata");
  const having = new Map([...NAMES, ["*.", [TXT]] as const]);
  assert.equal(told(await denied("nobody.", {}, having)), "INDETERMINATE DENIAL_MISSING");
});

test("DNS-06: more than 50 iterations or 16 octets of salt are not computed, and prove nothing", async () => {
  for (const iterations of [0, 50]) assert.equal(told(await denied("nobody.", { iterations })), "SECURE ABSENT");
  for (const iterations of [51, 2500]) {
    assert.equal(told(await denied("nobody.", { iterations })), "INDETERMINATE NSEC3_COST");
  }
  assert.equal(told(await denied("nobody.", { salt: new Uint8Array(16) })), "SECURE ABSENT");
  assert.equal(told(await denied("nobody.", { salt: new Uint8Array(17) })), "INDETERMINATE NSEC3_COST");
});

test("DNS-06: a look-up hashes no name twice and no more than 256, and what it could not hash proves nothing", async () => {
  const long = (label: string) => `${`${label}.`.repeat(110)}no${label}.`;
  const parameters = { iterations: 50, salt: new Uint8Array(16), optOut: false };
  const { world, records } = await chain(".", NAMES, parameters);
  const work = newWork();
  const ask = (name: Name) => {
    const answer = { rcode: 3, authority: records };
    return look(world, name.slice(0, -1), { lies: new Map([[questionKey({ name, type: TXT }), answer]]), work });
  };
  assert.equal(told(await ask(long("a"))), "SECURE ABSENT");
  const hashed = work.hashes.size;
  assert.ok(hashed > 110);
  assert.equal(told(await ask(long("a"))), "SECURE ABSENT");
  assert.equal(work.hashes.size, hashed);
  assert.equal(told(await ask(long("b"))), "SECURE ABSENT");
  assert.equal(told(await ask(long("c"))), "INDETERMINATE NSEC3_COST");
  assert.equal(work.hashes.size, 256);
});

test("names sort as RFC 4034 section 6.1 says, octet by octet", () => {
  const sorted = [
    "example.",
    "a.example.",
    "yljkjljk.a.example.",
    "z.a.example.",
    "zabc.a.example.",
    "z.example.",
    "\\001.z.example.",
    "*.z.example.",
    "\\200.z.example.",
  ];
  assert.deepEqual([...sorted].reverse().sort(compareNames), sorted);
  assert.ok(isAtOrBelow("\\200.z.example.", parentOf("*.z.example.")));
  assert.equal(record('\\001.z.example. IN TXT "x"').name, "\\001.z.example.");
});
