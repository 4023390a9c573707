import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { type Badge, MAX_MESSAGE_OCTETS } from "../../core/index.ts";
import { checkFiles } from "../../extension/ui/check/check-files.ts";
import type { Given } from "../../extension/ui/check/model.ts";
import { checkedAs } from "../extension/checked.ts";

const BADGES: readonly Badge[] = ["ALERT", "CAUTION", "UNCHECKED", "NONE", "TRANSPORT", "INTACT", "VERIFIED"];

/** A file that says how large it is without being so. */
const ofSize = (size: number): Blob => Object.defineProperty(new Blob(), "size", { value: size });
const given = (...sizes: readonly number[]): readonly Given[] =>
  sizes.map((size, place) => ({ name: `${place}.eml`, octets: ofSize(size) }));
const always = () => true;

test("of several files each gets its answer, the one that needs most attention first", async (t) => {
  t.mock.method(console, "error", () => undefined);
  const sizes = fc.constantFrom(0, 1, 2000, MAX_MESSAGE_OCTETS, MAX_MESSAGE_OCTETS + 1);
  const one = fc.record({ size: sizes, badge: fc.constantFrom(...BADGES), broken: fc.boolean() });
  await fc.assert(
    fc.asyncProperty(fc.array(one, { maxLength: 30 }), async (files) => {
      const check = async (_octets: Blob, id: number) => {
        const { badge = "NONE", broken } = files[id] ?? {};
        if (broken) throw new Error("unreadable");
        return checkedAs(id, badge);
      };
      const done = await checkFiles(given(...files.map(({ size }) => size)), check, always);
      assert.ok(done);
      const names = [...done.files, ...done.refused].map(({ name }) => name);
      assert.deepEqual(names.toSorted(), files.map((_, place) => `${place}.eml`).toSorted());
      const ranks = done.files.map(({ message }) => BADGES.indexOf(message.result.badge));
      assert.deepEqual(
        ranks,
        ranks.toSorted((a, b) => a - b),
      );
      for (const { name, message } of done.files) assert.equal(name, `${message.messageId}.eml`);
      for (const { name, why } of done.refused) {
        const { size = 0, broken } = files[Number.parseInt(name, 10)] ?? {};
        if (why === "too-large") assert.ok(size > MAX_MESSAGE_OCTETS);
        if (why === "failed") assert.ok(size === 0 || broken);
      }
    }),
    { numRuns: 200 },
  );
});

test("DOS-08: what would fill the memory is refused by name", async () => {
  const check = async (_octets: Blob, id: number) => checkedAs(id, "NONE");
  const large = await checkFiles(given(...Array.from({ length: 6 }, () => MAX_MESSAGE_OCTETS)), check, always);
  assert.deepEqual(
    large?.refused.map(({ name, why }) => [name, why]),
    [
      ["4.eml", "too-many"],
      ["5.eml", "too-many"],
    ],
  );
  const many = await checkFiles(given(...Array.from({ length: 203 }, () => 1)), check, always);
  assert.deepEqual([many?.files.length, many?.refused.length], [200, 3]);
});

test("ACQ-01: a check that another one has overtaken shows nothing, and goes no further", async () => {
  for (const until of [0, 2, 5]) {
    let count = 0;
    const check = async (_octets: Blob, id: number) => {
      count += 1;
      return checkedAs(id, "VERIFIED");
    };
    assert.equal(await checkFiles(given(1, 1, 1, 1, 1), check, (done) => done < until), undefined);
    assert.equal(count, until);
  }
});
