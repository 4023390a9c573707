import { domainOf } from "../../core/index.ts";
import { addHistory } from "../state/history.ts";
import { getSettings } from "../state/settings.ts";
import type { Checked } from "./check.ts";

/** Ordinary mail without a receipt leaves no trace: the history is about what was said, not about what was read. */
export async function noteShown({ digest, knowledge, result }: Checked): Promise<void> {
  if (result.badge === "NONE" || !(await getSettings()).keepHistory) return;
  const from = result.from?.addrSpec ?? "";
  const fromDomain = domainOf(from);
  await addHistory({ digest, badge: result.badge, at: knowledge.now, fromDomain });
}
