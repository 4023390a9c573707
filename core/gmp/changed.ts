import { headerGuesses } from "../canonical/header-guesses.ts";
import type { Engine } from "../engine.ts";
import { MAX_CHANGE_ATTEMPTS, MAX_CHANGE_OCTETS } from "../limits.ts";
import { fileName } from "../message/attachment.ts";
import type { Message, Part } from "../message/message.ts";
import type { Receipt } from "../result.ts";
import { type AttachmentRecord, hashRecords, recordOctets } from "./att-hash.ts";
import type { Hashes } from "./hashes.ts";
import { hashFields } from "./header-hash.ts";
import type { Stamp } from "./stamp.ts";

/** What differs from what was stamped, and what can be named with proof. */
export interface Change {
  readonly units: Receipt["changed"]["units"];
  /** Lower-case names; each is proven: without the change, hdr_hash is the stamped one. */
  readonly headers: readonly string[];
  /** Names of files that were added, proven in the same way. */
  readonly files: readonly string[];
  /** This copy lacks attachments that were stamped. */
  readonly attachmentsRemoved: boolean;
}

/** Compares the hashes of a message with those of its stamp, whose signature is true. */
export async function findChange(message: Message, stamp: Stamp, hashes: Hashes, engine: Engine): Promise<Change> {
  const headers = hashes.hdrHash !== stamp.hdrHash;
  const body = hashes.bodyHash !== stamp.bodyHash;
  const attachments = hashes.attHash !== stamp.attHash;
  return {
    units: [
      ...(headers ? (["headers"] as const) : []),
      ...(body ? (["body"] as const) : []),
      ...(attachments ? (["attachments"] as const) : []),
    ],
    headers: headers ? await changedHeaders(stamp, hashes, engine) : [],
    files: attachments ? addedFiles(stamp, hashes.records, engine) : [],
    attachmentsRemoved: attachments && stamp.attHash !== "NONE" && lacksAttachments(message, hashes.records),
  };
}

/** Undoes likely changes one after the other until the hash fits: a match is proof, no match is silence. */
async function changedHeaders(stamp: Stamp, hashes: Hashes, engine: Engine): Promise<readonly string[]> {
  let attempts = 0;
  let octets = 0;
  let paused = 0;
  for (const guess of headerGuesses(hashes.fields)) {
    octets += guess.fields.reduce((sum, field) => sum + field.octets.length, 0);
    if (++attempts > MAX_CHANGE_ATTEMPTS || octets > MAX_CHANGE_OCTETS) return [];
    if (hashFields(guess.fields, engine) === stamp.hdrHash) return guess.names;
    if (octets - paused < 64 * 1024) continue;
    paused = octets;
    await engine.pause();
  }
  return [];
}

function addedFiles(stamp: Stamp, records: readonly AttachmentRecord[], engine: Engine): readonly string[] {
  const names = (parts: readonly AttachmentRecord[]) => parts.map(({ part }) => fileName(part)).filter(Boolean);
  if (stamp.attHash === "NONE") return names(records);
  const affordable = Math.floor(MAX_CHANGE_OCTETS / recordOctets(records).length);
  // With one record left out the rest hashes as stamped: that one was added behind the others.
  for (const added of records.toReversed().slice(0, Math.min(affordable, MAX_CHANGE_ATTEMPTS))) {
    const rest = records.filter((record) => record !== added);
    if (hashRecords(rest, engine) === stamp.attHash) return names([added]);
  }
  return [];
}

/** Nothing is left of the attachments, or Thunderbird says that it deleted or detached one. */
function lacksAttachments(message: Message, records: readonly AttachmentRecord[]): boolean {
  return records.length === 0 || message.leaves.some(wasTakenOut);
}

function wasTakenOut(part: Part): boolean {
  if (part.type === "text" && part.subtype === "x-moz-deleted") return true;
  return part.fields.some((field) => field.lowerName === "x-mozilla-altered");
}
