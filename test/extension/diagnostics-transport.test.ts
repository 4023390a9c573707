import assert from "node:assert/strict";
import { test } from "node:test";
import { concat } from "../../core/canonical/concat.ts";
import { toHex } from "../../core/canonical/encoding.ts";
import type { Knowledge } from "../../core/index.ts";
import { makeSign1 } from "../../core/map/cose.ts";
import { writeDsn } from "../../core/map/dsn.ts";
import { fieldOf } from "../../core/map/seal.ts";
import { stamped } from "../gmp/support.ts";
import {
  arrived,
  gatewayWord,
  KEY,
  knowingMap,
  mail,
  mapKey,
  OPTIONS,
  octets,
  STAMPED,
  sealed,
  text,
} from "../map/support.ts";
import { delivered } from "../verify/support.ts";
import { replay, SECRETS } from "./diagnostics-replay.ts";

const dsn = async () => {
  const outcomes = [{ recipient: "alice@example.org", action: "failed", status: "5.1.1" }] as const;
  const payload = writeDsn({ id: OPTIONS.id, domain: "example.org", outcomes, created: STAMPED });
  return delivered(concat([fieldOf("MAP-DSN", await makeSign1(payload, "MAP-dsn-v1", KEY)), mail()]));
};

test("EXT-16: diagnostics of sealed mail, bounces and mTLS replay to the same result, without an address or content", async () => {
  const others = [mapKey({ domain: "supplier.example" })];
  const known = (changes: Partial<Knowledge> = {}) => knowingMap([mapKey(), ...others], changes);
  const optedIn = [
    { domain: "example.org", state: "secure", present: true },
    { domain: "supplier.example", state: "secure", present: true },
  ] as const;
  const altered = octets(text(await sealed()).replace("1 000", "9 000"));
  const cases: readonly (readonly [string, Uint8Array, Knowledge])[] = [
    ["INTACT", arrived(await sealed()), known()],
    ["ALERT", arrived(altered), known()],
    ["CAUTION", arrived(await sealed(mail(), { recipients: ["carol@example.net"] })), known()],
    ["INTACT", arrived(await sealed(await stamped(mail()))), known()],
    ["TRANSPORT", arrived(await sealed()), known({ mapKeys: others })],
    ["NONE", await dsn(), known({ mapSent: [toHex(OPTIONS.id)] })],
    ["CAUTION", arrived(mail(), "mtls=fail smtp.mailfrom=alice@example.org"), known({ clientMx: optedIn })],
    ["TRANSPORT", arrived(mail(), gatewayWord()), known()],
  ];
  for (const [badge, bytes, knowledge] of cases) {
    const { result, again } = await replay(bytes, knowledge, SECRETS);
    assert.equal(result.badge, badge, JSON.stringify(result.reasons));
    assert.deepEqual(again, result, badge);
  }
});
