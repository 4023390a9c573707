import { toALabel } from "../message/domain.ts";

/** The natures every reader knows (3-protocols 4.2). */
export const NATURES = ["personal", "transaction", "list", "notification", "marketing"] as const;

const EXTENSION = /^([a-z0-9.-]{1,253}):([a-z0-9](?:[a-z0-9-]{0,62}))$/;

/** Exactly one lower-case keyword (G51): a standard one, or `reversed.domain:word` in the manner of RFC 3865. */
export function isNature(text: string): boolean {
  if (NATURES.some((nature) => nature === text)) return true;
  const [, domain] = EXTENSION.exec(text) ?? [];
  return domain?.includes(".") === true && isDomain(domain.split(".").reverse().join("."));
}

/** The single-use report token `n`: 22 to 64 characters of base64url, so at least 128 bits (G51, REP-08). */
export const isToken = (text: string): boolean => /^[A-Za-z0-9_-]{22,64}$/.test(text);

/** A domain of two labels or more, in the form in which domains are compared (G49). */
export const isDomain = (text: string): boolean => text.includes(".") && toALabel(text) === text;

/** Epoch seconds from 1973 to 33658, without a leading zero: one spelling for one time. */
export function readEpoch(text: string): number | undefined {
  return /^[1-9]\d{8,11}$/.test(text) ? Number(text) : undefined;
}
