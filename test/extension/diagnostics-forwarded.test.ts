import assert from "node:assert/strict";
import { test } from "node:test";
import { nodeEngine } from "../../core/cli/engine-node.ts";
import { readKnowledge } from "../../core/cli/knowledge-file.ts";
import { verify } from "../../core/index.ts";
import { diagnosticsOf } from "../../extension/diagnostics/diagnostics.ts";
import { FORWARDER, LIST, sealed } from "../dkim/seal.ts";
import { MAIL, SIGNED_AT } from "../dkim/sign.ts";
import { signed2 } from "../dkim/sign2.ts";
import { dkimKey, knowing, octets } from "../dkim/support.ts";

const keyOf = ({ d, s, key }: typeof LIST | typeof FORWARDER) =>
  dkimKey({ domain: d, selector: s, records: [key.record] });

test("EXT-16: diagnostics of forwarded mail replay to the same lines, without keys of others", async () => {
  const middle = { ...FORWARDER, d: "middle.example" };
  const chain = sealed(sealed(sealed(MAIL, LIST), middle), FORWARDER);
  const bytes = octets(signed2(chain, { d: LIST.d, s: LIST.s, key: LIST.key }));
  const others = { ...keyOf(LIST), domain: "supplier.example" };
  const knowledge = knowing([keyOf(LIST), { ...keyOf(FORWARDER), domain: middle.d }, keyOf(FORWARDER), others]);
  const result = await verify(bytes, knowledge, nodeEngine);
  const codes = result.lines.map(({ code }) => code);
  assert.ok(codes.includes("arc-true") && codes.includes("dkim2-true"), codes.join(" "));
  const written = await diagnosticsOf({
    messageId: 1,
    subject: result.subject,
    bytes,
    digest: "00",
    result,
    knowledge,
  });
  for (const secret of ["alice", "Minutes", "supplier.example"]) assert.ok(!written.includes(secret), secret);
  const read = readKnowledge(JSON.parse(written));
  assert.deepEqual(read.faults, []);
  assert.ok(read.knowledge);
  const again = await verify(bytes, { ...read.knowledge, now: SIGNED_AT + 60 }, nodeEngine);
  assert.deepEqual([again.badge, again.lines, again.wants], [result.badge, result.lines, result.wants]);
});
