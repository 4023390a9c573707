import { createHash } from "node:crypto";
import type { BodyForm } from "../canonical/body.ts";
import { canonicalBody } from "../canonical/body.ts";
import { recordOctets } from "../gmp/att-hash.ts";
import { computeHashes, type Hashes } from "../gmp/hashes.ts";
import { findKey } from "../gmp/key.ts";
import { findStamp } from "../gmp/parse.ts";
import { signingInput } from "../gmp/signing-input.ts";
import type { Stamp } from "../gmp/stamp.ts";
import type { Knowledge } from "../knowledge.ts";
import type { Message } from "../message/message.ts";
import { readMessage } from "../message/reader.ts";
import { verify } from "../verify.ts";
import { nodeEngine } from "./engine-node.ts";
import { sayReason } from "./sentences.ts";
import { shown } from "./terminal.ts";

/** One step of the check. */
export interface Step {
  readonly title: string;
  readonly says: readonly string[];
  /** What was hashed or signed in this step. */
  readonly octets?: Uint8Array;
  /** Name of a file that holds these octets. */
  readonly file?: string;
}

/** Every step of the check of one message, with the octets of each, in the order in which they are done. */
export async function explanation(bytes: Uint8Array, knowledge: Knowledge): Promise<readonly Step[]> {
  const message = readMessage(bytes);
  const found = findStamp(message);
  const stamp = "stamp" in found ? found.stamp : undefined;
  const form = stamp?.bodyForm ?? "relaxed";
  const hashes = message.limit === undefined ? await computeHashes(message, form, nodeEngine) : undefined;
  return [
    readingStep(bytes, message),
    stampStep(found),
    ...(hashes === undefined ? [] : hashSteps(message, hashes, stamp, form)),
    ...(stamp === undefined ? [] : [await signatureStep(stamp, knowledge)]),
    await verdictStep(bytes, knowledge),
  ];
}

function readingStep(bytes: Uint8Array, message: Message): Step {
  const added = message.bytes.length - bytes.length;
  return {
    title: "Reading the message (G01 to G16)",
    says: [
      `${bytes.length} octets${added > 0 ? `; CR put before ${added} bare LF, ${message.bytes.length} octets are checked` : ""}`,
      `${message.fields.length} header fields; body from octet ${message.root.bodyStart} to ${message.root.bodyEnd}`,
      ...message.leaves
        .map((part) => `part ${part.path}: ${part.type}/${part.subtype}, ${part.encoding}`)
        .map((s) => shown(s)),
      ...message.ambiguities.map(({ code, params }) => `ambiguous: ${code} ${shown(Object.values(params).join(" "))}`),
      ...(message.limit === undefined ? [] : [`limit reached: ${message.limit}; nothing else is looked at`]),
    ],
  };
}

function stampStep(found: ReturnType<typeof findStamp>): Step {
  const title = "The stamp (G17 to G24)";
  if (found.kind === "none") return { title, says: ["there is none, and nothing that resembles one"] };
  if (found.kind === "broken") return { title, says: [`broken: ${found.code} ${shown(found.tag)}`.trimEnd()] };
  return {
    title,
    says: [
      `X-GuardMail-Stamp at octet ${found.field.start}`,
      ...found.stamp.tags.map(({ name, value }) => `${shown(name)} = ${shown(value, 1000)}`),
      ...(found.kind === "draft" ? ["without v: it can be shown, never be valid (G24)"] : []),
    ],
  };
}

function hashSteps(message: Message, hashes: Hashes, stamp: Stamp | undefined, form: BodyForm): readonly Step[] {
  const body = octetsOfBody(message, form);
  const header = Buffer.concat(hashes.fields.map(({ octets }) => octets));
  const records = hashes.records.length === 0 ? undefined : Buffer.from(recordOctets(hashes.records));
  const names = hashes.records.map(({ part }) => `part ${part.path}: ${shown(`${part.type}/${part.subtype}`)}`);
  return [
    {
      title: "hdr_hash: SHA3-256 of the signed header fields, relaxed (1.2, G03 to G05)",
      says: [
        `${hashes.fields.length} fields, ${header.length} octets`,
        ...comparison(hashes.hdrHash, stamp?.hdrHash, header),
      ],
      octets: header,
      file: "header.bin",
    },
    {
      title: `body_hash: SHA3-256 of the whole body, ${form} (1.2, G06)`,
      says: [`${body.length} octets`, ...comparison(hashes.bodyHash, stamp?.bodyHash, body)],
      octets: body,
      file: "body.bin",
    },
    {
      title: "att_hash: SHA3-256 of the records of all attachments (1.2, G08 to G14)",
      says: [`${hashes.records.length} attachments`, ...names, ...comparison(hashes.attHash, stamp?.attHash, records)],
      ...(records === undefined ? {} : { octets: records, file: "attachments.bin" }),
    },
  ];
}

/** The octets shown are hashed again by themselves, so that what is shown is what was hashed. */
function comparison(computed: string, stamped: string | undefined, octets: Uint8Array | undefined): readonly string[] {
  const again = octets === undefined ? "NONE" : createHash("sha3-256").update(octets).digest("hex");
  return [
    `computed  ${computed}${again === computed ? "" : "  (NOT the hash of the octets shown: a mistake in countersign)"}`,
    ...(stamped === undefined ? [] : [`stamped   ${stamped}  ${stamped === computed ? "equal" : "DIFFERENT"}`]),
  ];
}

function octetsOfBody(message: Message, form: BodyForm): Buffer {
  const chunks: Uint8Array[] = [];
  // The chunks are views of memory that is used again: each is copied.
  canonicalBody(message.bytes, message.root.bodyStart, message.root.bodyEnd, form, (chunk) => {
    chunks.push(Buffer.from(chunk));
  });
  return Buffer.concat(chunks);
}

async function signatureStep(stamp: Stamp, knowledge: Knowledge): Promise<Step> {
  const octets = signingInput(stamp.text, stamp.tags);
  const key = findKey(stamp.orgId, stamp.kid, knowledge);
  return {
    title: "The signature (1.3, G25 to G29)",
    says: [
      `${octets.length} octets; SHA-256 ${createHash("sha256").update(octets).digest("hex")}`,
      key === undefined
        ? `no key of ${stamp.orgId} named ${stamp.kid} is known here`
        : `key ${stamp.kid} (${key.entry.alg}) from ${key.record === undefined ? "proof" : "a trust record"}, SHA-256 ${key.fingerprint}`,
    ],
    octets: Buffer.from(octets),
    file: "signed.bin",
  };
}

async function verdictStep(bytes: Uint8Array, knowledge: Knowledge): Promise<Step> {
  const result = await verify(bytes, knowledge, nodeEngine);
  const signature = result.receipt?.signature;
  return {
    title: "The verdict",
    says: [
      ...(signature === undefined ? [] : [`signature ${signature}`]),
      ...Object.entries(result.axes).map(([name, value]) => `${name} ${value}`),
      ...result.reasons.map((reason) => `${reason.code}: ${sayReason("en", reason)}`),
      `${result.gmp}, badge ${result.badge}`,
    ],
  };
}
