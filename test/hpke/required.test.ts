import assert from "node:assert/strict";
import { test } from "node:test";
import { innerKnowledge, whoWrote } from "../../core/hpke/open.ts";
import { mail, record, stamped } from "../gmp/support.ts";
import { verdictOf } from "../verify/support.ts";
import { BOB, bobKnows, inner, opened, outside, sealed } from "./support.ts";

const requiring = { ...bobKnows(), trust: [record({ requireStamp: true })] };
const stampedInside = async () => sealed(await stamped(inner()), { keys: [BOB.key] });

test("GMR-13: a stamp inside a sealed message is none outside, where nobody can see it", async () => {
  for (const bytes of [await sealed(mail()), await stampedInside()])
    assert.equal(await outside(bytes, requiring), "ALERT STAMP_REQUIRED | for-you | none");
});

test("sealed mail that is stamped outside meets the requirement, and with a stamp inside says who wrote it", async () => {
  const bytes = await stamped(await stampedInside());
  assert.equal(await outside(bytes, requiring), "VERIFIED | for-you | none");
  const opening = await opened(bytes);
  assert.ok(opening.state === "opened");
  assert.equal(whoWrote(opening, await verdictOf(opening.inner, innerKnowledge(requiring))), "stamped");
});

test("E2E-01: a stamp outside says nothing about who wrote what is inside", async () => {
  const opening = await opened(await stamped(await sealed(mail(), { keys: [BOB.key] })));
  assert.ok(opening.state === "opened");
  const result = await verdictOf(opening.inner, innerKnowledge(bobKnows()));
  assert.equal(whoWrote(opening, result), "anyone");
});
