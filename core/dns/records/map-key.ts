import { concat } from "../../canonical/concat.ts";
import { latin1Bytes, strictBase64 } from "../../canonical/encoding.ts";
import type { MapKeyRecord } from "../../knowledge.ts";
import type { Question } from "../message.ts";
import { nameOf } from "../names.ts";
import { TYPE } from "../types.ts";
import type { Lookup } from "../validate.ts";
import { type Published, type RecordFault, theRecord } from "./published.ts";

const DEFINED = new Set(["v", "usage", "k", "p", "nb", "na"]);
const WORD = /^[a-z0-9-]+$/;
/** Octets of the key kinds known here; both are raw (RFC 7748 s5, RFC 8032 s5.1.5). */
const KEY_OCTETS = 32;

/** Where a MAPKEY is published: `<id>._mapkey.<domain>` (3-protocols section 3). */
export function mapKeyQuestion(domain: string, id: string): Question | undefined {
  const name = nameOf(`${id}._mapkey.${domain}`);
  return name === undefined ? undefined : { name, type: TYPE.TXT };
}

/** Reads a MAPKEY (T14): exactly one record of the version, well formed. An empty `p` stays one: it says revoked. */
export function readMapKey(lookup: Pick<Lookup, "state" | "records" | "wildcard">): Published<MapKeyRecord> {
  return theRecord(lookup, "MAP1", DEFINED, (tags): MapKeyRecord | RecordFault => {
    const [nb, na] = [readTime(tags.get("nb")), readTime(tags.get("na"))];
    if (nb === "malformed" || na === "malformed") return "malformed";
    const [usage = "", k = "", p] = ["usage", "k", "p"].map((name) => tags.get(name));
    const times = { ...(nb !== undefined && { nb }), ...(na !== undefined && { na }) };
    return wellFormed({ usage, k, p, ...times }) ?? "malformed";
  });
}

/** The record in a text, as it is handed over outside of the DNS; undefined where it is none. */
export function readMapKeyText(text: string): MapKeyRecord | undefined {
  const octets = latin1Bytes(text.trim());
  const strings = Array.from({ length: Math.ceil(octets.length / 255) }, (_, n) =>
    octets.subarray(n * 255, n * 255 + 255),
  );
  const rdata = concat(strings.flatMap((piece) => [Uint8Array.of(piece.length), piece]));
  const published = readMapKey({ state: "SECURE", records: [rdata], wildcard: false });
  return published.kind === "found" ? published.value : undefined;
}

/** Epoch seconds; empty or absent means no bound. */
function readTime(text: string | undefined): number | undefined | "malformed" {
  if (text === undefined || text === "") return undefined;
  return /^\d{1,11}$/.test(text) ? Number(text) : "malformed";
}

/** The record, if its values are well formed; used for TXT and for the bootstrap document alike (T17). */
export function wellFormed(
  record: Omit<MapKeyRecord, "p"> & { readonly p: string | undefined },
): MapKeyRecord | undefined {
  const { usage, k, p } = record;
  if (!WORD.test(usage) || !WORD.test(k) || p === undefined) return undefined;
  const octets = strictBase64(p);
  if (octets === undefined) return undefined;
  const known = k === "ed25519" || k === "x25519";
  return known && p !== "" && octets.length !== KEY_OCTETS ? undefined : { ...record, p };
}
