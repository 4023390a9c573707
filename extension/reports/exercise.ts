import { isExercise, readMessage } from "../../core/index.ts";
import { noteEvent } from "../audit/log.ts";
import { effectiveSettings } from "../state/settings.ts";

/**
 * Whether a message carries a mark of the organisation's phishing exercises. Asked only for a report that somebody makes:
 * a mark can be copied, so it changes no badge, hides nothing and holds nothing back (REP-14).
 */
export async function isExerciseMail(bytes: Uint8Array): Promise<boolean> {
  const { simulationHeaders } = await effectiveSettings();
  return simulationHeaders.value.length > 0 && isExercise(readMessage(bytes), simulationHeaders.value);
}

/** Counts a reported exercise. */
export const noteExercise = (now: number): Promise<void> => noteEvent({ at: now, kind: "exercise-reported" });
