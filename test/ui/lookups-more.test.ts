import assert from "node:assert/strict";
import { test } from "node:test";
import { toBase64 } from "../../core/canonical/encoding.ts";
import { DECLARED } from "../../core/settings/settings.ts";
import { writePem } from "../../core/x509/pem.ts";
import { root } from "../x509/build.ts";
import { calls, chromium, count, page, press, show, text } from "./gallery/session.ts";

const outcome = (part: string) =>
  page.$eval(`[data-part="${part}"] [role="status"]`, (status) => status.getAttribute("data-outcome"));
const unfold = (part: string) => press(`[data-part="${part}"] input[type="text"]`);
const made = async () => (await calls()).filter((call) => call !== "refresh");

test("certifiers are the user's to name, as whole domains, and to remove", chromium, async () => {
  await show("options");
  await unfold("certifiers");
  assert.equal(await count("[data-certifier]"), 2);
  assert.match(await text('[data-part="certifiers"]'), /no badge changes by it/);
  const field = '[data-part="certifiers"] input[type="text"]';
  for (const bad of ["com", "a b.example", "co.uk"]) {
    await page.locator(field).fill(bad);
    await press('[data-action="add-certifier"]');
    assert.equal(await outcome("certifiers"), "refused", bad);
  }
  assert.deepEqual(await made(), []);
  await page.locator(field).fill("Certifier.Example");
  await press('[data-action="add-certifier"]');
  await press('[data-certifier="vouch.example"] button');
  assert.deepEqual(await made(), [
    "certifiers vouch.example xn--mnchen-3ya.example certifier.example",
    "certifiers xn--mnchen-3ya.example",
  ]);
});

test("DNS-16: the number of the Client MX type is checked before it is stored", chromium, async () => {
  await show("options");
  await unfold("client-mx-type");
  const field = '[data-part="client-mx-type"] input[type="text"]';
  for (const bad of ["15", "65280", "-1", "1e3", "TYPE265"]) {
    await page.locator(field).fill(bad);
    await press('[data-action="save-client-mx-type"]');
    assert.equal(await outcome("client-mx-type"), "refused", bad);
  }
  assert.deepEqual(await made(), []);
  for (const good of ["0", "4711"]) {
    await page.locator(field).fill(good);
    await press('[data-action="save-client-mx-type"]');
  }
  assert.deepEqual(await made(), ["client-mx-type 0", "client-mx-type 4711"]);
});

test(
  "RFC 5518: the popup says who vouches for a domain that signed, beside that nobody here trusts it",
  chromium,
  async () => {
    await show("popup-dkim-vouched");
    assert.match(await text("main"), /vouch\.example/);
    await show("popup-dkim-signed");
    assert.doesNotMatch(await text("main"), /vouch/);
  },
);

test(
  "MT2-10: an authority is put in as pasted, shown with the fingerprint to compare, and taken out again",
  chromium,
  async () => {
    await show("options");
    const part = '[data-part="mt2-authorities"]';
    await press(`${part} textarea`);
    assert.equal(await count("[data-authority]"), 1);
    assert.match(await text(`${part} [data-authority]`), /example\.org MT2.*valid until.*[0-9a-f]{4} [0-9a-f]{4}/);
    for (const bad of ["hello", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----"]) {
      await page.locator(`${part} textarea`).fill(bad);
      await press('[data-action="add-authority"]');
      assert.equal(await outcome("mt2-authorities"), "refused", bad);
    }
    assert.deepEqual(await made(), []);
    const { octets } = await root();
    await page.locator(`${part} textarea`).fill(writePem({ label: "CERTIFICATE", octets }));
    await press('[data-action="add-authority"]');
    await press(`${part} [data-authority] button`);
    const [known = ""] = DECLARED.mt2Authorities.example as readonly string[];
    assert.deepEqual(await made(), [`setMt2Authorities ${known} ${toBase64(octets)}`, "setMt2Authorities "]);
  },
);
