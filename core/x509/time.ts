import { type DerElement, TAG } from "./der.ts";

/** When a certificate or list holds: epoch seconds, both ends included. */
export interface Validity {
  readonly notBefore: number;
  readonly notAfter: number;
}

/** Reads a Validity (RFC 5280 s4.1.2.5). */
export function readValidity(element: DerElement | undefined): Validity | undefined {
  const [from, to, ...more] = element?.children ?? [];
  const notBefore = readTime(from);
  const notAfter = readTime(to);
  if (element?.tag !== TAG.sequence || more.length > 0) return undefined;
  return notBefore === undefined || notAfter === undefined ? undefined : { notBefore, notAfter };
}

/** `YYMMDDHHMMSSZ` or `YYYYMMDDHHMMSSZ` and no other spelling; a date that exists (RFC 5280 s4.1.2.5). */
export function readTime(element: DerElement | undefined): number | undefined {
  if (element?.tag !== TAG.utcTime && element?.tag !== TAG.generalizedTime) return undefined;
  const text = String.fromCharCode(...element.content);
  const short = element.tag === TAG.utcTime;
  if (!(short ? /^\d{12}Z$/ : /^\d{14}Z$/).test(text)) return undefined;
  // Two digits mean 1950 to 2049.
  const full = short ? `${Number(text.slice(0, 2)) < 50 ? "20" : "19"}${text}` : text;
  const iso = full.replace(/^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)Z$/, "$1-$2-$3T$4:$5:$6.000Z");
  const time = Date.parse(iso);
  return Number.isNaN(time) || new Date(time).toISOString() !== iso ? undefined : time / 1000;
}
