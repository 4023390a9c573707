import { browser } from "../browser.ts";
import { isMarked, mark, readiness } from "../sealed/compose.ts";
import { keyActions } from "./actions/seal.ts";
import { showPage } from "./parts/page.ts";
import { type SealActions, SealPage, type SealShown } from "./seal/seal-page.tsx";

/** Its own window, after a message was held back; else the popup of the compose window's button. */
const held = new URLSearchParams(location.search).get("tab");

async function tabId(): Promise<number | undefined> {
  if (held !== null) return Number(held);
  const [tab] = await browser.tabs.query({ active: true, currentWindow: true });
  return tab?.id;
}

async function look(): Promise<SealShown> {
  if (!(await browser.permissions.contains({ permissions: ["compose"] }))) return { state: "not-allowed" };
  const id = await tabId();
  if (id === undefined) return { state: "gone" };
  try {
    const details = await browser.compose.getComposeDetails(id);
    const found = await readiness(details, Math.floor(Date.now() / 1000));
    return { state: "ready", readiness: found, marked: isMarked(details), stopped: held !== null };
  } catch (error) {
    console.error("the window could not be read", error instanceof Error ? error.name : "");
    return { state: "gone" };
  }
}

const show = async () => showPage("seal_title", <SealPage shown={await look()} actions={actions} />);

const actions: SealActions = {
  ...keyActions(show),
  async allow() {
    await browser.permissions.request({ permissions: ["compose"] });
    await show();
  },
  async mark(on) {
    const id = await tabId();
    if (id !== undefined) await mark(id, on);
    await show();
  },
  async openWriter() {
    const id = await tabId();
    await browser.tabs.create({ url: browser.runtime.getURL(`ui/seal-write.html?from=${id ?? ""}`) });
    window.close();
  },
  openOptions: async () => {
    await browser.tabs.create({ url: browser.runtime.getURL("ui/options.html#sealing") });
  },
};

await show();
