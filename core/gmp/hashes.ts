import type { BodyForm } from "../canonical/body.ts";
import { hashBody } from "../canonical/body-hash.ts";
import { toHex } from "../canonical/encoding.ts";
import type { SignedField } from "../canonical/header-guesses.ts";
import type { Engine } from "../engine.ts";
import type { Message } from "../message/message.ts";
import { type AttachmentRecord, attachmentRecords, hashRecords } from "./att-hash.ts";
import { hashFields, signedFields } from "./header-hash.ts";

/** The three hashes of a message, and what two of them were made of. */
export interface Hashes {
  /** Lower-case hex SHA3-256; `attHash` may be `NONE`. */
  readonly hdrHash: string;
  readonly bodyHash: string;
  readonly attHash: string;
  readonly fields: readonly SignedField[];
  readonly records: readonly AttachmentRecord[];
}

/** Computes the three hashes of 3-protocols 1.2 as streams; long messages give other work a turn in between. */
export async function computeHashes(message: Message, form: BodyForm, engine: Engine): Promise<Hashes> {
  const fields = signedFields(message);
  const records = await attachmentRecords(message, form, engine);
  return {
    hdrHash: hashFields(fields, engine),
    bodyHash: toHex(await hashBody(message, form, engine)),
    attHash: hashRecords(records, engine),
    fields,
    records,
  };
}
