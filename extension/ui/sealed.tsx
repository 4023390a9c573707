import { render } from "preact";
import { browser } from "../browser.ts";
import { type Inside, quotable } from "../sealed/inside.ts";
import { type Reading, readSealedMessage } from "../sealed/reading.ts";
import { client } from "../this-client.ts";
import { showPage } from "./page.ts";
import { saveFile } from "./save-file.ts";
import { type SealedActions, SealedPage } from "./sealed/sealed-page.tsx";
import { t } from "./text/texts.ts";

const sentence = (key: string) => (
  <main>
    <h1>{t("sealed_title")}</h1>
    <p role="status">{t(key)}</p>
  </main>
);

const quoted = (inside: Inside) =>
  quotable(inside)
    .split(/\r?\n/)
    .map((line) => `> ${line}`)
    .join("\n");

const id = Number(new URLSearchParams(location.search).get("message"));

const actions: SealedActions = {
  save: saveFile,
  async replySealed(inside) {
    const { Writer } = await import("./seal/writer.tsx");
    const { sendersFirst, writerActions } = await import("./writer-actions.ts");
    const named = inside.people.flatMap(({ mailboxes }) => mailboxes.map(({ addrSpec }) => addrSpec));
    const start = {
      senders: await sendersFirst(...named),
      to: inside.from,
      cc: "",
      subject: /^re:/i.test(inside.subject) ? inside.subject : `Re: ${inside.subject}`,
      text: `\n\n${quoted(inside)}\n`,
    };
    const open = writerActions((details) => browser.compose.beginReply(id, "replyToSender", details));
    showPage(
      "writer_title",
      <main>
        <h1>{t("writer_title")}</h1>
        <Writer start={start} actions={open} />
      </main>,
    );
  },
  async replyUnsealed(inside, quote) {
    const quotation = { plainTextBody: quote ? `\n\n${quoted(inside)}\n` : "" };
    // To the sender inside: whatever stands outside as Reply-To was bound by nothing.
    await browser.compose.beginReply(id, "replyToSender", { to: [inside.from], isPlainText: true, ...quotation });
  },
};

/** Read once: the text is in this page's memory only, and gone with it (E2E-12). */
async function read(): Promise<Reading | undefined> {
  const source = await client.sealed?.read(id);
  return source && readSealedMessage(source);
}

showPage("sealed_title", sentence("sealed_opening"));
try {
  const reading = await read();
  showPage("sealed_title", reading ? <SealedPage reading={reading} actions={actions} /> : sentence("sealed_missing"));
} catch (error) {
  console.error("the message could not be read", error instanceof Error ? error.name : "");
  showPage("sealed_title", sentence("sealed_missing"));
}
// Nothing of it stays behind in a page that is kept for going back.
window.addEventListener("pagehide", () => render(null, document.body));
