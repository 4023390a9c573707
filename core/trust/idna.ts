/** One label of a host name in A-label form. */
const LABEL = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;

/** ASCII that no domain contains; `new URL` would read some of it as another part of the URL (G.3). */
const FOREIGN = /[\0-,/:-@[-`{-\x7F]/;

const isAscii = (text: string): boolean => !/[^\0-\x7F]/.test(text);

/** IDNA of the platform's URL parser: it agrees with UTS 46 on the mapping, and the result is checked below. */
function mapped(text: string): string {
  if (isAscii(text)) return text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
  return URL.canParse(`https://${text}/`) ? new URL(`https://${text}/`).hostname : "";
}

/**
 * A domain as everything here compares it: UTS 46 non-transitional, A-labels, ASCII lower case (3-protocols, common
 * rules). Host names only: letters, digits, hyphens; no address literal, trailing dot or number as last label (ID-14).
 *
 * @returns undefined for anything else
 */
export function toALabel(domain: string): string | undefined {
  if (domain.replaceAll("_", "").search(FOREIGN) >= 0) return undefined;
  const name = mapped(domain);
  const labels = name.split(".");
  const wellFormed = labels.every((label) => LABEL.test(label)) && !/^\d+$/.test(labels.at(-1) ?? "");
  return wellFormed && name.length <= 253 ? name : undefined;
}
