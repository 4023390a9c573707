import { createHash, sign as rawSign } from "node:crypto";
import { canonicalField, ED25519, RSA, type SigningKey, signed } from "./sign.ts";

/** What an intermediary says and signs with. */
export interface SealChoice {
  readonly d?: string;
  readonly s?: string;
  readonly key?: SigningKey;
  /** Authserv-id and results. */
  readonly results?: string;
  readonly cv?: string;
  /** Further tags of the seal. */
  readonly more?: string;
}

const FIELD = /^(ARC-Authentication-Results|ARC-Message-Signature|ARC-Seal)[^\n]*\r\n(?:[ \t][^\n]*\r\n)*/gim;

/**
 * Adds an ARC set as RFC 8617 s5.1 says, as plainly as possible: results, then a signature made by the tests' DKIM signer,
 * then a seal over all sets.
 * @param mail latin1 text with CRLF
 */
export function sealed(mail: string, choice: SealChoice = {}): string {
  const { d = "lists.example", s = "arc", key = ED25519, more = "" } = choice;
  const sets = [...mail.matchAll(FIELD)].map(([field]) => field);
  const instance = sets.length / 3 + 1;
  const cv = choice.cv ?? (instance === 1 ? "none" : "pass");
  const results = `ARC-Authentication-Results: i=${instance}; ${choice.results ?? "mx.lists.example; none"}\r\n`;
  const signature = messageSignature(mail, { d, s, key, instance });
  const own = `ARC-Seal: i=${instance}; a=${key.a}; cv=${cv}; d=${d}; s=${s};${more}\r\n b=`;
  // From the bottom up, each set is results, signature, seal; on top of the message it is the other way round.
  const covered = [...sets.reverse(), results, signature].map((field) => canonicalField(field, "relaxed"));
  const octets = Buffer.from(covered.join("") + canonicalField(own, "relaxed"), "latin1");
  const b =
    key.a === "ed25519-sha256"
      ? rawSign(null, createHash("sha256").update(octets).digest(), key.privateKey)
      : rawSign("sha256", octets, key.privateKey);
  return `${own}${b.toString("base64")}\r\n${signature}${results}${mail}`;
}

/** An ARC-Message-Signature: what the DKIM signer makes, with the other name and without its version. */
function messageSignature(
  mail: string,
  { d, s, key, instance }: Required<Pick<SealChoice, "d" | "s" | "key">> & { instance: number },
) {
  const names = { field: "ARC-Message-Signature", first: `i=${instance}` };
  return signed(mail, { d, s, key, names }).slice(0, -mail.length);
}

/** The keys of two intermediaries: a list and a forwarder. */
export const LIST = { d: "lists.example", s: "arc", key: ED25519 } as const;
export const FORWARDER = { d: "forwarder.example", s: "seal", key: RSA } as const;
