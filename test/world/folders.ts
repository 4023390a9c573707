import type { Marionette } from "./marionette.ts";
import { until } from "./until.ts";

/** Stores the password of the test account; must be done before Thunderbird first connects. */
export async function storePassword(marionette: Marionette, user: string): Promise<void> {
  await marionette.run(async (user: string) => {
    const login = Cc["@mozilla.org/login-manager/loginInfo;1"].createInstance(Ci.nsILoginInfo);
    login.init("imap://127.0.0.1", null, "imap://127.0.0.1", user, "secret", "", "");
    await Services.logins.addLoginAsync(login);
  }, user);
}

/** Which folder: of the first or another IMAP account, or of Local Folders. */
export interface FolderName {
  readonly account: "imap" | "local" | "other";
  readonly name: string;
}

export const INBOX: FolderName = { account: "imap", name: "INBOX" };

/** Shows a folder in the first tab and waits until it lists `rows` messages; returns their number. */
export async function openFolder(marionette: Marionette, folder: FolderName, rows = 1): Promise<number> {
  await until(`folder ${folder.name}`, () =>
    marionette.run(
      (account: string, name: string) => {
        const { MailServices } = ChromeUtils.importESModule("resource:///modules/MailServices.sys.mjs");
        const key = account === "imap" ? "account1" : account === "local" ? "account2" : "account3";
        const server = MailServices.accounts.getAccount(key).incomingServer;
        const tabmail = Services.wm.getMostRecentWindow("mail:3pane").document.getElementById("tabmail");
        tabmail.switchToTab(0);
        void server.rootFolder.subFolders; // makes a local store look at its directory
        const find = () => [...server.rootFolder.descendants].find((f) => f.name.toLowerCase() === name.toLowerCase());
        if (account !== "local" && find() === undefined)
          server.performExpand(Services.wm.getMostRecentWindow("mail:3pane").msgWindow);
        const found = find();
        if (found === undefined) return false;
        tabmail.tabInfo[0].chromeBrowser.contentWindow.displayFolder(found.URI);
        return true;
      },
      folder.account,
      folder.name,
    ),
  );
  return await until(
    `${rows} messages in ${folder.name}`,
    () =>
      marionette.run((rows: number) => {
        const view = Services.wm.getMostRecentWindow("mail:3pane").document.getElementById("tabmail").tabInfo[0]
          .chromeBrowser.contentWindow.gDBView;
        return view && view.rowCount >= rows ? view.rowCount : 0;
      }, rows),
    // Thousands of messages are listed by the thousand.
    { timeout: Math.max(60_000, rows * 20) },
  );
}

/** Fetches every message of the IMAP inbox into the offline store (Thunderbird's default state for IMAP). */
export function downloadForOffline(marionette: Marionette): Promise<number> {
  return marionette.run(async () => {
    const { MailServices } = ChromeUtils.importESModule("resource:///modules/MailServices.sys.mjs");
    const server = MailServices.accounts.getAccount("account1").incomingServer;
    const inbox = server.rootFolder.getFolderWithFlags(Ci.nsMsgFolderFlags.Inbox);
    inbox.setFlag(Ci.nsMsgFolderFlags.Offline);
    const stored = () => [...inbox.messages].filter((h) => h.flags & Ci.nsMsgMessageFlags.Offline).length;
    // One call leaves the largest messages out.
    for (let round = 0; round < 5 && stored() < inbox.getTotalMessages(false); round++)
      await new Promise<void>((done) =>
        inbox.downloadAllForOffline(
          { OnStartRunningUrl() {}, OnStopRunningUrl: () => done() },
          Services.wm.getMostRecentWindow("mail:3pane").msgWindow,
        ),
      );
    return stored();
  });
}
