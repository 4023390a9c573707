import type { BodyForm } from "../canonical/body.ts";
import { concat } from "../canonical/concat.ts";
import { asciiBytes, toHex } from "../canonical/encoding.ts";
import { relaxedHeader } from "../canonical/header.ts";
import type { Engine } from "../engine.ts";
import { isAttachment } from "../message/attachment.ts";
import type { Message, Part } from "../message/message.ts";
import { leafDigest } from "./leaf-digest.ts";

/** The four items of one attachment's record (G09). */
export interface AttachmentRecord {
  readonly part: Part;
  /** Section number, relaxed Content-Type, relaxed Content-Disposition, digest of the decoded octets (G10, G13, H02). */
  readonly items: readonly Uint8Array[];
}

/** Attachments before other work gets a turn; long ones give it turns of their own. */
const RECORDS_IN_A_ROW = 8;

/** The records of all attachment leaves in MIME pre-order (G08). */
export async function attachmentRecords(message: Message, form: BodyForm, engine: Engine): Promise<AttachmentRecord[]> {
  const records: AttachmentRecord[] = [];
  for (const part of message.leaves.filter(isAttachment)) {
    if (records.length % RECORDS_IN_A_ROW === RECORDS_IN_A_ROW - 1) await engine.pause();
    const digest = await leafDigest(message, part, form, engine);
    const type = relaxedField(message, part, "content-type");
    const disposition = relaxedField(message, part, "content-disposition");
    records.push({ part, items: [asciiBytes(part.path), type, disposition, digest] });
  }
  return records;
}

/** The octets att_hash is the hash of: the count, then every item, each behind its length (G09). */
export function recordOctets(records: readonly AttachmentRecord[]): Uint8Array {
  const items = records.flatMap((record) => record.items).flatMap((item) => [u32be(item.length), item]);
  return concat([u32be(records.length), ...items]);
}

/** att_hash: lower-case hex, or `NONE` if and only if there is no attachment. */
export function hashRecords(records: readonly AttachmentRecord[], engine: Engine): string {
  if (records.length === 0) return "NONE";
  const state = engine.sha3_256();
  state.update(recordOctets(records));
  return toHex(state.digest());
}

function relaxedField(message: Message, part: Part, name: string): Uint8Array {
  const field = part.fields.find(({ lowerName }) => lowerName === name);
  return field === undefined ? new Uint8Array(0) : relaxedHeader(message, field);
}

function u32be(value: number): Uint8Array {
  return Uint8Array.of(value >>> 24, value >>> 16, value >>> 8, value);
}
