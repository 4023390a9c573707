import assert from "node:assert/strict";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { countersign } from "../cli/command.ts";
import { BORDER, type Border, startBorder } from "../world/border.ts";
import { inExtension } from "../world/extension-page.ts";
import { ID, USER } from "../world/mail-client.ts";
import { openPopup } from "../world/popup-page.ts";
import { sendBySmtp } from "../world/smtp-send.ts";
import { grow } from "../world/state.ts";
import { createWorld } from "../world/world.ts";
import { showArrived } from "./look.ts";
import { choose, type LookupWorld, startLookupWorld } from "./lookup-world.ts";
import { idOf, letter } from "./transport-mail.ts";

// Messages that an MT2 gateway made, carried by a real Postfix to a real mail store, as a reader of Thunderbird sees them.
// What the issuers publish stands in signed zones on loopback, and the extension looks it up and proves it by itself.

const SENDER = "anna@bank.example";
const WAY = [SENDER, "out.bank.example", "relay.carrier.example", BORDER] as const;
const ISSUERS = ["bank.example", "carrier.example", "home.example"];

const world = createWorld("mt2");
after(() => world.end());

const file = (name: string) => join(world.dir, `mt2-${name}`);

let here: LookupWorld;
let border: Border;
before(async () => {
  const zones: { name: string; lines: string[] }[] = [];
  for (const issuer of ISSUERS) {
    await run(["mt2", "ca", "--domain", issuer, "--out", file(issuer)]);
    for (const subject of WAY.filter((host) => host.endsWith(issuer)))
      await run(["mt2", "certify", "--ca", file(issuer), "--subject", subject, "--out", file(subject)]);
    const records = await run(["dns", "--org", issuer, "--mt2", `${file(issuer)}.pem`]);
    zones.push({
      name: `${issuer}.`,
      lines: records
        .toString("latin1")
        .split("\n")
        .filter((line) => /\sCERT\s/.test(line)),
    });
  }
  here = await startLookupWorld(world, [], zones);
  border = await startBorder(world, here.client.dovecot.lmtpPort);
  const authserv = [{ authservId: BORDER, borderHosts: [BORDER], placement: "above" }];
  await grow(here.client.marionette, { account: { authserv } });
});

async function run(words: readonly string[], input: Uint8Array = new Uint8Array()): Promise<Buffer> {
  const { code, out, err } = await countersign(words, { input });
  assert.equal(code, 0, `${words.join(" ")}: ${err}`);
  return out;
}

/** A letter after the whole way, as `countersign mt2` makes it. */
async function gatewayed(subject: string): Promise<Buffer> {
  const people = ["--sender", SENDER, "--recipient", USER];
  let message = await run(["mt2", "wrap", ...people], letter(subject, SENDER));
  for (const [place, host] of WAY.entries()) {
    const next = WAY[place + 1];
    message = await run(["mt2", "hop", "--key", file(host), ...(next === undefined ? [] : ["--next", next])], message);
  }
  return message;
}

const HOPS = /(?<=<trace>\r\n)(?:<hop [\s\S]*?<\/hop>\r\n)+/;
const hopsOf = (message: Buffer) => (HOPS.exec(message.toString("latin1"))?.[0] ?? "").split(/(?=<hop )/);
const withHops = (message: Buffer, hops: readonly string[]) =>
  Buffer.from(
    message.toString("latin1").replace(HOPS, () => hops.join("")),
    "latin1",
  );

/** Sends a message, waits for it in Thunderbird, and reads button and popup. */
async function read(subject: string, message: Buffer, badge: string) {
  await sendBySmtp(border.port, SENDER, [USER], message, border.certificate("out.bank.example"));
  return await readAgain(subject, badge);
}

/** Reads it once its badge is that one: each step of the way may wait for a look-up of its own. */
async function readAgain(subject: string, badge: string) {
  const { client } = here;
  await showArrived(client, idOf(subject), subject, badge);
  const popup = await openPopup(client.marionette);
  assert.equal(popup.badge, badge, popup.text);
  const shown = await inExtension(client.marionette, ID, { view: "popup" }, () => ({
    lines: [...document.querySelectorAll<HTMLElement>('[data-part="travel"] li[data-system="mt2"]')].map(
      ({ textContent }) => textContent ?? "",
    ),
    route: [...document.querySelectorAll<HTMLElement>('[data-part="route"] li')].map(
      (hop) =>
        `${hop.firstElementChild?.textContent} ${[...hop.querySelectorAll("dd")].map((dd) => dd.textContent).join(" | ")}`,
    ),
  }));
  return { ...shown, popup };
}

const VALID = "Validated: allowed to use its key";
const NOBODY = "Nobody has vouched for it; decide for yourself";

test("section 5: an honest MT2 message is unchanged back to its sender, and each host stands with validity and trust", async () => {
  const before = await read("honest", await gatewayed("honest"), "TRANSPORT");
  assert.match(before.lines[0] ?? "", /no step of its way is proven/);
  assert.equal(here.front.questions.length, 0, "nobody was asked while look-ups are off");
  assert.equal(await choose(here, "all"), "stored");
  const { lines, route, popup } = await readAgain("honest", "INTACT");
  // From the reader's gateway back, one issuer at a time (MT2-12).
  const order = [...new Set(here.front.questions.map(({ name }) => name).filter((name) => name.startsWith("_mt2.")))];
  assert.deepEqual(order, ["_mt2.home.example.", "_mt2.carrier.example.", "_mt2.bank.example."]);
  assert.deepEqual(lines, [`The way of the message is checked back to ${SENDER}: 4 of 4 steps.`]);
  assert.deepEqual(route, [
    ...WAY.slice(0, 3).map((host) => `${host} ${VALID} | ${NOBODY}`),
    `${BORDER} ${VALID} | Your own server`,
  ]);
  assert.match(popup.text, /Nothing has changed since anna@bank\.example sent it/);
});

test("MT2-07: a way that was cut is a line, and says how far back it is checked", async () => {
  const whole = await gatewayed("cut");
  const { lines, route } = await read("cut", withHops(whole, hopsOf(whole).slice(2)), "TRANSPORT");
  assert.deepEqual(lines, ["The way of the message is checked back to relay.carrier.example: 2 of 2 steps."]);
  assert.equal(route.length, 2);
});

test("MT2-07: hops out of another message prove nothing about this one", async () => {
  const [whole, other] = [await gatewayed("spliced"), await gatewayed("another")];
  const [, , ...own] = hopsOf(whole);
  const { lines, route } = await read("spliced", withHops(whole, [...hopsOf(other).slice(0, 2), ...own]), "TRANSPORT");
  assert.deepEqual(lines, ["The way of the message is checked back to relay.carrier.example: 2 of 4 steps."]);
  assert.match(route[0] ?? "", /^anna@bank\.example Not valid: something does not fit/);
});

test("U41: a text that was changed behind the gateway is a doubt", async () => {
  const whole = await gatewayed("changed");
  const changed = Buffer.from(whole.toString("latin1").replace("at ten", "at two"), "latin1");
  const { popup } = await read("changed", changed, "CAUTION");
  assert.match(popup.text, /changed after it had been signed on its MT2 way/);
});
