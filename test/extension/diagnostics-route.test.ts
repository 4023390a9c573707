import assert from "node:assert/strict";
import { test } from "node:test";
import type { Knowledge } from "../../core/index.ts";
import { makePin } from "../../core/x509/pin.ts";
import { authority, gatewayed, hopsOf, knowingAll, mail, published, STAMPED, withHops } from "../mt2/support.ts";
import { replay, SECRETS } from "./diagnostics-replay.ts";

test("EXT-16: diagnostics of MT2 mail replay to the same result and route, without an address or other people's issuers", async () => {
  const whole = await gatewayed();
  const known = await knowingAll();
  const others = [...(known.mt2Issuers ?? []), await published("supplier.example")];
  const pin = makePin((await authority("carrier.example")).certificate, STAMPED);
  const pinned = others.map((one) => (one.issuer === "example.org" ? { ...one, pinned: [pin] } : one));
  const stray = await gatewayed(mail(), { recipients: ["carol@example.net"] });
  const cases: readonly (readonly [string, Uint8Array, Partial<Knowledge>])[] = [
    ["INTACT", whole, { mt2Issuers: others }],
    ["CAUTION", whole, { mt2Issuers: pinned }],
    ["UNCHECKED", whole, { mt2Issuers: others.slice(1) }],
    ["NONE", withHops(whole, hopsOf(whole).slice(2)), { mt2Issuers: others }],
    ["CAUTION", stray, { mt2Issuers: others }],
    ["INTACT", whole, { mt2Issuers: [await published("example.net")], mt2Validators: ["mx.example.net"] }],
  ];
  for (const [badge, bytes, changes] of cases) {
    const knowledge = { ...known, ...changes };
    const { result, again } = await replay(bytes, knowledge, SECRETS);
    assert.equal(result.badge, badge, JSON.stringify(result.reasons));
    assert.deepEqual(
      [again.badge, again.reasons, again.route, again.summary],
      [result.badge, result.reasons, result.route, result.summary],
    );
  }
});
