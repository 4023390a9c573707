import assert from "node:assert/strict";
import { nodeEngine } from "../../core/cli/engine-node.ts";
import { readKnowledge } from "../../core/cli/knowledge-file.ts";
import { type Knowledge, type Result, verify } from "../../core/index.ts";
import { diagnosticsOf } from "../../extension/diagnostics/diagnostics.ts";

/** A verdict, and the verdict that the copied diagnostics of it give with the same message. */
interface Replay {
  readonly result: Result;
  readonly again: Result;
}

/** People, subject and content of the transport tests' messages, and who else is trusted. */
export const SECRETS: readonly string[] = ["bob", "carol", "alice", "Invoice", "supplier.example", "EUR"];

/** Judges a message, copies the diagnostics, in which none of these words may stand, and judges again by them (EXT-16). */
export async function replay(bytes: Uint8Array, knowledge: Knowledge, secrets: readonly string[]): Promise<Replay> {
  const result = await verify(bytes, knowledge, nodeEngine);
  const { subject } = result;
  const written = await diagnosticsOf({ messageId: 1, subject, bytes, digest: "00", result, knowledge });
  for (const secret of secrets) assert.ok(!written.includes(secret), `${result.badge}: ${secret}\n${written}`);
  const read = readKnowledge(JSON.parse(written));
  assert.deepEqual(read.faults, [], result.badge);
  assert.ok(read.knowledge?.now);
  return { result, again: await verify(bytes, { ...read.knowledge, now: read.knowledge.now }, nodeEngine) };
}
