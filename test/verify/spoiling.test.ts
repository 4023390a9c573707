import assert from "node:assert/strict";
import { test } from "node:test";
import { mail, octets, text } from "../gmp/support.ts";
import { faultOf, genuine } from "./spoiling.ts";
import { told, verdictOf } from "./support.ts";

const SEEDS = 120;

test("L2, L10: a spoiled message is never judged better than the genuine one, nor unchanged where its text is not", async () => {
  for (const source of await genuine()) {
    const { badge } = await verdictOf(source.bytes, source.knowledge);
    assert.equal(badge, source.badge, source.name);
    for (let seed = 0; seed < SEEDS; seed++) assert.equal(await faultOf(source, seed), undefined);
  }
});

test("L2: the body of one genuine message under the header of another is never unchanged", async () => {
  const border = (source: string) => source.indexOf("\r\n\r\n") + 4;
  const all = await genuine();
  const foreign = [...all.map(({ bytes }) => text(bytes)), text(mail({}, "Other text.\r\n"))];
  for (const { name, bytes, knowledge } of all.filter((one) => one.badge === "VERIFIED" || one.badge === "INTACT")) {
    const source = text(bytes);
    for (const other of foreign.filter((one) => one.slice(border(one)) !== source.slice(border(source)))) {
      const glued = octets(source.slice(0, border(source)) + other.slice(border(other)));
      assert.match(await told(glued, knowledge), /^(?:NONE|TRANSPORT|UNCHECKED|CAUTION|ALERT)/, name);
    }
  }
});
