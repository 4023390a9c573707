import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { crxId, packCrx, readCrx } from "../../extension/packaging/updates/crx.ts";
import { zip } from "../../extension/packaging/zip.mjs";
import { CRX_KEY, filesOf, refusedBy } from "./small-packages.ts";

test("EXT-14: a CRX3 package is read back whole, and with any octet changed it is refused", () => {
  const archive = zip(filesOf("chromium", "1.0"));
  const crx = packCrx(archive, CRX_KEY);
  assert.deepEqual(packCrx(archive, CRX_KEY), crx);
  assert.deepEqual(readCrx(crx, "x"), { id: crxId(CRX_KEY), zip: archive });
  fc.assert(
    fc.property(fc.nat(crx.length - 1), fc.integer({ min: 1, max: 255 }), (at, bits) => {
      const changed = Buffer.from(crx);
      changed.writeUInt8(changed.readUInt8(at) ^ bits, at);
      assert.match(refusedBy(() => readCrx(changed, "x")) ?? "", /^bad-crx: x/);
    }),
    { numRuns: 150 },
  );
  for (const end of [0, 5, 12, 200, crx.length - 1])
    assert.match(refusedBy(() => readCrx(crx.subarray(0, end), "x")) ?? "", /^bad-crx: x/);
});
