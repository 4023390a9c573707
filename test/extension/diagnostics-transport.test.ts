import assert from "node:assert/strict";
import { test } from "node:test";
import { concat } from "../../core/canonical/concat.ts";
import { toHex } from "../../core/canonical/encoding.ts";
import { nodeEngine } from "../../core/cli/engine-node.ts";
import { readKnowledge } from "../../core/cli/knowledge-file.ts";
import { type Knowledge, verify } from "../../core/index.ts";
import { makeSign1 } from "../../core/map/cose.ts";
import { writeDsn } from "../../core/map/dsn.ts";
import { fieldOf } from "../../core/map/seal.ts";
import { diagnosticsOf } from "../../extension/diagnostics/diagnostics.ts";
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
    const result = await verify(bytes, knowledge, nodeEngine);
    assert.equal(result.badge, badge, JSON.stringify(result.reasons));
    const written = await diagnosticsOf({
      messageId: 1,
      subject: result.subject,
      bytes,
      digest: "00",
      result,
      knowledge,
    });
    for (const secret of ["bob", "carol", "alice", "Invoice", "supplier.example", "EUR"])
      assert.ok(!written.includes(secret), `${badge}: ${secret}\n${written}`);
    const read = readKnowledge(JSON.parse(written));
    assert.deepEqual(read.faults, [], badge);
    assert.ok(read.knowledge?.now);
    const again = await verify(bytes, { ...read.knowledge, now: read.knowledge.now }, nodeEngine);
    assert.deepEqual(again, result, badge);
  }
});
