import type { Vouch } from "../../knowledge.ts";
import type { Question } from "../message.ts";
import { nameOf } from "../names.ts";
import { TYPE } from "../types.ts";
import type { Lookup } from "../validate.ts";
import type { Published } from "./published.ts";
import { txtOf } from "./txt.ts";

/** Where a certifier says what it vouches for: `<domain>._vouch.<certifier>` (RFC 5518 s5). */
export function vouchQuestion(domain: string, certifier: string): Question | undefined {
  const name = nameOf(`${domain}._vouch.${certifier}`);
  return name === undefined ? undefined : { name, type: TYPE.TXT };
}

/** RFC 5518 s4: `keyword *(1*WSP keyword)`, compared without regard to case; at most ten words of 32 letters. */
const TYPES = /^[a-z][a-z0-9-]{0,31}(?:[\t ]+[a-z][a-z0-9-]{0,31}){0,9}$/;

/**
 * Reads what a certifier says about a domain. A wildcard vouches for everybody below it, which is nobody's considered
 * word about this one (DNS-07); two records contradict each other (DNS-13).
 */
export function readVouch(
  { state, records, wildcard }: Pick<Lookup, "state" | "records" | "wildcard">,
  domain: string,
  certifier: string,
): Published<Vouch> {
  if (state !== "SECURE") return { kind: "unproven" };
  const [data, more] = records;
  if (data === undefined) return { kind: "absent" };
  if (wildcard) return { kind: "unusable", fault: "wildcard" };
  if (more !== undefined) return { kind: "unusable", fault: "several" };
  const text = (txtOf(data) ?? "").replace(/[A-Z]/g, (letter) => letter.toLowerCase());
  if (!TYPES.test(text)) return { kind: "unusable", fault: "malformed" };
  return { kind: "found", value: { domain, certifier, types: [...new Set(text.split(/[\t ]+/))] } };
}
