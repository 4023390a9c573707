import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { octetText, WINDOW } from "../../core/message/octets.ts";

/** Places around the borders of windows, and octets that nearly are what is looked for. */
const letters = fc.tuple(
  fc.integer({ min: -90, max: 90 }),
  fc.constantFrom("--cut", "--cu", "-", "\r\n--cut", "--cut--"),
);

test("a search finds what stands there, across windows and from wherever the last one ended", () => {
  fc.assert(
    fc.property(fc.array(letters, { maxLength: 6 }), fc.array(fc.nat(3 * WINDOW), { minLength: 4 }), (put, places) => {
      const bytes = Buffer.alloc(3 * WINDOW, "A");
      for (const [n, [offset, letters]] of put.entries())
        bytes.write(letters, Math.max(0, ((n % 2) + 1) * WINDOW + offset - letters.length), "latin1");
      const text = octetText(bytes);
      for (const [n, from] of places.entries()) {
        const to = Math.max(from, places[n - 1] ?? bytes.length);
        const place = (found: number) => (found < 0 ? -1 : from + found);
        const range = bytes.subarray(from, to);
        for (const needle of ["--cut", "-", "A-"])
          assert.equal(text.indexOf(needle, from, to), place(range.indexOf(needle)));
        assert.equal(text.search(/[-]-c/g, 3, from, to), place(range.indexOf("--c")));
      }
    }),
    { numRuns: 60 },
  );
});
