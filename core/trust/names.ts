import { normalised } from "../canonical/normalise.ts";
import type { Knowledge } from "../knowledge.ts";
import type { AddressField, Mailbox } from "../message/address.ts";
import { toALabel } from "../message/domain.ts";
import { asciiLower } from "../message/fields.ts";
import type { Reason, ShownAttachment } from "../result.ts";
import { hides } from "./characters.ts";
import { findLookalike } from "./lookalike.ts";
import { registrableDomain } from "./scope.ts";

/**
 * Something that a reader takes for an address, in a name whose `@` and dots were folded to ASCII (ID-02). What stands
 * before the `@` is read from its beginning only, and what is behind it stays to be read: folding makes names long (DOS-04).
 */
const ADDRESS = /(?<![^\s<>()[\]"',;:@])([^\s<>()[\]"',;:@]+)\s*@\s*(?=([\p{L}\p{N}\p{M}.-]+\.[\p{L}\p{N}\p{M}-]+))/gu;

/** What is compared; a domain that cannot be read stays as it is and so equals nothing. */
function comparable(local: string, domain: string): string {
  return `${asciiLower(local)}@${toALabel(domain) ?? domain}`;
}

/** Addresses in a display name that are not the address behind it. */
function foreignAddress(displayName: string, { localPart, domain }: Mailbox): string | undefined {
  const own = comparable(localPart, domain);
  const folded = normalised(displayName, "NFKC").replaceAll("\u3002", ".");
  for (const [before, local = "", host = ""] of folded.matchAll(ADDRESS))
    if (comparable(local, host) !== own) return `${before}${host}`;
  return undefined;
}

/** Domains the user trusts, with or without stamps: records, and senders whose stamps were valid before. */
function trustedDomains(knowledge: Pick<Knowledge, "trust" | "stampedBefore">): readonly string[] {
  return [...new Set([...knowledge.trust.flatMap(({ domains }) => domains), ...knowledge.stampedBefore])];
}

/** Longest display name looked at, in UTF-16 units; no client shows as much, and patterns stay cheap (DOS-04). */
const MAX_NAME = 1000;

function ofMailbox(mailbox: Mailbox, trusted: readonly string[]): Reason[] {
  const reasons: Reason[] = [];
  const displayName = mailbox.displayName.slice(0, MAX_NAME);
  const name = foreignAddress(displayName, mailbox);
  if (name !== undefined) reasons.push({ code: "NAME_IS_ADDRESS", params: { name, from: mailbox.addrSpec } });
  if (hides(displayName)) reasons.push({ code: "NAME_HIDES", params: { from: mailbox.addrSpec } });
  const found = findLookalike(mailbox.domain, trusted);
  if (found !== undefined) {
    const code = found.strength === "strong" ? "LOOKALIKE" : "LOOKALIKE_WEAK";
    reasons.push({ code, params: { domain: mailbox.domain, imitated: found.imitated } });
  }
  return reasons;
}

/** Answers go to another organisation than the one that wrote (ID-16). */
function replyReasons(author: AddressField, replyTo: AddressField): Reason[] {
  // The aligned domains of all authors at once: both fields may hold a hundred thousand addresses (DOS-04).
  const own = new Set(author.mailboxes.flatMap(({ domain }) => [domain, registrableDomain(domain) ?? domain]));
  own.delete("");
  const elsewhere = replyTo.mailboxes.find(
    ({ domain }) => !own.has(domain) && !own.has(registrableDomain(domain) ?? ""),
  );
  return elsewhere === undefined ? [] : [{ code: "REPLY_ELSEWHERE", params: { replyTo: elsewhere.addrSpec } }];
}

/**
 * What the sender's name and address make a reader believe (B.5): a display name that is another address (ID-02), one
 * with characters that hide or turn text (ID-08, ID-13, ID-18), a domain that imitates a trusted one (ID-09, ID-10), an
 * answer that goes elsewhere (ID-16).
 */
export function checkNames(
  author: AddressField,
  replyTo: AddressField,
  knowledge: Pick<Knowledge, "trust" | "stampedBefore">,
): readonly Reason[] {
  const trusted = trustedDomains(knowledge);
  return [...author.mailboxes.flatMap((mailbox) => ofMailbox(mailbox, trusted)), ...replyReasons(author, replyTo)];
}

/** File names with characters that turn or hide what is read, such as an ending (MIME-12). */
export function checkFileNames(attachments: readonly ShownAttachment[]): readonly Reason[] {
  const odd = attachments.find(({ fileName }) => hides(fileName.slice(0, MAX_NAME)));
  return odd === undefined ? [] : [{ code: "FILE_NAME_HIDES", params: { part: odd.path } }];
}
