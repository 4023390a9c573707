import { schemaFaults } from "./json-schema.ts";

const SCHEMAS = ["types/messaging-spam.json", "xarf-core.json"].map((name) => `test/ipp/xarf-schema/${name}`);

/** What the published schema finds wrong with each report. */
export const xarfFaults = (reports: readonly unknown[]) => schemaFaults("Draft202012Validator", SCHEMAS, reports);
