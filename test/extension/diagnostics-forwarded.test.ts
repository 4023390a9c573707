import assert from "node:assert/strict";
import { test } from "node:test";
import { FORWARDER, LIST, sealed } from "../dkim/seal.ts";
import { MAIL } from "../dkim/sign.ts";
import { signed2 } from "../dkim/sign2.ts";
import { dkimKey, knowing, octets } from "../dkim/support.ts";
import { replay } from "./diagnostics-replay.ts";

const keyOf = ({ d, s, key }: typeof LIST | typeof FORWARDER) =>
  dkimKey({ domain: d, selector: s, records: [key.record] });

test("EXT-16: diagnostics of forwarded mail replay to the same lines, without keys of others", async () => {
  const middle = { ...FORWARDER, d: "middle.example" };
  const chain = sealed(sealed(sealed(MAIL, LIST), middle), FORWARDER);
  const bytes = octets(signed2(chain, { d: LIST.d, s: LIST.s, key: LIST.key }));
  const others = { ...keyOf(LIST), domain: "supplier.example" };
  const knowledge = knowing([keyOf(LIST), { ...keyOf(FORWARDER), domain: middle.d }, keyOf(FORWARDER), others]);
  const { result, again } = await replay(bytes, knowledge, ["alice", "Minutes", "supplier.example"]);
  const codes = result.lines.map(({ code }) => code);
  assert.ok(codes.includes("arc-true") && codes.includes("dkim2-true"), codes.join(" "));
  assert.deepEqual([again.badge, again.lines, again.wants], [result.badge, result.lines, result.wants]);
});
