import assert from "node:assert/strict";
import { createHash } from "node:crypto";

const NO_VERSION = "a draft's field: v= is missing or not 1, which RFC 6376 s3.5 asks for";
const FLAG_S = "the key's flag s forbids an i= below d= (RFC 6376 s3.6.1); both outside verifiers overlook it";

/**
 * Where the outcome differs from an outside verifier's, by the first 16 hex digits of the mail's SHA-256 (and the number
 * of the signature), each with the reason it was reviewed for (decision 27).
 */
const DIFFERS = {
  verdict: new Map<string, string>([["c8676a287fca802c 0", FLAG_S]]),
  body: new Map<string, string>(),
  mailauth: new Map<string, string>([
    ["c8676a287fca802c", FLAG_S],
    ["71113faceb7a2431", NO_VERSION],
    ["3f83128c62cee6fa", NO_VERSION],
    ["139ce36401810c65", NO_VERSION],
    ["ecb8ca7fab62f1e0", NO_VERSION],
    ["55d47bf417ba7279", NO_VERSION],
    ["b1053d0e98e0ab2d", NO_VERSION],
    ["3389e3457c5969ff", "rsa-sha1, which RFC 8301 s3.1 forbids to count"],
    ["b3ca6eb0b9ffe783", "c=foobar, a value RFC 6376 s3.5 does not know; the other signature is rsa-sha1"],
    ["be79309c40656c1d", "d= holds a parenthesis and is no domain (AR-05)"],
  ]),
  dkim2: new Map<string, string>([
    ["interop_brong_chain_hop5", "made for an earlier draft, in which Received-SPF was signed (draft -06 s4.1)"],
    [
      "mailfrom_needs_brackets",
      "paths without brackets are read as the interoperability vectors of older drafts have them",
    ],
  ]),
  arc: new Map<string, string>([["1142dc794ff32020", "h= with an empty name, which RFC 6376 s3.5 does not allow"]]),
} as const;

/** Upper bounds: a list that grows is looked at again. */
const MOST = { verdict: 1, body: 0, mailauth: 10, arc: 1, dkim2: 2 } as const;

/** How a message is named in the lists. */
export const digestOf = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex").slice(0, 16);

/** Fails for what the reviewed list does not explain, and for an explanation that nothing needs. */
export function reviewed(kind: keyof typeof DIFFERS, found: readonly string[]) {
  const known = DIFFERS[kind];
  const unexplained = found.filter((key) => !known.has(key));
  const needless = [...known.keys()].filter((key) => !found.includes(key));
  assert.deepEqual({ unexplained, needless }, { unexplained: [], needless: [] });
  assert.ok(found.length <= MOST[kind], `${found.length} are more than ${MOST[kind]}`);
}
