import { inExtension } from "../world/extension-page.ts";
import { ID } from "../world/mail-client.ts";
import { clickInPopup } from "../world/mouse.ts";
import { openPopup } from "../world/popup-page.ts";
import { stored } from "../world/state.ts";
import { until } from "../world/until.ts";
import { show } from "./look.ts";
import { type AtMail, backToMail, type ReportWorld } from "./report-world.ts";

// What a reader does about a letter, and what the extension keeps of it.

/** One report as the extension keeps it. */
export interface KeptReport {
  readonly id: string;
  readonly state: string;
  readonly outcome?: string;
  readonly tries: number;
  readonly code: string;
}

/** Runs a function in the popup. */
export const inPopup = <R>({ client }: AtMail, fn: () => R) =>
  inExtension(client.marionette, ID, { view: "popup" }, fn);

/** Every report that is kept. */
export const keptReports = async ({ client }: AtMail) =>
  (await stored(client.marionette, "reports")) as unknown as readonly KeptReport[];

/** The one report with a token. */
export const keptReport = async (here: ReportWorld, token: string) =>
  (await keptReports(here)).find((report) => JSON.stringify(report).includes(`"${token}"`));

async function openLetter(here: ReportWorld, n: number): Promise<void> {
  await backToMail(here);
  await show(here.client, n);
}

/** What the popup of the n-th letter says of its declaration, once that is as wanted. */
export async function declared(here: ReportWorld, n: number, wanted: string): Promise<string> {
  await openLetter(here, n);
  return await until(`letter ${n} to be ${wanted}`, async () => {
    await openPopup(here.client.marionette);
    const said = await inPopup(here, () => {
      const part = document.querySelector<HTMLElement>('[data-part="declared"]');
      return [part?.dataset.declared ?? "", part?.textContent ?? ""] as const;
    });
    return said[0] === wanted && said[1];
  });
}

/** Opens the popup of the n-th letter and clicks a reason with the real mouse. */
export async function reportLetter(here: ReportWorld, n: number, code: string): Promise<void> {
  const { client, letters } = here;
  await openLetter(here, n);
  await openPopup(client.marionette);
  await until("the reasons", () => inPopup(here, () => document.querySelector("button[data-report]") !== null));
  await clickInPopup(client.marionette, client.display, `button[data-report="${code}"]`);
  await until(
    `the report of letter ${n}`,
    async () => (await keptReport(here, letters[n]?.token ?? "no such letter"))?.code === code,
  );
}
