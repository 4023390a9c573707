import { unfoldedValue } from "../message/display.ts";
import { asciiLower } from "../message/fields.ts";
import type { Message } from "../message/message.ts";
import { members, type Reader, required } from "../trust/reading.ts";
import type { Kind } from "./kinds.ts";

/** A header field by which mail of a phishing exercise is known. */
export interface ExerciseMark {
  /** RFC 5322 s3.6.8, as an administrator wrote it; compared without regard to case. */
  readonly name: string;
  /** The whole value, octet for octet once it is unfolded; whoever knows it can write it into any message. */
  readonly value: string;
}

const NAME = /^[!-9;-~]{1,76}$/;
/** Printable ASCII that begins and ends with a visible character: what no gateway writes differently. */
const VALUE = /^[!-~](?:[ -~]*[!-~])?$/;
/** Shorter ones are guessed, or stand in ordinary mail. */
const MIN_VALUE = 16;
const MAX_VALUE = 200;
const MAX_MARKS = 10;
const MEMBERS = ["name", "value"];

/** The value is a secret, so no fault repeats it, or what could have been meant as one. */
const readValue: Reader<string> = (value, place) => {
  if (typeof value !== "string") return place.report("wrong-type", "");
  if (value.length > MAX_VALUE) return place.report("too-long", "");
  if (value.length < MIN_VALUE) return place.report("too-short", "");
  return VALUE.test(value) ? value : place.report("hidden-characters", "");
};

const readFieldName: Reader<string> = (value, place) =>
  typeof value === "string" && NAME.test(value) ? value : place.report("not-a-field-name", value);

const readMark: Reader<ExerciseMark> = (value, place) => {
  const found = members(typeof value === "object" ? value : "", place);
  if (found === undefined) return undefined;
  for (const member of found.keys()) if (!MEMBERS.includes(member)) place.at(member).report("unknown-member", "");
  const name = required(found, "name", place, readFieldName);
  const text = required(found, "value", place, readValue);
  return name === undefined || text === undefined ? undefined : { name, value: text };
};

/** Marks of exercises; what cannot be read, and what is too many, is left out and reported. */
export const exerciseMarks: Kind<readonly ExerciseMark[]> = {
  read: (value, place) => {
    if (!Array.isArray(value)) return place.report("not-a-list", "");
    return value.flatMap((entry: unknown, index) => {
      const at = place.at(index);
      return (index < MAX_MARKS ? readMark(entry, at) : at.report("too-many", "")) ?? [];
    });
  },
  schema: {
    type: "array",
    items: {
      type: "object",
      properties: {
        name: { type: "string", maxLength: 76, pattern: NAME.source },
        value: { type: "string", maxLength: MAX_VALUE, pattern: `^[ -~]{${MIN_VALUE},${MAX_VALUE}}$` },
      },
      required: ["name", "value"],
    },
  },
};

/** The names alone: a help desk needs no more, and a value that it knew it could pass on. */
export const marksWithoutValues = (marks: readonly ExerciseMark[]): readonly object[] =>
  marks.map(({ name }) => ({ name }));

/** Whether a message carries one of the marks. It says nothing about who wrote it: fields can be copied (REP-14). */
export function isExercise(message: Message, marks: readonly ExerciseMark[]): boolean {
  return marks.some(({ name, value }) =>
    message.fields.some((field) => field.lowerName === asciiLower(name) && unfoldedValue(message, field) === value),
  );
}
