import { type Checked, checkOctets } from "../../check/check.ts";

/** The separator that programs for mbox put before a message is not part of it (G02). */
const MBOX = /^From [^\r\n]*\r?\n/;

async function readFile(octets: Blob): Promise<Uint8Array> {
  const bytes = new Uint8Array(await octets.arrayBuffer());
  const head = new TextDecoder("windows-1252").decode(bytes.subarray(0, 1024));
  return bytes.subarray(MBOX.exec(head)?.[0].length ?? 0);
}

/**
 * Anybody can write a file: nothing in it counts as said by the reader's own server (ACQ-14).
 * @param id - The number by which the page knows the message.
 */
export async function checkFile(octets: Blob, id: number, addresses: readonly string[]): Promise<Checked> {
  const bytes = await readFile(octets);
  const now = Math.floor(Date.now() / 1000);
  const head = { id, subject: "", author: "" };
  const source = { bytes, partial: bytes.length === 0 };
  const message = await checkOctets(head, source, { now, origin: "file", addresses });
  return { ...message, subject: message.result.subject };
}
