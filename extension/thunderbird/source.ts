import { MAX_MESSAGE_OCTETS } from "../../core/index.ts";
import { browser } from "../browser.ts";
import { sharedEngine } from "../check/engine.ts";
import { binaryOctets } from "./binary-string.ts";
import type { Header } from "./place.ts";
import type { Octets } from "./received.ts";

/** The octets Thunderbird handed out, or why there are none. */
export type Raw = Octets | { readonly missing: "E_SOURCE_MISSING" | "E_TOO_LARGE" | "E_TIMEOUT" };

/** A server that answers this late, in milliseconds, counts as one that does not. */
const PATIENCE = 30_000;

/** Reads a message. Never fails: what cannot be had is a {@link Raw} too. */
export async function readRaw(header: Pick<Header, "id" | "size">): Promise<Raw> {
  if (header.size > MAX_MESSAGE_OCTETS) return { missing: "E_TOO_LARGE" };
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<"late">((resolve) => {
    timer = setTimeout(resolve, PATIENCE, "late");
  });
  try {
    // Decrypted mail would not be what was hashed (ACQ-04).
    const reading = browser.messages.getRaw(header.id, { data_format: "BinaryString", decrypt: false });
    const raw = await Promise.race([reading, late]);
    if (raw === "late") return { missing: "E_TIMEOUT" };
    if (typeof raw !== "string") return { missing: "E_SOURCE_MISSING" };
    const [engine, { os }] = await Promise.all([sharedEngine(), browser.runtime.getPlatformInfo()]);
    return { octets: binaryOctets(raw, engine), windows: os === "win" };
  } catch (error) {
    console.info("a message could not be read", error);
    return { missing: "E_SOURCE_MISSING" };
  } finally {
    clearTimeout(timer);
  }
}
