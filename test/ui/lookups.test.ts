import assert from "node:assert/strict";
import { test } from "node:test";
import { calls, chromium, count, later, page, press, show, text } from "./gallery/session.ts";

const CHOICE = '[data-part="lookups-choice"]';
const outcome = () => page.$eval(`${CHOICE} [data-outcome]`, (status) => status.getAttribute("data-outcome"));

async function save(): Promise<void> {
  await press('[data-action="save-lookups"]');
  await later(`${CHOICE} [data-outcome]`);
}

test(
  "nothing is on before it is chosen: the first-run page says who learns what and has off selected",
  chromium,
  async () => {
    for (const name of ["options-empty", "first-run-own"]) {
      await show(name);
      assert.equal(
        await page.$eval('input[name="lookups-mode"]:checked', (radio) => radio.getAttribute("value")),
        "off",
      );
      assert.equal(await count('input[name="lookups-resolver"]'), 0);
      for (const mode of ["known", "all", "off"]) {
        await page.click(`input[value="${mode}"]`);
        const label = await page.$eval(
          `input[value="${mode}"]`,
          (radio) => radio.closest(".option")?.textContent ?? "",
        );
        assert.match(label, mode === "off" ? /Nobody is contacted/ : /The resolver learns/);
      }
      assert.deepEqual(await calls(), []);
    }
  },
);

test("a mode and a resolver are stored together, by one press", chromium, async () => {
  await show("options-empty");
  await press('input[value="known"]');
  await later('input[name="lookups-resolver"]');
  await press('input[value="https://cloudflare-dns.com/dns-query"]');
  await save();
  assert.deepEqual(await calls(), ["choose known https://cloudflare-dns.com/dns-query", "refresh"]);
  assert.equal(await outcome(), "stored");
});

test(
  "the introduction has one button: what was chosen is stored before it ends, and nothing where nothing was",
  chromium,
  async () => {
    await show("first-run-own");
    assert.equal(await count("button.primary"), 1);
    await press('[data-action="done"]');
    assert.deepEqual(await calls(), ["done"]);
    await press('input[value="known"]');
    await later('input[name="lookups-resolver"]');
    await press('[data-action="done"]');
    await page.waitForFunction(() => globalThis.galleryCalls.length === 4);
    assert.deepEqual(await calls(), ["done", "choose known https://dns.quad9.net/dns-query", "refresh", "done"]);
  },
);

test("NET-10: a resolver of one's own is checked before anybody is asked for permission", chromium, async () => {
  await show("options-empty");
  await press('input[value="all"]');
  await later('input[name="lookups-resolver"]');
  await press('input[name="lookups-resolver"][value=""]');
  const field = await later(`${CHOICE} input[type="text"]`);
  for (const bad of ["", "http://dns.example/q", "https://127.0.0.1/q", "https://dns.example/q?log=1"]) {
    await page.$eval(`${CHOICE} input[type="text"]`, (input) => {
      if (input instanceof HTMLInputElement) input.value = "";
    });
    if (bad !== "") await field?.type(bad);
    await save();
    assert.equal(await outcome(), "resolver_fault", bad);
    await page.locator(`${CHOICE} input[type="text"]`).fill("");
  }
  assert.deepEqual(await calls(), []);
  await page.locator(`${CHOICE} input[type="text"]`).fill("https://refusing.example/dns-query");
  await save();
  await page.waitForFunction(() => globalThis.galleryCalls.length > 0);
  assert.deepEqual(await calls(), ["choose all https://refusing.example/dns-query"]);
  await page.waitForSelector(`${CHOICE} [data-outcome="refused"]`);
  assert.match(await text(CHOICE), /Nothing was changed, because contact was not allowed/);
});

test(
  "what was looked up is listed with its outcome, and can be repeated, withdrawn and forgotten",
  chromium,
  async () => {
    await show("options");
    assert.equal(await count("#lookups tbody tr"), 12);
    assert.match(await text('#lookups tr[data-outcome="unsigned"]'), /nobody can prove what it publishes/);
    await press('#lookups [data-action="look-up-now"]');
    await press('#lookups [data-action="withdraw"]');
    await press('#lookups [data-action="allow-host"]');
    const made = (await calls()).filter((call) => call !== "refresh");
    assert.deepEqual(made, [
      "look-up-now",
      "withdraw https://dns.quad9.net/dns-query",
      "allow https://museum.example/gmp-status",
    ]);
    await press("#lookups > .actions button, #lookups > button:last-of-type");
    assert.ok(!(await calls()).includes("forget"));
    await press("#lookups .danger");
    assert.ok((await calls()).includes("forget"));
  },
);

test("an administrator's decision is shown, and its controls stay in sight without working", chromium, async () => {
  await show("options-managed");
  for (const [name, setting] of [
    ["lookups-mode", "lookups"],
    ["lookups-resolver", "resolver"],
  ]) {
    assert.ok(await page.$eval(`input[name="${name}"]`, (radio) => radio.matches(":disabled")), name);
    assert.equal(await count(`#lookups [data-lock="${setting}"]`), 1, setting);
  }
  assert.equal(await count('[data-action="save-lookups"]'), 0);
});

test("the popup shows the proof in one line and in full, and proves it again", chromium, async () => {
  await show("popup-intact-newsletter");
  await later('[data-part="proof"]');
  assert.match(
    await text('[data-part="proof"] > p'),
    /The domain itself publishes this key.*proved that on Nov 20, 2026.*holds until Nov 26/,
  );
  const zones = await page.$$eval("[data-zone]", (rows) => rows.map((row) => row.getAttribute("data-zone")));
  assert.deepEqual(zones, [".", "example.", "gardenletter.example."]);
  assert.match(
    await text('[data-part="chain"]'),
    /38696.*RSASHA256.*2371.*ECDSAP256SHA256.*dns\.quad9\.net only carried/s,
  );
});

test(
  "an unknown organisation's popup tells that a look-up could tell more, and leads to the choice",
  chromium,
  async () => {
    await show("popup-none-unknown-organisation");
    await later('[data-part="hint"]');
    assert.match(await text('[data-part="hint"]'), /Look-ups are switched off/);
    await press('[data-action="choose-lookups"]');
    assert.deepEqual(await calls(), ["choose-lookups"]);
  },
);

test("ordinary mail gets no hint", chromium, async () => {
  await show("popup-none-neighbour");
  await new Promise((done) => setTimeout(done, 100));
  assert.equal((await count('[data-part="hint"]')) + (await count('[data-part="proof"]')), 0);
});
