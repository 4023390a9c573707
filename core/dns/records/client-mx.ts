import type { Question } from "../message.ts";
import { nameOf, readName } from "../names.ts";
import type { Lookup } from "../validate.ts";
import type { Published } from "./published.ts";

/** A number that stands in the draft until IANA gives one out; whoever knows better configures it (DNS-16). */
export const CLIENT_MX_TYPE = 265;

/** Where a domain says which hosts send for it with a client certificate (3-protocols section 2). */
export function clientMxQuestion(domain: string, type = CLIENT_MX_TYPE): Question | undefined {
  const name = nameOf(domain);
  return name === undefined ? undefined : { name, type };
}

/**
 * The hosts of the well-formed records of an answer: RDATA as MX, two octets and an uncompressed name that ends with the
 * data. The number may belong to something else one day, so whatever is built otherwise is ignored (DNS-16).
 */
export function readClientMx({ state, records }: Pick<Lookup, "state" | "records">): Published<readonly string[]> {
  if (state !== "SECURE") return { kind: "unproven" };
  const hosts = records.flatMap((data) => {
    const host = readName(data, 2, false);
    return host?.end === data.length && host.name !== "." ? [host.name.slice(0, -1)] : [];
  });
  return hosts.length === 0 ? { kind: "absent" } : { kind: "found", value: hosts };
}
