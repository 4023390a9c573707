import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Kept } from "../../../test/world/state.ts";

const SAMPLES = "test/samples/mailbox";

/** Paths of the sample messages. */
export const sampleFiles = (): readonly string[] =>
  readdirSync(SAMPLES)
    .filter((file) => file.endsWith(".eml"))
    .map((file) => join(SAMPLES, file));

/** What the reader of the sample mailbox knows and trusts. */
export const sampleKnowledge = (): Kept => JSON.parse(readFileSync(join(SAMPLES, "knowledge.json"), "utf8"));
