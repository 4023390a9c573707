import { fileName, isAttachment } from "./attachment.ts";
import { asciiLower } from "./fields.ts";
import { standsAlone } from "./margins.ts";
import type { Message, Part } from "./message.ts";

/** Where a message keeps its end-to-end encrypted content (3-protocols section 6, T27). */
export interface SealedCarrier {
  /** `multipart/encrypted`, or a cover text with the attachment `encrypted.jwe`. */
  readonly form: "encrypted" | "attachment";
  /** The leaf with the JWE. */
  readonly jwe: Part;
  /** `Version: 1`, or a form that has no version of its own. */
  readonly known: boolean;
}

/** Name of the attachment in the second form. */
export const SEALED_FILE_NAME = "encrypted.jwe";

/** Longest first part that is looked at. */
const MAX_VERSION = 1000;

/**
 * The sealed content, where it is the whole body in one of the two shapes. Whatever is nested, partial or beside
 * something else is no carrier and is never opened: that is what direct exfiltration needs (E2E-04, E2E-06).
 */
export function sealedCarrier(message: Message): SealedCarrier | undefined {
  const { root } = message;
  const [first, second, ...more] = root.children;
  if (!root.isMultipart || first === undefined || second === undefined || more.length > 0) return undefined;
  if (root.type !== "multipart" || !isPlainlyEncoded(second)) return undefined;
  if (root.subtype === "encrypted") {
    const protocol = asciiLower(root.typeParams.get("protocol") ?? "");
    const typed = is(first, "application/map-hpke") && is(second, "application/octet-stream");
    if (protocol !== "application/map-hpke" || !typed || !standsAlone(message)) return undefined;
    const version = message.text(first.bodyStart, Math.min(first.bodyEnd, first.bodyStart + MAX_VERSION)).trim();
    return { form: "encrypted", jwe: second, known: isPlainlyEncoded(first) && version === "Version: 1" };
  }
  const typed = is(second, "application/jose+json") || is(second, "application/octet-stream");
  if (root.subtype !== "mixed" || !is(first, "text/plain") || isAttachment(first)) return undefined;
  return typed && fileName(second) === SEALED_FILE_NAME ? { form: "attachment", jwe: second, known: true } : undefined;
}

const is = ({ type, subtype, isMultipart }: Part, wanted: string) => !isMultipart && `${type}/${subtype}` === wanted;

const isPlainlyEncoded = ({ encoding }: Part) => encoding === "7bit" || encoding === "8bit" || encoding === "base64";
