import { toALabel } from "../message/domain.ts";

/** One lower-case LDH label (T10). */
export function isLabel(text: unknown): text is string {
  return typeof text === "string" && /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/.test(text);
}

/** A domain that stands in the form in which domains are compared. */
export function isDomain(text: unknown): text is string {
  return typeof text === "string" && toALabel(text) === text;
}

/** RFC 5321 s4.1.2: a dot-atom or a quoted-string without control characters, before the "@". */
const LOCAL_PART = /^(?:[\w!#$%&'*+/=?^`{|}~-]+(?:\.[\w!#$%&'*+/=?^`{|}~-]+)*|"(?:[ !#-[\]-~]|\\[ -~])*")$/;

/** An addr-spec with a lower-case A-label domain (T11). */
export function isAddrSpec(text: unknown): text is string {
  if (typeof text !== "string") return false;
  const at = text.lastIndexOf("@");
  return at > 0 && LOCAL_PART.test(text.slice(0, at)) && isDomain(text.slice(at + 1));
}

/** Epoch seconds, or another count: an unsigned integer (RFC 8949 major type 0) that a number can hold. */
export function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && typeof value === "number" && value >= 0;
}
