import type { BodyForm } from "../canonical/body.ts";
import { strictBase64, strictHex64 } from "../canonical/encoding.ts";
import { parseTagList, type TagList } from "../canonical/taglist.ts";
import { parseTime } from "../canonical/times.ts";
import { type Address, isDomain, isKid, isPolicyId, isRid, parseAddress, verifyUrlHost } from "./grammar.ts";

/** A stamp whose every value has been read. */
export interface Stamp {
  /** The field's value as it stands, without its last line end. */
  readonly text: string;
  readonly tags: TagList;
  readonly rid: string;
  /** `sender_id` as it stands, and its halves. */
  readonly senderId: string;
  readonly sender: Address;
  readonly orgId: string;
  /** "" in a stamp of the draft's own form, which names no key (G24). */
  readonly kid: string;
  readonly bodyForm: BodyForm;
  readonly hdrHash: string;
  readonly bodyHash: string;
  /** 64 hex digits or `NONE`. */
  readonly attHash: string;
  readonly policyId: string | undefined;
  readonly ts: string;
  /** `ts` as epoch seconds. */
  readonly time: number;
  readonly sigAlg: string;
  readonly signature: Uint8Array;
  readonly verifyUrl: string;
  readonly verifyHost: string;
}

/** What the value of one stamp field turned out to be. */
export type StampReading =
  | { readonly kind: "stamp" | "draft"; readonly stamp: Stamp }
  | { readonly kind: "malformed"; readonly tag: string }
  | { readonly kind: "version"; readonly tag: string };

const DEFINED = new Set(
  "v rid sender_id org_id kid c hdr_hash body_hash att_hash policy_id ts sig_alg signature verify_url".split(" "),
);

/**
 * Reads the value of an `X-GuardMail-Stamp` field (G18 to G22, G24, G28, G53, G57, G58, H08).
 * @param text the value, folds included, without the field's last line end
 * @returns `draft` for a stamp without `v`; for a malformed one the name of the first tag that is wrong or missing,
 * "" when the text is no tag list
 */
export function readStamp(text: string): StampReading {
  const tags = parseTagList(text, DEFINED);
  if (tags === undefined) return { kind: "malformed", tag: "" };
  const values = new Map(tags.map((tag) => [tag.name, tag.value]));
  const version = values.get("v");
  // An unknown version may define its other tags differently, so nothing else is said about it (G20).
  if (version !== undefined && version !== "" && version !== "1") return { kind: "version", tag: "v" };

  let wrong: string | undefined;
  const take = <T>(name: string, read: (value: string) => T | undefined, missing?: T): T | undefined => {
    const value = values.get(name);
    const result = value === undefined ? missing : read(value);
    if (result === undefined) wrong ??= name;
    return result;
  };
  const optional = version === undefined ? "" : undefined;
  take("v", (value) => value || undefined, optional);
  const rid = take("rid", matching(isRid));
  const senderId = take("sender_id", (value) => value);
  const sender = take("sender_id", parseAddress);
  const orgId = take("org_id", matching(isDomain));
  const kid = take("kid", matching(isKid), optional);
  const bodyForm = take<BodyForm>("c", readBodyForm, "relaxed");
  const hdrHash = take("hdr_hash", matching(strictHex64));
  const bodyHash = take("body_hash", matching(strictHex64));
  const attHash = take(
    "att_hash",
    matching((value) => value === "NONE" || strictHex64(value)),
  );
  const policyId = take("policy_id", matching(isPolicyId), "");
  const ts = take("ts", (value) => value);
  const time = take("ts", parseTime);
  const sigAlg = take("sig_alg", (value) => value || undefined);
  const signature = take("signature", (value) => (value === "" ? undefined : strictBase64(value)));
  const verifyUrl = take("verify_url", (value) => value);
  const verifyHost = take("verify_url", verifyUrlHost);
  if (
    rid === undefined ||
    senderId === undefined ||
    sender === undefined ||
    orgId === undefined ||
    kid === undefined ||
    bodyForm === undefined ||
    hdrHash === undefined ||
    bodyHash === undefined ||
    attHash === undefined ||
    policyId === undefined ||
    ts === undefined ||
    time === undefined ||
    sigAlg === undefined ||
    signature === undefined ||
    verifyUrl === undefined ||
    verifyHost === undefined ||
    wrong !== undefined
  )
    return { kind: "malformed", tag: wrong ?? "" };
  const named = { rid, senderId, sender, orgId, kid, bodyForm, hdrHash, bodyHash, attHash, ts, time, sigAlg };
  const stamp = { text, tags, ...named, policyId: policyId || undefined, signature, verifyUrl, verifyHost };
  return { kind: version === undefined ? "draft" : "stamp", stamp };
}

function matching(test: (value: string) => boolean): (value: string) => string | undefined {
  return (value) => (test(value) ? value : undefined);
}

function readBodyForm(value: string): BodyForm | undefined {
  return value === "relaxed" || value === "simple" ? value : undefined;
}
