import assert from "node:assert/strict";
import { test } from "node:test";
import { ROOT_ANCHORS } from "../../core/dns/anchors.ts";
import { compareAge, newestOf } from "../../core/dns/proof.ts";
import { PUBLIC_ROOT, questionKey } from "../../core/dns/session.ts";
import type { Response } from "./compose.ts";
import { record } from "./presentation.ts";
import { keyOf, makeKey, NOW, signZone, type World, worldOf, type ZoneKey } from "./signer.ts";
import { bankWorld, delegation, keyLine, look, TXT, told } from "./world.ts";

const [DS, RRSIG, DNSKEY] = [43, 46, 48] as const;
const WWW = { name: "www.bank.example.", type: TXT };
const lie = (question: { name: string; type: number }, response: Response) =>
  new Map([[questionKey(question), response]]);
const AD = 0x20;

test("an honest world: what is there is proven, what is not is proven absent, what is unsigned is said to be", async () => {
  const { world } = await bankWorld();
  const found = await look(world, "www.bank.example");
  assert.equal(told(found), "SECURE PROVEN");
  assert.deepEqual(
    found.records.map((data) => Buffer.from(data).toString("latin1")),
    ["\x04real"],
  );
  assert.deepEqual(
    found.chain.map(({ zone, algorithm }) => `${zone} ${algorithm}`),
    [". 8", "example. 13", "bank.example. 15"],
  );
  const expected: readonly (readonly [string, string, string | undefined])[] = [
    ["nobody.bank.example", "SECURE ABSENT", "nxdomain"],
    ["bank.example", "SECURE ABSENT", "nodata"],
    ["_gmp.bank.example", "SECURE ABSENT", "nodata"],
    ["x.wild.bank.example", "SECURE PROVEN", undefined],
    ["alias.bank.example", "SECURE PROVEN", undefined],
    ["x.shop.example", "INSECURE DELEGATION_INSECURE", undefined],
    ["shop.example", "INSECURE DELEGATION_INSECURE", undefined],
  ];
  for (const [domain, state, absent] of expected) {
    const lookup = await look(world, domain);
    assert.deepEqual([told(lookup), lookup.absent], [state, absent], domain);
  }
});

test("DNS-01: the AD bit of a resolver proves nothing", async () => {
  const { world } = await bankWorld();
  const forged = record('www.bank.example. IN TXT "forged"');
  const lookup = await look(world, "www.bank.example", { lies: lie(WWW, { answer: [forged], flags: AD }) });
  assert.equal(told(lookup), "INDETERMINATE SIGNATURE_MISSING");
  assert.deepEqual(lookup.records, []);
});

test("DNS-02: NXDOMAIN, NODATA and failures without proof remove neither a record nor a DS", async () => {
  const bank = await bankWorld();
  const foreign = bank.zone("bank.example.").nsecFor("alias.bank.example.");
  const unsigned = foreign.filter(({ type }) => type !== RRSIG);
  const lies: readonly Response[] = [
    { rcode: 3 },
    { rcode: 0 },
    { rcode: 2 },
    { rcode: 5 },
    { rcode: 3, flags: AD },
    { rcode: 3, authority: bank.zone("bank.example.").set("bank.example.", 6) },
    { rcode: 3, authority: foreign },
    { rcode: 3, authority: unsigned },
  ];
  for (const question of [WWW, { name: "bank.example.", type: DS }])
    for (const [index, response] of lies.entries()) {
      const { state, code } = await look(bank.world, "www.bank.example", { lies: lie(question, response) });
      assert.equal(state, "INDETERMINATE", `${question.type} ${index}: ${code}`);
    }
});

test("DNS-03: 38696 alone, 20326 alone, a revoked and an unknown root key", async () => {
  const [old, next, stranger] = [await makeKey(".", 8), await makeKey(".", 8), await makeKey(".", 8)];
  const revoked = keyOf(".", 8, old.record.data.subarray(4), 257 | 0x80, old.sign);
  const rooted = async (signing: ZoneKey, anchors: readonly ZoneKey[]) => {
    const { world } = await bankWorld([], signing);
    return told(await look(worldOf(signing, [...world.zones.values()], [...anchors]), "www.bank.example"));
  };
  assert.equal(await rooted(next, [old, next]), "SECURE PROVEN");
  assert.equal(await rooted(old, [old, next]), "SECURE PROVEN");
  assert.equal(await rooted(stranger, [old, next]), "INDETERMINATE ANCHOR_UNKNOWN");
  assert.equal(await rooted(revoked, [old]), "INDETERMINATE ANCHOR_REVOKED");
});

test("DNS-03: each anchor counts inside its dates only, and there are two", async () => {
  const { world } = await bankWorld();
  assert.deepEqual(
    ROOT_ANCHORS.map(({ tag }) => tag),
    [20326, 38696],
  );
  const [anchor] = world.base.anchors;
  assert.ok(anchor);
  const at = async (dates: { from: number; until?: number }) =>
    told(await look({ ...world, base: { ...PUBLIC_ROOT, anchors: [{ ...anchor, ...dates }] } }, "www.bank.example"));
  assert.equal(await at({ from: NOW }), "SECURE PROVEN");
  assert.equal(await at({ from: NOW + 1 }), "INDETERMINATE NO_ANCHOR");
  assert.equal(await at({ from: 0, until: NOW }), "INDETERMINATE NO_ANCHOR");
});

test("DNS-04: a second root key signing key is no anchor, whoever signed the set", async () => {
  const [root, attacker] = [await makeKey(".", 15), await makeKey(".", 15)];
  const top = await makeKey("example.", 15);
  const zone = await signZone(".", [keyLine(attacker), ...delegation(top)], root);
  const theirs = await signZone(".", [keyLine(root), ...delegation(top)], attacker);
  const child = await signZone("example.", ['www.example. IN TXT "x"'], top);
  assert.equal(told(await look(worldOf(root, [zone, child]), "www.example")), "SECURE PROVEN");
  assert.equal(told(await look(worldOf(attacker, [theirs, child], [root]), "www.example")), "BOGUS KEY_MISSING");
});

test("DNS-05: a hundred keys with one tag, or a hundred signatures, end at the limit", async () => {
  const root = await makeKey(".", 15);
  let checks = 0;
  const counting = new Map(PUBLIC_ROOT.algorithms);
  const real = PUBLIC_ROOT.algorithms.get(15);
  assert.ok(real);
  const verify = async (...all: Parameters<typeof real.verify>) => {
    checks += 1;
    return await real.verify(...all);
  };
  counting.set(15, { ...real, verify });
  const zone = await signZone(".", ['a. IN TXT "x"'], root);
  const world = worldOf(root, [zone]);
  const counted = { ...world, base: { ...world.base, algorithms: counting } };
  const signatures = zone.set("a.", TXT).filter(({ type }) => type === RRSIG);
  const false100 = Array.from({ length: 100 }, (_, index) => {
    const data = Uint8Array.from(signatures[0]?.data ?? []);
    data[data.length - 40] = index;
    data[data.length - 1] = 0;
    return { name: "a.", type: RRSIG, ttl: 3600, data };
  });
  const answer = [record('a. IN TXT "forged"'), ...false100];
  assert.equal(
    told(await look(counted, "a", { lies: lie({ name: "a.", type: TXT }, { answer }) })),
    "INDETERMINATE DNS_LIMIT",
  );
  // Eight over the one RRset, and the one over the keys.
  assert.equal(checks, 9);

  // Octets at even places weigh alike in the tag, so keys collide by construction.
  const pairs = (at: number) => {
    const sum = (root.record.data[at] ?? 0) + (root.record.data[at + 2] ?? 0);
    return Array.from({ length: 256 }, (_, x) => [x, sum - x] as const).filter(([, y]) => y >= 0 && y < 256);
  };
  const colliding = pairs(4).flatMap(([a, b]) =>
    pairs(8).map(([c, d]) => {
      const data = Uint8Array.from(root.record.data);
      [data[4], data[6], data[8], data[10]] = [a, b, c, d];
      return { ...root.record, data };
    }),
  );
  const keys = { name: ".", type: DNSKEY };
  checks = 0;
  const crowd = { answer: [...zone.set(".", DNSKEY), ...colliding.slice(0, 100)] };
  assert.equal(told(await look(counted, "a", { lies: lie(keys, crowd) })), "INDETERMINATE DNS_LIMIT");
  assert.equal(checks, 0);
});

/** A world in which every signature check is counted, and told apart by its octets. */
function countedWorld(world: World) {
  const checked: string[] = [];
  const algorithms = new Map(
    [...PUBLIC_ROOT.algorithms].map(([number, algorithm]) => {
      const verify = (...all: Parameters<typeof algorithm.verify>) => {
        checked.push(all.map((octets) => Buffer.from(octets).toString("hex")).join(" "));
        return algorithm.verify(...all);
      };
      return [number, { ...algorithm, verify }] as const;
    }),
  );
  return { checked, world: { ...world, base: { ...world.base, algorithms } } };
}

test("DNS-05: rounds of questions check no signature twice, and all of them together no more than 64", async () => {
  const honest = countedWorld((await bankWorld()).world);
  assert.equal(told(await look(honest.world, "alias.bank.example")), "SECURE PROVEN");
  assert.ok(honest.checked.length > 3);
  assert.equal(new Set(honest.checked).size, honest.checked.length);

  // Twelve zones below each other, in each of which seven false signatures stand before the true one.
  const names = Array.from({ length: 12 }, (_, depth) => "z.".repeat(depth) || ".");
  const keys = await Promise.all(names.map((name) => makeKey(name, 15)));
  const zones = await Promise.all(
    keys.map((key, place) => {
      const below = keys[place + 1];
      const lines = below === undefined ? [`${names[place]} IN TXT "x"`] : delegation(below);
      return signZone(names[place] ?? ".", lines, key);
    }),
  );
  const [root] = keys;
  assert.ok(root);
  const lies = new Map(
    zones.map((zone, place) => {
      const name = names[place] ?? ".";
      const set = zone.set(name, DNSKEY);
      const [signature] = set.filter(({ type }) => type === RRSIG);
      const spoiled = (n: number) => {
        const data = Uint8Array.from(signature?.data ?? []);
        data[data.length - 40] = (data[data.length - 40] ?? 0) ^ n;
        return { name, type: RRSIG, ttl: 3600, data };
      };
      const bad = [1, 2, 3, 4, 5, 6, 7].map(spoiled);
      return [questionKey({ name, type: DNSKEY }), { answer: [...bad, ...set] }] as const;
    }),
  );
  const trap = countedWorld(worldOf(root, zones));
  assert.equal(told(await look(trap.world, "z.".repeat(11).slice(0, -1), { lies })), "INDETERMINATE DNS_LIMIT");
  assert.ok(trap.checked.length <= 64, `${trap.checked.length} checks`);
});

test("DNS-07: a wildcard answer needs the proof that no closer name exists", async () => {
  const bank = await bankWorld();
  const zone = bank.zone("bank.example.");
  const any = zone.set("*.wild.bank.example.", TXT);
  const dressed = (name: string) => any.map((one) => ({ ...one, name }));
  const at = async (name: string, authority: Response["authority"] = []) =>
    told(
      await look(bank.world, name, {
        lies: lie({ name: `${name}.`, type: TXT }, { answer: dressed(`${name}.`), authority }),
      }),
    );
  const proof = zone.nsecFor("x.wild.bank.example.");
  assert.equal(await at("x.wild.bank.example", proof), "SECURE PROVEN");
  assert.equal(await at("x.wild.bank.example"), "BOGUS WILDCARD_UNPROVEN");
  // A name that exists, and one below a name that exists, with every NSEC of the zone beside it.
  const all = zone.records.filter(({ type, data }) => type === 47 || (type === RRSIG && data[1] === 47));
  assert.equal(await at("inner.wild.bank.example", all), "BOGUS WILDCARD_UNPROVEN");
  assert.equal(await at("x.inner.wild.bank.example", all), "BOGUS WILDCARD_UNPROVEN");
  assert.equal((await look(bank.world, "x.wild.bank.example")).wildcard, true);
  assert.equal((await look(bank.world, "inner.wild.bank.example")).wildcard, false);
});

test("DNS-08: signature times by serial arithmetic, without grace, also past 2106", async () => {
  const wrap = 2 ** 32;
  const root = await makeKey(".", 15);
  for (const middle of [NOW, wrap, wrap + NOW]) {
    const [inception, expiration] = [middle - 100, middle + 100];
    const zone = await signZone(".", ['a. IN TXT "x"'], root, { inception, expiration });
    const world = worldOf(root, [zone]);
    const at = async (now: number) => told(await look(world, "a", { now }));
    assert.equal(await at(inception), "SECURE PROVEN");
    assert.equal(await at(expiration), "SECURE PROVEN");
    assert.equal(await at(inception - 1), "BOGUS SIGNATURE_EARLY");
    assert.equal(await at(expiration + 1), "BOGUS SIGNATURE_EXPIRED");
  }
});

test("DNS-09: an older answer that differs from a newer one is a rollback until the newer one has ended", async () => {
  const root = await makeKey(".", 15);
  const version = async (text: string, inception: number) => {
    const world = worldOf(root, [
      await signZone(".", [`a. IN TXT "${text}"`], root, { inception, expiration: NOW + 500 }),
    ]);
    return newestOf(await look(world, "a"), NOW - 86_400);
  };
  const [first, second] = [await version("withdrawn", NOW - 100), await version("current", NOW - 50)];
  const again = await version("withdrawn", NOW - 20);
  assert.equal(compareAge(undefined, first, NOW), "newer");
  assert.equal(compareAge(first, second, NOW), "newer");
  assert.equal(compareAge(second, second, NOW), "same");
  assert.equal(compareAge(second, first, NOW), "rollback");
  assert.equal(compareAge(second, first, NOW + 501), "newer");
  assert.equal(compareAge(second, again, NOW), "newer");
  // So soon after the change an honest cache may still hold what was there before.
  assert.equal(compareAge({ ...second, seen: NOW - first.ttl }, first, NOW), "stale");
  assert.equal(compareAge({ ...second, seen: NOW - first.ttl - 1 }, first, NOW), "rollback");
});
