import assert from "node:assert/strict";
import { test } from "node:test";
import { ROOT_ANCHORS } from "../../core/dns/anchors.ts";
import { compareAge, newestOf } from "../../core/dns/proof.ts";
import { rrSet } from "../../core/dns/rrset.ts";
import { PUBLIC_ROOT, questionKey } from "../../core/dns/session.ts";
import type { Response } from "./compose.ts";
import { record } from "./presentation.ts";
import { keyOf, makeKey, NOW, signSet, signZone, worldOf, type ZoneKey } from "./signer.ts";
import { bankWorld, delegation, honest, keyLine, look, TXT, told } from "./world.ts";

const [CNAME, DNAME, DS, RRSIG, DNSKEY] = [5, 39, 43, 46, 48] as const;
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
  counting.set(15, { ...real, verify: async (...all) => ((checks += 1), await real.verify(...all)) });
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
  assert.ok(checks <= 64, `${checks} checks`);

  // Swapping octets at even places leaves the tag alone: keys that collide by construction.
  const colliding = Array.from({ length: 100 }, (_, index) => {
    const data = Uint8Array.from(root.record.data);
    [data[4], data[6]] = [((data[4] ?? 0) + index) & 0xff, ((data[6] ?? 0) - index) & 0xff];
    return { ...root.record, data };
  });
  const keys = { name: ".", type: DNSKEY };
  checks = 0;
  const crowd = { answer: [...zone.set(".", DNSKEY), ...colliding] };
  assert.match(
    told(await look(counted, "a", { lies: lie(keys, crowd) })),
    /^(INDETERMINATE DNS_LIMIT|BOGUS SIGNATURE_FALSE)$/,
  );
  assert.ok(checks <= 8, `${checks} checks`);
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
    return newestOf(await look(world, "a"));
  };
  const [first, second] = [await version("withdrawn", NOW - 100), await version("current", NOW - 50)];
  const again = await version("withdrawn", NOW - 20);
  assert.equal(compareAge(undefined, first, NOW), "newer");
  assert.equal(compareAge(first, second, NOW), "newer");
  assert.equal(compareAge(second, second, NOW), "same");
  assert.equal(compareAge(second, first, NOW), "rollback");
  assert.equal(compareAge(second, first, NOW + 501), "newer");
  assert.equal(compareAge(second, again, NOW), "newer");
});

test("DNS-10: weak algorithms, digests and keys", async () => {
  const root = await makeKey(".", 15);
  const rsa = await makeKey("weak.", 8);
  const modulus = rsa.record.data.subarray(8);
  const exponentOne = keyOf("weak.", 8, Uint8Array.of(1, 1, ...modulus), 257, async (octets) =>
    octets.subarray(0, 256),
  );
  const short = keyOf(
    "weak.",
    8,
    Uint8Array.of(3, 1, 0, 1, ...modulus.subarray(0, 64)),
    257,
    async () => new Uint8Array(64),
  );
  const sha1 = keyOf("weak.", 5, rsa.record.data.subarray(4), 257, rsa.sign);
  const good = await makeKey("weak.", 15);
  const under = async (key: ZoneKey, lines: readonly string[]) => {
    const zones = [await signZone(".", lines, root), await signZone("weak.", ['weak. IN TXT "x"'], key)];
    return told(await look(worldOf(root, zones), "weak"));
  };
  assert.equal(await under(good, delegation(good)), "SECURE PROVEN");
  assert.equal(await under(exponentOne, delegation(exponentOne)), "BOGUS KEY_WEAK");
  assert.equal(await under(short, delegation(short)), "BOGUS KEY_WEAK");
  assert.equal(await under(sha1, delegation(sha1)), "INSECURE ALGORITHM_UNSUPPORTED");
  assert.equal(await under(good, delegation(good, [1])), "INSECURE ALGORITHM_UNSUPPORTED");
  // The strongest digest alone counts: a broken SHA-384 is not saved by a true SHA-256 beside it, SHA-1 beside is nothing.
  const broken = delegation(good, [4]).map((line) => line.replace(/..$/, (end) => (end === "00" ? "01" : "00")));
  assert.equal(await under(good, [...delegation(good), ...broken]), "BOGUS KEY_MISSING");
  const wrongSha1 = delegation(good, [1]).map((line) => line.replace(/..$/, (end) => (end === "00" ? "01" : "00")));
  assert.equal(await under(good, [...delegation(good), ...wrongSha1]), "SECURE PROVEN");
  for (const algorithm of [8, 10, 13, 14, 15] as const) {
    const key = await makeKey("weak.", algorithm);
    assert.equal(await under(key, delegation(key, [2, 4])), "SECURE PROVEN", `${algorithm}`);
  }
});

test("DNS-11: signers outside the zone, a parent's denial for a child, aliases into the unsigned, loops", async () => {
  const bank = await bankWorld();
  const { world } = bank;
  const forged = rrSet([record('www.bank.example. IN TXT "forged"')], WWW.name, TXT);
  assert.ok(forged);
  const sister = await makeKey("shop.example.", 15);
  const by = async (key: ZoneKey, signer: string) => {
    const answer = [record('www.bank.example. IN TXT "forged"'), await signSet(forged, key, { signer })];
    return told(await look(world, "www.bank.example", { lies: lie(WWW, { answer }) }));
  };
  assert.equal(await by(sister, "shop.example."), "INDETERMINATE SIGNATURE_MISSING");
  assert.equal(await by(sister, "www.bank.example."), "BOGUS SIGNER_NOT_ZONE");
  assert.equal(await by(sister, "bank.example."), "BOGUS KEY_MISSING");

  // The parent's NSEC at the cut has no TXT, and no name below it: it may not say so about the child.
  const parental = { rcode: 3, authority: bank.zone("example.").nsecFor("bank.example.") };
  assert.equal(
    told(await look(world, "www.bank.example", { lies: lie(WWW, parental) })),
    "INDETERMINATE DENIAL_MISSING",
  );
  const apex = { name: "bank.example.", type: TXT };
  assert.equal(told(await look(world, "bank.example", { lies: lie(apex, parental) })), "INDETERMINATE DENIAL_MISSING");
  // Nor may the child deny its own DS.
  const childish = { authority: bank.zone("bank.example.").nsecFor("bank.example.") };
  const ds = { name: "bank.example.", type: DS };
  assert.equal((await look(world, "www.bank.example", { lies: lie(ds, childish) })).state, "INDETERMINATE");

  assert.equal(told(await look(world, "alias.bank.example")), "SECURE PROVEN");
  assert.equal(told(await look(world, "out.bank.example")), "INSECURE DELEGATION_INSECURE");
  assert.equal(told(await look(world, "loop.bank.example")), "BOGUS ALIAS_LIMIT");
  const moved = { answer: [record("alias.bank.example. IN CNAME evil.bank.example.")] };
  const alias = { name: "alias.bank.example.", type: TXT };
  assert.equal((await look(world, "alias.bank.example", { lies: lie(alias, moved) })).state, "INDETERMINATE");
  assert.ok(honest(bank, "bank.example.", { name: alias.name, type: CNAME }).answer);
});

test("DNS-11: at most eight aliases are followed, and a DNAME is one", async () => {
  const steps = Array.from(
    { length: 10 },
    (_, index) => `c${index}.bank.example. IN CNAME c${index + 1}.bank.example.`,
  );
  const { world, zone } = await bankWorld([
    ...steps,
    'c10.bank.example. IN TXT "end"',
    "old.bank.example. IN DNAME bank.example.",
  ]);
  assert.equal(told(await look(world, "c2.bank.example")), "SECURE PROVEN");
  assert.equal(told(await look(world, "c1.bank.example")), "BOGUS ALIAS_LIMIT");
  const answer = [
    ...zone("bank.example.").set("old.bank.example.", DNAME),
    record("www.old.bank.example. IN CNAME evil.shop.example."),
  ];
  const through = await look(world, "www.old.bank.example", {
    lies: lie({ name: "www.old.bank.example.", type: TXT }, { answer }),
  });
  assert.deepEqual([told(through), through.aliases], ["SECURE PROVEN", ["www.bank.example."]]);
});

test("DNS-12: records of other names and sections are never used", async () => {
  const bank = await bankWorld();
  const extra = [record('www.bank.example. IN TXT "forged"'), record('other.example. IN TXT "forged"')];
  const real = honest(bank, "bank.example.", WWW).answer ?? [];
  const answers: readonly Response[] = [
    { answer: real, additional: extra },
    { answer: real, authority: extra },
    { answer: [...real, ...extra.slice(1)] },
  ];
  for (const response of answers) {
    const { state, records } = await look(bank.world, "www.bank.example", { lies: lie(WWW, response) });
    assert.deepEqual([state, records.length], ["SECURE", 1]);
  }
  const onlyAdditional = await look(bank.world, "www.bank.example", { lies: lie(WWW, { additional: real }) });
  assert.equal(onlyAdditional.state, "INDETERMINATE");
});
