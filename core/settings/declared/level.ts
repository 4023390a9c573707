import { LEVELS, type Level } from "../../level.ts";
import { choice } from "../kinds.ts";
import { setting } from "../setting.ts";

/** How much of what speaks for a message is shown. */
export const LEVEL_SETTINGS = {
  minimumLevel: setting<Level>({
    kind: choice(LEVELS),
    standard: "TRANSPORT",
    strict: "VERIFIED",
    order: LEVELS,
    direction: "tightens",
    user: "choice",
    title: "Good news is shown from this level on",
    description:
      "TRANSPORT (all of it), INTACT (only what is checked to be unchanged) or VERIFIED (only stamps of trusted organisations). A message below the level gets no badge, and the popup says that you decided so. Warnings and what could not be checked are never touched. A person may always choose a higher level than you did.",
    example: "INTACT",
  }),
} as const;
