import { render } from "preact";
import { type Reading, readSealedMessage } from "../sealed/reading.ts";
import { effectiveSettings } from "../state/settings.ts";
import { client } from "../this-client.ts";
import { saveFile } from "./actions/save-file.ts";
import { showPage } from "./parts/page.ts";
import { SentencePage } from "./parts/sentence-page.tsx";
import { type SealedActions, SealedPage } from "./sealed/sealed-page.tsx";

const sentence = (words: string) => <SentencePage title="sealed_title" words={words} />;

const id = Number(new URLSearchParams(location.search).get("message"));
const replies = client.sealed.replies?.(id);

async function actions(): Promise<SealedActions> {
  const { sealedQuoting } = await effectiveSettings();
  return { save: saveFile, ...(replies && { replies }), quoting: sealedQuoting.value };
}

/** Read once: the text is in this page's memory only, and gone with it (E2E-12). */
async function read(): Promise<Reading | undefined> {
  const source = await client.sealed.read(id);
  performance.mark("read");
  return source && readSealedMessage(source);
}

// The marks are what `sealed-view.bench.ts` reads.
performance.mark("asked");
showPage("sealed_title", sentence("sealed_opening"));
try {
  const [reading, doing] = await Promise.all([read(), actions()]);
  performance.mark("checked");
  showPage("sealed_title", reading ? <SealedPage reading={reading} actions={doing} /> : sentence("sealed_missing"));
  performance.mark("shown");
} catch (error) {
  console.error("the message could not be read", error instanceof Error ? error.name : "");
  showPage("sealed_title", sentence("sealed_missing"));
}
// Nothing of it stays behind in a page that is kept for going back.
window.addEventListener("pagehide", () => render(null, document.body));
