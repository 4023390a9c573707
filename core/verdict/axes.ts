import type { Axes } from "../result.ts";

/** Nothing is known (T50). */
export const NO_AXES: Axes = {
  integrity: "none",
  identity: "none",
  scope: "none",
  freshness: "none",
  structure: "ok",
  trust: "none",
  transport: "none",
  nature: "none",
  secrecy: "none",
};
