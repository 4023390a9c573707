import type { Marionette } from "./marionette.ts";
import { until } from "./until.ts";

/** Where a message is shown: in the first tab, in a tab of its own, or in a window of its own. */
export type Place = "mail" | "window";

/** The message-display action as the toolbar shows it, and the subject shown beside it. */
export interface Button {
  readonly subject: string;
  readonly label: string;
  readonly title: string;
  readonly badgeText: string;
  /** File name of the icon in use. */
  readonly icon: string;
}

/** Reads the add-on's button, or undefined where there is none (no message shown). */
export function readButton(marionette: Marionette, id: string, place: Place = "mail"): Promise<Button | null> {
  return marionette.run(
    (id: string, place: string) => {
      const win = Services.wm.getMostRecentWindow(place === "mail" ? "mail:3pane" : "mail:messageWindow");
      const message =
        place === "mail"
          ? win?.document.getElementById("tabmail").currentAboutMessage
          : win?.messageBrowser.contentWindow;
      const button = message?.document.getElementById(
        `${id.toLowerCase().replace(/[^a-z0-9_-]/g, "_")}-messageDisplayAction-toolbarbutton`,
      );
      if (!button) return null;
      return {
        subject: message.document
          .getElementById("expandedsubjectBox")
          .textContent.replace(/^Subject:?\s*/, "")
          .trim(),
        label: button.getAttribute("label") ?? "",
        title: button.getAttribute("tooltiptext") ?? "",
        badgeText: button.getAttribute("badge") ?? "",
        icon: /\/([^/")]+\.(?:svg|png))/.exec(button.getAttribute("style") ?? "")?.[1] ?? "",
      };
    },
    id,
    place,
  );
}

/** Row of the message with that Message-ID (without angle brackets) in the shown folder, or -1. */
export function rowOf(marionette: Marionette, messageId: string): Promise<number> {
  return marionette.run((messageId: string) => {
    const win = Services.wm.getMostRecentWindow("mail:3pane");
    const view = win.document.getElementById("tabmail").tabInfo[0].chromeBrowser.contentWindow.gDBView;
    for (let i = 0; i < view.rowCount; i++) if (view.getMsgHdrAt(i).messageId === messageId) return i;
    return -1;
  }, messageId);
}

/** Rows of the shown folder in the order in which its messages arrived. */
export function rowsByArrival(marionette: Marionette): Promise<number[]> {
  return marionette.run(() => {
    const win = Services.wm.getMostRecentWindow("mail:3pane");
    const view = win.document.getElementById("tabmail").tabInfo[0].chromeBrowser.contentWindow.gDBView;
    const rows: { row: number; key: number }[] = [];
    for (let row = 0; row < view.rowCount; row++) rows.push({ row, key: view.getKeyAt(row) });
    return rows.sort((a, b) => a.key - b.key).map(({ row }) => row);
  });
}

/** Decoded subject of a row. */
export function subjectOf(marionette: Marionette, row: number): Promise<string> {
  return marionette.run((row: number) => {
    const win = Services.wm.getMostRecentWindow("mail:3pane");
    const view = win.document.getElementById("tabmail").tabInfo[0].chromeBrowser.contentWindow.gDBView;
    return view.getMsgHdrAt(row).mime2DecodedSubject;
  }, row);
}

/** Selects rows of the shown folder, as a click and Ctrl-clicks would. */
export async function selectRows(marionette: Marionette, rows: readonly number[]): Promise<void> {
  await marionette.run((rows: readonly number[]) => {
    const win = Services.wm.getMostRecentWindow("mail:3pane");
    const tabmail = win.document.getElementById("tabmail");
    tabmail.switchToTab(0);
    const tree = tabmail.tabInfo[0].chromeBrowser.contentWindow.threadTree;
    if (rows.length === 1) tree.selectedIndex = rows[0];
    else tree.selectedIndices = [...rows];
  }, rows);
}

/** Opens the popup by a click on the button. */
export async function clickButton(marionette: Marionette, id: string, place: Place = "mail"): Promise<void> {
  await marionette.run(
    (id: string, place: string) => {
      const win = Services.wm.getMostRecentWindow(place === "mail" ? "mail:3pane" : "mail:messageWindow");
      const message =
        place === "mail"
          ? win.document.getElementById("tabmail").currentAboutMessage
          : win.messageBrowser.contentWindow;
      message.document
        .getElementById(`${id.toLowerCase().replace(/[^a-z0-9_-]/g, "_")}-messageDisplayAction-toolbarbutton`)
        .click();
    },
    id,
    place,
  );
}

/** Closes the popup, if it is open, and waits until it is gone. */
export async function closePopup(marionette: Marionette, id: string): Promise<void> {
  await until("the popup to close", () =>
    marionette.run((id: string) => {
      const popups = [...WebExtensionPolicy.getByID(id).extension.views].filter((v) => v.viewType === "popup");
      for (const view of popups) view.xulBrowser.closest("panel").hidePopup();
      return popups.length === 0;
    }, id),
  );
}
