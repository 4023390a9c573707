import assert from "node:assert/strict";
import { test } from "node:test";
import { NOTHING_KNOWN } from "../../core/knowledge.ts";
import { lookUp } from "../../core/lookup/look-up.ts";
import type { DnsWant } from "../../core/lookup/questions.ts";
import { type Remembered, recheckRemembered, remember, withLookUps } from "../../core/lookup/remember.ts";
import { compose } from "../dns/compose.ts";
import { TEST_KEY } from "../dns/published.ts";
import { makeKey, NOW, type Signing, signZone, type World, worldOf } from "../dns/signer.ts";

const P = await TEST_KEY;
const root = await makeKey(".", 15);
const WANT: DnsWant = { kind: "gmp-key", org_id: "bank", kid: "a" };
const HOUR = 3600;
const DAY = 86_400;

const SOA = ". IN SOA ns. host. 1 3600 600 86400 300";
const KEY = `a._gmp.bank. IN TXT "v=GMP1; k=ed25519; p=${P}"`;

/** A version of the root zone; signatures last ten days after NOW unless told. */
const version = async (lines: readonly string[], signing: Signing = {}): Promise<World> => {
  const signed = { inception: NOW - DAY, expiration: NOW + 10 * DAY, ...signing };
  return worldOf(root, [await signZone(".", [SOA, 'a. IN TXT "a"', "z. IN TXT z", ...lines], root, signed)]);
};
const served = (world: World, now = NOW) => lookUp(WANT, async (question) => world.ask(question), now, world);
const unreachable = (now: number) => lookUp(WANT, async () => "NO_CONNECTION", now);

const kids = (one: Remembered) => one.facts.map(({ value }) => "kid" in value && value.kid);
const said = (one: Remembered) => [one.state, one.latest?.code ?? one.code, one.rolledBack ?? false, kids(one)];

test("DNS-09: a withdrawn key does not come back with older records, and the roll-back is told", async () => {
  const with_ = await version([KEY]);
  const without = await version([], { inception: NOW - HOUR });
  let known = remember(undefined, await served(with_));
  assert.deepEqual(said(known), ["secure", "PROVEN", false, ["a"]]);
  known = remember(known, await served(without, NOW + HOUR));
  assert.deepEqual(said(known), ["secure", "ABSENT", false, []]);
  // An honest cache may hold the old record for its time to live: kept out, and nobody is accused.
  known = remember(known, await served(with_, NOW + HOUR + 10));
  assert.deepEqual(said(known), ["secure", "PROVEN", false, []]);
  known = remember(known, await served(with_, NOW + 3 * HOUR));
  assert.deepEqual(said(known), ["secure", "PROVEN", true, []]);
  const { dnsRollbacks } = withLookUps(knowledge(NOW + 3 * HOUR), [known]);
  assert.deepEqual(dnsRollbacks, ["bank"]);
  // The present again.
  known = remember(known, await served(without, NOW + 4 * HOUR));
  assert.deepEqual(said(known), ["secure", "ABSENT", false, []]);
});

test("DNS-09: a proof of absence from before its publication takes no key away", async () => {
  const before = await version([], { inception: NOW - 2 * DAY });
  const with_ = await version([KEY]);
  const known = remember(undefined, await served(with_));
  assert.deepEqual(said(remember(known, await served(before, NOW + DAY))), ["secure", "ABSENT", true, ["a"]]);
  // Not even when the resolver adds a fresh record of absence about something else.
  const fresh = await version([KEY], { inception: NOW - 60 });
  const mixed: World = {
    ...before,
    ask: (question) => {
      const old = before.zones.get(".");
      if (question.type !== 16 || old === undefined) return before.ask(question);
      const zone = fresh.zones.get(".");
      const authority = [...old.nsecFor(question.name), ...old.nsecFor("*."), ...(zone?.nsecFor("z.") ?? [])];
      return compose(question, { authority, rcode: 3 });
    },
  };
  assert.equal((await served(mixed, NOW + DAY)).code, "ABSENT");
  assert.deepEqual(said(remember(known, await served(mixed, NOW + DAY))), ["secure", "ABSENT", true, ["a"]]);
});

test("a newer version replaces what was known, and the same one renews it", async () => {
  const known = remember(undefined, await served(await version([KEY])));
  const again = remember(known, await served(await version([KEY], { inception: NOW - HOUR }), NOW + HOUR));
  assert.deepEqual([said(again), again.provenAt], [["secure", "PROVEN", false, ["a"]], NOW + HOUR]);
});

test("DNS-15: what was proven outlasts silence until its proof ends, and the pauses between questions grow", async () => {
  let known = remember(undefined, await served(await version([KEY], { expiration: NOW + DAY })));
  assert.equal(known.until, NOW + DAY);
  const pauses: number[] = [];
  for (let attempt = 1; attempt <= 8; attempt++) {
    known = remember(known, await unreachable(NOW + attempt));
    assert.deepEqual(said(known), ["secure", "NO_CONNECTION", false, ["a"]]);
    pauses.push(known.askAgain - known.askedAt);
  }
  assert.deepEqual(pauses, [300, 600, 1200, 2400, 4800, 9600, 19_200, 21_600]);
  assert.deepEqual(withLookUps(knowledge(NOW + DAY), [known]).keys.length, 1);
  assert.deepEqual(withLookUps(knowledge(NOW + DAY + 1), [known]).keys.length, 0);
  assert.deepEqual(said(remember(known, await unreachable(NOW + DAY + 1))), [
    "indeterminate",
    "NO_CONNECTION",
    false,
    [],
  ]);
});

test("ST-01: no proof is used for more than thirty days, and no zone makes anybody ask all the time", async () => {
  const long = await version([KEY.replace(" IN ", " 1 IN ")], { expiration: NOW + 400 * DAY });
  const known = remember(undefined, await served(long));
  assert.equal(known.until, NOW + 30 * DAY);
  assert.ok(known.askAgain >= NOW + 300);
  assert.ok(known.askAgain <= NOW + DAY);
});

test("DNS-02: a zone that says it is unsigned all of a sudden changes nothing while the proof lasts", async () => {
  const parent = async (lines: readonly string[], how: Signing = {}) =>
    version(["bank. IN NS ns.bank.", ...lines], how);
  const unsigned = await parent([], { inception: NOW - 5 * DAY });
  const found = await served(unsigned, NOW + HOUR);
  assert.equal(`${found.state} ${found.code}`, "insecure DELEGATION_INSECURE");
  const known = remember(undefined, await served(await version([KEY])));
  assert.deepEqual(said(remember(known, found)), ["secure", "DELEGATION_INSECURE", false, ["a"]]);
  assert.equal(remember(undefined, found).state, "insecure");
});

test("a stored proof is proven again without asking anybody, and a changed or ended one is not", async () => {
  const world = await version([KEY]);
  const known: Remembered = JSON.parse(JSON.stringify(remember(undefined, await served(world))));
  const again = await recheckRemembered(known, NOW + HOUR, world);
  assert.deepEqual([again.state, again.facts.length], ["secure", 1]);
  const late = await recheckRemembered(known, NOW + 11 * DAY, world);
  assert.deepEqual([late.state, late.code, late.facts], ["bogus", "SIGNATURE_EXPIRED", []]);
  const steps = known.steps.map((step) => ({
    ...step,
    ...(step.proof && {
      proof: { ...step.proof, responses: step.proof.responses.filter(({ type }) => type !== 16) },
    }),
  }));
  assert.equal((await recheckRemembered({ ...known, steps }, NOW, world)).state, "indeterminate");
  // Under the real root this tree proves nothing.
  assert.notEqual((await recheckRemembered(known, NOW)).state, "secure");
});

const knowledge = (now: number) => ({ ...NOTHING_KNOWN, now });
