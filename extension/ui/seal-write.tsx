import { browser } from "../browser.ts";
import { sendersFirst, writerActions } from "./actions/writer.ts";
import { showPage } from "./parts/page.ts";
import { Writer, type WriterStart } from "./seal/writer.tsx";
import { t } from "./text/texts.ts";

/** The compose window that this page was opened from. */
const from = Number(new URLSearchParams(location.search).get("from") || Number.NaN);

const joined = (people: unknown) =>
  (Array.isArray(people) ? people : [people]).filter((one) => typeof one === "string").join(", ");

/** What was written there already; the page starts empty where it cannot be read. */
async function begun(): Promise<Omit<WriterStart, "senders"> & { readonly sender: string }> {
  try {
    const details = await browser.compose.getComposeDetails(from);
    const { to, cc, subject = "", plainTextBody: text = "", from: sender } = details;
    return { to: joined(to), cc: joined(cc), subject, text, sender: joined(sender).replace(/^.*<|>$/g, "") };
  } catch {
    return { to: "", cc: "", subject: "", text: "", sender: "" };
  }
}

const { sender, ...start } = await begun();
const senders = await sendersFirst(sender);
const actions = writerActions((details) => browser.compose.beginNew(details));
showPage(
  "writer_title",
  <main>
    <h1>{t("writer_title")}</h1>
    <Writer start={{ ...start, senders }} actions={actions} />
  </main>,
);
