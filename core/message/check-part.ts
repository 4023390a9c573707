import type { Ambiguities } from "./ambiguities.ts";
import { isCharset } from "./charset.ts";
import type { ContentType } from "./content-type.ts";
import type { Entity } from "./entity.ts";
import { conflictingNames } from "./file-names.ts";
import type { Part } from "./message.ts";
import type { OctetText } from "./octets.ts";
import { isStrict, strictBase64Size } from "./transfer.ts";

/** Thunderbird shows the resource behind this address in place of the part (ACQ-06). */
const EXTERNAL = "x-mozilla-external-attachment-url";

/** Says what two programs could read differently in one part, its structure apart (B.2: MIME-05, -08, -12, -14). */
export function checkPart(text: OctetText, part: Part, entity: Entity, ambiguities: Ambiguities): void {
  const { content, disposition } = entity;
  const where = { part: part.path };
  for (const field of entity.repeated) ambiguities.add("AMBIG_DUP_HEADER", { field });
  if (content.invalid || content.malformed || unclearCharset(content)) ambiguities.add("AMBIG_CONTENT_TYPE", where);
  if (disposition?.malformed || conflictingNames(entity)) ambiguities.add("AMBIG_FILENAME", where);
  if (!entity.encodingAlone || !encodingHolds(text, part)) ambiguities.add("AMBIG_ENCODING", where);
  if (part.type === "message" && (part.subtype === "partial" || part.subtype === "external-body"))
    ambiguities.add("UNSUPPORTED_PART", { ...where, type: `${part.type}/${part.subtype}` });
  if (part.fields.some(({ lowerName }) => lowerName === EXTERNAL) || holdsExternal(text, part))
    ambiguities.add("EXTERNAL_ATTACHMENT", where);
}

/** Several charsets, one in a form of RFC 2231, or one that programs guess or (UTF-7) only some of them read (MIME-11). */
function unclearCharset({ type, parameters }: ContentType): boolean {
  const named = parameters.filter(({ name }) => name === "charset" || name.startsWith("charset*"));
  const [charset] = named;
  if (charset === undefined) return false;
  const { name, value, doubtful } = charset;
  return named.length > 1 || name !== "charset" || doubtful || (type === "text" && value !== "" && !isCharset(value));
}

/**
 * An encoding on multipart/* is ignored (G14); only those that change nothing are free of doubt there. The same on a
 * message inside, where RFC 2046 s5.2.1 allows no other and programs undo it or not.
 */
function encodingHolds(text: OctetText, part: Part): boolean {
  if (part.type === "multipart" || (part.type === "message" && part.subtype === "rfc822"))
    return /^(?:7bit|8bit|binary)$/.test(part.encoding);
  const octets = text.bytes.subarray(part.bodyStart, part.bodyEnd);
  if (part.encoding !== "base64") return isStrict(octets, part.encoding);
  const size = strictBase64Size(octets);
  if (size !== undefined) sizes.set(part, size);
  return size !== undefined;
}

/** Sizes found while checking, so that nobody has to read a large attachment again for them. */
const sizes = new WeakMap<Part, number>();

/** Octets that a part decodes to, if it is strict base64 and was checked. */
export function base64Size(part: Part): number | undefined {
  return sizes.get(part);
}

/** Messages inside are never opened by this reader, but clients show their parts too. */
function holdsExternal(text: OctetText, part: Part): boolean {
  if (part.type !== "message") return false;
  return text.search(/x-mozilla-external-attachment-url/gi, EXTERNAL.length, part.bodyStart, part.bodyEnd) >= 0;
}
