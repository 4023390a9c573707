import type { MailClient } from "./mail-client.ts";

const buttonOf = (id: string) => `${id.replace(/[^a-z0-9_-]/g, "_")}-messageDisplayAction-toolbarbutton`;

/** Milliseconds from selecting a row until the button's icon or title contains `sign` beside that subject. */
export function timeToBadge(
  { marionette }: Pick<MailClient, "marionette">,
  id: string,
  row: number,
  subject: string,
  sign: string,
): Promise<number> {
  return marionette.run(
    async (row: number, subject: string, button: string, sign: string) => {
      const win = Services.wm.getMostRecentWindow("mail:3pane");
      const tabmail = win.document.getElementById("tabmail");
      const began = win.performance.now();
      tabmail.tabInfo[0].chromeBrowser.contentWindow.threadTree.selectedIndex = row;
      for (;;) {
        const doc = tabmail.currentAboutMessage.document;
        const element = doc.getElementById(button);
        const shown = `${element?.getAttribute("style")} ${element?.getAttribute("tooltiptext")}`;
        const elapsed = win.performance.now() - began;
        if (shown.includes(sign) && doc.getElementById("expandedsubjectBox").textContent.includes(subject))
          return elapsed;
        if (elapsed > 60_000) throw new Error(`no badge on ${subject}: ${shown}`);
        await new Promise((done) => win.setTimeout(done, 2));
      }
    },
    row,
    subject,
    buttonOf(id),
    sign,
  );
}
