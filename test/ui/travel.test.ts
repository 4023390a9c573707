import assert from "node:assert/strict";
import { test } from "node:test";
import { calls, chromium, count, later, page, press, show, text } from "./gallery/session.ts";

const sentences = (by: string) => page.$$eval(`[data-by="${by}"] li`, (items) => items.map((item) => item.textContent));

test(
  "section 3: what the gateway asserts and what was checked here stand apart, each under who says it",
  chromium,
  async () => {
    await show("popup-travel-sealed");
    const server = await sentences("mx.example.net");
    assert.equal(server.length, 5);
    assert.ok(server.every((sentence) => sentence?.includes("mx.example.net")));
    assert.match(server.join("\n"), /DMARC-aligned through mTLS/);
    assert.match(server.join("\n"), /DKIM \(a signature of the domain\) passed for example\.org/);
    const here = await sentences("device");
    assert.deepEqual(here, [
      "Checked here: nothing has changed since a server of example.org signed it, with a key that its zone proves.",
    ]);
    assert.match(await text('[data-by="mx.example.net"] .explain'), /does not say who wrote it/);
    assert.match(await text('[data-by="device"] .explain'), /does not say which person wrote/);
    assert.equal(await count('[data-part="unbelieved"]'), 0);
  },
);

test(
  "a server's key has its proof where the reader asks by which key, with its owner and its zones",
  chromium,
  async () => {
    for (const [name, words] of [
      ["popup-travel-sealed", /Key of its mail server: example\.org/],
      ["popup-dkim-signed", /Key of the delivery signature: example\.org/],
    ] as const) {
      await show(name);
      await later('[data-by="device"] [data-part="proof"]');
      assert.match(await text('[data-by="device"] [data-part="proof"]'), words);
      assert.equal(await count('[data-by="device"] [data-part="chain"] [data-zone]'), 3);
      assert.equal(await count('main > [data-part="proof"]'), 0);
    }
    await show("popup-dkim-unproven");
    assert.equal(await count('[data-part="proof"]'), 0);
  },
);

test("AR-02: without a named server reports are shown as unused, and the next step is offered", chromium, async () => {
  await show("popup-travel-unset");
  assert.equal(await count('[data-part="travel"] [data-by]'), 0);
  assert.match(await text('[data-part="unbelieved"]'), /Anybody can write such lines/);
  assert.match(
    await text('[data-part="unbelieved"]'),
    /mail\.elsewhere\.example.*dmarc: pass \(example\.org\).*In nobody/s,
  );
  await press('[data-action="name-server"]');
  assert.deepEqual(await calls(), ["options"]);
});

test("every line has a sentence of its own, and methods are named for people", chromium, async () => {
  await show("popup-travel-every-line");
  const all = await page.$$eval('[data-part="travel"] li', (items) => items.map((item) => item.textContent ?? ""));
  assert.equal(new Set(all).size, all.length);
  for (const sentence of all) assert.doesNotMatch(sentence, /^line_|undefined|: not known|not known\./, sentence);
});

test(
  "AR-02, T35: the options propose the servers seen in that account alone, explain, and take one click",
  chromium,
  async () => {
    await show("options");
    assert.equal(await count('[data-account="account1"] [data-part="proposals"]'), 0);
    const own = '[data-account="account2"] [data-part="proposals"]';
    assert.match(await text(own), /Whoever runs such a server can also report checks that never took place/);
    assert.match(await text(`${own} [data-server="microsoft365"]`), /Agree only if your mail lies at Microsoft 365/);
    assert.match(await text(`${own} [data-server="mx.google.com"]`), /below its own Received line/);
    assert.deepEqual(await calls(), []);
    await press(`${own} [data-server="mx.example.net"] [data-action="believe"]`);
    const [call = ""] = await calls();
    assert.equal(
      call,
      'setServers account2 [{"authservId":"mx.example.net","borderHosts":["mx.example.net"],"placement":"above"}]',
    );
  },
);

test("section 5: the route names each host, and validity and trust as two things", chromium, async () => {
  await show("popup-travel-route");
  const hops = await page.$$eval('[data-part="route"] li', (items) =>
    items.map((item) => [
      item.querySelector(".address, .domain")?.textContent,
      ...[...item.querySelectorAll("dd")].map(({ textContent }) => textContent),
    ]),
  );
  assert.deepEqual(hops, [
    ["alice@example.org", "Not known: nobody could say yet", "Nobody has vouched for it; decide for yourself"],
    ["out.example.org", "Not known: nobody could say yet", "Nobody has vouched for it; decide for yourself"],
    ["relay.carrier.example", "Validated: allowed to use its key", "You or your administrator trust carrier.example"],
    [
      "edge.example.net",
      "Validated: allowed to use its key",
      "certifier.example vouches for it; you have said nothing yet",
    ],
    ["mx.example.net", "Validated: allowed to use its key", "Your own server"],
  ]);
  assert.deepEqual(
    await page.$$eval('[data-part="route"] li:first-child dt', (names) => names.map(({ textContent }) => textContent)),
    ["Validity", "Trust"],
  );
});
