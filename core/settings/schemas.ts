import type { JsonSchema } from "./kinds.ts";

const text: JsonSchema = { type: "string" };
const texts: JsonSchema = { type: "array", items: text };
const time: JsonSchema = { type: "string", pattern: "^[0-9-]{10}T[0-9:]{8}Z$" };

/** A trust record (3-protocols section 7), as far as a schema can say it; `readTrustRecords` has the last word. */
export const TRUST_RECORD: JsonSchema = {
  type: "object",
  properties: {
    org_id: text,
    name: { type: "string", maxLength: 80 },
    domains: texts,
    includeSubdomains: { type: "boolean" },
    keys: {
      type: "array",
      items: {
        type: "object",
        properties: {
          kid: text,
          alg: { type: "string", enum: ["ed25519", "ecdsa-p256-sha256", "rsa-pss-sha256"] },
          key: text,
          notBefore: time,
          notAfter: time,
          status: { type: "string", enum: ["active", "retired", "compromised"] },
          compromisedAt: time,
        },
        required: ["kid", "alg", "key"],
      },
    },
    requireStamp: { type: "boolean" },
    delegates: {
      type: "array",
      items: { type: "object", properties: { from: text, sender: text }, required: ["from", "sender"] },
    },
    policies: texts,
    acceptBcc: { type: "boolean" },
    verifyHosts: texts,
    statusList: {
      type: "object",
      properties: {
        url: { type: "string", format: "uri", pattern: "^https://" },
        maxAge: { type: "integer", minimum: 1, maximum: Number.MAX_SAFE_INTEGER },
      },
      required: ["url", "maxAge"],
    },
    addedAt: time,
  },
  required: ["org_id", "domains"],
};

/** One entry of `mailServers`. */
export const DOMAIN_SERVER: JsonSchema = {
  type: "object",
  properties: {
    accountDomain: text,
    authservId: text,
    borderHosts: texts,
    placement: { type: "string", enum: ["above", "below"] },
    profile: { type: "string", enum: ["microsoft365"] },
  },
  required: ["accountDomain", "borderHosts", "placement"],
};

const words = (...values: readonly string[]): JsonSchema => ({
  type: "array",
  items: { type: "string", enum: values },
});
const action: JsonSchema = { type: "string", enum: ["accept", "reject"] };
const asked = words("signed", "encrypted");

/** One entry of `recipientRules`: a domain, and a `.pol` (3-protocols 4.1), as far as a schema can say it. */
export const DOMAIN_RULES: JsonSchema = {
  type: "object",
  properties: {
    accountDomain: text,
    policy: {
      type: "object",
      properties: {
        v: { type: "integer", minimum: 1, maximum: 1 },
        mode: { type: "string", enum: ["enforce", "testing", "none"] },
        default: action,
        updated: time,
        require: asked,
        rules: {
          type: "array",
          items: {
            type: "object",
            properties: {
              match: { type: "object", properties: { nature: texts, from_domain: texts, list_id: texts } },
              action,
              require: asked,
            },
            required: ["match", "action"],
          },
        },
      },
      required: ["v", "mode", "default"],
    },
  },
  required: ["accountDomain", "policy"],
};
