import { normalised, type Result, toALabel } from "../../core/index.ts";
import type { Ref } from "./adapter.ts";

/** One space for each run of blanks; what a page cannot show is left out on both sides. */
const plain = (text: string) =>
  normalised(
    text.replace(/[\u0000-\u001f\u007f-\u009f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\s]+/g, " ").trim(),
    "NFC",
  );

/** What webmails write in place of an empty subject: words in brackets. */
const PLACEHOLDER = /^(?:[([<].*[)\]>])?$/s;

/** What programs of many languages put before the subject of an answer or of a forwarded message, once or often. */
const PREFIXES =
  /^(?:(?:re|r|aw|antw|antwort|sv|vs|vb|rv|rif|res|resp|odp|ynt|fw|fwd|wg|tr|enc|doorst|回复|答复|转发|返信|転送|رد)(?:\[\d+\])?[:：] ?)+/i;

const withoutPrefixes = (subject: string) => subject.replace(PREFIXES, "");

/**
 * Whether the raw source is that of the message on the screen: sender and subject as the page shows them stand in the
 * octets (ACQ-09). A page that shows no address must at least show the subject.
 */
export function isSameMessage(ref: Pick<Ref, "from" | "subject" | "conversation" | "cut">, result: Result): boolean {
  const { from, conversation, cut } = ref;
  const bare = conversation === true ? withoutPrefixes : (subject: string) => subject;
  const [written, shown] = [bare(plain(result.subject)), bare(plain(ref.subject))];
  const same = cut === true ? shown !== "" && written.startsWith(shown) : written === shown;
  const sameSubject = written === "" ? PLACEHOLDER.test(shown) : same;
  if (!sameSubject) return false;
  if (from === undefined || result.from === undefined) return true;
  return comparable(from) === comparable(result.from.addrSpec);
}

/** Pages show domains in the letters of their language, and change the case of what they show. */
function comparable(address: string): string {
  const at = address.lastIndexOf("@");
  const domain = address.slice(at + 1);
  return `${address.slice(0, at)}@${toALabel(domain) ?? domain}`.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
}
