import type { OnScreen, PageHalf } from "./adapter.ts";
import { createMarker, type Marker } from "./marker.ts";
import { fetchInPage } from "./page-fetch.ts";
import { type Faces, MOST, type ShownMessages, type ToContent } from "./wire.ts";

/** The part of the extension's interface that a content script uses; Chromium and Firefox have it under two names. */
interface ContentApi {
  readonly runtime: {
    readonly id: string;
    sendMessage(message: ShownMessages): Promise<unknown>;
    readonly onMessage: {
      addListener(listener: (message: ToContent, sender: unknown, answer: (value: unknown) => void) => unknown): void;
    };
  };
  readonly i18n: { getMessage(key: string): string };
}

declare const chrome: ContentApi;

const NOTHING: ShownMessages = { countersign: "shown", adapter: "", account: "", messages: [] };

/** Says that a page shows no message: what the button said of the page before it ends there (ACQ-01). */
export const sayNothing = (): Promise<unknown> => chrome.runtime.sendMessage(NOTHING).catch(() => undefined);

/** Says, when asked, that a page is none of a webmail that is known, as long as it is none. */
export function answerUnknown(isUnknown: () => boolean): void {
  chrome.runtime.onMessage.addListener(({ countersign }, _sender, answer) => {
    if (countersign === "which" && isUnknown()) answer(NOTHING);
  });
}

/** How often a marker that the page took away is put back. */
const PATIENCE = 20;

/** Milliseconds after which a change of the page is looked at; many changes count as one. */
const PAUSE = 50;

interface Watched {
  readonly message: OnScreen;
  readonly marker: Marker;
  placed: number;
}

/** Watches a webmail's page from now on. */
export function watchPage(page: Document, adapter: PageHalf): void {
  let signature = "";
  let watched: readonly Watched[] = [];
  let generation = 0;
  let waiting = false;

  const documents = () => {
    const frame = adapter.frame === undefined ? null : page.querySelector<HTMLIFrameElement>(adapter.frame);
    const inner = frame?.contentDocument;
    return inner && inner.readyState !== "loading" ? [page, inner] : [page];
  };

  const onScreen = () =>
    documents()
      .flatMap((one) => adapter.messages(one))
      .slice(0, MOST);

  const said = (messages: readonly OnScreen[]): ShownMessages => ({
    countersign: "shown",
    adapter: adapter.name,
    account: adapter.account(page) ?? "",
    messages: messages.map(({ place: _, ...ref }) => ref),
  });

  /** Puts back what a redraw took away; a page that fights gets its way, as the toolbar is what counts. */
  const keep = () => {
    for (const one of watched)
      if (!one.marker.host.isConnected && one.placed < PATIENCE) {
        one.placed++;
        one.message.place(one.marker.host);
      }
  };

  const clear = () => {
    for (const { marker } of watched) marker.host.remove();
    watched = [];
  };

  const tell = async () => {
    const mine = ++generation;
    const ask = () => chrome.runtime.sendMessage(said(watched.map(({ message }) => message)));
    // A background that the browser stops in the middle of a check is started by being asked again (EXT-11).
    const again = () => (mine === generation ? ask() : undefined);
    // Not heard any more: the site was switched off, or the extension was updated.
    const faces = (await ask()
      .catch(again)
      .catch(() => undefined)) as Faces | null | undefined;
    if (mine !== generation) return;
    if (faces) for (const [place, face] of faces.entries()) watched[place]?.marker.show(face);
    else clear();
  };

  const look = () => {
    waiting = false;
    const messages = onScreen();
    const now = JSON.stringify(messages);
    if (now === signature) {
      // The same messages in new elements: the markers move over.
      watched = watched.map((one, place) => ({ ...one, message: messages[place] ?? one.message }));
      keep();
      return;
    }
    signature = now;
    clear();
    watched = messages.map((message) => ({ message, marker: createMarker(page), placed: 0 }));
    for (const { marker } of watched) marker.show(pending());
    keep();
    void tell();
  };

  const soon = () => {
    if (!waiting) setTimeout(look, PAUSE);
    waiting = true;
  };

  /** A frame that leaves its document shows another message in a moment. */
  const follow = (frame: HTMLIFrameElement) => {
    frame.contentWindow?.addEventListener("pagehide", () => leave(frame), { once: true });
    soon();
  };

  /** What was on the screen is gone: the button must not speak of it any more (ACQ-01). */
  const leave = (frame: HTMLIFrameElement) => {
    signature = "[]";
    watched = [];
    void tell();
    waitFor(frame);
  };

  const waitFor = (frame: HTMLIFrameElement, tries = 200) => {
    const inner = frame.contentDocument;
    if (inner !== null && inner.readyState !== "loading" && inner.URL !== "about:blank") follow(frame);
    else if (tries > 0) setTimeout(() => waitFor(frame, tries - 1), 25);
  };

  const framed = () => (adapter.frame === undefined ? null : page.querySelector<HTMLIFrameElement>(adapter.frame));
  page.addEventListener(
    "load",
    ({ target }) => {
      const frame = framed();
      if (frame !== null && target === frame) follow(frame);
      else soon();
    },
    true,
  );
  new MutationObserver(soon).observe(page, { childList: true, subtree: true });
  for (const event of ["hashchange", "popstate"]) addEventListener(event, soon);
  chrome.runtime.onMessage.addListener((message, _sender, answer) => {
    if (message.countersign === "fetch") {
      fetchInPage(message.request).then(answer, () => answer(undefined));
      return true;
    }
    if (message.countersign === "which") answer(said(onScreen()));
    else {
      signature = "";
      look();
    }
    return undefined;
  });
  look();
}

const pending = () => ({
  tone: "neutral" as const,
  label: chrome.i18n.getMessage("face_pending_label") || "…",
  hint: chrome.i18n.getMessage("marker_hint"),
  mark: "",
});
