import { createHash } from "node:crypto";
import { nodeEngine } from "../../../core/cli/engine-node.ts";
import type { Knowledge } from "../../../core/knowledge.ts";
import { verify } from "../../../core/verify.ts";
import type { CheckedData } from "./screen.ts";

/** A message, checked, as the popup gets it. */
export async function checked(bytes: Uint8Array, knowledge: Knowledge, messageId: number): Promise<CheckedData> {
  const result = await verify(bytes, knowledge, nodeEngine);
  const digest = createHash("sha256").update(bytes).digest("hex");
  return { messageId, subject: result.subject, hasBytes: bytes.length > 0, digest, result, knowledge };
}
