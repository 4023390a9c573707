import { createPrivateKey, createPublicKey } from "node:crypto";
import { nodeEngine } from "../../core/cli/engine-node.ts";
import { declare } from "../../core/ipp/make.ts";
import { makePublished } from "../../core/x509/make-published.ts";
import { stampKey } from "../samples/people.ts";
import { dohFront } from "../world/doh-front.ts";
import { inExtension } from "../world/extension-page.ts";
import { type IppHost, serveIpp } from "../world/ipp-host.ts";
import { createCa } from "../world/loopback-ca.ts";
import { startLoopbackHttps } from "../world/loopback-https.ts";
import { addOnReady, ID, startMailClient } from "../world/mail-client.ts";
import { clickIn } from "../world/mouse.ts";
import { startSignedTree } from "../world/signed-tree.ts";
import { openFreshOptions } from "../world/tabs.ts";
import { testBuild } from "../world/test-build.ts";
import { forceInstall } from "../world/thunderbird-install.ts";
import { until } from "../world/until.ts";
import type { World } from "../world/world.ts";
import { answerDoorhanger, type LookupWorld, RESOLVER } from "./lookup-world.ts";

// Thunderbird with look-ups, a sender that declares what its mail is, and a provider that takes reports: both domains
// publish where in signed zones, and both hosts are HTTPS servers here.

const SENDER = "ann@sender.example";
export const SENDER_HOST = "ipp.sender.example";
export const PROVIDER_HOST = "ipp.home.example";
/** The page of the options. */
const OPTIONS = { view: "tab", page: "ui/options.html" } as const;

/** Everything a test of reports works with. */
export interface ReportWorld extends LookupWorld {
  readonly sender: IppHost;
  readonly provider: IppHost;
}

/** The report token of the n-th letter. */
export const tokenOf = (n: number): string => `token-of-letter-${n}-`.padEnd(22, "0");

/** A letter that its sender declares, written now. */
async function letter(n: number, nature: string): Promise<Uint8Array> {
  const created = Math.floor(Date.now() / 1000) - 60;
  const text = [
    `From: Ann <${SENDER}>`,
    "To: robin@home.example",
    `Subject: Letter ${n}`,
    `Date: ${new Date(created * 1000).toUTCString().replace("GMT", "+0000")}`,
    `Message-ID: <letter-${n}@sender.example>`,
    "MIME-Version: 1.0",
    "Content-Type: text/plain; charset=us-ascii",
    "",
    "Buy three, pay two.",
    "",
  ].join("\r\n");
  const { privateKey } = stampKey("sender.example");
  const options = { nature, token: tokenOf(n), created, expires: created + 14 * 86_400 };
  const made = await declare(Buffer.from(text), options, { alg: "ed25519", privateKey }, nodeEngine);
  if (made instanceof Uint8Array) return made;
  throw new Error(`letter ${n}: ${made.fault} ${made.detail}`);
}

/** The `.pub` of the sender. */
async function published(): Promise<string> {
  const { privateKey } = stampKey("sender.example");
  const key = createPrivateKey({ key: Buffer.from(privateKey), format: "der", type: "pkcs8" });
  const publicKey = new Uint8Array(createPublicKey(key).export({ type: "spki", format: "der" }));
  const now = Math.floor(Date.now() / 1000);
  return await makePublished({
    address: SENDER,
    notBefore: now - 86_400,
    notAfter: now + 30 * 86_400,
    signing: { alg: "ed25519", publicKey, privateKey },
  });
}

const base = (host: string) => `_ipp IN TXT "v=IPP1; t=url; url=https://${host}/"`;

/** Starts it with letters of these natures in the inbox. */
export async function startReportWorld(world: World, natures: readonly string[]): Promise<ReportWorld> {
  const tree = await startSignedTree(world, [
    { name: "sender.example.", lines: [base(SENDER_HOST)] },
    { name: "home.example.", lines: [base(PROVIDER_HOST)] },
  ]);
  const ca = createCa(world);
  const https = await startLoopbackHttps(world, ca, [RESOLVER, SENDER_HOST, PROVIDER_HOST]);
  const front = dohFront(tree);
  https.serve(RESOLVER, front.handler);
  const sender = serveIpp(https, SENDER_HOST, new Map([["/ann.pub", await published()]]));
  const policy = {
    v: 1,
    mode: "enforce",
    default: "accept",
    rules: [{ match: { nature: ["marketing"] }, action: "reject" }],
  };
  const provider = serveIpp(https, PROVIDER_HOST, new Map([["/robin.pol", JSON.stringify(policy)]]));
  const { file } = testBuild(world, "thunderbird", tree.anchor);
  const client = await startMailClient(world, {
    messages: await Promise.all(natures.map((nature, n) => letter(n, nature))),
    // From its second start on Thunderbird would call a machine with nothing but loopback offline.
    prefs: { ...https.prefs, "offline.autoDetect": false },
    policies: { ...forceInstall(ID, file), Certificates: { Install: [ca.file] } },
  });
  await addOnReady(client.marionette);
  return { client, tree, front, https, sender, provider, at: () => 0 };
}

/** Presses a button of the options page with the real mouse, answering Thunderbird's question, until `done` is there. */
export async function press({ client }: ReportWorld, button: string, done: string): Promise<void> {
  const { marionette, display } = client;
  await openFreshOptions(marionette);
  const has = (selector: string) =>
    inExtension(
      marionette,
      ID,
      OPTIONS,
      (selector: string) => document.querySelector(selector) !== null,
      selector,
    ).catch(() => false);
  await until(button, () => has(button));
  await clickIn(marionette, display, OPTIONS, button);
  await until(done, async () => {
    await answerDoorhanger(marionette, "allow");
    return has(done);
  });
}

/** Goes back to the mail from a page in a tab. */
export function backToMail({ client }: ReportWorld): Promise<void> {
  return client.marionette.run(() =>
    Services.wm.getMostRecentWindow("mail:3pane").document.getElementById("tabmail").switchToTab(0),
  );
}

/** One report as the extension keeps it. */
export interface KeptReport {
  readonly id: string;
  readonly state: string;
  readonly outcome?: string;
  readonly tries: number;
  readonly code: string;
}

/** Lets time pass for every report that waits, and wakes the background, as the alarm would. */
export async function later({ client }: ReportWorld, seconds: number): Promise<void> {
  await inExtension(
    client.marionette,
    ID,
    { view: "background" },
    async (seconds: number) => {
      const db = await new Promise<IDBDatabase>((resolve) => {
        const request = indexedDB.open("countersign");
        request.onsuccess = () => resolve(request.result);
      });
      const tx = db.transaction("reports", "readwrite");
      const all = tx.objectStore("reports").getAll();
      all.onsuccess = () => {
        for (const report of all.result) tx.objectStore("reports").put({ ...report, due: report.due - seconds });
      };
      await new Promise((resolve) => {
        tx.oncomplete = resolve;
      });
      db.close();
      await browser.alarms.create("reports", { when: Date.now() + 200 });
    },
    seconds,
  );
}
