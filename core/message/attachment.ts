import { namesIn } from "./file-names.ts";
import type { Part } from "./message.ts";

/** `filename`, `name`, or either followed by `*` and anything (G13, H07). */
const NAME_PARAMETER = /^(?:file)?name(?:$|\*)/;

function hasFileName(parameters: ReadonlyMap<string, string>): boolean {
  for (const [name, value] of parameters) if (value !== "" && NAME_PARAMETER.test(name)) return true;
  return false;
}

/**
 * Whether a leaf is an attachment (3-protocols 1.2; G08, G13, H20, H21): a disposition other than `inline`, or a file
 * name, or a type other than text/plain and text/html.
 */
export function isAttachment(part: Part): boolean {
  if (part.isMultipart) return false;
  if (part.disposition !== undefined && part.disposition !== "inline") return true;
  if (hasFileName(part.typeParams) || hasFileName(part.dispositionParams)) return true;
  return part.type !== "text" || (part.subtype !== "plain" && part.subtype !== "html");
}

/** The file name to show: `filename*` before `filename` (RFC 6266 s4.3, H01) before `name`; "" without one. Foreign text. */
export function fileName(part: Part): string {
  const [name = ""] = [
    ...namesIn(part.dispositionParams, "filename"),
    ...namesIn(part.typeParams, "name"),
    ...namesIn(part.dispositionParams, "name"),
    ...namesIn(part.typeParams, "filename"),
  ];
  return name;
}
