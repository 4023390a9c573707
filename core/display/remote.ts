import { htmlTokens } from "./html.ts";

/** Attributes from which something is loaded while the page is shown; `href` only of elements that load it. */
const LOADING = ["src", "srcset", "background", "poster", "data"];
const REMOTE = /^\s*(?:https?:)?[\\/]{2}/i;
const REMOTE_IN_STYLE = /(?:url\(\s*|@import\s+)["']?\s*(?:https?:)?[\\/]{2}/i;

/** Whether a page shows things that are loaded from the web when it is opened, which no receipt covers (ACQ-13). */
export function loadsFromWeb(html: string): boolean {
  for (const token of htmlTokens(html)) {
    if (token.kind === "style" && REMOTE_IN_STYLE.test(token.text)) return true;
    if (token.kind !== "open") continue;
    const { attributes, name } = token;
    const values = LOADING.map((attribute) => attributes.get(attribute) ?? "");
    if (name === "link" || name === "image" || name === "use") values.push(attributes.get("href") ?? "");
    if (values.some((value) => REMOTE.test(value)) || REMOTE_IN_STYLE.test(attributes.get("style") ?? "")) return true;
  }
  return false;
}
