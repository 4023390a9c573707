import type { Line } from "../result.ts";
import type { Verdict } from "./judge.ts";
import type { DkimSignature } from "./signature.ts";
import { addedNames, coveredNames, type Header } from "./signed-header.ts";

/** One signature and what became of it. */
export interface Judged {
  readonly signature: DkimSignature;
  /** It speaks for the domain of the only From mailbox, or one aligned with it (T55). */
  readonly aligned: boolean;
  readonly verdict: Verdict;
}

/** Fields that clients show or act on, besides From and Content-Type: without those a signature is no credit at all. */
const SHOWN = ["subject", "date", "to", "cc", "reply-to", "sender"];

const line = (code: string, params: Line["params"]): Line => ({ system: "dkim", code, params });

/** What is worth telling about one signature. A broken one is information: forwarders and lists do that (RFC 6376 s4.4). */
export function linesOf({ signature, aligned, verdict }: Judged, header: Header): Line[] {
  const params = { domain: signature.domain };
  switch (verdict.kind) {
    case "true":
      if (!aligned) return [line("other", params)];
      return [line(verdict.shortcoming ?? "signed", params), ...coverLines(signature, header)];
    case "changed":
      return changeLines(verdict, params);
    case "no-key":
      return aligned ? [line(NO_KEY[verdict.why], params)] : [];
    case "too-long":
      return [line("not-tried", {})];
    default:
      return aligned ? [line(verdict.kind, params)] : [];
  }
}

const NO_KEY = {
  gone: "key-gone",
  revoked: "key-revoked",
  unusable: "key-unusable",
  weak: "key-weak",
  unproven: "key-unproven",
  unknown: "not-checked",
} as const;

/** Which unit no longer fits, as far as it is known. */
function changeLines({ body, header, fields }: Verdict & { readonly kind: "changed" }, params: Line["params"]): Line[] {
  const named = fields.length > 0 ? [line("fields-changed", { ...params, fields: fields.join(", ") })] : [];
  if (!body) return named.length > 0 ? named : [line("header-changed", params)];
  if (header === "changed" && named.length === 0) return [line("both-changed", params)];
  return [line("body-changed", params), ...named];
}

/** What a true signature leaves to others: fields it does not list, and second ones of those it does. */
function coverLines(signature: DkimSignature, header: Header): Line[] {
  const covered = coveredNames(signature, header);
  const added = addedNames(signature, header);
  const open = SHOWN.filter((name) => header.instances.has(name) && !covered.has(name) && !added.includes(name));
  const tell = (code: string, names: readonly string[]) =>
    names.length === 0 ? [] : [line(code, { domain: signature.domain, fields: names.join(", ") })];
  return [...tell("added", added), ...tell("unsigned", open)];
}
