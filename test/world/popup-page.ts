import { clickButton, closePopup, type Place } from "./badge-button.ts";
import { inExtension } from "./extension-page.ts";
import { ID } from "./mail-client.ts";
import type { Marionette } from "./marionette.ts";
import { until } from "./until.ts";

/** What the popup says, read from its document. */
export interface Popup {
  readonly badge: string;
  readonly gmp: string;
  readonly lines: Readonly<Record<string, string>>;
  readonly reasons: readonly string[];
  /** Names of the buttons on offer. */
  readonly actions: readonly string[];
  readonly text: string;
}

/** Reads the open popup; waits until it has a verdict. */
export function readPopup(marionette: Marionette): Promise<Popup> {
  return until("a verdict in the popup", () =>
    inExtension(marionette, ID, { view: "popup" }, () => {
      const main = document.querySelector<HTMLElement>("main[data-badge]");
      if (main === null) return false;
      const all = (selector: string) => [...main.querySelectorAll<HTMLElement>(selector)];
      return {
        badge: main.dataset.badge ?? "",
        gmp: main.dataset.gmp ?? "",
        lines: Object.fromEntries(all("[data-line]").map((line) => [line.dataset.line ?? "", line.textContent])),
        reasons: all("li[data-reason]").map((reason) => reason.dataset.reason ?? ""),
        actions: all("button[data-action]").map((button) => button.dataset.action ?? ""),
        text: main.textContent,
      };
    }),
  );
}

/** Opens the popup by its button, reads it, and leaves it open. */
export async function openPopup(marionette: Marionette, place: Place = "mail"): Promise<Popup> {
  await closePopup(marionette, ID);
  await clickButton(marionette, ID, place);
  return await readPopup(marionette);
}

/** Presses one of the popup's buttons. */
export async function pressInPopup(marionette: Marionette, action: string): Promise<void> {
  await until(`the button ${action}`, () =>
    inExtension(
      marionette,
      ID,
      { view: "popup" },
      (action: string) => {
        const button = document.querySelector<HTMLButtonElement>(`button[data-action="${action}"]`);
        if (button === null || button.disabled) return false;
        button.click();
        return true;
      },
      action,
    ),
  );
}
