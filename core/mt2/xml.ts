import { MAX_XML_DEPTH, MAX_XML_ELEMENTS, MAX_XML_OCTETS } from "../limits.ts";
import { utf8Text } from "../message/charset.ts";

/** One element: strings only, nothing is coerced and nothing is found by id (MT2-01, MT2-04). */
export interface XmlElement {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: readonly XmlElement[];
  /** Character data directly inside, references resolved, line ends as LF. */
  readonly text: string;
}

/** `malformed` comprises what XML allows and this profile does not; `limit` is a bound of `limits.ts`. */
export type XmlFault = "malformed" | "limit";

const NAME = "[A-Za-z_][A-Za-z0-9_.-]*";
const BLANK = "[ \\t\\n]";
const VALUE = `"[^"<\\t\\n]*"|'[^'<\\t\\n]*'`;
const OPENING = new RegExp(`<(${NAME})((?:${BLANK}+${NAME}${BLANK}*=${BLANK}*(?:${VALUE}))*)${BLANK}*(/?)>`, "y");
const CLOSING = new RegExp(`</(${NAME})${BLANK}*>`, "y");
const ATTRIBUTE = new RegExp(`(${NAME})${BLANK}*=${BLANK}*(${VALUE})`, "g");
const DECLARATION = /^<\?xml version="1\.0"(?: encoding="[Uu][Tt][Ff]-8")? ?\?>/;
/** What no XML 1.0 document may hold (s2.2). */
const FORBIDDEN = /[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/;
const REFERENCE = /&(?:(amp|lt|gt|quot|apos)|#(\d{1,7})|#x([0-9A-Fa-f]{1,6}));/g;
const BUILT_IN: ReadonlyMap<string, string> = new Map([
  ["amp", "&"],
  ["lt", "<"],
  ["gt", ">"],
  ["quot", '"'],
  ["apos", "'"],
]);

interface Open {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: XmlElement[];
  text: string;
}

/**
 * Reads an XML 1.0 document of the one dialect MT2 objects are written in (3-protocols section 5): UTF-8 without a byte
 * order mark, no `<!` and no `<?` but the declaration, so neither DOCTYPE nor comment, CDATA or instruction (MT2-02,
 * MT2-03, MT2-05); the five built-in entities and numeric references; ASCII names without prefixes. Total and linear.
 */
export function readXml(octets: Uint8Array): XmlElement | XmlFault {
  if (octets.length > MAX_XML_OCTETS) return "limit";
  if (octets[0] === 0xef || octets[0] === 0xfe || octets[0] === 0xff) return "malformed";
  const text = utf8Text(octets)?.replace(DECLARATION, "").replace(/\r\n?/g, "\n");
  if (text === undefined || FORBIDDEN.test(text) || /<[!?]/.test(text)) return "malformed";
  return readDocument(text);
}

function readDocument(text: string): XmlElement | XmlFault {
  const open: Open[] = [];
  let root: XmlElement | undefined;
  let elements = 0;
  for (let at = 0; at < text.length; ) {
    const top = open.at(-1);
    if (text[at] !== "<") {
      const end = text.indexOf("<", at);
      const data = characters(text.slice(at, end < 0 ? text.length : end));
      // Around the root there is nothing but white space as it stands.
      if (data === undefined || (top === undefined && /[^ \t\n]/.test(text.slice(at, end < 0 ? text.length : end))))
        return "malformed";
      if (top !== undefined) top.text += data;
      at = end < 0 ? text.length : end;
      continue;
    }
    if (root !== undefined) return "malformed";
    const closing = matchAt(CLOSING, text, at);
    const opening = closing === null ? matchAt(OPENING, text, at) : null;
    const [whole = "", name = "", list = "", empty] = closing ?? opening ?? [];
    if (whole === "") return "malformed";
    at += whole.length;
    if (opening !== null) {
      const attributes = readAttributes(list);
      if (attributes === undefined) return "malformed";
      if (++elements > MAX_XML_ELEMENTS || open.length >= MAX_XML_DEPTH) return "limit";
      open.push({ name, attributes, children: [], text: "" });
      if (empty === "") continue;
    }
    const done = open.pop();
    if (done?.name !== name) return "malformed";
    const parent = open.at(-1);
    if (parent === undefined) root = done;
    else parent.children.push(done);
  }
  return root === undefined || open.length > 0 ? "malformed" : root;
}

function matchAt(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(text);
}

/** Every name once; undefined otherwise. */
function readAttributes(list: string): ReadonlyMap<string, string> | undefined {
  const attributes = new Map<string, string>();
  for (const [, name = "", quoted = ""] of list.matchAll(ATTRIBUTE)) {
    const value = characters(quoted.slice(1, -1));
    if (value === undefined || attributes.has(name)) return undefined;
    attributes.set(name, value);
  }
  return attributes;
}

/** Character data with its references resolved, once; undefined for a reference that there is none of. */
function characters(raw: string): string | undefined {
  if (raw.includes("]]>")) return undefined;
  if (!raw.includes("&")) return raw;
  let good = !raw.replace(REFERENCE, "").includes("&");
  const text = raw.replace(REFERENCE, (_, name?: string, decimal?: string, hex?: string) => {
    if (name !== undefined) return BUILT_IN.get(name) ?? "";
    const code = decimal === undefined ? Number.parseInt(hex ?? "", 16) : Number(decimal);
    if (!isCharacter(code)) good = false;
    return isCharacter(code) ? String.fromCodePoint(code) : "";
  });
  return good ? text : undefined;
}

/** Char of XML 1.0 s2.2. */
function isCharacter(code: number): boolean {
  if (code < 0x20) return code === 0x9 || code === 0xa || code === 0xd;
  return code <= 0xd7ff || (code >= 0xe000 && code <= 0xfffd) || (code >= 0x10000 && code <= 0x10ffff);
}

/**
 * Text as character data in ASCII, which every server carries: markup, line ends and all other characters become
 * references.
 */
export function escapeXml(text: string): string {
  return text.replace(/[^ !#-%'-;=?-~]/gu, (character) => `&#${character.codePointAt(0) ?? 0};`);
}
