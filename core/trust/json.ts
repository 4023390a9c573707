import { MAX_TRUST_JSON_DEPTH, MAX_TRUST_JSON_OCTETS } from "../limits.ts";

/** Why a JSON text was refused; `at` is the member name concerned, where there is one. */
export interface JsonFault {
  readonly fault: "too-large" | "too-deep" | "not-json" | "duplicate-member" | "forbidden-member" | "lone-surrogate";
  readonly at: string;
}

/** Names that mean something to every JavaScript object; no format of ours uses them. */
const FORBIDDEN = new Set(["__proto__", "constructor", "prototype"]);

/** Strings, an open one to the end, and the structural characters that matter; everything else is skipped. */
const TOKEN = /"(?:[^"\\]|\\.)*"?|[{}[\],:]/gs;

const LONE_SURROGATE = /[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/;

/** UTF-16 length is a lower bound of the UTF-8 length, so a huge text is refused before it is encoded. */
function tooLarge(text: string): boolean {
  if (text.length > MAX_TRUST_JSON_OCTETS) return true;
  return new TextEncoder().encode(text).length > MAX_TRUST_JSON_OCTETS;
}

function tooDeep(text: string): boolean {
  let depth = 0;
  for (const [token] of text.matchAll(TOKEN)) {
    if (token === "{" || token === "[") depth += 1;
    else if (token === "}" || token === "]") depth -= 1;
    if (depth > MAX_TRUST_JSON_DEPTH) return true;
  }
  return false;
}

/** Looks at every string of a text that is known to be JSON; member names are those followed by a colon. */
function faultyString(text: string): JsonFault | undefined {
  const names: Set<string>[] = [];
  const tokens = [...text.matchAll(TOKEN)].map((match) => match[0]);
  for (const [index, token] of tokens.entries()) {
    if (token === "{") names.push(new Set());
    else if (token === "}") names.pop();
    if (!token.startsWith('"')) continue;
    const value = String(JSON.parse(token));
    if (LONE_SURROGATE.test(value)) return { fault: "lone-surrogate", at: "" };
    if (tokens[index + 1] !== ":") continue;
    if (FORBIDDEN.has(value)) return { fault: "forbidden-member", at: value };
    const seen = names.at(-1);
    if (seen?.has(value)) return { fault: "duplicate-member", at: value };
    seen?.add(value);
  }
  return undefined;
}

/**
 * Reads I-JSON (RFC 7493) strictly: `JSON.parse` keeps the last of two equal members and takes `__proto__` for a
 * name, so two readers of one policy could see two policies (IPP-06, ADM-10). Never throws.
 *
 * @param text at most {@link MAX_TRUST_JSON_OCTETS} octets, nested at most {@link MAX_TRUST_JSON_DEPTH} deep
 */
export function parseStrictJson(text: string): { readonly value: unknown } | JsonFault {
  if (tooLarge(text)) return { fault: "too-large", at: "" };
  if (tooDeep(text)) return { fault: "too-deep", at: "" };
  try {
    const value: unknown = JSON.parse(text);
    return faultyString(text) ?? { value };
  } catch {
    return { fault: "not-json", at: "" };
  }
}
