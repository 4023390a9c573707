import { strictBase64 } from "../canonical/encoding.ts";
import { parseTagList } from "../canonical/taglist.ts";
import type { MapKeyRecord } from "../knowledge.ts";

const DEFINED = new Set(["v", "usage", "k", "p", "nb", "na"]);
const WORD = /^[a-z0-9-]+$/;
/** Octets of the key kinds known here; both are raw (RFC 7748 s5, RFC 8032 s5.1.5). */
const KEY_OCTETS = 32;

/**
 * The MAPKEY among the TXT records of `<id>._mapkey.<domain>` (T14): exactly one record that begins `v=MAP1`, well formed.
 * @param texts one text for each record, its character-strings joined
 * @returns undefined for none, several, or a malformed one: MAP_KEY_GONE
 */
export function readMapKeyTexts(texts: readonly string[]): MapKeyRecord | undefined {
  // `v=MAP10` is another record (H13).
  const own = texts.filter((text) => /^v=MAP1(?![\w.-])/.test(text));
  const [text] = own;
  return text === undefined || own.length > 1 ? undefined : readMapKeyText(text);
}

function readMapKeyText(text: string): MapKeyRecord | undefined {
  const list = parseTagList(text, DEFINED);
  const tags = new Map(list?.map(({ name, value }) => [name, value]));
  if (tags.get("v") !== "MAP1") return undefined;
  const times = [tags.get("nb"), tags.get("na")].map(readTime);
  const [nb, na] = times;
  if (nb === "malformed" || na === "malformed") return undefined;
  return checked({
    usage: tags.get("usage") ?? "",
    k: tags.get("k") ?? "",
    p: tags.get("p"),
    ...(nb !== undefined && { nb }),
    ...(na !== undefined && { na }),
  });
}

/** Epoch seconds; empty or absent means no bound. */
function readTime(text: string | undefined): number | undefined | "malformed" {
  if (text === undefined || text === "") return undefined;
  return /^\d{1,11}$/.test(text) ? Number(text) : "malformed";
}

/** The record, if its values are well formed; used for TXT and for the bootstrap document alike (T17). */
export function checked(
  record: Omit<MapKeyRecord, "p"> & { readonly p: string | undefined },
): MapKeyRecord | undefined {
  const { usage, k, p } = record;
  if (!WORD.test(usage) || !WORD.test(k) || p === undefined) return undefined;
  const octets = strictBase64(p);
  if (octets === undefined) return undefined;
  const known = k === "ed25519" || k === "x25519";
  return known && p !== "" && octets.length !== KEY_OCTETS ? undefined : { ...record, p };
}
