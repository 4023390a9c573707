import { asciiLower } from "../message/fields.ts";
import { expectedIn, stepsOf } from "../settings/expected.ts";
import type { JsonSchema, Kind } from "../settings/kinds.ts";
import { POLICY_MEMBERS } from "../settings/policy.ts";
import { DECLARED, isSettingName, SETTING_NAMES } from "../settings/settings.ts";
import { placeIn, type RecordFault } from "../trust/reading.ts";
import { say } from "../words/format.ts";
import { nearest } from "./options.ts";

/**
 * What was probably meant, or undefined.
 * @param whole what is declared of the text in which the fault has its path
 */
export function meant({ code, path, value }: RecordFault, whole: JsonSchema): string | undefined {
  const steps = stepsOf(path);
  const above = expectedIn(whole, path.replace(/\/[^/]*$/, ""));
  const name = steps.at(-1) ?? "";
  switch (code) {
    case "unknown-setting":
      return steps.length > 1 && steps[0] === "locked"
        ? near(value, SETTING_NAMES)
        : near(name, [...SETTING_NAMES, ...(steps.length > 1 ? [] : POLICY_MEMBERS)]);
    case "unknown-member":
      return above?.type === "object" ? near(name, Object.keys(above.properties)) : undefined;
    case "unknown-value":
      return near(value, wordsOf(expectedIn(whole, path)));
    case "not-an-https-url":
      return nearAddress(steps, value);
    default:
      return undefined;
  }
}

/** The fault as a sentence, and what may be written there. */
export function explained({ code, path, value }: RecordFault, whole: JsonSchema): string {
  const schema = expectedIn(whole, path);
  const form = NAMES_A_FORM.has(code) && !(code === "out-of-bounds" && isWithin(schema, value)) ? formOf(schema) : "";
  return `${say("en", `fault_${code.replaceAll("-", "_")}`)}${form === "" ? "" : ` Write ${form}.`}`.replace(
    /^./,
    (first) => first.toUpperCase(),
  );
}

const NAMES_A_FORM: ReadonlySet<RecordFault["code"]> = new Set([
  "wrong-type",
  "unknown-value",
  "out-of-bounds",
  "too-long",
] as const);

/** Bounds alone do not say what is wrong with this number. */
const isWithin = (schema: JsonSchema | undefined, value: string): boolean =>
  schema?.type === "integer" && Number(value) >= schema.minimum && Number(value) <= schema.maximum;

const wordsOf = (schema: JsonSchema | undefined): readonly string[] =>
  schema?.type === "string" ? (schema.enum ?? []) : [];

/** How a value of the schema is written in JSON. */
function formOf(schema: JsonSchema | undefined): string {
  switch (schema?.type) {
    case "boolean":
      return "true or false, without quotation marks";
    case "integer":
      return `a number from ${schema.minimum} to ${schema.maximum}, without quotation marks`;
    case "array":
      return "a list: [ … ]";
    case "object":
      return "an object: { … }";
    case "string":
      if (schema.enum !== undefined) return schema.enum.map((word) => `"${word}"`).join(", ");
      return schema.maxLength === undefined ? "" : `at most ${schema.maxLength} characters`;
    default:
      return "";
  }
}

/** Case is the slip that is made most, and counts as no distance. */
function near(word: string, names: readonly string[]): string | undefined {
  const lower = new Map(names.map((name) => [asciiLower(name), name]));
  return lower.get(nearest(asciiLower(word), [...lower.keys()]) ?? "");
}

/** An address that would count, made from one that does not by what people leave out or add. */
function nearAddress(steps: readonly string[], value: string): string | undefined {
  const name = steps[steps[0] === "recommended" ? 1 : 0] ?? "";
  if (!isSettingName(name)) return undefined;
  const kind: Kind<unknown> = DECLARED[name].kind;
  const counts = (text: string): boolean => {
    const faults: RecordFault[] = [];
    kind.read(kind.schema.type === "array" ? [text] : text, placeIn(faults));
    return faults.length === 0;
  };
  const https = value.replace(/^(?:http:\/\/|https:\/\/)?/i, "https://");
  const plain = https.replace(/[?#].*$/, "");
  const candidates = [https, plain, `${plain}/`, ...(URL.canParse(plain) ? [new URL(plain).origin] : [])];
  return candidates.find((text) => text !== value && counts(text));
}
