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
export async function arrive({ marionette, dovecot }: MailClient, bytes: Uint8Array): Promise<void> {
  await deliver(dovecot.lmtpPort, USER, bytes);
  await marionette.run(() => {
    const { MailServices } = ChromeUtils.importESModule("resource:///modules/MailServices.sys.mjs");
    const server = MailServices.accounts.getAccount("account1").incomingServer;
    const inbox = server.rootFolder.getFolderWithFlags(Ci.nsMsgFolderFlags.Inbox);
    inbox.getNewMessages(Services.wm.getMostRecentWindow("mail:3pane").msgWindow, null);
  });
}

/** Names of the tags of each message of the inbox by its subject, as Thunderbird's own database has them. */
export const tagsInList = ({ marionette }: MailClient): Promise<Record<string, string[]>> =>
  marionette.run(() => {
    const { MailServices } = ChromeUtils.importESModule("resource:///modules/MailServices.sys.mjs");
    const server = MailServices.accounts.getAccount("account1").incomingServer;
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
  });

/** The key of a tag by its name, or "". */
export const keyOfTag = ({ marionette }: MailClient, name: string): Promise<string> =>
  marionette.run((name: string) => {
    const { MailServices } = ChromeUtils.importESModule("resource:///modules/MailServices.sys.mjs");
    return MailServices.tags.getKeyForTag(name);
  }, name);
