import type { Badge, ReasonCode, Result } from "../../core/index.ts";

/** A result about a message whose octets were not read, so that the pages need only one shape. */
export function withoutReading(
  badge: Extract<Badge, "NONE" | "UNCHECKED">,
  subject: string,
  code?: ReasonCode,
): Result {
  return {
    profile: "countersign/1",
    badge,
    gmp: code === undefined ? "NOT_FOUND" : "UNTRUSTED",
    reasons: code === undefined ? [] : [{ code, params: {}, effect: "unchecked" }],
    axes: {
      integrity: "none",
      identity: "none",
      scope: "none",
      freshness: "none",
      structure: "ok",
      trust: "none",
      transport: "none",
      nature: "none",
      secrecy: "none",
    },
    summary: {
      unchanged: { code: "not_checked", params: {} },
      from: { code: "from_ambiguous", params: {} },
      trust: { code: "trust_nobody", params: {} },
    },
    lines: [],
    wants: [],
    net: [],
    to: [],
    subject,
    messageId: "",
    attachments: [],
    observations: {},
  };
}
