import { browser } from "../browser.ts";
import { type Header, isOutgoing } from "./place.ts";
import { received } from "./received.ts";
import { readRaw } from "./source.ts";

/** Copies of one message that are read; a sender keeps one. */
const MOST = 3;

/** The user's own copies of sent mail with that Message-ID (without brackets), as they were stored. */
export async function sentCopies(headerMessageId: string): Promise<readonly Uint8Array[]> {
  // The types describe Manifest V2; with V3 a list of messages is an object.
  const found = (await browser.messages.query({ headerMessageId })) as { readonly messages: readonly Header[] };
  const own = found.messages.filter(isOutgoing).slice(0, MOST);
  const copies = await Promise.all(own.map(copyOf));
  return copies.filter((copy) => copy !== undefined);
}

async function copyOf(header: Header): Promise<Uint8Array | undefined> {
  const raw = await readRaw(header);
  if ("missing" in raw) return undefined;
  return received(raw, header, "imap").bytes;
}
