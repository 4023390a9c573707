import { createHash } from "node:crypto";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { metCertificates } from "../ipp/pinned.ts";
import type { SenderCertificates } from "../knowledge.ts";
import { certificateFinder, type Finding, type Found } from "./certificate-finder.ts";
import { Failure } from "./failure.ts";
import { exists } from "./files.ts";
import { EMPTY_KNOWLEDGE, readKnowledgeFile, writeKnowledgeFile } from "./knowledge-file.ts";

/** How the filter finds the certificate of a sender of whom none is kept. */
export interface SenderSearch extends Finding {
  /** Folder in which what was found is kept; everything in it may be deleted at any time. */
  readonly cache?: string;
  /** Milliseconds after which nothing more is asked. */
  readonly patience?: number;
}

/** A mail server waits, so a search ends soon. */
const PATIENCE = 15_000;
/** Seconds for which a kept copy is believed. */
const FRESH = 3600;

/**
 * Looks for the `.pub` of a declaring sender, in the folder of kept copies and then in the DNS, proven by DNSSEC. A search
 * that fails is `later` and never an error: no mail may wait for a stranger's name server.
 * @param pinned what the administrator keeps of this sender: its key stays the one that counts (X5-01)
 * @param now epoch seconds
 */
export async function searchSender(
  address: string,
  now: number,
  { cache, ...finding }: SenderSearch,
  pinned?: SenderCertificates,
): Promise<Found> {
  const path = cache && join(cache, `${createHash("sha256").update(address).digest("hex")}.json`);
  const kept = path === undefined ? undefined : readKept(path, address, now);
  const found = kept ?? (await searched(address, now, finding));
  if (found.kind !== "found") return found;
  if (kept === undefined && path !== undefined) keep(path, found.certificates, now);
  const { pub, anchor } = found.certificates;
  const met = await metCertificates(pinned, { address, pub, anchor, at: now });
  return met === undefined ? { kind: "none" } : { kind: "found", certificates: met };
}

function searched(address: string, now: number, { patience = PATIENCE, ...finding }: SenderSearch): Promise<Found> {
  const end = performance.now() + patience;
  const late = () => performance.now() > end;
  const find = certificateFinder({
    ...finding,
    ask: async (question) => (late() ? "NO_CONNECTION" : await finding.ask(question)),
    fetch: async (url) => {
      if (late()) throw new Failure("ASK_FAILED", "no time left");
      return await finding.fetch(url);
    },
  });
  return find(address, now);
}

/** A fresh copy; one that cannot be read is none. */
function readKept(path: string, address: string, now: number): Found | undefined {
  if (!exists(path)) return undefined;
  try {
    const { now: at = 0, senderCertificates = [] } = readKnowledgeFile(path);
    const [certificates] = senderCertificates;
    if (certificates?.address !== address || at > now || at + FRESH < now) return undefined;
    return { kind: "found", certificates };
  } catch (error) {
    if (error instanceof Failure) return undefined;
    throw error;
  }
}

/** Keeps a copy; where that cannot be done, the next message is searched for again. */
function keep(path: string, certificates: SenderCertificates, now: number): void {
  try {
    mkdirSync(join(path, ".."), { recursive: true, mode: 0o700 });
    writeKnowledgeFile(path, { ...EMPTY_KNOWLEDGE, now, senderCertificates: [certificates] });
  } catch (error) {
    if (!(error instanceof Failure) && !(error instanceof Error && "syscall" in error)) throw error;
  }
}
