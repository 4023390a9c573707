import { PAGES } from "./pages.ts";
import { answerUnknown, sayNothing, watchPage } from "./watch.ts";

/*
 * The content script of an enabled webmail: top frame only, registered for that origin only. It looks which messages
 * are on the screen, says so, and draws what it is told. It fetches nothing, stores nothing and listens to nothing that
 * the page could send (EXT-04).
 */
/** In this world, which no page sees. A site that is switched off and on again is given the script a second time. */
const WATCHING = "countersignWatching";

/** Milliseconds after which a change of a page that is no webmail's is looked at. */
const PAUSE = 500;

/** Watches the page if it is a webmail's and nothing watches it yet; whether it is one. */
function start(): boolean {
  const adapter = PAGES.find((one) => one.recognises(document));
  if (adapter === undefined) return false;
  if (!Object.hasOwn(globalThis, WATCHING)) {
    Object.defineProperty(globalThis, WATCHING, { value: true });
    watchPage(document, adapter);
  }
  return true;
}

if (!start()) {
  void sayNothing();
  answerUnknown(() => !Object.hasOwn(globalThis, WATCHING));
  // Many webmails put their page together long after it has loaded, some behind a log-in in the same page.
  let waiting = false;
  const observer = new MutationObserver(() => {
    if (!waiting)
      setTimeout(() => {
        waiting = false;
        if (start()) observer.disconnect();
      }, PAUSE);
    waiting = true;
  });
  observer.observe(document, { childList: true, subtree: true });
}
