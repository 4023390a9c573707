import assert from "node:assert/strict";
import { latin1Bytes, toBase64 } from "../../core/canonical/encoding.ts";
import { parseTagList } from "../../core/canonical/taglist.ts";
import { nobleEngine } from "../../core/crypto/engine-noble.ts";
import { sign } from "../../core/crypto/signature.ts";
import { checkReceipt } from "../../core/gmp/check.ts";
import type { ReceiptEvidence } from "../../core/gmp/evidence.ts";
import { computeHashes } from "../../core/gmp/hashes.ts";
import { type StampOptions, stamp } from "../../core/gmp/make.ts";
import { foldStamp } from "../../core/gmp/make-field.ts";
import { signingInput } from "../../core/gmp/signing-input.ts";
import { type Knowledge, type KnownKey, NOTHING_KNOWN, type TrustRecord } from "../../core/knowledge.ts";
import { readFrom } from "../../core/message/address.ts";
import { readMessage } from "../../core/message/reader.ts";
import { publicKey, stampKey, TEST_KEYS, type TestKey } from "./test-keys.ts";

/** 2026-11-21T20:01:43Z, the moment the test messages are stamped. */
export const STAMPED = 1_795_291_303;
export const ORG = "example.org";

/** Octets of a text whose characters are all below U+0100. */
export const octets = latin1Bytes;

/** The text of octets, one character each. */
export function text(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("latin1");
}

const HEADERS: readonly (readonly [string, string])[] = [
  ["From", "Alice Example <alice@example.org>"],
  ["To", "Bob <bob@example.net>"],
  ["Subject", "Invoice 4711"],
  ["Date", "Sat, 21 Nov 2026 20:01:40 +0000"],
  ["Message-ID", "<4711@example.org>"],
  ["MIME-Version", "1.0"],
  ["Content-Type", "text/plain; charset=utf-8"],
];

/** A message: the usual fields, those in `changes` replaced, added or (undefined) left out. */
export function mail(
  changes: Readonly<Record<string, string | undefined>> = {},
  body = "Hello Bob,\r\n\r\nplease pay 1 000 EUR.\r\n",
): Uint8Array {
  const fields = new Map<string, string | undefined>([...HEADERS, ...Object.entries(changes)]);
  const lines = [...fields].flatMap(([name, value]) => (value === undefined ? [] : [`${name}: ${value}\r\n`]));
  return octets(`${lines.join("")}\r\n${body}`);
}

/** A multipart/mixed message of a text and three attachments. */
export function mailWithAttachments(): Uint8Array {
  const part = (name: string, type: string, content: string) =>
    `--cut\r\nContent-Type: ${type}; name="${name}"\r\nContent-Disposition: attachment; filename="${name}"\r\n` +
    `Content-Transfer-Encoding: base64\r\n\r\n${Buffer.from(content).toString("base64")}\r\n`;
  return mail(
    { "Content-Type": 'multipart/mixed; boundary="cut"' },
    `--cut\r\nContent-Type: text/plain\r\n\r\nSee the files.\r\n${part("a.pdf", "application/pdf", "first")}${part("b.png", "image/png", "second")}${part("c.txt", "text/plain", "third")}--cut--\r\n`,
  );
}

export const OPTIONS: StampOptions = {
  orgId: ORG,
  rid: "01JD4WZK8Q3T5V7X9A1C3E5G7H",
  time: STAMPED,
  verifyUrl: "https://verify.example.org/r/01JD4WZK8Q3T5V7X9A1C3E5G7H",
};

/** Stamps a message that must be stampable. */
export async function stamped(
  bytes: Uint8Array,
  options: Partial<StampOptions> = {},
  key: TestKey = TEST_KEYS.ed25519,
): Promise<Uint8Array> {
  const made = await stamp(bytes, { ...OPTIONS, ...options }, stampKey(key), nobleEngine);
  assert.ok(made instanceof Uint8Array, JSON.stringify(made));
  return made;
}

/**
 * Stamps a message as a careless or hostile holder of the key would: no check of the stamping side applies. `changes`
 * replaces, adds or (undefined) removes tags before the signature is made.
 */
export async function signedAnyway(
  bytes: Uint8Array,
  changes: Readonly<Record<string, string | undefined>> = {},
  key: TestKey = TEST_KEYS.ed25519,
): Promise<Uint8Array> {
  const message = readMessage(bytes);
  const hashes = await computeHashes(message, changes.c === "simple" ? "simple" : "relaxed", nobleEngine);
  const all = new Map<string, string | undefined>([
    ["v", "1"],
    ["rid", OPTIONS.rid],
    ["sender_id", "alice@example.org"],
    ["org_id", ORG],
    ["kid", key.kid],
    ["c", "relaxed"],
    ["hdr_hash", hashes.hdrHash],
    ["body_hash", hashes.bodyHash],
    ["att_hash", hashes.attHash],
    ["ts", "2026-11-21T20:01:43Z"],
    ["sig_alg", key.alg],
    ["signature", ""],
    ["verify_url", OPTIONS.verifyUrl],
    ...Object.entries(changes),
  ]);
  const tags = [...all].flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const]));
  const unsigned = foldStamp(tags);
  const { alg, privateKey } = stampKey(key);
  const signature = toBase64(await sign(alg, privateKey, signingInput(unsigned, parseTagList(unsigned) ?? [])));
  const value = foldStamp(tags.map(([name, old]) => [name, name === "signature" ? signature : old] as const));
  return octets(`X-GuardMail-Stamp:${value}\r\n${text(message.bytes)}`);
}

/** example.org as a trusted organisation. */
export function record(changes: Partial<TrustRecord> = {}): TrustRecord {
  const keys = [TEST_KEYS.ed25519, TEST_KEYS.p256, TEST_KEYS.rsa].map(publicKey);
  return { org_id: ORG, name: "Example Ltd", domains: [ORG], keys, verifyHosts: ["verify.example.org"], ...changes };
}

/** Bob's knowledge: he trusts example.org and received the message an hour after it was stamped. */
export function knowing(changes: Partial<Knowledge> = {}): Knowledge {
  return {
    ...NOTHING_KNOWN,
    origin: "account",
    now: STAMPED + 7200,
    firstSeen: STAMPED + 3600,
    account: { addresses: ["bob@example.net"], authserv: [] },
    trust: [record()],
    ...changes,
  };
}

/** Bob's knowledge when he trusts nobody but example.org's zone proves a key. */
export function knowingKey(changes: Partial<KnownKey> = {}, rest: Partial<Knowledge> = {}): Knowledge {
  const proof = { how: "dnssec", at: STAMPED } as const;
  return knowing({ trust: [], keys: [{ ...publicKey(TEST_KEYS.ed25519), org_id: ORG, proof, ...changes }], ...rest });
}

/** Checks the receipt of a message. */
export function check(bytes: Uint8Array, knowledge: Knowledge = knowing()): Promise<ReceiptEvidence> {
  const message = readMessage(bytes);
  return checkReceipt(message, readFrom(message), knowledge, nobleEngine);
}

/** `word state CODE CODE`, for one-line expectations. */
function told(evidence: ReceiptEvidence): string {
  return [evidence.word, evidence.state, ...evidence.reasons.map(({ code }) => code)].join(" ");
}

/** Checks and tells. */
export async function verdict(bytes: Uint8Array, knowledge: Knowledge = knowing()): Promise<string> {
  return told(await check(bytes, knowledge));
}

/** Replaces text in a message; it must be there. */
export function edit(bytes: Uint8Array, from: string | RegExp, to: string): Uint8Array {
  const before = text(bytes);
  const after = before.replace(from, to);
  assert.notEqual(after, before, `nothing to replace: ${from}`);
  return octets(after);
}
