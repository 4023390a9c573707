import assert from "node:assert/strict";
import { test } from "node:test";
import { savedInstead } from "../../extension/webmail/adapters/without-source.ts";
import { SOURCES } from "../../extension/webmail/sources.ts";
import { needsChromium } from "../ui/gallery/browser.ts";
import { usePageReader } from "./read-page.ts";
import { SOURCELESS } from "./sourceless.ts";

const chromium = needsChromium();
const readAt = usePageReader(chromium);

for (const [name, { url, html, saved }] of SOURCELESS)
  test(
    `ACQ-07: ${name}: its page is known, no message is read from it, and nothing can be asked for`,
    chromium,
    async () => {
      const seen = await readAt({ url, html });
      assert.deepEqual(seen, { name: name.split(" ")[0], insideBody: [], found: [] });
      const half = SOURCES.get(seen.name ?? "") ?? assert.fail();
      for (const id of ["AAQkADAwATM0", "M1c2d4e5fb5f0ee3a1c2d4e5f", "1"])
        assert.equal(half.request(new URL(url), id, "token"), undefined);
      assert.equal(savedInstead(new URL(url)), saved);
    },
  );
