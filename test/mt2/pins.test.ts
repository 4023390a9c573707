import assert from "node:assert/strict";
import { test } from "node:test";
import type { LookedUp } from "../../core/lookup/look-up.ts";
import { remember, withLookUps } from "../../core/lookup/remember.ts";
import { gatewayed, knowingAll, published, STAMPED, told } from "./support.ts";

const HOUR = 3600;

/** What a look-up proved that example.org publishes, as of `at`. */
async function found(org: string, at: number): Promise<LookedUp> {
  const value = { ...(await published(org)), issuer: "example.org" };
  const said = {
    state: "secure",
    code: "PROVEN",
    at: "",
    steps: [],
    ttl: HOUR,
    until: at + 24 * HOUR,
    provenAt: at,
  } as const;
  return {
    ...said,
    want: { kind: "mt2-issuer", issuer: "example.org" },
    facts: [{ member: "mt2Issuers", value }],
    answers: new Map(),
  };
}

test("MT2-14: what look-ups remember keeps the first key of an issuer, so that a silent swap is seen", async () => {
  const message = await gatewayed();
  const others = [await published("carrier.example"), await published("example.net")];
  const now = STAMPED + 60;
  const judged = async (known: ReturnType<typeof remember>) =>
    told(message, withLookUps(await knowingAll({ mt2Issuers: others, now }), [known]));
  const first = remember(undefined, await found("example.org", now));
  assert.equal(await judged(first), "INTACT alice@example.org:5/5");
  // Somebody else's key for a while, then the old one again: the first stays what it is compared with.
  const swapped = remember(first, await found("carrier.example", now));
  assert.equal(await judged(remember(swapped, await found("example.org", now))), "INTACT alice@example.org:5/5");
  const stranger = remember(undefined, await found("carrier.example", now));
  assert.equal(
    await judged(remember(stranger, await found("example.org", now))),
    "CAUTION CA_CHANGED alice@example.org:5/5",
  );
});
