import { policyProperties, samplePolicyFile } from "../../../core/index.ts";

const text = (value: unknown) => `${JSON.stringify(value, null, 2)}\n`;

/** The schema for editors and for checks before a roll-out: draft-07, and nothing beside what is known. */
function strictSchema(): unknown {
  return {
    $schema: "http://json-schema.org/draft-07/schema#",
    title: "Countersign: settings by policy",
    type: "object",
    properties: policyProperties(),
    additionalProperties: false,
  };
}

/** Schemas and samples in JSON, by path below docs/policy/. */
export const jsonFiles = (): ReadonlyMap<string, string> =>
  new Map([
    ["settings.schema.json", text(strictSchema())],
    ["chromium/managed-schema.json", text({ type: "object", properties: policyProperties("chromium") })],
    ["thunderbird/policies.json", text(samplePolicyFile("thunderbird"))],
    ["firefox/policies.json", text(samplePolicyFile("firefox"))],
    ["chromium/countersign.json", text(samplePolicyFile("chromium"))],
  ]);
