import { bouncedMessages, envelopeIdOf } from "../../core/index.ts";

/** Gives the user's own copies of sent mail with that Message-ID (without brackets), as they were stored. */
export type SentCopies = (messageId: string) => Promise<readonly Uint8Array[]>;

/** Nearly all mail has no such field, and is not read for it. */
const FIELD = /^MAP-DSN[ \t]*:/im;
const HEAD = 64 * 1024;

/** Ids of the MAP envelopes under which the mail left that a bounce says to answer (T18); nothing is remembered. */
export async function sentEnvelopes(bounce: Uint8Array, copies: SentCopies): Promise<readonly string[]> {
  if (!FIELD.test(new TextDecoder("windows-1252").decode(bounce.subarray(0, HEAD)))) return [];
  const found = await Promise.all(bouncedMessages(bounce).map(copies));
  return found.flat().flatMap((copy) => envelopeIdOf(copy) ?? []);
}
