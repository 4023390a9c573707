import type { Marionette } from "./marionette.ts";
import { until } from "./until.ts";

/** Opens the selected message in a window of its own. */
export async function openInWindow(marionette: Marionette): Promise<void> {
  await marionette.run(() => {
    const { MailUtils } = ChromeUtils.importESModule("resource:///modules/MailUtils.sys.mjs");
    const pane = Services.wm.getMostRecentWindow("mail:3pane").document.getElementById("tabmail").tabInfo[0]
      .chromeBrowser.contentWindow;
    MailUtils.openMessageInNewWindow(pane.gDBView.hdrForFirstSelectedMessage);
  });
}

/** Opens the selected message in a tab of its own and shows that tab. */
export async function openInTab(marionette: Marionette): Promise<void> {
  await marionette.run(() => {
    const { MailUtils } = ChromeUtils.importESModule("resource:///modules/MailUtils.sys.mjs");
    const tabmail = Services.wm.getMostRecentWindow("mail:3pane").document.getElementById("tabmail");
    MailUtils.openMessageInNewTab(
      [tabmail.tabInfo[0].chromeBrowser.contentWindow.gDBView.hdrForFirstSelectedMessage],
      null,
      tabmail,
      false,
    );
  });
}

/** Opens a message file, as a double click in a file manager does: it appears in a tab. */
export async function openFile(marionette: Marionette, path: string): Promise<void> {
  await marionette.run((path: string) => {
    const { MailUtils } = ChromeUtils.importESModule("resource:///modules/MailUtils.sys.mjs");
    const { FileUtils } = ChromeUtils.importESModule("resource://gre/modules/FileUtils.sys.mjs");
    const file = new FileUtils.File(path);
    MailUtils.openEMLFile(Services.wm.getMostRecentWindow("mail:3pane"), file, Services.io.newFileURI(file));
  }, path);
}

/** Opens the n-th attachment of the shown message, as a double click on it does: a message appears in a tab. */
export async function openAttachment(marionette: Marionette, n: number): Promise<void> {
  await until("the attachment", () =>
    marionette.run((n: number) => {
      const message = Services.wm
        .getMostRecentWindow("mail:3pane")
        .document.getElementById("tabmail").currentAboutMessage;
      const attachment = message.currentAttachments[n];
      if (!attachment) return false;
      attachment.open(message.browsingContext);
      return true;
    }, n),
  );
}

/** Deletes the n-th attachment from the shown message as the menu entry does, without its question. */
export async function deleteAttachment(marionette: Marionette, n: number): Promise<void> {
  await until("the attachment to delete", () =>
    marionette.run(async (n: number) => {
      const { AttachmentInfo } = ChromeUtils.importESModule("resource:///modules/AttachmentInfo.sys.mjs");
      const message = Services.wm
        .getMostRecentWindow("mail:3pane")
        .document.getElementById("tabmail").currentAboutMessage;
      const attachment = message.currentAttachments[n];
      if (!attachment) return false;
      if (attachment.isDeleted) return true;
      // On a busy machine Thunderbird was seen never to come back from this, done or not: then it is asked again.
      const win = Services.wm.getMostRecentWindow("mail:3pane");
      return Promise.race([
        AttachmentInfo.deleteAttachments(message.gMessage, [attachment]).then(() => true),
        new Promise<boolean>((late) => win.setTimeout(() => late(false), 20_000)),
      ]);
    }, n),
  );
}

/** Closes all message windows, and all tabs but the first. */
export async function closeExtras(marionette: Marionette): Promise<void> {
  await marionette.run(() => {
    for (const win of [...Services.wm.getEnumerator("mail:messageWindow")]) win.close();
    const tabmail = Services.wm.getMostRecentWindow("mail:3pane").document.getElementById("tabmail");
    while (tabmail.tabInfo.length > 1) tabmail.closeTab(tabmail.tabInfo[1]);
  });
  await until("the windows to close", () =>
    marionette.run(() => ![...Services.wm.getEnumerator("mail:messageWindow")].some((win) => !win.closed)),
  );
}
