import type { JsonSchema } from "./kinds.ts";
import { policyProperties } from "./schema.ts";

/** The steps of an RFC 6901 JSON Pointer. */
export const stepsOf = (pointer: string): readonly string[] =>
  pointer
    .split("/")
    .slice(1)
    .map((step) => step.replaceAll("~1", "/").replaceAll("~0", "~"));

/** The settings of a policy, as a whole. */
export const SETTINGS_SCHEMA: JsonSchema = { type: "object", properties: policyProperties() };

/**
 * What may stand at a place.
 * @returns undefined where nothing is declared of that place
 */
export function expectedIn(whole: JsonSchema, pointer: string): JsonSchema | undefined {
  return stepsOf(pointer).reduce<JsonSchema | undefined>(inside, whole);
}

function inside(schema: JsonSchema | undefined, step: string): JsonSchema | undefined {
  if (schema?.type === "array") return schema.items;
  if (schema?.type !== "object") return undefined;
  return new Map(Object.entries(schema.properties)).get(step);
}
