import type { Params } from "../../core/index.ts";

/** Takes out of a report what is about people (after RFC 6590: equal parts stay equal, and domains stay). */
export interface Redaction {
  /** `alice@example.org` becomes `#1@example.org`; the same local part has the same number throughout one report. */
  readonly address: (addrSpec: string) => string;
  /** Values by name: technical ones stay, addresses are redacted, all others are left out. */
  readonly params: (values: Params) => Params;
}

/** Values that name protocols, organisations, domains, times, algorithms and hashes: never text that somebody wrote. */
const TECHNICAL = new Set(
  "field fields part type tag org org_id kid domain imitated server method level time attachments v c rid ts sig_alg hdr_hash body_hash att_hash policy_id signature".split(
    " ",
  ),
);

const ADDRESS = /^[^\s@]+@[^\s@]+$/;

/** A redaction for one report. */
export function createRedaction(): Redaction {
  const numbers = new Map<string, number>();
  const address = (addrSpec: string) => {
    const at = addrSpec.lastIndexOf("@");
    const local = addrSpec.slice(0, at);
    const number = numbers.get(local) ?? numbers.size + 1;
    numbers.set(local, number);
    return `#${number}${addrSpec.slice(at)}`;
  };
  const value = (name: string, given: string | number) => {
    if (typeof given === "number") return given;
    if (ADDRESS.test(given)) return address(given);
    return TECHNICAL.has(name) && !given.includes("@") ? given : "…";
  };
  return {
    address,
    params: (values) => Object.fromEntries(Object.entries(values).map(([name, given]) => [name, value(name, given)])),
  };
}
