import { browser } from "../../browser.ts";
import { type Inside, quotation } from "../../sealed/inside.ts";
import { threadOf } from "../../sealed/thread.ts";
import { sendersFirst, writerActions } from "../actions/writer.ts";
import { showPage } from "../parts/page.ts";
import { t } from "../text/texts.ts";
import { Writer } from "./writer.tsx";

/** Shows the form in which a sealed answer is written, in the place of the message: its text goes through no other hands. */
export async function showAnswer(messageId: number, inside: Inside): Promise<void> {
  const named = inside.people.flatMap(({ mailboxes }) => mailboxes.map(({ addrSpec }) => addrSpec));
  const start = {
    senders: await sendersFirst(...named),
    to: inside.from,
    cc: "",
    subject: /^re:/i.test(inside.subject) ? inside.subject : `Re: ${inside.subject}`,
    text: `\n\n${quotation(inside)}\n`,
  };
  const open = writerActions(
    (details) => browser.compose.beginReply(messageId, "replyToSender", details),
    await threadOf(messageId),
  );
  showPage(
    "writer_title",
    <main>
      <h1>{t("writer_title")}</h1>
      <Writer start={start} actions={open} />
    </main>,
  );
}
