// What hostile pages do, run in the page itself: nothing here may use anything from its own scope.

/** Clicks the marker in every way, covers the page with an imitation of the popup, and clicks that. */
export function coverAndClick(): string {
  const host = document.querySelector("#message-header .adr + span");
  for (const event of ["click", "mousedown", "mouseup", "keydown"])
    host?.dispatchEvent(new Event(event, { bubbles: true }));
  if (host instanceof HTMLElement) host.click();
  const cover = document.createElement("div");
  cover.style.cssText = "position:fixed;inset:0;z-index:2147483647;background:#fff";
  cover.innerHTML =
    '<main data-badge="VERIFIED">Verified: Harbour Bank<button data-action="trust">Trust</button></main>';
  document.body.append(cover);
  cover.querySelector("button")?.click();
  return String(host?.shadowRoot);
}

/** Says to everybody who may listen what the content script says, and what the extension's own pages say. */
export function sayEverything(uid: number): string {
  const messages = [{ id: `${uid}/INBOX`, token: "x", subject: "x" }];
  for (let round = 0; round < 200; round++)
    for (const message of [
      { countersign: "shown", adapter: "roundcube", account: "", messages },
      { countersign: "changed" },
      { countersign: "check", tabId: 1 },
      { countersign: "name", origin: "https://evil.example" },
      { countersign: "fetch", request: { url: "/?_task=mail&_action=viewsource" } },
    ]) {
      window.postMessage(message, "*");
      document.dispatchEvent(new CustomEvent("countersign", { detail: message }));
      document.dispatchEvent(new MessageEvent("message", { data: message }));
      window.dispatchEvent(new StorageEvent("storage", { newValue: JSON.stringify(message) }));
    }
  const all = globalThis as { chrome?: { runtime?: unknown }; browser?: { runtime?: unknown } };
  return all.chrome?.runtime === undefined && all.browser?.runtime === undefined ? "nothing" : "a way";
}

/** Makes the page's address that of another message, without another page. */
export function pretendToBe(uid: number): void {
  history.pushState(null, "", location.href.replace(/_uid=\d+/, `_uid=${uid}`));
  document.body.append("changed");
}
