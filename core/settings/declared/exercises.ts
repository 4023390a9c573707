import { exerciseMarks, marksWithoutValues } from "../exercise.ts";
import { listed } from "../setting.ts";

/** Exercises with made-up phishing mail. */
export const EXERCISE_SETTINGS = {
  simulationHeaders: listed({
    kind: exerciseMarks,
    mask: marksWithoutValues,
    user: "none",
    title: "Header fields of phishing exercises",
    description:
      "Name and exact value of header fields that your exercise mail carries, 16 to 200 characters of printable ASCII each, at most 10. They change no badge, hide nothing and hold no report back: only when a report has left does the popup add that the message was an exercise, and the activity log counts it. Whoever sees such a message can copy the field; use a new random value for each exercise.",
    example: [{ name: "X-Example-Exercise", value: "2026-autumn-4f1d6c0b9a7e" }],
  }),
} as const;
