import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { buildQuery } from "../../core/dns/query.ts";
import { lookUp } from "../../core/lookup/look-up.ts";
import { rowOf, selectRows } from "../world/badge-button.ts";
import { inExtension } from "../world/extension-page.ts";
import { knowFacts } from "../world/known-facts.ts";
import { ID, type MailClient, startMailClient, USER } from "../world/mail-client.ts";
import { startMailman } from "../world/mailman.ts";
import { type OpenDkim, startOpenDkim } from "../world/opendkim.ts";
import { openPopup, type Popup } from "../world/popup-page.ts";
import { freePort } from "../world/ports.ts";
import { type Postfix, startPostfix } from "../world/postfix.ts";
import { type SignedTree, startSignedTree } from "../world/signed-tree.ts";
import { sendBySmtp } from "../world/smtp-send.ts";
import { until } from "../world/until.ts";
import { createWorld } from "../world/world.ts";
import { settled } from "./look.ts";
import { idOf, letter } from "./transport-mail.ts";

// Mail of a bank that signs with OpenDKIM, read as it was sent, and after a mailing list passed it on.

const SENDER = "anna@bank.example";
const OTHER = "kim@home.example";
const LIST = "town@lists.example";

const world = createWorld("dkim");
after(() => world.end());

let client: MailClient;
let postfix: Postfix;
let signer: OpenDkim;
let tree: SignedTree;
/** Ways into the same mail system: one signs nothing, one signs as OpenDKIM does unless it is told what to sign. */
let unsigningPort = 0;
let defaultPort = 0;
before(async () => {
  // Its default is the list of RFC 6376 s5.4.1, which lacks Content-Type.
  signer = await startOpenDkim(world, "bank.example", "autumn", [["SignHeaders", "*,+Content-Type,+MIME-Version"]]);
  const byDefault = await startOpenDkim(world, "bank.example", "spring");
  const lines = [signer.zoneLine, byDefault.zoneLine];
  tree = await startSignedTree(world, [{ name: "bank.example.", lines }]);
  client = await startMailClient(world, { messages: [letter("first", SENDER)], other: OTHER });
  const ports = { lmtpPort: await freePort(), smtpPort: await freePort() };
  unsigningPort = ports.smtpPort;
  defaultPort = await freePort();
  postfix = await startPostfix(world, {
    relayPort: client.dovecot.lmtpPort,
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

/** Looks the key up in the signed zones, as the extension would, and hands over what is proven. */
async function learnKey(selector = signer.selector): Promise<void> {
  const want = { kind: "dkim-key", domain: "bank.example", selector } as const;
  const ask = (question: Parameters<typeof buildQuery>[0]) => tree.exchange(buildQuery(question));
  const { facts, state } = await lookUp(want, ask, Math.floor(Date.now() / 1000), { base: tree.base });
  assert.equal(state, "secure");
  await knowFacts(
    client.marionette,
    facts.map(({ member, value }) => ({ want, member, value })),
  );
}

/** The badge of a message and what this device says about signatures; `stored` is its Subject as it arrived. */
async function read(subject: string, badge: string, stored = subject): Promise<Popup & { readonly codes: string[] }> {
  const row = await until(`the message "${subject}"`, async () => {
    const found = await rowOf(client.marionette, idOf(subject));
    return found >= 0 && { found };
  });
  await selectRows(client.marionette, [row.found]);
  await settled(client, stored, { badge });
  const popup = await openPopup(client.marionette);
  const codes = await inExtension(client.marionette, ID, { view: "popup" }, () =>
    [...document.querySelectorAll<HTMLElement>('[data-by="device"] li[data-system="dkim"]')].map(
      ({ dataset }) => dataset.code ?? "",
    ),
  );
  assert.equal(popup.badge, badge, popup.text);
  return { ...popup, codes };
}

test("mail signed by OpenDKIM: not checked without the key, TRANSPORT with the proven one, and the words say who checked", async () => {
  await send("signed");
  assert.deepEqual((await read("signed", "NONE")).codes, ["not-checked"]);
  await learnKey();
  await send("signed again");
  const { codes, text, lines } = await read("signed again", "TRANSPORT");
  assert.deepEqual(codes, ["signed"]);
  assert.match(text, /bank\.example signed this message; checked on this device/);
  assert.match(lines.from ?? "", /bank\.example signed this; checked on this device/);
});

test("a letter without a signature has nothing to say, and that is no alarm", async () => {
  await send("unsigned", { port: unsigningPort });
  assert.deepEqual((await read("unsigned", "NONE")).codes, []);
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
  await learnKey("spring");
  await send("signed by default", { port: defaultPort });
  assert.deepEqual((await read("signed by default", "NONE")).codes, ["partial"]);
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
    client.dovecot.fill([Buffer.from(change(await signedCopy(subject)), "latin1")]);
    const { codes, reasons } = await read(subject, badge);
    assert.deepEqual([codes, reasons], [[code], []], subject);
  }
});

test("a mailing list: the popup names the changed Subject and the changed text, and raises no alarm", async () => {
  await send("bus stop", { to: LIST, port: defaultPort });
  const { codes, text, reasons } = await read("bus stop", "NONE", "[Town] bus stop");
  assert.deepEqual([codes, reasons], [["body-changed", "fields-changed"], []]);
  assert.match(text, /Changed in the header after bank\.example signed it: subject/);
  assert.match(text, /no longer fits the text: the text was changed after signing\. Mailing lists/);
});

test("a mailing list that writes a signed Content-Type anew: header and text differ, nothing is guessed", async () => {
  await send("tram stop", { to: LIST });
  const { codes, reasons, text } = await read("tram stop", "NONE", "[Town] tram stop");
  assert.deepEqual([codes, reasons], [["both-changed"], []]);
  assert.match(text, /it says nothing about the sender/);
});

test("old mail whose key was rotated: no longer published, never forged", async () => {
  await tree.publish("bank.example.", ['winter._domainkey IN TXT "v=DKIM1; k=rsa; p="']);
  await learnKey();
  const { codes, text, reasons } = await read("signed", "NONE");
  assert.deepEqual([codes, reasons], [["key-gone"], []]);
  assert.match(text, /no longer published/);
  assert.doesNotMatch(text, /forge/i);
});
