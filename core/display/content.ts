import type { Engine } from "../engine.ts";
import { decodeText } from "../message/leaf.ts";
import type { Message, Part } from "../message/message.ts";
import type { Reason } from "../result.ts";
import { hidesText } from "./hidden-text.ts";
import { loadsFromWeb } from "./remote.ts";

/** A file name makes a page an attachment for the hashes, and mail programs show it in the text all the same. */
function isShownPage({ type, subtype, disposition }: Part): boolean {
  return type === "text" && subtype === "html" && (disposition === undefined || disposition === "inline");
}

/**
 * What of a stamped page a reader does not see, or sees without any receipt covering it (ACQ-12, ACQ-13). Asked only
 * for messages whose signature holds: of others nothing is claimed that this could weaken.
 */
export function checkContent(message: Message, engine: Engine): readonly Reason[] {
  const pages = message.leaves.filter(isShownPage).map((part) => decodeText(message, part, engine));
  const reasons: Reason[] = [];
  if (pages.some(hidesText)) reasons.push({ code: "HIDDEN_TEXT", params: {} });
  if (pages.some(loadsFromWeb)) reasons.push({ code: "REMOTE_NOT_COVERED", params: {} });
  return reasons;
}
