import { base64Lines } from "../canonical/base64.ts";
import { concat } from "../canonical/concat.ts";
import { asciiBytes } from "../canonical/encoding.ts";
import type { Engine } from "../engine.ts";
import { isAttachment } from "../message/attachment.ts";
import { asciiLower } from "../message/fields.ts";
import type { Message, Part } from "../message/message.ts";
import { octetString } from "../message/octets.ts";
import { transferDecode } from "../message/transfer.ts";
import { type FooterFacts, footerLines } from "./footer.ts";

/** Multiparts whose content may not be touched. */
const SEALED = new Set(["signed", "encrypted", "report"]);
/** Charsets in which ASCII octets are not ASCII text. */
const NOT_ASCII = /^(?:utf-?(?:7|16|32)|ucs|hz|csunicode|ibm|cp)/;

/**
 * Adds the footer to the first text body: to its text/plain leaf and, as a `pre` block, to its text/html leaf (G40).
 * @returns the whole message, or undefined when there is no text that may be added to
 */
export function withFooter(message: Message, facts: FooterFacts, engine: Engine): Uint8Array | undefined {
  const body = textBody(message.root);
  const leaves = [...(body?.leaves.values() ?? [])].sort((a, b) => b.bodyStart - a.bodyStart);
  if (leaves.length === 0) return undefined;
  let bytes = message.bytes;
  for (const leaf of leaves) {
    const content = extend(message.bytes.subarray(leaf.bodyStart, leaf.bodyEnd), leaf, footerLines(facts), engine);
    if (content === undefined) return undefined;
    bytes = concat([bytes.subarray(0, leaf.bodyStart), content, bytes.subarray(leaf.bodyEnd)]);
  }
  return bytes;
}

/** Leaves of one text body by subtype; `sealed` when it is signed or encrypted as it stands. */
interface TextBody {
  readonly leaves: ReadonlyMap<string, Part>;
  readonly sealed: boolean;
}

function textBody(part: Part): TextBody | undefined {
  if (!part.isMultipart) {
    const shown = part.type === "text" && (part.subtype === "plain" || part.subtype === "html") && !isAttachment(part);
    return shown ? { leaves: new Map([[part.subtype, part]]), sealed: false } : undefined;
  }
  if (SEALED.has(part.subtype)) return { leaves: new Map(), sealed: true };
  const bodies = part.children.map(textBody).filter((body) => body !== undefined);
  const [first] = bodies;
  if (part.subtype !== "alternative" || first === undefined) return first;
  if (bodies.some((body) => body.sealed)) return { leaves: new Map(), sealed: true };
  return { leaves: new Map(bodies.flatMap((body) => [...body.leaves])), sealed: false };
}

function extend(octets: Uint8Array, part: Part, lines: readonly string[], engine: Engine): Uint8Array | undefined {
  if (NOT_ASCII.test(asciiLower(part.typeParams.get("charset") ?? ""))) return undefined;
  const html = part.subtype === "html";
  const block = html ? ["<pre>", ...lines.map(escapeHtml), "</pre>"] : ["", ...lines];
  const text = block.map((line) => `${line}\r\n`).join("");
  const { octets: decoded, strict } = transferDecode(octets, part.encoding, engine);
  if (!strict) return undefined;
  if (part.encoding === "base64") return base64Lines(insert(decoded, text, html));
  return insert(octets, part.encoding === "quoted-printable" ? quotedPrintable(text) : text, html);
}

/** Puts text before `</body>`, or at the end on a line of its own. */
function insert(octets: Uint8Array, text: string, html: boolean): Uint8Array {
  const view = octetString(octets);
  const close = html ? lastMatch(view, /<\/body\b/gi) : undefined;
  const at = close ?? octets.length;
  const newLine = at === 0 || view.slice(0, at).endsWith("\r\n") ? "" : "\r\n";
  return concat([octets.subarray(0, at), asciiBytes(newLine + text), octets.subarray(at)]);
}

function lastMatch(text: string, pattern: RegExp): number | undefined {
  return [...text.matchAll(pattern)].at(-1)?.index;
}

function escapeHtml(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

/** RFC 2045 s6.7 for ASCII lines without blanks at their ends: "=" escaped, lines of at most 76 characters. */
function quotedPrintable(text: string): string {
  return text
    .replaceAll("=", "=3D")
    .split("\r\n")
    .map((line) => (line.length <= 76 ? line : (line.match(/(?:=3D|[^=]){1,24}/g) ?? []).join("=\r\n")))
    .join("\r\n");
}
