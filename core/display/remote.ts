import { unescapedCss } from "./css.ts";
import { htmlTokens } from "./html.ts";

/** Attributes from which something is loaded while the page is shown, of any element. */
const LOADING = ["src", "background", "poster", "data", "xlink:href"];
/** Attributes that hold several addresses. */
const LISTS = ["srcset", "imagesrcset"];
/** Elements whose `href` is loaded, or is what all other addresses are completed with. */
const LINKED = new Set(["link", "image", "use", "feimage", "base"]);
/** What no address of the message's own parts begins with: `https:a.example` leads out of it as well (WHATWG URL s4.4). */
const REMOTE = /^(?:https?:|[\\/]{2})/i;
const REMOTE_URL = /\burl\(\s*(?:["']\s*)?(?:https?:|[\\/]{2})/i;
/** In a sheet every string can be an address: of `@import`, `image-set()`. */
const REMOTE_IN_SHEET = /["'(]\s*(?:https?:|[\\/]{2})/i;

/** An address as it is read: controls and blanks around it, tabs and line ends in it are left out (WHATWG URL s4.4). */
const address = (value: string): string => value.replace(/[\t\n\r]+/g, "").replace(/^[\0- ]+/, "");

const isRemoteStyle = (style: string, pattern: RegExp): boolean => pattern.test(address(unescapedCss(style)));

/** Whether a page shows things that are loaded from the web when it is opened, which no receipt covers (ACQ-13). */
export function loadsFromWeb(html: string): boolean {
  for (const token of htmlTokens(html)) {
    if (token.kind === "style" && isRemoteStyle(token.text, REMOTE_IN_SHEET)) return true;
    if (token.kind !== "open") continue;
    const { attributes, name } = token;
    const textOf = (attribute: string) => attributes.get(attribute) ?? "";
    const values = [...LOADING, ...(LINKED.has(name) ? ["href"] : [])].map(textOf);
    values.push(...LISTS.flatMap((attribute) => textOf(attribute).split(/[\s,]+/)));
    if (values.some((value) => REMOTE.test(address(value)))) return true;
    if ([...attributes.values()].some((value) => isRemoteStyle(value, REMOTE_URL))) return true;
  }
  return false;
}
