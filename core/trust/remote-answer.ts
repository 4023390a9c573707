import type { Result } from "../result.ts";
import { parseStrictJson } from "./json.ts";

/** Most octets of an answer that are read (NET-08). */
export const MAX_ANSWER_OCTETS = 64 * 1024;
/** Longest wait for a whole answer, in milliseconds (NET-08). */
export const MAX_ANSWER_MS = 5000;

/**
 * What a `verify_url` answered about one receipt (3-protocols 1.6). `other-message` means the organisation knows this
 * rid with other headers; `unusable` is anything that is no answer to the question. No value may raise a badge (ST-02).
 */
export type RemoteAnswer = "active" | "revoked" | "unknown" | "other-message" | "unusable";

/**
 * Reads the answer of a `verify_url`: JSON `{rid, status, hdr_hash, ts}`.
 * @param asked - Tags of the receipt the question was about.
 */
export function readRemoteAnswer(text: string, asked: { rid: string; hdr_hash: string; ts: string }): RemoteAnswer {
  const read = parseStrictJson(text);
  if ("fault" in read || typeof read.value !== "object" || read.value === null) return "unusable";
  const answer = new Map<string, unknown>(Object.entries(read.value));
  if (answer.get("rid") !== asked.rid) return "unusable";
  const status = answer.get("status");
  if (status === "revoked" || status === "unknown") return status;
  if (status !== "active") return "unusable";
  const same = answer.get("hdr_hash") === asked.hdr_hash && answer.get("ts") === asked.ts;
  return same ? "active" : "other-message";
}

/**
 * The result after an answer: worse, or the same (ST-02). `revoked` and `other-message` are said by a host of the
 * organisation itself, so they weigh as much as its status list (H15).
 */
export function lowered(result: Result, answer: RemoteAnswer): Result {
  if (answer !== "revoked" && answer !== "other-message") return result;
  const code = answer === "revoked" ? "RID_REVOKED" : "RID_REUSED";
  const params = { org: result.organisation?.org_id ?? result.receipt?.tags.org_id ?? "" };
  return {
    ...result,
    badge: "ALERT",
    gmp: answer === "revoked" ? "UNTRUSTED" : "TAMPERED",
    reasons: [{ code, params, effect: "alert" }, ...result.reasons.filter((reason) => reason.code !== code)],
  };
}
