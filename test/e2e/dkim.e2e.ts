import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { inExtension } from "../world/extension-page.ts";
import { ID, USER } from "../world/mail-client.ts";
import { startMailman } from "../world/mailman.ts";
import { type OpenDkim, startOpenDkim } from "../world/opendkim.ts";
import { openPopup, type Popup } from "../world/popup-page.ts";
import { freePort } from "../world/ports.ts";
import { type Postfix, startPostfix } from "../world/postfix.ts";
import { sendBySmtp } from "../world/smtp-send.ts";
import { until } from "../world/until.ts";
import { createWorld } from "../world/world.ts";
import { showArrived } from "./look.ts";
import { again, choose, type LookupWorld, startLookupWorld } from "./lookup-world.ts";
import { idOf, letter } from "./transport-mail.ts";

// Mail of a bank that signs with OpenDKIM, read as it was sent, and after a mailing list passed it on. The keys stand in
// signed zones on loopback, and the extension looks them up and proves them by itself.

const SENDER = "anna@bank.example";
const OTHER = "kim@home.example";
const LIST = "town@lists.example";

const world = createWorld("dkim");
after(() => world.end());

let here: LookupWorld;
let postfix: Postfix;
let signer: OpenDkim;
/** Ways into the same mail system: one signs nothing, one signs as OpenDKIM does unless it is told what to sign. */
let unsigningPort = 0;
let defaultPort = 0;
before(async () => {
  // Its default is the list of RFC 6376 s5.4.1, which lacks Content-Type.
  signer = await startOpenDkim(world, "bank.example", "autumn", [["SignHeaders", "*,+Content-Type,+MIME-Version"]]);
  const byDefault = await startOpenDkim(world, "bank.example", "spring");
  const lines = [signer.zoneLine, byDefault.zoneLine];
  here = await startLookupWorld(world, [], [{ name: "bank.example.", lines }], { other: OTHER });
  const ports = { lmtpPort: await freePort(), smtpPort: await freePort() };
  unsigningPort = ports.smtpPort;
  defaultPort = await freePort();
  postfix = await startPostfix(world, {
    relayPort: here.client.dovecot.lmtpPort,
    relay: "lmtp",
    mainCf: `smtpd_milters = ${signer.milter}
milter_default_action = tempfail
transport_maps = inline:{ {lists.example = lmtp:[127.0.0.1]:${ports.lmtpPort}} }
`,
    masterCf: `submission inet n - n - - smtpd
127.0.0.1:${ports.smtpPort} inet n - n - - smtpd -o smtpd_milters=
127.0.0.1:${defaultPort} inet n - n - - smtpd -o smtpd_milters=${byDefault.milter}
`,
  });
  await startMailman(world, LIST, [SENDER, USER], ports);
});

const send = (subject: string, { to = USER, port = postfix.port } = {}) =>
  sendBySmtp(port, SENDER, [to], letter(subject, SENDER, { to }));

/**
 * The badge of a message and what this device says about signatures, once that is what is awaited: a look-up may be on
 * its way.
 * @param stored its Subject as it arrived
 */
async function read(subject: string, badge: string, awaited: readonly string[], stored = subject): Promise<Popup> {
  const { client } = here;
  await showArrived(client, idOf(subject), stored, badge);
  return await until(`"${subject}" with ${awaited.join(" ")}`, async () => {
    const popup = await openPopup(client.marionette);
    const codes = await inExtension(client.marionette, ID, { view: "popup" }, () =>
      [...document.querySelectorAll<HTMLElement>('[data-by="device"] li[data-system="dkim"]')].map(
        ({ dataset }) => dataset.code ?? "",
      ),
    );
    if (popup.badge !== badge || codes.join(" ") !== awaited.join(" "))
      throw new Error(`${popup.badge} ${codes.join(" ")}`);
    return popup;
  });
}

test("mail signed by OpenDKIM: not checked without look-ups, TRANSPORT once the key is looked up and proven, and the words say who checked", async () => {
  await send("signed");
  await read("signed", "NONE", ["not-checked"]);
  assert.equal(here.front.questions.length, 0, "nobody was asked while look-ups are off");
  assert.equal(await choose(here, "all"), "stored");
  const { text, lines } = await read("signed", "TRANSPORT", ["signed"]);
  assert.match(text, /bank\.example signed this message; checked on this device/);
  assert.match(lines.from ?? "", /bank\.example signed this; checked on this device/);
});

test("a letter without a signature has nothing to say, and that is no alarm", async () => {
  await send("unsigned", { port: unsigningPort });
  await read("unsigned", "NONE", []);
});

/** Sends a letter to the second user and takes it out of their mailbox, signed. */
async function signedCopy(subject: string): Promise<string> {
  await send(subject, { to: OTHER });
  const box = join(world.dir, "dovecot", "mail", OTHER.slice(0, OTHER.indexOf("@")));
  return await until(`the copy of "${subject}"`, () => {
    const paths = ["new", "cur"].flatMap((sub) => readdirSync(join(box, sub)).map((name) => join(box, sub, name)));
    return (
      paths.map((path) => readFileSync(path, "latin1")).find((text) => text.includes(`<${idOf(subject)}>`)) ?? false
    );
  });
}

test("AR-13: a signature that leaves Content-Type open, as OpenDKIM makes it by default, is a line and no credit", async () => {
  await send("signed by default", { port: defaultPort });
  await read("signed by default", "NONE", ["partial"]);
});

test("which unit was changed on the way is said, for information only: the text, a header field, both", async () => {
  const text = (mail: string) => mail.replace("at ten", "at two");
  const date = (mail: string) => mail.replace(/^Date: [^\r\n]*/m, "Date: Sun, 22 Nov 2026 06:00:00 +0000");
  const cases = [
    ["nothing changed", (mail: string) => mail, "TRANSPORT", "signed"],
    ["text changed", text, "NONE", "body-changed"],
    ["header changed", date, "NONE", "header-changed"],
    ["both changed", (mail: string) => date(text(mail)), "NONE", "both-changed"],
  ] as const;
  for (const [subject, change, badge, code] of cases) {
    here.client.dovecot.fill([Buffer.from(change(await signedCopy(subject)), "latin1")]);
    assert.deepEqual((await read(subject, badge, [code])).reasons, [], subject);
  }
});

test("a mailing list: the popup names the changed Subject and the changed text, and raises no alarm", async () => {
  await send("bus stop", { to: LIST, port: defaultPort });
  const changed = ["body-changed", "fields-changed"];
  const { text, reasons } = await read("bus stop", "NONE", changed, "[Town] bus stop");
  assert.deepEqual(reasons, []);
  assert.match(text, /Changed in the header after bank\.example signed it: subject/);
  assert.match(text, /no longer fits the text: the text was changed after signing\. Mailing lists/);
});

test("a mailing list that writes a signed Content-Type anew: header and text differ, nothing is guessed", async () => {
  await send("tram stop", { to: LIST });
  const { reasons, text } = await read("tram stop", "NONE", ["both-changed"], "[Town] tram stop");
  assert.deepEqual(reasons, []);
  assert.match(text, /it says nothing about the sender/);
});

test("old mail whose key was rotated: no longer published, never forged", async () => {
  await here.tree.publish("bank.example.", ['winter._domainkey IN TXT "v=DKIM1; k=rsa; p="']);
  assert.equal(await again(here, "bank.example"), "done");
  const { text, reasons } = await read("signed", "NONE", ["key-gone"]);
  assert.deepEqual(reasons, []);
  assert.match(text, /no longer published/);
  assert.doesNotMatch(text, /forge/i);
});
