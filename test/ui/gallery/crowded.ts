import type { CheckedData } from "./screen.ts";

/** One word without a place to break it. */
const WORD = "Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichenfabrik";

/** A message of which there is very much of everything, in scripts of both directions: nothing is out of sight. */
export function crowded({ result, ...rest }: CheckedData): CheckedData {
  const names = [`${WORD}${WORD}.pdf`, "تقرير نهائي (2) v3.docx", "دفتر.pdf", "見積書_最終版_本当に最終.xlsx", "a"];
  const attachments = Array.from({ length: 70 }, (_, place) => ({
    path: `${place + 2}`,
    fileName: `${place} ${names[place % names.length]}`,
    type: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    octets: 10 ** (place % 8),
  }));
  const to = [
    `${"very-long-local-part.".repeat(3)}x@${"label-of-some-length.".repeat(9)}example`,
    ...Array.from({ length: 20 }, (_, place) => `person${place}@home.example`),
  ];
  return { ...rest, result: { ...result, attachments, to, subject: `مرحبا Re: ${WORD} — 山猫書店 (نسخة)` } };
}
