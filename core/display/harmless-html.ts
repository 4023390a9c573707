import { htmlTokens } from "./html.ts";

/** Elements that give text a shape and can do nothing else; none of their attributes is kept. */
const KEPT: ReadonlySet<string> = new Set(
  (
    "abbr address article aside b bdi bdo blockquote br caption center cite code col colgroup dd del dfn div dl dt em " +
    "figcaption figure footer h1 h2 h3 h4 h5 h6 header hr i ins kbd li main mark nav ol p pre q s samp section small " +
    "span strong sub sup table tbody td tfoot th thead tr u ul var wbr"
  ).split(" "),
);

/** Deepest nesting that is kept; what is deeper stands in the last of these elements. */
const MAX_DEPTH = 200;

/** Forbids everything that a document can ask for: the second fence behind {@link harmlessPage} (E2E-05). */
const POLICY = "default-src 'none'; base-uri 'none'; form-action 'none'";

/**
 * A page of somebody else, written anew out of its text and the shape of it, as a document of its own: no attribute, no
 * style, no script, no link and no picture is in it, so nothing can be asked of anybody and no text can be measured
 * from outside (E2E-05). The targets of links stand behind them as text.
 * @returns a whole HTML document; it belongs into a frame with an empty `sandbox` all the same
 */
export function harmlessPage(html: string): string {
  const out: string[] = [];
  const open: string[] = [];
  const links: string[] = [];
  for (const token of htmlTokens(html)) {
    if (token.kind === "text") out.push(escaped(token.text));
    else if (token.kind === "open") out.push(opened(token, open, links));
    else if (token.kind === "close") out.push(closed(token.name, open, links));
  }
  while (open.length > 0) out.push(`</${open.pop()}>`);
  const head = `<meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${POLICY}">`;
  return `<!doctype html><html><head>${head}<meta name="color-scheme" content="light dark"></head><body dir="auto">${out.join("")}</body></html>`;
}

type Opening = Extract<ReturnType<typeof htmlTokens> extends Generator<infer T> ? T : never, { kind: "open" }>;

function opened({ name, attributes, empty }: Opening, open: string[], links: string[]): string {
  if (name === "a") links.push(attributes.get("href") ?? "");
  if (name === "img") return escaped(`[${attributes.get("alt") ?? ""}]`);
  if (!KEPT.has(name) || (!empty && open.length >= MAX_DEPTH)) return "";
  if (!empty) open.push(name);
  return `<${name}>`;
}

/** Ends an element and what was left open in it; an end without a beginning is left out. */
function closed(name: string, open: string[], links: string[]): string {
  if (name === "a") {
    const target = links.pop() ?? "";
    return target === "" ? "" : escaped(` <${target}>`);
  }
  const at = open.lastIndexOf(name);
  if (at < 0) return "";
  return open
    .splice(at)
    .reverse()
    .map((one) => `</${one}>`)
    .join("");
}

const ESCAPES: ReadonlyMap<string, string> = new Map([
  ["&", "&amp;"],
  ["<", "&lt;"],
  [">", "&gt;"],
  ['"', "&quot;"],
]);

const escaped = (text: string) => text.replace(/[&<>"]/g, (char) => ESCAPES.get(char) ?? char);
