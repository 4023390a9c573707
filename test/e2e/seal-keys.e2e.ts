import assert from "node:assert/strict";
import { createPrivateKey, createPublicKey } from "node:crypto";
import { after, before, test } from "node:test";
import { nodeEngine } from "../../core/cli/engine-node.ts";
import { type SecretKey, usableKey } from "../../core/hpke/key-set.ts";
import { openSealed } from "../../core/hpke/open.ts";
import { mapKeyText, publishedAt } from "../../core/hpke/published.ts";
import { makePublished } from "../../core/x509/make-published.ts";
import { stampKey } from "../samples/people.ts";
import { accessibilityFaults } from "../world/accessibility.ts";
import { inExtension } from "../world/extension-page.ts";
import { ID, USER } from "../world/mail-client.ts";
import { clickIn } from "../world/mouse.ts";
import { until } from "../world/until.ts";
import { createWorld } from "../world/world.ts";
import { show } from "./look.ts";
import { answerDoorhanger, choose, type LookupWorld, RESOLVER, startLookupWorld } from "./lookup-world.ts";
import { fill, keysShown, openPage, press, sendingEnded, textOf, WRITER } from "./seal-pages.ts";
import { keyWithBackup, PASSPHRASE, restoreInOptions } from "./sealed-mail.ts";

// Keys of strangers, found in signed zones and in certificates by clicks alone, shown with how they are proven, and sealed to.

const world = createWorld("seal-keys");
after(() => world.end());

const ANN = "ann@proven.example";
const BEA = "bea@certified.example";
const DORA = "dora@unsigned.example";
const HOSTS = { [BEA]: "keys.certified.example", [DORA]: "keys.unsigned.example" } as const;

/** The certificates of an address, the second with its key for sealed mail (3-protocols 4.1). */
async function certificates({ key, address }: SecretKey): Promise<string> {
  const { privateKey } = stampKey("sender.example");
  const signer = createPrivateKey({ key: Buffer.from(privateKey), format: "der", type: "pkcs8" });
  const x = Buffer.from(key.octets).toString("base64url");
  const spki = (made: ReturnType<typeof createPublicKey>) =>
    new Uint8Array(made.export({ type: "spki", format: "der" }));
  const now = Math.floor(Date.now() / 1000);
  return makePublished({
    address,
    notBefore: now - 86_400,
    notAfter: now + 30 * 86_400,
    signing: { alg: "ed25519", publicKey: spki(createPublicKey(signer)), privateKey },
    encryptionKey: spki(createPublicKey({ key: { kty: "OKP", crv: "X25519", x }, format: "jwk" })),
  });
}

let here: LookupWorld;
const secrets = new Map<string, SecretKey>();
before(async () => {
  for (const address of [ANN, BEA, DORA, USER]) secrets.set(address, (await keyWithBackup(address)).secret);
  const of = (address: string) => secrets.get(address) ?? assert.fail();
  const { id } = await publishedAt(ANN, "x25519");
  const place = (address: typeof BEA | typeof DORA) => `_ipp IN TXT "v=IPP1; t=url; url=https://${HOSTS[address]}/"`;
  here = await startLookupWorld(
    world,
    [],
    [
      { name: "proven.example.", lines: [`${id}._mapkey IN TXT "${mapKeyText(of(ANN).key)}"`] },
      { name: "certified.example.", lines: [place(BEA)] },
      { name: "unsigned.example.", lines: [place(DORA)], signing: false },
    ],
    { hosts: Object.values(HOSTS) },
  );
  for (const address of [BEA, DORA] as const) {
    const [path, pub] = [`/${address.slice(0, address.indexOf("@"))}.pub`, await certificates(of(address))];
    here.https.serve(HOSTS[address], (asked, response) => {
      response.writeHead(asked.path === path ? 200 : 404).end(pub);
    });
  }
  await show(here.client, 0);
  const own = await keyWithBackup(USER);
  assert.match(await restoreInOptions(here.client, own.backup, PASSPHRASE), /1/);
  assert.equal(await choose(here, "all"), "stored");
});

/** Presses a button of the page with the real mouse, and allows what Thunderbird asks, until `done`. */
async function allowing(selector: string, done: () => Promise<boolean>): Promise<void> {
  const { marionette, display } = here.client;
  await clickIn(marionette, display, WRITER, selector);
  await until(`what ${selector} does`, async () => {
    await answerDoorhanger(marionette, "allow");
    return done();
  });
}

const keys = () => keysShown(here.client.marionette, WRITER);

test("keys of strangers are found by a search: a proven record at once, certificates after the question for their host", async () => {
  const { marionette } = here.client;
  const asked = here.https.asked.length;
  const since = () => [...new Set(here.https.asked.slice(asked).map(({ host }) => host))];
  await openPage(marionette, WRITER);
  await fill(marionette, WRITER, {
    To: `Ann <${ANN}>, ${BEA}`,
    Cc: DORA,
    "Subject (sealed, too)": "reeds",
    Text: "reeds",
  });
  await until("three missing keys", async () => Object.values(await keys()).join() === "missing,missing,missing");
  assert.deepEqual(since(), [], "nobody is asked before the click");
  await press(marionette, WRITER, "[data-action=search]");
  await until("the hosts of the certificates", () =>
    inExtension(marionette, ID, WRITER, () => document.querySelectorAll("[data-part=ask-host]").length === 2),
  );
  assert.deepEqual(await keys(), { [ANN]: "dnssec", [BEA]: "missing", [DORA]: "missing" });
  assert.deepEqual(since(), [RESOLVER], "certificates wait for their click");
  assert.deepEqual(await accessibilityFaults(marionette, "tab", WRITER.page), []);
  // The first host named is Bea's, as hers is the first address.
  await allowing("[data-action=allow-host]", async () => (await keys())[BEA] === "certificate");
  await allowing("[data-action=allow-host]", async () => (await keys())[DORA] === "unproven");
  const text = await textOf(marionette, WRITER);
  for (const [address, key] of secrets) if (address !== USER) assert.ok(text.includes(key.key.kid), address);
  assert.match(text, /nothing proves the place/);
});

test("what nothing proves is used only after a click, and the question for sending is Thunderbird's own", async () => {
  const { marionette } = here.client;
  const canSend = () =>
    inExtension(
      marionette,
      ID,
      WRITER,
      () => !document.querySelector<HTMLButtonElement>("[data-action=send]")?.disabled,
    );
  assert.equal(await canSend(), false);
  await press(marionette, WRITER, "[data-action=take-found]");
  await until("Dora's key", async () => (await keys())[DORA] === "user");
  await allowing("[data-action=send]", async () => /Sealed and sent|not sent/.test(await textOf(marionette, WRITER)));
  assert.match(await sendingEnded(marionette), /Sealed and sent/);
  const { raw } = await until("the message at the server", () => here.client.sink.sent[0]);
  assert.ok(!raw.includes("reeds"));
  for (const address of [ANN, BEA, DORA]) {
    const key = (await usableKey(secrets.get(address) ?? assert.fail())) ?? assert.fail();
    const opening = await openSealed(new Uint8Array(raw), [key], [address], nodeEngine);
    assert.equal(opening.state, "opened", address);
    assert.ok(opening.state === "opened" && Buffer.from(opening.inner).toString().includes("Subject: reeds"));
  }
});
