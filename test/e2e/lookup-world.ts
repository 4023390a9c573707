import { createPrivateKey, createPublicKey } from "node:crypto";
import { nodeEngine } from "../../core/cli/engine-node.ts";
import { stamp } from "../../core/gmp/make.ts";
import { stampKey } from "../samples/people.ts";
import { type DohFront, dohFront } from "../world/doh-front.ts";
import { inExtension } from "../world/extension-page.ts";
import { createCa } from "../world/loopback-ca.ts";
import { type LoopbackHttps, startLoopbackHttps } from "../world/loopback-https.ts";
import { addOnReady, ID, type MailClient, type MailClientOptions, startMailClient } from "../world/mail-client.ts";
import type { Marionette } from "../world/marionette.ts";
import { clickIn } from "../world/mouse.ts";
import { type SignedTree, startSignedTree, type ZoneSpec } from "../world/signed-tree.ts";
import { openFreshOptions, openOptions } from "../world/tabs.ts";
import { testBuild } from "../world/test-build.ts";
import { forceInstall } from "../world/thunderbird-install.ts";
import { until } from "../world/until.ts";
import type { World } from "../world/world.ts";

// Thunderbird with a test build, signed zones, and a resolver in front of them that can be told to lie.

/** The resolver that is offered first, by its real name. */
export const RESOLVER = "dns.quad9.net";

/** Everything a test of look-ups works with. */
export interface LookupWorld {
  readonly client: MailClient;
  readonly tree: SignedTree;
  readonly front: DohFront;
  readonly https: LoopbackHttps;
  /** Number of the message of an organisation, by arrival. */
  readonly at: (org: string) => number;
}

/** The line that publishes an organisation's key. */
export function keyLine(org: string, p = publicKey(org)): string {
  return `2026a._gmp IN TXT "v=GMP1; k=ed25519; p=${p}"`;
}

/** The key that an organisation would publish, base64. */
export const publicKey = (org: string): string =>
  createPublicKey(createPrivateKey({ key: Buffer.from(stampKey(org).privateKey), format: "der", type: "pkcs8" }))
    .export({ type: "spki", format: "der" })
    .subarray(-32)
    .toString("base64");

/** A stamped letter of an organisation, written now. */
async function letter(org: string): Promise<Uint8Array> {
  const time = Math.floor(Date.now() / 1000) - 60;
  const text = [
    `From: Ann <ann@${org}>`,
    "To: robin@home.example",
    `Subject: From ${org}`,
    `Date: ${new Date(time * 1000).toUTCString().replace("GMT", "+0000")}`,
    `Message-ID: <letter@${org}>`,
    "MIME-Version: 1.0",
    "Content-Type: text/plain; charset=us-ascii",
    "",
    "Hello Robin",
    "",
  ].join("\r\n");
  const rid = `letter-${org}`.replace(/[^A-Za-z0-9-]/g, "-").padEnd(26, "0");
  const options = { orgId: org, rid, time, verifyUrl: `https://verify.${org}/r` };
  const made = await stamp(Buffer.from(text), options, stampKey(org), nodeEngine);
  if (made instanceof Uint8Array) return made;
  throw new Error(`${org}: ${made.fault} ${made.detail}`);
}

/** The first message of every world: it makes nobody wish to look anything up, so look-ups can be chosen over it. */
const QUIET = Buffer.from(
  [
    "From: Kim <kim@neighbour.example>",
    "To: robin@home.example",
    "Subject: nothing to look up",
    "Date: Fri, 20 Nov 2026 06:00:00 +0000",
    "Message-ID: <quiet@neighbour.example>",
    "",
    "A short letter.",
    "",
  ].join("\r\n"),
);

type Options = Pick<MailClientOptions, "localFolders" | "messages" | "other"> & { readonly hosts?: readonly string[] };

/** Starts it with a message about nobody, one letter of each organisation in the inbox, and other messages behind them. */
export async function startLookupWorld(
  world: World,
  orgs: readonly string[],
  zones: readonly ZoneSpec[],
  { hosts = [], messages = [], ...more }: Options = {},
): Promise<LookupWorld> {
  const tree = await startSignedTree(world, zones);
  const ca = createCa(world);
  const https = await startLoopbackHttps(world, ca, [RESOLVER, ...hosts]);
  const front = dohFront(tree);
  https.serve(RESOLVER, front.handler);
  const { file } = testBuild(world, "thunderbird", tree.anchor);
  const client = await startMailClient(world, {
    ...more,
    messages: [QUIET, ...(await Promise.all(orgs.map(letter))), ...messages],
    prefs: { ...https.prefs },
    policies: { ...forceInstall(ID, file), Certificates: { Install: [ca.file] } },
  });
  await addOnReady(client.marionette);
  return { client, tree, front, https, at: (org) => 1 + orgs.indexOf(org) };
}

/** Chooses a mode on the options page with the real mouse, and answers Thunderbird's question, if it asks one. */
export async function choose(
  { client }: LookupWorld,
  mode: string,
  answer: "allow" | "refuse" = "allow",
): Promise<string> {
  const { marionette, display } = client;
  await openFreshOptions(marionette);
  const page = { view: "tab", page: "ui/options.html" } as const;
  const radio = `input[name="lookups-mode"][value="${mode}"]`;
  await until("the mode to be chosen", async () => {
    await clickIn(marionette, display, page, radio);
    return inExtension(
      marionette,
      ID,
      page,
      (radio: string) => document.querySelector(`${radio}:checked`) !== null,
      radio,
    );
  });
  await clickIn(marionette, display, page, '[data-action="save-lookups"]');
  return await until("the choice to be stored or refused", async () => {
    await answerDoorhanger(marionette, answer);
    return inExtension(marionette, ID, page, async () => {
      const outcome = document.querySelector<HTMLElement>('[data-part="lookups-choice"] [data-outcome]');
      return outcome?.dataset.outcome ?? "";
    });
  });
}

/** Presses a button of Thunderbird's own permission question, where one is shown. */
export async function answerDoorhanger(marionette: Marionette, answer: "allow" | "refuse"): Promise<void> {
  await marionette.run((allow: boolean) => {
    for (const win of Services.wm.getEnumerator("mail:3pane")) {
      const shown = win.document.querySelector("#notification-popup popupnotification");
      if (shown === null || win.document.getElementById("notification-popup").state !== "open") continue;
      (allow ? shown.button : shown.secondaryButton).click();
    }
  }, answer === "allow");
}

/**
 * Looks up again what is known about an organisation, as after some time and with the popup's button.
 * @param age seconds by which what is known becomes older
 * @returns how it ended
 */
export async function again(here: LookupWorld, org: string, age = 0): Promise<string> {
  await inExtension(
    here.client.marionette,
    ID,
    { view: "background" },
    async (org: string, age: number) => {
      const db = await new Promise<IDBDatabase>((resolve) => {
        const request = indexedDB.open("countersign");
        request.onsuccess = () => resolve(request.result);
      });
      const tx = db.transaction("findings", "readwrite");
      const all = tx.objectStore("findings").getAll();
      all.onsuccess = () => {
        for (const finding of all.result.filter(({ domain }) => domain === org)) {
          finding.next = 0;
          for (const { newest } of finding.remembered?.steps ?? []) if (newest) newest.seen -= age;
          tx.objectStore("findings").put(finding);
        }
      };
      await new Promise((resolve) => {
        tx.oncomplete = resolve;
      });
      db.close();
    },
    org,
    age,
  );
  return await lookUpNow(here);
}

/** Serves everything that waits or failed, as the popup's button does; returns how it ended. */
export async function lookUpNow({ client: { marionette } }: LookupWorld): Promise<string> {
  await openOptions(marionette);
  const end: string = await inExtension(marionette, ID, { view: "tab", page: "ui/options.html" }, async () =>
    String(await messenger.runtime.sendMessage({ countersign: "look-up" })),
  );
  await marionette.run(() =>
    Services.wm.getMostRecentWindow("mail:3pane").document.getElementById("tabmail").switchToTab(0),
  );
  return end;
}

/** Stores a trust record as if it had been added before; verdicts from before end. */
export async function put(marionette: Marionette, record: object): Promise<void> {
  await inExtension(
    marionette,
    ID,
    { view: "background" },
    async (record: object) => {
      const db = await new Promise<IDBDatabase>((resolve) => {
        const request = indexedDB.open("countersign");
        request.onsuccess = () => resolve(request.result);
      });
      const tx = db.transaction(["trust", "facts"], "readwrite");
      tx.objectStore("trust").put(record);
      const facts = tx.objectStore("facts");
      const clockwork = facts.get("clockwork");
      clockwork.onsuccess = () => facts.put({ ...clockwork.result, epoch: clockwork.result.epoch + 1 }, "clockwork");
      await new Promise((resolve) => {
        tx.oncomplete = resolve;
      });
      db.close();
    },
    record,
  );
}
