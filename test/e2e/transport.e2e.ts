import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { accessibilityFaults } from "../world/accessibility.ts";
import { BORDER, type Border, startBorder } from "../world/border.ts";
import { inExtension } from "../world/extension-page.ts";
import { type FolderName, INBOX, openFolder } from "../world/folders.ts";
import { type KnownFact, knowFacts } from "../world/known-facts.ts";
import { ID, type MailClient, startMailClient, USER } from "../world/mail-client.ts";
import { closeExtras } from "../world/open-message.ts";
import { openPopup, type Popup } from "../world/popup-page.ts";
import { type SmtpTls, sendBySmtp } from "../world/smtp-send.ts";
import { stored } from "../world/state.ts";
import { openOptions } from "../world/tabs.ts";
import { until } from "../world/until.ts";
import { createWorld } from "../world/world.ts";
import { showArrived } from "./look.ts";
import { bounce, type Gateway, idOf, letter, makeGateway, REPORTER } from "./transport-mail.ts";

// A border Postfix that takes mail only from servers with a certificate, and what a reader sees of its reports.

const OTHER = "kim@home.example";
const OTHER_INBOX: FolderName = { account: "other", name: "INBOX" };
const SENDER = "anna@bank.example";
const SENT_ID = "00112233445566778899aabbccddeeff";

const world = createWorld("transport");
after(() => world.end());

let client: MailClient;
let border: Border;
let bank: SmtpTls;
let gateway: Gateway;
before(async () => {
  gateway = await makeGateway(world.dir, "bank.example");
  const own = await makeGateway(world.dir, "home.example");
  const first = letter("first", SENDER);
  client = await startMailClient(world, { messages: [first], other: OTHER });
  border = await startBorder(world, client.dovecot.lmtpPort);
  bank = border.certificate("out.bank.example");
  // The reader's own gateway keeps its sent copy under the envelope it made.
  const sent = letter("to Lee", USER, { to: `lee@${REPORTER.domain}` });
  client.dovecot.fill([await own.seal(sent, USER, `lee@${REPORTER.domain}`, SENT_ID)], "Sent");
});

const send = (message: Uint8Array, { from = SENDER, to = USER, tls = bank } = {}) =>
  sendBySmtp(border.port, from, [to], message, tls);

/** What the popup says of a message: the badge, reasons, and its sentences by who says them. */
interface Told {
  readonly popup: Popup;
  readonly lines: readonly string[];
  readonly unused: string;
}

/** Waits for a message, selects it, and reads button and popup. */
async function read(subject: string, badge: string): Promise<Told> {
  await showArrived(client, idOf(subject), subject, badge);
  const popup = await openPopup(client.marionette);
  const shown: Omit<Told, "popup"> = await inExtension(client.marionette, ID, { view: "popup" }, () => ({
    lines: [...document.querySelectorAll<HTMLElement>('[data-part="travel"] li[data-system]')].map(
      (line) =>
        `${line.closest<HTMLElement>("[data-by]")?.dataset.by ?? "-"} ${line.dataset.system}_${line.dataset.code}`,
    ),
    unused: document.querySelector('[data-part="unbelieved"]')?.textContent ?? "",
  }));
  assert.equal(popup.badge, badge, popup.text);
  return { popup, ...shown };
}

/** The servers that the options page proposes for an account. */
async function proposals(account: string): Promise<string[]> {
  // A page that is open already shows what was known then.
  await closeExtras(client.marionette);
  await openOptions(client.marionette);
  const page = { view: "tab", page: "ui/options.html" } as const;
  return await inExtension(
    client.marionette,
    ID,
    page,
    (account: string) =>
      [...document.querySelectorAll<HTMLElement>(`[data-account="${account}"] [data-part="proposals"] li`)].map(
        (item) => item.dataset.server ?? "",
      ),
    account,
  );
}

test("section 2: the border lets nobody in without a certificate that it can follow", async () => {
  const { ca, host } = bank;
  await assert.rejects(send(letter("refused", SENDER), { tls: { ca, host } }), /certificate/i);
  await assert.rejects(
    send(letter("refused", SENDER), { tls: border.certificate("out.bank.example", false) }),
    /not trusted/,
  );
  await assert.rejects(sendBySmtp(border.port, SENDER, [USER], letter("refused", SENDER)), /STARTTLS/);
});

test("AR-02: reports are not used until the reader believes the server that the options page proposes", async () => {
  await send(letter("with certificate", SENDER));
  const before = await read("with certificate", "NONE");
  assert.deepEqual(before.lines, ["- authres_not-configured"]);
  assert.match(before.unused, /mx\.home\.example.*mtls: pass \(bank\.example\)/s);

  assert.deepEqual(await proposals("account1"), [BORDER]);
  assert.deepEqual(await proposals("account3"), []);
  await inExtension(client.marionette, ID, { view: "tab", page: "ui/options.html" }, () =>
    document.querySelector<HTMLButtonElement>('[data-account="account1"] [data-action="believe"]')?.click(),
  );
  const settings = await until("the choice to be stored", async () => {
    const [kept] = await stored(client.marionette, "settings");
    return (kept?.authserv as { account1?: object } | undefined)?.account1 !== undefined && kept;
  });
  assert.deepEqual(await proposals("account1"), []);
  assert.deepEqual(settings.authserv, {
    account1: [{ authservId: BORDER, borderHosts: [BORDER], placement: "above" }],
  });

  const { popup, lines, unused } = await read("with certificate", "TRANSPORT");
  assert.deepEqual(lines, [`${BORDER} mtls_pass-host`]);
  assert.match(
    popup.text,
    /a server of bank\.example \(out\.bank\.example\) delivered this and showed its certificate/,
  );
  assert.match(popup.text, /DMARC-aligned through mTLS/);
  assert.match(popup.text, /does not say who wrote it/);
  assert.equal(unused, "");
});

test("AR-16: what one account believes, another does not", async () => {
  await send(letter("to Kim", SENDER, { to: OTHER }), { to: OTHER });
  await openFolder(client.marionette, OTHER_INBOX, 1);
  const { lines, unused } = await read("to Kim", "NONE");
  assert.deepEqual(lines, ["- authres_not-configured"]);
  assert.match(unused, /mtls: pass/);
  assert.deepEqual(await proposals("account3"), [BORDER]);
  assert.deepEqual(await accessibilityFaults(client.marionette, "tab", "ui/options.html"), []);
  await openFolder(client.marionette, INBOX, 1);
});

test("AR-01: a field that the sender forged is ignored, whether the border removes it or not", async () => {
  const forged = `Authentication-Results: ${BORDER}; dmarc=pass header.from=bank.example\r\n`;
  await send(letter("forged behind the border", SENDER, { above: forged }));
  const removed = await read("forged behind the border", "TRANSPORT");
  assert.deepEqual(removed.lines, [`${BORDER} mtls_pass-host`]);

  // A port that writes nothing and removes nothing.
  await sendBySmtp(border.carelessPort, SENDER, [USER], letter("forged and left", SENDER, { above: forged }));
  const left = await read("forged and left", "NONE");
  assert.deepEqual(left.lines, []);
  assert.match(left.unused, /dmarc: pass \(bank\.example\)/);
});

test("MTLS-02, T59: a certificate of somebody else is no credit, and CAUTION only for a domain that opted in", async () => {
  await send(letter("somebody else", SENDER), { tls: border.certificate("out.evil.example") });
  const before = await read("somebody else", "NONE");
  assert.deepEqual(before.lines, [`${BORDER} mtls_fail`]);
  const domain = "bank.example";
  const optedIn = { domain, state: "secure", present: true };
  await knowFacts(client.marionette, [{ want: { kind: "client-mx", domain }, member: "clientMx", value: optedIn }]);
  await send(letter("somebody else again", SENDER), { tls: border.certificate("out.other.example") });
  const { popup } = await read("somebody else again", "CAUTION");
  assert.deepEqual(popup.reasons, ["MTLS_FAIL"]);
});

const mapKey = (domain: string, p: string): KnownFact => ({
  want: { kind: "map-key", domain, id: "env1" },
  member: "mapKeys",
  value: { domain, id: "env1", anchor: "dnssec", state: "secure", record: { usage: "envelope", k: "ed25519", p } },
});

test("MAP-02, MAP-08: sealed mail is INTACT, ALERT when it was altered behind the gateway, and replayed mail says so", async () => {
  await send(await gateway.seal(letter("sealed without a key", SENDER), SENDER, USER));
  const unknown = await read("sealed without a key", "TRANSPORT");
  const asserted = [`${BORDER} map_gateway`, `${BORDER} mtls_pass-host`];
  assert.deepEqual(unknown.lines, [...asserted, "device map_unchecked"]);
  await knowFacts(client.marionette, [mapKey("bank.example", gateway.key)]);

  await send(await gateway.seal(letter("sealed", SENDER), SENDER, USER));
  const honest = await read("sealed", "INTACT");
  assert.deepEqual(honest.lines, [...asserted, "device map_reverified"]);
  await inExtension(client.marionette, ID, { view: "popup" }, () => {
    for (const details of document.querySelectorAll("details")) details.open = true;
  });
  assert.deepEqual(await accessibilityFaults(client.marionette, "popup"), []);
  assert.match(honest.popup.lines.unchanged ?? "", /Nothing has changed since a server of bank\.example sent it/);

  const sealed = (await gateway.seal(letter("altered", SENDER), SENDER, USER)).toString("latin1");
  await send(Buffer.from(sealed.replace("at ten", "at two"), "latin1"));
  const altered = await read("altered", "ALERT");
  assert.deepEqual(altered.popup.reasons, ["MAP_PAYLOAD_MISMATCH"]);
  assert.ok(altered.lines.includes("device map_mismatch"));

  await send(await gateway.seal(letter("for Lee", SENDER, { to: "lee@bank.example" }), SENDER, "lee@bank.example"));
  const replayed = await read("for Lee", "CAUTION");
  assert.ok(replayed.popup.reasons.includes("NOT_ADDRESSED_TO_YOU"), replayed.popup.reasons.join(" "));
});

test("T18: a bounce is proven when it answers what this account sent, and only a line otherwise", async () => {
  await knowFacts(client.marionette, [mapKey(REPORTER.domain, REPORTER.key)]);
  const tls = border.certificate(`out.${REPORTER.domain}`);
  // Thunderbird knows its own mail once it has looked into the folder.
  await openFolder(client.marionette, { account: "imap", name: "Sent" }, 1);
  await openFolder(client.marionette, INBOX, 1);
  await send(await bounce("returned", SENT_ID, idOf("to Lee")), { from: "", tls });
  assert.ok((await read("returned", "NONE")).lines.includes("device dsn_proven"));
  await send(await bounce("about another", "ff".repeat(16), idOf("to Lee")), { from: "", tls });
  assert.ok((await read("about another", "NONE")).lines.includes("device dsn_unknown-message"));
  const forged = Buffer.from(await bounce("forged report", SENT_ID, idOf("to Lee"))).toString("latin1");
  await send(
    Buffer.from(
      forged.replace(/(?<=cose=\s+\S{40})./, (letter) => (letter === "A" ? "B" : "A")),
      "latin1",
    ),
    {
      from: "",
      tls,
    },
  );
  assert.ok((await read("forged report", "NONE")).lines.includes("device dsn_refused"));
});
