import { browser } from "../../browser.ts";
import { type Composed, OUTER_SUBJECT, readiness, sealedFile } from "../../sealed/compose.ts";
import { sealDraft } from "../../sealed/seal-draft.ts";
import type { WriterActions, WriterStart } from "../seal/writer.tsx";
import { t } from "../text/texts.ts";
import { keyActions } from "./seal.ts";

const NEEDED: browser.permissions.Permissions = { permissions: ["compose", "compose.send"] };
let allowed = false;
void browser.permissions.contains(NEEDED).then((has) => {
  allowed = has;
});

const now = () => Math.floor(Date.now() / 1000);

/** The user's mailboxes, the given one first. */
export async function sendersFirst(...addresses: readonly string[]): Promise<WriterStart["senders"]> {
  const accounts = await browser.accounts.list(false);
  const all = accounts.flatMap(({ identities }) =>
    identities.map(({ id = "", email = "", name = "" }) => ({
      identityId: id,
      mailbox: name === "" ? email : `${name} <${email}>`,
    })),
  );
  const rank = ({ mailbox }: { readonly mailbox: string }) =>
    addresses.some((address) => address !== "" && mailbox.includes(address)) ? 0 : 1;
  return all.sort((a, b) => rank(a) - rank(b));
}

/**
 * The real actions.
 * @param open opens Thunderbird's composer with a message that is sealed already
 * @param thread see `Draft`
 */
export const writerActions = (
  open: (details: Composed) => Promise<{ readonly id?: number | undefined }>,
  thread: readonly string[] = [],
): WriterActions => ({
  ...keyActions(async () => undefined),
  readiness: ({ from, to, cc }) => readiness({ from, to: [...to], cc: [...cc] }, now()),
  // Asking is possible right in the handler of a click only, so what is allowed already is known before.
  allow: async () => allowed || browser.permissions.request(NEEDED),
  async send(identityId, draft) {
    const jwe = await sealDraft({ ...draft, thread, date: now() });
    if (!(jwe instanceof Uint8Array)) return jwe.fault;
    try {
      const { id } = await open({
        identityId,
        to: [...draft.to],
        cc: [...draft.cc],
        bcc: [],
        subject: OUTER_SUBJECT,
        isPlainText: true,
        plainTextBody: t("seal_cover"),
        attachments: [{ file: sealedFile(jwe) }],
      });
      if (id === undefined) return "failed";
      await browser.compose.sendMessage(id, { mode: "sendNow" });
      return "sent";
    } catch (error) {
      console.error("the message was not sent", error instanceof Error ? error.name : "");
      return "failed";
    }
  },
});
