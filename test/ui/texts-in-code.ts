import { transform } from "esbuild";

/** Attributes that people read or hear. */
const SPOKEN = /(?:"aria-label"|"aria-description"|alt|title|placeholder): "([^"]*\p{L}[^"]*)"/gu;
const ONLY_CHILD = /children: "([^"]*\p{L}[^"]*)"/gu;
const CHILDREN = /children: \[([\s\S]*?)^\s*\]/gmu;
const ITEM = /^\s*"([^"]*\p{L}[^"]*)",?$/gmu;
/** A string from its first to its last quote: what stands between two strings is code. */
const STRING = /"((?:[^"\\]|\\.)*)"|`((?:[^`\\]|\\.)*)`/g;
/** Two words, one of them not in capitals as the words of protocols are. */
const isPhrase = (text: string) => /\p{L}{2,} \p{L}{2,}/u.test(text) && /\p{Ll}|\p{Lo}/u.test(text);
/** Selectors and fonts. */
const IN_CSS = /(?:^|[\s,])[\w-]*[.#[][A-Za-z-]|\b\d+px\b/;
/** What a template takes in. */
const TAKEN_IN = /\$\{[^}]*\}?/g;
/** Where phrases are no texts for people: diagnostics for developers, class names, lists of tag names. */
const DIAGNOSTICS = /(?:console\.\w+|new (?:Range|Type)?Error|\breject)\([\s\S]*?\);$/gm;
const INNER = /^\s*import |class: |\.split\(/;

/** Words that stand in code instead of in the message files: children and spoken attributes of JSX, and phrases. */
export async function textsInCode(code: string): Promise<string[]> {
  const { code: made } = await transform(code, { loader: "tsx", jsx: "automatic", charset: "utf8" });
  // Names of elements are no texts.
  const plain = made.replace(/(\b(?:jsxs?|createElement)\()\s*"[a-z0-9]+",/g, "$1");
  const found = [...plain.matchAll(SPOKEN), ...plain.matchAll(ONLY_CHILD)].map(([, text = ""]) => text);
  for (const [, list = ""] of plain.matchAll(CHILDREN)) found.push(...[...list.matchAll(ITEM)].map(([, t = ""]) => t));
  for (const line of plain
    .replace(DIAGNOSTICS, "")
    .split("\n")
    .filter((text) => !INNER.test(text)))
    found.push(...[...line.matchAll(STRING)].map(([, a = "", b = ""]) => a + b.replace(TAKEN_IN, "")).filter(isPhrase));
  // Keys of the message files are words of ours only there.
  return found.filter((text) => !/^[a-z]+(?:_\w+)+$/.test(text) && !IN_CSS.test(text));
}

/** Words of an HTML file that are shown: text between tags, and spoken attributes. */
export function textsInHtml(html: string): string[] {
  const bare = html.replace(/<!--[\s\S]*?-->/g, "").replace(/<(script|style)\b[\s\S]*?<\/\1>/g, "");
  const texts = bare.split(/<[^>]*>/).map((text) => text.trim());
  const attributes = [...bare.matchAll(/\s(?:title|alt|placeholder|aria-label)="([^"]+)"/g)].map(
    ([, text = ""]) => text,
  );
  return [...texts, ...attributes].filter((text) => /\p{L}/u.test(text));
}
