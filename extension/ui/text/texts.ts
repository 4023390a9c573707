import { say } from "../../button/say.ts";

/** The text of a key in the reader's language, its placeholders filled in order; the key itself where there is none. */
export function t(key: string, ...values: readonly (string | number)[]): string {
  return say(key, values.map(String));
}

/** BCP 47 tag of the language the texts are in: not the client's, which may be one that we have no texts for. */
export const language = () => t("language_tag");

/** A time as the reader writes it, in the reader's time zone; `seconds` since the epoch. */
export function shownTime(seconds: number): string {
  const format = new Intl.DateTimeFormat(language(), { dateStyle: "medium", timeStyle: "short" });
  return format.format(seconds * 1000);
}

/** A number of octets as the reader writes it. */
export function shownSize(octets: number): string {
  const units = ["byte", "kilobyte", "megabyte"] as const;
  const step = octets < 1000 ? 0 : octets < 1_000_000 ? 1 : 2;
  const value = octets / 1000 ** step;
  const options = {
    style: "unit",
    unit: units[step] ?? "byte",
    // The short form of this one has no plural in English.
    unitDisplay: step === 0 ? "long" : "short",
    maximumFractionDigits: value < 10 && step > 0 ? 1 : 0,
  } as const;
  return new Intl.NumberFormat(language(), options).format(value);
}

/** A number as the reader writes it. */
export const shownNumber = (value: number) => new Intl.NumberFormat(language()).format(value);
