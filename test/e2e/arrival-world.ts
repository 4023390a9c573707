import { inExtension } from "../world/extension-page.ts";
import { deliver } from "../world/lmtp.ts";
import { ID, type MailClient, USER } from "../world/mail-client.ts";
import { clickIn } from "../world/mouse.ts";
import { openOptions } from "../world/tabs.ts";
import { until } from "../world/until.ts";
import { answerDoorhanger } from "./lookup-world.ts";

const PAGE = { view: "tab", page: "ui/options.html" } as const;

/** Chooses in the options what new mail is tagged with, by real clicks, and answers Thunderbird's own question. */
export async function chooseArrival(
  { marionette, display }: MailClient,
  mode: string,
  answer: "allow" | "refuse" = "allow",
): Promise<string> {
  await openOptions(marionette);
  const radio = `input[name="arrival-mode"][value="${mode}"]`;
  await until("the mode to be chosen", async () => {
    await clickIn(marionette, display, PAGE, radio);
    return inExtension(
      marionette,
      ID,
      PAGE,
      (radio: string) => document.querySelector(`${radio}:checked`) !== null,
      radio,
    );
  });
  await clickIn(marionette, display, PAGE, '[data-action="save-arrival"]');
  return await until("the choice to be stored or refused", async () => {
    await answerDoorhanger(marionette, answer);
    return inExtension(
      marionette,
      ID,
      PAGE,
      () => document.querySelector<HTMLElement>("#arrival [data-outcome]")?.dataset.outcome ?? "",
    );
  });
}

/** Hands a message to the mail server and lets Thunderbird fetch it, as its button does. */
export async function arrive(client: MailClient, bytes: Uint8Array): Promise<void> {
  await deliver(client.dovecot.lmtpPort, USER, bytes);
  await fetchMail(client, "account1");
}

/** Adds an account that fetches the same user's mail over POP3, and leaves it on the server; resolves to its name. */
export const addPop3Account = ({ marionette, dovecot }: MailClient): Promise<string> =>
  marionette.run(
    async (user: string, port: number) => {
      const { MailServices } = ChromeUtils.importESModule("resource:///modules/MailServices.sys.mjs");
      const login = Cc["@mozilla.org/login-manager/loginInfo;1"].createInstance(Ci.nsILoginInfo);
      login.init("mailbox://127.0.0.1", null, "mailbox://127.0.0.1", user, "secret", "", "");
      await Services.logins.addLoginAsync(login);
      const server = MailServices.accounts.createIncomingServer(user, "127.0.0.1", "pop3");
      server.port = port;
      server.socketType = 0;
      server.authMethod = 3;
      server.QueryInterface(Ci.nsIPop3IncomingServer).leaveMessagesOnServer = true;
      const account = MailServices.accounts.createAccount();
      account.incomingServer = server;
      return account.key;
    },
    USER.slice(0, USER.indexOf("@")),
    dovecot.pop3Port,
  );

/** Lets an account fetch what there is. */
export const fetchMail = ({ marionette }: MailClient, account: string): Promise<void> =>
  marionette.run((account: string) => {
    const { MailServices } = ChromeUtils.importESModule("resource:///modules/MailServices.sys.mjs");
    const server = MailServices.accounts.getAccount(account).incomingServer;
    const inbox = server.rootFolder.getFolderWithFlags(Ci.nsMsgFolderFlags.Inbox);
    inbox.getNewMessages(Services.wm.getMostRecentWindow("mail:3pane").msgWindow, null);
  }, account);

/** Names of the tags of each message of the inbox by its subject, as Thunderbird's own database has them. */
export const tagsInList = ({ marionette }: MailClient, account = "account1"): Promise<Record<string, string[]>> =>
  marionette.run((account: string) => {
    const { MailServices } = ChromeUtils.importESModule("resource:///modules/MailServices.sys.mjs");
    const server = MailServices.accounts.getAccount(account).incomingServer;
    const inbox = server.rootFolder.getFolderWithFlags(Ci.nsMsgFolderFlags.Inbox);
    const known: { key: string; tag: string }[] = MailServices.tags.getAllTags();
    return Object.fromEntries(
      [...inbox.messages].map((header) => [
        header.mime2DecodedSubject,
        header
          .getStringProperty("keywords")
          .split(" ")
          .flatMap((key: string) => known.find((tag) => tag.key === key)?.tag ?? []),
      ]),
    );
  }, account);

/** The key of a tag by its name, or "". */
export const keyOfTag = ({ marionette }: MailClient, name: string): Promise<string> =>
  marionette.run((name: string) => {
    const { MailServices } = ChromeUtils.importESModule("resource:///modules/MailServices.sys.mjs");
    return MailServices.tags.getKeyForTag(name);
  }, name);
