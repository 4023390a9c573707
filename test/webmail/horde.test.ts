import assert from "node:assert/strict";
import { test } from "node:test";
import { hordeSource } from "../../extension/webmail/adapters/horde.ts";
import { needsChromium } from "../ui/gallery/browser.ts";
import { HORDE_VIEWS } from "./horde-views.ts";
import { usePageReader } from "./read-page.ts";

// What only some of Horde's pages have; that the adapter fits the real ones is tested end to end.

const chromium = needsChromium();
const readAt = usePageReader(chromium);

for (const { what, found, ...page } of HORDE_VIEWS)
  test(`ACQ-09: horde: ${what}`, chromium, async () => {
    const seen = await readAt(page);
    assert.deepEqual([seen.name, seen.found], ["horde", found]);
    assert.ok(!seen.insideBody.includes(true), "markers stand outside the bodies");
  });

test("horde: the page of a message that is to be written tells whose account it is", () => {
  const { account } = hordeSource;
  const before = '<input name="last_identity" value="0" /><input name="to" value="kim@friends.example" />';
  const only = `${before}<input type="hidden" name="identity" value="0" />\n robin@home.example (Default Identity)`;
  assert.equal(account?.read(only), "robin@home.example");
  const chosen = '<option value="0" selected="selected">Robin &lt;robin@home.example&gt; (Default Identity)</option>';
  assert.equal(account?.read(`<select id="identity" name="identity" tabindex="1">${chosen}`), "robin@home.example");
  assert.equal(account?.read("<title>Log in</title> kim@friends.example"), undefined);
  const page = new URL("https://mail.home.example/horde/imp/dynamic.php?page=mailbox#msg:x");
  assert.equal(account?.request(page).url.href, "https://mail.home.example/horde/imp/basic.php?page=compose");
});
