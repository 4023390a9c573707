import { PAGES } from "./pages.ts";
import { sayNothing, watchPage } from "./watch.ts";

/*
 * The content script of an enabled webmail: top frame only, registered for that origin only. It looks which messages
 * are on the screen, says so, and draws what it is told. It fetches nothing, stores nothing and listens to nothing that
 * the page could send (EXT-04).
 */
const adapter = PAGES.find((one) => one.recognises(document));
if (adapter !== undefined) watchPage(document, adapter);
else {
  void sayNothing();
  // Some webmails put their page together after it has loaded.
  const retry = () => {
    const late = PAGES.find((one) => one.recognises(document));
    if (late !== undefined) watchPage(document, late);
  };
  addEventListener("load", () => setTimeout(retry, 1000), { once: true });
}
