import { inExtension } from "../world/extension-page.ts";
import { type IppHost, serveIpp } from "../world/ipp-host.ts";
import { addOnReady, ID, startMailClient } from "../world/mail-client.ts";
import { clickIn } from "../world/mouse.ts";
import { openFreshOptions } from "../world/tabs.ts";
import { testBuild } from "../world/test-build.ts";
import { forceInstall } from "../world/thunderbird-install.ts";
import { until } from "../world/until.ts";
import type { World } from "../world/world.ts";
import { answerDoorhanger, type LookupWorld } from "./lookup-world.ts";
import { declaredLetter, PROVIDER_HOST, startReportNet } from "./report-net.ts";

// Thunderbird with look-ups in front of the places of a report.

/** The page of the options. */
const OPTIONS = { view: "tab", page: "ui/options.html" } as const;

/** Everything a test of reports works with. */
export interface ReportWorld extends LookupWorld {
  readonly sender: IppHost;
  readonly provider: IppHost;
}

/** Starts it with letters of these natures in the inbox. */
export async function startReportWorld(world: World, natures: readonly string[]): Promise<ReportWorld> {
  const { tree, ca, https, front, sender } = await startReportNet(world);
  const policy = {
    v: 1,
    mode: "enforce",
    default: "accept",
    rules: [{ match: { nature: ["marketing"] }, action: "reject" }],
  };
  const provider = serveIpp(https, PROVIDER_HOST, new Map([["/robin.pol", JSON.stringify(policy)]]));
  const { file } = testBuild(world, "thunderbird", tree.anchor);
  const client = await startMailClient(world, {
    messages: await Promise.all(natures.map((nature, n) => declaredLetter(n, nature))),
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
