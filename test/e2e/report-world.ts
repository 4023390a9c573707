import { inExtension } from "../world/extension-page.ts";
import { addOnReady, ID, startMailClient } from "../world/mail-client.ts";
import { clickIn } from "../world/mouse.ts";
import { openFreshOptions } from "../world/tabs.ts";
import { testBuild } from "../world/test-build.ts";
import { forceInstall } from "../world/thunderbird-install.ts";
import { until } from "../world/until.ts";
import type { World } from "../world/world.ts";
import { answerDoorhanger, type LookupWorld } from "./lookup-world.ts";
import { type ReportNet, startReportNet } from "./report-net.ts";

// Thunderbird with look-ups in front of the places of a report.

/** The page of the options. */
const OPTIONS = { view: "tab", page: "ui/options.html" } as const;

/** An address of these tests' network namespace, this world's alone. */
const ADDRESS = "198.51.100.8";

/** Everything a test of reports works with. */
export interface ReportWorld extends LookupWorld, ReportNet {}

/** A Thunderbird, which is all that most steps need. */
export type AtMail = Pick<ReportWorld, "client">;

/** Starts it with letters of these natures in the inbox. */
export async function startReportWorld(world: World, natures: readonly string[]): Promise<ReportWorld> {
  const net = await startReportNet(world, ADDRESS, natures);
  const { file } = testBuild(world, "thunderbird", net.tree.anchor);
  const client = await startMailClient(world, {
    messages: net.letters.map(({ bytes }) => bytes),
    // From its second start on Thunderbird would call a machine with nothing but loopback offline.
    prefs: { ...net.https.prefs, "offline.autoDetect": false },
    policies: { ...forceInstall(ID, file), Certificates: { Install: [net.ca.file] } },
  });
  await addOnReady(client.marionette);
  return { ...net, client, at: () => 0 };
}

/** Presses a button of the options page with the real mouse, answering Thunderbird's question, until `done` is there. */
export async function press({ client }: AtMail, button: string, done: string): Promise<void> {
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
export function backToMail({ client }: AtMail): Promise<void> {
  return client.marionette.run(() =>
    Services.wm.getMostRecentWindow("mail:3pane").document.getElementById("tabmail").switchToTab(0),
  );
}

/** Lets time pass for every report that waits, and wakes the background, as the alarm would. */
export async function later({ client }: AtMail, seconds: number): Promise<void> {
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
