/** A stretch of an HTML message as text. */
export interface HtmlStretch {
  readonly text: string;
  /** A style or attribute makes it invisible in a mail program. */
  readonly hidden: boolean;
}

const BLOCKS = new Set(
  "ADDRESS ARTICLE ASIDE BLOCKQUOTE BR CENTER DD DIV DL DT FIELDSET FOOTER FORM H1 H2 H3 H4 H5 H6 HEADER HR LI MAIN OL P PRE SECTION TABLE TR UL".split(
    " ",
  ),
);
const NEVER_TEXT = new Set(["SCRIPT", "STYLE", "TEMPLATE", "NOSCRIPT", "HEAD"]);

/** Ways to make text vanish that stand in a style attribute. Style sheets are not followed; the source shows them. */
const VANISHING =
  /(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|opacity\s*:\s*0(?:\.0*)?\s*(?:;|!|$)|font-size\s*:\s*[01](?:\.\d+)?(?:px|pt|em|%)?\s*(?:;|!|$)|(?:max-)?(?:height|width)\s*:\s*0(?:px)?\s*(?:;|!|$)|text-indent\s*:\s*-\d{3}|clip\s*:|mso-hide\s*:\s*all|color\s*:\s*transparent)/i;

function vanishes(element: Element): boolean {
  return element.hasAttribute("hidden") || VANISHING.test(element.getAttribute("style") ?? "");
}

/**
 * The text of an HTML part in reading order, what is made invisible included and told apart. The document is parsed
 * and never shown: nothing of it runs or loads.
 */
export function htmlText(source: string): HtmlStretch[] {
  const { body } = new DOMParser().parseFromString(source, "text/html");
  const found: HtmlStretch[] = [];
  const push = (text: string, hidden: boolean) => {
    const last = found.at(-1);
    if (last?.hidden === hidden) found[found.length - 1] = { text: last.text + text, hidden };
    else found.push({ text, hidden });
  };
  // An explicit stack: depth is the sender's choice.
  const stack: { readonly node: Node | string; readonly hidden: boolean }[] = [{ node: body, hidden: false }];
  for (let next = stack.pop(); next; next = stack.pop()) {
    const { node, hidden } = next;
    if (typeof node === "string") push(node, hidden);
    else if (node instanceof Text) push(node.data.replace(/\s+/g, " "), hidden);
    else if (node instanceof Element && !NEVER_TEXT.has(node.tagName)) {
      const inside = hidden || vanishes(node);
      if (BLOCKS.has(node.tagName)) stack.push({ node: "\n", hidden: inside });
      if (node instanceof HTMLAnchorElement || node instanceof HTMLAreaElement)
        stack.push({ node: ` <${node.getAttribute("href") ?? ""}>`, hidden: inside });
      if (node instanceof HTMLImageElement) push(`[${node.getAttribute("alt") ?? ""}]`, inside);
      for (const child of [...node.childNodes].reverse()) stack.push({ node: child, hidden: inside });
    }
  }
  return found.map(({ text, hidden }) => ({
    text: text.replace(/[ \n]*\n[ \n]*/g, "\n").replace(/\n{3,}/g, "\n\n"),
    hidden,
  }));
}
