import { hostFault } from "../../trust/remote-host.ts";
import type { Question } from "../message.ts";
import { nameOf } from "../names.ts";
import { TYPE } from "../types.ts";
import type { Lookup } from "../validate.ts";
import { type Published, type RecordFault, theRecord } from "./published.ts";

/** Where a domain says where its keys and policies are: `_ipp.<domain>` (3-protocols 4.1). */
export function ippQuestion(domain: string): Question | undefined {
  const name = nameOf(`_ipp.${domain}`);
  return name === undefined ? undefined : { name, type: TYPE.TXT };
}

const DEFINED = new Set(["v", "t", "url"]);
/** RFC 3986 s3.3 without `;`, which ends the tag, and without `%`, which could hide a second "/" or a dot segment. */
const PATH = /^(?:\/[A-Za-z0-9._~!$&'()*+,=:@-]+)*\/$/;

/**
 * Reads the one record of the version as an https URL that ends with "/", written as the URL parser writes it (DNS-13,
 * IPP-09, IPP-10).
 */
export function readIppAnchor(
  lookup: Pick<Lookup, "state" | "records" | "wildcard">,
): Published<{ readonly url: string }> {
  return theRecord(lookup, "IPP1", DEFINED, (tags): { readonly url: string } | RecordFault => {
    const url = tags.get("url");
    return tags.get("t") === "url" && url !== undefined && isBase(url) ? { url } : "malformed";
  });
}

/** A second spelling is a second address: what the parser would change is refused. */
function isBase(text: string): boolean {
  if (/[?#]/.test(text) || !URL.canParse(text)) return false;
  const url = new URL(text);
  if (url.protocol !== "https:" || url.username !== "" || url.password !== "" || url.href !== text) return false;
  return PATH.test(url.pathname) && hostFault(url.hostname) === undefined;
}
