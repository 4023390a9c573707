import { parseDate } from "../../core/index.ts";

/** A header section is rarely longer; the topmost field stands near its start. */
const HEAD = 64 * 1024;

/** The first Received field, unfolded or not: RFC 5322 s3.6.7. */
const RECEIVED = /^Received:([^\r\n]*(?:\r?\n[ \t][^\r\n]*)*)/im;

/**
 * When the reader's own server took the message: the date of the topmost Received field, epoch seconds. Only for mail
 * that lies in an account, where that server wrote the field (G33).
 */
export function arrivalTime(bytes: Uint8Array): number | undefined {
  const head = new TextDecoder("windows-1252").decode(bytes.subarray(0, HEAD)).split(/\r?\n\r?\n/, 1)[0] ?? "";
  const value = RECEIVED.exec(head)?.[1];
  const semicolon = value?.lastIndexOf(";") ?? -1;
  if (value === undefined || semicolon < 0) return undefined;
  return parseDate(
    value
      .slice(semicolon + 1)
      .replace(/\r?\n/g, "")
      .trim(),
  );
}
