import assert from "node:assert/strict";
import { test } from "node:test";
import { calls, chromium, count, page, press, show, text } from "./gallery/session.ts";

test("who could have written it stands first, and a receipt inside is shown with its verdict", chromium, async () => {
  await show("sealed-anyone");
  assert.match(await text("[data-writer]"), /Anyone could have written this/);
  await show("sealed-stamped");
  assert.match(await text("[data-writer=stamped]"), /wrote this/);
  assert.match(await text("[data-badge=VERIFIED]"), /Stamped/);
});

test(
  "GMR-13: where stamps are required, sealed mail without one outside is an alert, and opens all the same",
  chromium,
  async () => {
    await show("popup-sealed-unstamped");
    assert.equal(await page.$eval("main", (element) => element.getAttribute("data-badge")), "ALERT");
    assert.match(await text("main"), /All mail from .*example\.org.* is meant to carry a receipt/s);
    assert.match(await text("[data-part=sealed]"), /Open sealed message/);
  },
);

test("E2E-06: an unsealed answer warns, names who gets it, and quotes by a button of its own", chromium, async () => {
  await show("sealed-stamped");
  assert.equal(await count("[data-action=reply-quoting]"), 0);
  await press("[data-action=reply-unsealed]");
  assert.match(await text("[data-part=unsealed-warning]"), /no longer secret.*alice@example\.org/s);
  await press("[data-action=reply-bare]");
  await press("[data-action=reply-quoting]");
  assert.deepEqual(await calls(), ["reply-unsealed false", "reply-unsealed true"]);
});

test("E2E-06: where the policy allows no quoting, there is no button for it, and a reason", chromium, async () => {
  await show("sealed-no-quoting");
  await press("[data-action=reply-unsealed]");
  assert.equal(await count("[data-action=reply-quoting]"), 0);
  assert.equal(await count("[data-action=reply-bare]"), 1);
  assert.match(await text("[data-lock=sealedQuoting]"), /Your organisation/);
});

test("in a webmail there is nothing to answer with, and the page says why", chromium, async () => {
  await show("sealed-page");
  assert.equal(await count("[data-part=reply]"), 0);
  assert.match(await text("[data-part=no-reply]"), /webmail would be unsealed/);
});

test("E2E-14: what everybody can see has its reason, every other failure the same words", chromium, async () => {
  await show("sealed-altered");
  assert.match(await text("[data-code=altered]"), /From, To or Cc/);
  await show("sealed-cannot-open");
  assert.match(await text("[data-code=cannot-open]"), /could not be opened with the keys kept here/);
});

test("mail that the policy wants sealed cannot be taken out of it", chromium, async () => {
  await show("seal-required");
  assert.equal(await count("[data-action=mark], [data-action=unmark]"), 0);
  assert.match(await text("[data-lock=sealedDomains]"), /friends\.example/);
  assert.match(await text("[data-part=marked]"), /will be sealed/);
});

test("a key that nothing proves is used by a click only, and a host is asked by one of its own", chromium, async () => {
  await show("seal-stopped");
  assert.match(await text('[data-key="unproven"]'), /nothing proves the place/);
  await press("[data-action=take-found]");
  await press("[data-action=search]");
  await page.waitForSelector("[data-action=allow-host]");
  await press("[data-action=allow-host]");
  assert.deepEqual((await calls()).slice(0, 3), [
    "takeFound dora@example.com",
    "search",
    "allowHost https://ipp.friends.example/carol.pub",
  ]);
});
