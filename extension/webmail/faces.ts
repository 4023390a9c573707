import type { Badge } from "../../core/index.ts";
import { type Face, faceOf, neutralFace, type Say } from "../button/face.ts";
import type { Checked } from "../check/check.ts";
import { worstFirst } from "../check/worst-first.ts";
import type { MarkerFace } from "./wire.ts";

const TONES: Readonly<Record<Badge, MarkerFace["tone"]>> = {
  VERIFIED: "positive",
  INTACT: "positive",
  TRANSPORT: "positive",
  NONE: "neutral",
  UNCHECKED: "neutral",
  CAUTION: "warning",
  ALERT: "alarm",
};

/**
 * The marker of a message. Anybody can draw a green label into a page, so good news is told there only together with the
 * mark that the user chose and no sender knows; without one the marker says no more than where to look (decision 9).
 */
export function markerOf({ result, skipped }: Checked, mark: string, say: Say): MarkerFace {
  const tone = TONES[result.badge];
  const hint = say("marker_hint");
  if (skipped !== undefined) return { tone: "neutral", label: neutralFace("own", say).label, hint, mark: "" };
  if (tone !== "positive") return { tone, label: faceOf(result, say).label, hint, mark: "" };
  if (mark === "") return { tone: "neutral", label: say("marker_checked"), hint, mark: "" };
  return { tone, label: faceOf(result, say).label, hint, mark };
}

/** The toolbar's button: the worst of what is on the screen, how many that are, and whose word the source is (ACQ-10, ACQ-08). */
export function faceOfAll(checked: readonly Checked[], say: Say): Face {
  const [worst] = worstFirst(checked);
  if (worst === undefined) return neutralFace("idle", say);
  const { icon, label, title } = worst.skipped === undefined ? faceOf(worst.result, say) : neutralFace("own", say);
  const source = worst.source === undefined ? [] : [say(`source_${worst.source}`)];
  const several = checked.length > 1 ? [say("face_worst_of", [String(checked.length)])] : [];
  return { icon, label, title: [...several, title, ...source].join("\n") };
}
