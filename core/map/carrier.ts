import { fileName } from "../message/attachment.ts";
import { asciiLower } from "../message/fields.ts";
import type { Message, Part } from "../message/message.ts";

/**
 * Whether the body has the outer shape of an end-to-end encrypted payload (T27): `multipart/encrypted` for MAP, or a
 * cover text with `encrypted.jwe`. What is inside is another room's business.
 */
export function isHpkeCarrier({ root }: Message): boolean {
  const [first, second, ...more] = root.children;
  if (!root.isMultipart || first === undefined || second === undefined || more.length > 0) return false;
  if (root.type !== "multipart") return false;
  if (root.subtype === "encrypted") {
    const protocol = asciiLower(root.typeParams.get("protocol") ?? "");
    return (
      protocol === "application/map-hpke" && is(first, "application/map-hpke") && is(second, "application/octet-stream")
    );
  }
  const sealed = is(second, "application/jose+json") || is(second, "application/octet-stream");
  return root.subtype === "mixed" && is(first, "text/plain") && sealed && fileName(second) === "encrypted.jwe";
}

const is = ({ type, subtype, isMultipart }: Part, wanted: string) => !isMultipart && `${type}/${subtype}` === wanted;
