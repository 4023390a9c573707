import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { readSigningKey } from "../../core/cli/key-file.ts";
import { sign } from "../../core/crypto/signature.ts";
import { CLIENT_MX_TYPE } from "../../core/dns/records/client-mx.ts";
import { payloadText } from "../../core/map/bootstrap.ts";
import { makeKey } from "../bench/messages.ts";
import { serverError } from "../world/doh-front.ts";
import { inExtension } from "../world/extension-page.ts";
import { ID, USER } from "../world/mail-client.ts";
import { clickIn } from "../world/mouse.ts";
import { openPopup, type Popup } from "../world/popup-page.ts";
import { grow } from "../world/state.ts";
import { openFreshOptions } from "../world/tabs.ts";
import { until } from "../world/until.ts";
import { createWorld } from "../world/world.ts";
import { settled, show } from "./look.ts";
import { answerDoorhanger, choose, type LookupWorld, lookUpNow, startLookupWorld } from "./lookup-world.ts";
import { type Gateway, letter, makeGateway } from "./transport-mail.ts";

// What domains publish besides receipts' keys, found by the extension itself: each message is opened once, and its badge
// follows when the fact arrives. Until the first badge was seen, the resolver has nothing to say.

const BORDER = "mx.home.example";
const world = createWorld("lookup-facts");
after(() => world.end());

const outside = createRequire(import.meta.url);
const { dkimSign }: { dkimSign(message: Buffer, options: object): Promise<{ signatures: string }> } =
  outside("mailauth/lib/dkim/sign.js");

/** The message as the reader's server delivered it, with what that server says. */
function arrived(message: Uint8Array, results: string): Buffer {
  const received = `Received: from out.example by ${BORDER} with ESMTPS; ${new Date().toUTCString().replace("GMT", "+0000")}`;
  return Buffer.concat([Buffer.from(`Authentication-Results: ${BORDER}; ${results}\r\n${received}\r\n`), message]);
}

async function sealed(gateway: Gateway, domain: string): Promise<Buffer> {
  const sender = `anna@${domain}`;
  const message = await gateway.seal(letter(`sealed by ${domain}`, sender), sender, USER);
  const anchor = domain === "bank.example" ? "policy.map-anchor=dnssec dns.sec=yes" : "policy.map-anchor=https";
  return arrived(message, `map=pass smtp.mailfrom=${domain} policy.map-mode=enforce policy.map-key=env1 ${anchor}`);
}

/** The document that a domain in an unsigned zone serves (T17). */
async function bootstrap(domain: string, { key }: Gateway): Promise<string> {
  const issued = Math.floor(Date.now() / 1000) - 60;
  const keys = [{ id: "env1", usage: "envelope", k: "ed25519", p: key }];
  const text = payloadText({ domain, mode: "testing", issued, expires: issued + 86_400, keys });
  const url = (octets: string | Uint8Array) => Buffer.from(octets).toString("base64url");
  const signed = `${url('{"alg":"EdDSA","kid":"env1"}')}.${url(text)}`;
  const { pkcs8 } = readSigningKey(join(world.dir, `gateway-${domain}`, "key"), undefined);
  return `${signed}.${url(await sign("ed25519", pkcs8, Buffer.from(signed)))}`;
}

const SUBJECTS = [
  "nothing to look up",
  "signed",
  "sealed by bank.example",
  "sealed by plain.example",
  "not from there",
];
let here: LookupWorld;
let plain: Gateway;
before(async () => {
  const { spki, privateKey } = makeKey("rsa-pss-sha256");
  const bank = await makeGateway(world.dir, "bank.example");
  plain = await makeGateway(world.dir, "plain.example");
  const [one, two] = (spki.toString("base64").match(/.{1,200}/g) ?? []) as [string, string];
  const lines = [
    `autumn._domainkey IN TXT "v=DKIM1; k=rsa; p=${one}" "${two}"`,
    `env1._mapkey IN TXT "v=MAP1; usage=envelope; k=ed25519; p=${bank.key}"`,
    String.raw`@ IN TYPE${CLIENT_MX_TYPE} \# 19 000a 026d78 0462616e6b 076578616d706c65 00`,
  ];
  const text = letter("signed", "anna@bank.example");
  const key = {
    signingDomain: "bank.example",
    selector: "autumn",
    privateKey: privateKey.export({ type: "pkcs8", format: "pem" }),
  };
  const { signatures } = await dkimSign(text, { canonicalization: "relaxed/relaxed", signatureData: [key] });
  const messages = [
    Buffer.concat([Buffer.from(signatures), text]),
    await sealed(bank, "bank.example"),
    await sealed(plain, "plain.example"),
    arrived(letter("not from there", "anna@bank.example"), "mtls=fail smtp.mailfrom=bank.example"),
  ];
  const zones = [
    { name: "bank.example.", lines },
    { name: "plain.example.", signing: false as const },
  ];
  here = await startLookupWorld(world, [], zones, { hosts: ["plain.example"], messages });
  const authserv = [{ authservId: BORDER, borderHosts: [BORDER], placement: "above" }];
  await grow(here.client.marionette, { account: { authserv } });
  assert.equal(await choose(here, "all"), "stored");
});

/** Opens a message of a domain once; the badge has to go from one to the other by itself. Then the popup and its lines. */
async function follows(
  subject: string,
  first: string,
  then: string,
): Promise<Popup & { readonly codes: string[]; readonly proofs: string[] }> {
  const { client, front } = here;
  front.lie = serverError;
  await show(client, SUBJECTS.indexOf(subject), first);
  front.lie = undefined;
  assert.equal(await lookUpNow(here), "done");
  await settled(client, subject, { badge: then });
  const popup = await openPopup(client.marionette);
  const [codes, proofs] = await inExtension(client.marionette, ID, { view: "popup" }, async () => {
    const codes = [...document.querySelectorAll<HTMLElement>('[data-part="travel"] li[data-system]')].map(
      ({ dataset }) => `${dataset.system}_${dataset.code}`,
    );
    const shown = () => [...document.querySelectorAll<HTMLElement>('[data-by="device"] [data-part="proof"]')];
    // The proof is made again for this look.
    for (
      let turn = 0;
      turn < 100 && shown().length === 0 && codes.some((code) => /signed|reverified/.test(code));
      turn++
    )
      await new Promise((done) => setTimeout(done, 100));
    return [codes, shown().map(({ dataset }) => `${dataset.key} ${dataset.stands}`)] as const;
  });
  return { ...popup, codes, proofs };
}

test("a DKIM key is looked up, proven from the root, and the open message becomes TRANSPORT: signed, checked on this device", async () => {
  const { codes, text, reasons, proofs } = await follows("signed", "NONE", "TRANSPORT");
  assert.deepEqual([codes, reasons, proofs], [["dkim_signed"], [], ["dkim-key true"]]);
  assert.match(text, /bank\.example signed this message; checked on this device/);
});

test("a MAP key is looked up, and the sealed message that is open becomes INTACT", async () => {
  const { codes, proofs } = await follows("sealed by bank.example", "TRANSPORT", "INTACT");
  assert.deepEqual([codes, proofs], [["map_gateway", "map_reverified"], ["map-key true"]]);
});

test("T59, DNS-16: a Client MX record is looked up, and a failed certificate check becomes CAUTION", async () => {
  const { reasons } = await follows("not from there", "NONE", "CAUTION");
  assert.deepEqual(reasons, ["MTLS_FAIL"]);
});

test("MAP-11: keys come over HTTPS after the zone was proven to be unsigned and the host was allowed, and raise no badge", async () => {
  const { marionette, display } = here.client;
  here.https.serve("plain.example", async (_, response) => void response.end(await bootstrap("plain.example", plain)));
  await show(here.client, SUBJECTS.indexOf("sealed by plain.example"), "TRANSPORT");
  const page = { view: "tab", page: "ui/options.html" } as const;
  const asked = () => here.https.asked.filter(({ host }) => host === "plain.example").map(({ path }) => path);
  await until("the host to be offered", async () => {
    await lookUpNow(here);
    await openFreshOptions(marionette);
    return inExtension(marionette, ID, page, () => document.querySelector('[data-action="allow-host"]') !== null);
  });
  assert.deepEqual(asked(), [], "not before the click");
  await clickIn(marionette, display, page, '[data-action="allow-host"]');
  await until("the document", async () => {
    await answerDoorhanger(marionette, "allow");
    return asked().length > 0;
  });
  assert.deepEqual(asked(), ["/.well-known/map-bootstrap"]);
  assert.equal(await lookUpNow(here), "done");
  const { codes } = await follows("sealed by plain.example", "TRANSPORT", "TRANSPORT");
  assert.deepEqual(codes, ["map_gateway-https", "map_reverified-https"]);
});
