/** What may take the place of a control that is gone: the title of the smallest part of the page around it. */
const PARTS = "fieldset, details, section, main";
const TITLES = "h1, h2, h3, summary, legend";

/**
 * Keeps the place of whoever goes by keyboard or screen reader: when the control with the focus is taken out of the page
 * (a row was deleted, a step was taken back), the focus goes to the title of the part it stood in, not to the top.
 * A component that gives the focus to something of its own does so afterwards, and wins.
 */
export function keepFocus({ body }: Document): void {
  let last: Element | undefined;
  body.addEventListener("focusin", ({ target }) => {
    if (target instanceof Element) last = target;
  });
  new MutationObserver((records) => {
    if (last === undefined || last.isConnected || document.activeElement !== body) return;
    const gone = last;
    const around = records.find(({ removedNodes }) => [...removedNodes].some((node) => node.contains(gone)))?.target;
    last = undefined;
    if (around instanceof Element) focusTitle(around);
  }).observe(body, { childList: true, subtree: true });
}

function focusTitle(start: Element): void {
  for (let part = start.closest(PARTS); part !== null; part = part.parentElement?.closest(PARTS) ?? null) {
    const title = part.querySelector<HTMLElement>(TITLES);
    if (title === null) continue;
    if (title.tagName !== "SUMMARY") title.tabIndex = -1;
    title.focus();
    return;
  }
}
