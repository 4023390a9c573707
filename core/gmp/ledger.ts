import { asciiBytes, toHex } from "../canonical/encoding.ts";
import type { Engine } from "../engine.ts";
import type { LedgerEntry } from "../knowledge.ts";
import { MAX_LEDGER_PER_ORG } from "../limits.ts";
import type { Hashes } from "./hashes.ts";

/** Entries older than this may go, in seconds: 400 days (4-threats E). */
const KEPT = 400 * 86_400;

/** What the ledger keeps of a message: SHA3-256 of `hdr_hash ":" body_hash ":" att_hash`, lower-case hex (G38). */
export function ledgerDigest(hashes: Pick<Hashes, "hdrHash" | "bodyHash" | "attHash">, engine: Engine): string {
  const state = engine.sha3_256();
  state.update(asciiBytes(`${hashes.hdrHash}:${hashes.bodyHash}:${hashes.attHash}`));
  return toHex(state.digest());
}

/**
 * Compares a stamp with those seen before: `RID_REUSED` when the organisation gave the same rid to another message,
 * `LEDGER_FULL` when its quota leaves no room to remember this one (DOS-06). Organisations have quotas of their own, so
 * none can push out the entries of another.
 */
export function checkLedger(
  entry: LedgerEntry,
  ledger: readonly LedgerEntry[],
): "RID_REUSED" | "LEDGER_FULL" | undefined {
  const ofOrg = ledger.filter((old) => old.org_id === entry.org_id);
  const same = ofOrg.filter((old) => old.rid === entry.rid);
  if (same.some((old) => old.digest !== entry.digest)) return "RID_REUSED";
  return same.length === 0 && ofOrg.filter((old) => isKept(old, entry.firstSeen)).length >= MAX_LEDGER_PER_ORG
    ? "LEDGER_FULL"
    : undefined;
}

function isKept(entry: LedgerEntry, now: number): boolean {
  return entry.firstSeen > now - KEPT;
}
