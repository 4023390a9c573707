import type { StoredReport } from "./store.ts";

/** Whether a report of an exercise has come to where reports are read: not before may anybody hear what it was (REP-14). */
export const exerciseArrived = ({ exercise, state, outcome }: StoredReport): boolean =>
  exercise === true && state === "done" && outcome !== "too-late";
