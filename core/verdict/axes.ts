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

/**
 * What an envelope of the sending domain's server, with the gateway's word, says (T06): the octets and the domain, of
 * a key that is proven and nobody's friend.
 */
export const SEALED_AXES: Pick<Axes, "integrity" | "identity" | "scope" | "freshness" | "trust"> = {
  integrity: "bound",
  identity: "match",
  scope: "full",
  freshness: "ok",
  trust: "known-key",
};
