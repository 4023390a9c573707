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
