import type { Header, Store } from "./place.ts";
import { prefixLength } from "./prefix.ts";

/** The octets Thunderbird handed out, and whether it runs on Windows. */
export interface Octets {
  readonly octets: Uint8Array;
  readonly windows: boolean;
}

/** IMAP servers may announce an estimate (Exchange does by default), so only a gross difference tells a cut. */
const IMAP_ESTIMATE = 0.75;

/**
 * The message as it was received, and whether a part of it is missing.
 *
 * A store on this machine knows its own size exactly: octets that are missing were cut off, as Thunderbird does at a
 * NUL. That is "cannot be checked", never "changed" (ACQ-07).
 */
export function received(
  raw: Octets,
  header: Pick<Header, "size" | "headersOnly">,
  store: Store,
): { readonly bytes: Uint8Array; readonly partial: boolean } {
  const { octets, windows } = raw;
  // POP3 and Local Folders use the platform's line ends; the lines that IMAP's store adds end in a bare LF everywhere.
  const bytes = octets.subarray(prefixLength(octets, windows && store === "local"));
  const cut =
    bytes.length === 0 ||
    (store === "local" && octets.length < header.size) ||
    (store === "imap" && bytes.length < header.size * IMAP_ESTIMATE);
  return { bytes, partial: header.headersOnly || cut };
}
