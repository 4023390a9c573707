import assert from "node:assert/strict";
import { test } from "node:test";
import { calls, chromium, count, later, page, press, screens, show, text } from "./gallery/session.ts";

test("EXT-08, GMR-25: texts out of a message become text, never elements", chromium, async () => {
  await show("popup-hostile");
  assert.equal(await count("img:not(.badge img)"), 0);
  assert.equal(await count("a, script:not([src]), iframe, [onerror]"), 0);
  assert.match(await text("main"), /<img src=x onerror=alert\(1\)>/);
});

test(
  "ID-08, ID-13, ID-18: what hides or moves text is written out, and each foreign text is isolated",
  chromium,
  async () => {
    await show("popup-hostile");
    const whole = await text("main");
    assert.doesNotMatch(whole, /[\p{Cc}\p{Zl}\p{Zp}\u202A-\u202E\u2066-\u2069\u00AD\u2800]/u);
    assert.match(whole, /\\u202E/);
    const isolated = await page.$$eval(".foreign, .domain, .address", (found) =>
      found.every((element) => element.tagName === "BDI"),
    );
    assert.ok(isolated);
  },
);

test("GMR-25: at most 80 characters of a foreign text are shown, and all of it on demand", chromium, async () => {
  await show("popup-hostile");
  const lengths = await page.$$eval("li[data-reason] .foreign", (found) =>
    found.map(({ textContent }) => textContent?.length ?? 0),
  );
  assert.ok(lengths.length > 0 && Math.max(...lengths) <= 80, String(lengths));
  await press("li[data-reason] button.more");
  assert.equal(await page.$eval("li[data-reason] button.more", (b) => b.ariaExpanded), "true");
  assert.ok((await page.$eval("li[data-reason] .foreign", (f) => f.textContent?.length ?? 0)) > 300);
});

test("ID-10: the part of an address that somebody registered is emphasised", chromium, async () => {
  await show("popup-verified-bank-statement");
  assert.equal(await text('[data-line="from"] .address'), "statements@harbourbank.example");
  assert.equal(await text('[data-line="from"] .address strong'), "harbourbank.example");
});

test(
  "the popup says badge and receipt word, three lines in order, the reasons and the next step",
  chromium,
  async () => {
    await show("popup-alert-attachment-changed");
    assert.deepEqual(await page.$eval("main", ({ dataset }) => [dataset.badge, dataset.gmp]), ["ALERT", "TAMPERED"]);
    const lines = await page.$$eval("[data-line]", (found) => found.map((line) => line.getAttribute("data-line")));
    assert.deepEqual(lines, ["unchanged", "from", "trust"]);
    const reasons = await page.$$eval("li[data-reason]", (found) => found.map((r) => r.getAttribute("data-reason")));
    assert.deepEqual(reasons, ["BODY", "ATT"]);
    assert.ok(await page.$eval('details[data-part="evidence"]', (d) => d instanceof HTMLDetailsElement && d.open));
    assert.match(await text(".next"), /another way/);
  },
);

test("where nothing can be named with proof, the sentence has no gap", chromium, async () => {
  await show("popup-alert-attachment-changed");
  assert.match(await text('li[data-reason="ATT"]'), /are not those that stadtwerke\.example stamped/);
  await show("popup-alert-subject-changed");
  assert.match(await text('li[data-reason="HDR"]'), /which ones cannot be told/);
  await show("popup-every-reason");
  assert.match(await text('li[data-reason="ATT"]'), /were added .*: files\.example\./);
});

test("a missing stamp has words of its own, in the headline and as next step", chromium, async () => {
  await show("popup-alert-stamp-missing");
  assert.match(await text(".verdict"), /Stamp missing/);
});

test("DOS-02: each recipient and each attachment has a line of its own, many in portions", chromium, async () => {
  await show("popup-crowded");
  const lines = await page.$$eval('[data-part="receipt"] dd > p', (found) =>
    found.map(({ textContent }) => textContent),
  );
  assert.ok(lines.includes("person3@home.example") && lines.includes("person4@home.example"));
  assert.equal(await count('[data-part="receipt"] .file'), 50);
  await press('[data-part="receipt"] dd [data-action="more"]');
  assert.equal(await count('[data-part="receipt"] .file'), 70);
  assert.equal(await count('[data-part="receipt"] dd [data-action="more"]'), 0);
});

test("a screen reader is told that the check runs, and then what came of it, once", chromium, async () => {
  const said = () => text("body > [role=status]");
  await show("popup-checking");
  assert.equal(await said(), "Checking…");
  await show("popup-verified-bank-statement");
  assert.equal(await said(), "Stamped. Stamped by \u2068Harbour Bank\u2069 (\u2068harbourbank.example\u2069)");
  // What is there already is not spoken again by itself: nothing in it is a live region.
  assert.equal(await count("main [role=status]:not(:empty), main [role=alert]:not(:empty), main [aria-live]"), 0);
  await show("popup-several");
  assert.match(await said(), /^6 messages, the one that needs most attention first$/);
});

test("several messages stand with the worst first, and each can be opened", chromium, async () => {
  await show("popup-several");
  assert.equal(await page.$eval("main", ({ dataset }) => dataset.badge), "ALERT");
  const words = await page.$$eval("summary .word", (found) => found.map(({ textContent }) => textContent));
  assert.deepEqual(words.slice(0, 3), ["Stamp missing", "Does not match", "Stamped"]);
});

test("trust is one click with the key as the first choice, then undo has the focus", chromium, async () => {
  await show("popup-intact-newsletter");
  await press('[data-action="trust"]');
  await later('[data-action="undo"]');
  assert.equal(await page.evaluate(() => document.activeElement?.getAttribute("data-action")), "undo");
  await press('[data-action="undo"]');
  await page.waitForFunction(() => globalThis.galleryCalls.includes("back"));
  assert.deepEqual(await calls(), ["trust key", "recheck", "back", "recheck"]);
  assert.equal(await count('[data-action="undo"]'), 0);
  // The button that was pressed is gone: the keyboard goes on at the verdict, not at the top of the window.
  await page.waitForFunction(() => document.activeElement?.tagName === "H1");
});

test("who deletes a row by keyboard stays in its part of the page", chromium, async () => {
  await show("options");
  await page.focus('#trust [data-org] [data-action="remove"]');
  await page.$eval("#trust [data-org]", (row) => row.remove());
  await page.waitForFunction(() => document.activeElement?.id === "trust-title");
  await page.focus("#sealing summary");
  await page.$eval("#sealing summary", (summary) => summary.parentElement?.remove());
  await page.waitForFunction(() => document.activeElement?.id === "sealing-title");
});

test("nothing is offered for trust where no key is at hand (decision 3)", chromium, async () => {
  // Behind a badge below the wanted level stands a key, too: trusting it is what makes it VERIFIED.
  for (const name of screens.keys())
    if (name.startsWith("popup-") && !/intact|below-level/.test(name)) {
      await show(name);
      assert.equal(await count('[data-action="trust"]'), 0, name);
    }
});

test("everything in the popup is reached and pressed by keyboard, and the focus is seen", chromium, async () => {
  await show("popup-intact-newsletter");
  await later('[data-part="chain"]');
  const reached: string[] = [];
  for (let step = 0; step < 12; step++) {
    await page.keyboard.press("Tab");
    const [what, outline] = await page.evaluate(() => {
      const at = document.activeElement;
      const name = at?.getAttribute("data-action") ?? at?.tagName.toLowerCase() ?? "";
      return [name, at ? getComputedStyle(at).outlineStyle : ""] as const;
    });
    if (what === "body") break;
    assert.equal(outline, "solid", what);
    reached.push(what);
  }
  const expected = [
    // The proof in full.
    "summary",
    "input",
    "trust",
    "summary",
    "summary",
    "verified-view",
    "copy-diagnostics",
    "recheck",
    "check",
    "options",
  ];
  assert.deepEqual(reached, expected);
  await page.focus('[data-action="copy-diagnostics"]');
  await page.keyboard.press("Enter");
  assert.deepEqual(await calls(), ["copy-diagnostics"]);
  await page.waitForFunction(() => /Copied/.test(document.querySelector("main")?.textContent ?? ""));
});

test("long lists and long texts are shown a piece at a time", chromium, async () => {
  await show("options");
  assert.equal(await count("#ledger tbody tr"), 50);
  await press("#ledger p button");
  assert.equal(await count("#ledger tbody tr"), 100);
  await show("view");
  const before = (await text('[data-path="2"] pre')).length;
  await press('[data-path="2"] [data-action="more"]');
  assert.ok((await text('[data-path="2"] pre')).length > before);
});

test(
  "ACQ-12, ID-13: the verified view marks hidden text and invisible characters, and runs nothing",
  chromium,
  async () => {
    await show("view");
    assert.match(await text('[data-path="1"] .hidden-text'), /not shown: Pay 900 euro/);
    const marks = await page.$$eval('[data-path="2"] .mark', (found) => found.map(({ textContent }) => textContent));
    assert.deepEqual(marks, ["U+202E", "U+200B"]);
    assert.equal(await count("main a, main iframe, [data-path] img"), 0);
    assert.match(await text('[data-path="1"] pre'), /all of you <https:\/\/example\.org\/x>/);
  },
);

test(
  "the verified view shows hashed header lines, attachments with digests, and the source on request",
  chromium,
  async () => {
    await show("view");
    assert.match(await text("#headers ~ dl"), /=\?UTF-8\?Q\?Gr=C3=BC=C3=9Fe\?=.*Decoded: Grüße/s);
    assert.match(await text('[data-path="3"]'), /plan\.pdf.*application\/pdf.*[0-9a-f]{64}/s);
    await press('[data-action="raw"]');
    assert.match(await text("pre"), /^From: Robin .*boundary=b\n\n--b\n/s);
    await show("view");
    await press('[data-path="1"] [data-action="html-source"]');
    assert.match(await text('[data-path="1"] pre'), /<p style="display:none">/);
  },
);

test("about the user's own message nothing is claimed or asked", chromium, async () => {
  await show("popup-own");
  assert.match(await text(".verdict"), /Own message/);
  assert.equal(await count("[data-line], .next, [data-part]"), 0);
});

test("a site on which nothing can be read says why, leads on, and can be switched off", chromium, async () => {
  const actions = () => page.$$eval("[data-action]", (all) => all.map((one) => one.getAttribute("data-action")));
  await show("popup-site-unknown");
  assert.match(await text("section.site"), /none of a webmail that Countersign can read.*save it as a file/);
  assert.deepEqual(await actions(), ["check-instead", "site-off", "recheck", "options"]);
  await press('[data-action="check-instead"]');
  assert.deepEqual(await calls(), ["check"]);
  await show("popup-site-stale");
  assert.match(await text("section.site"), /Load it anew/);
  assert.deepEqual(await actions(), ["site-off", "recheck", "check", "options"]);
});
