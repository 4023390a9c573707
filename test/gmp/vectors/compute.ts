import { canonicalBody } from "../../../core/canonical/body.ts";
import { concat } from "../../../core/canonical/concat.ts";
import { toBase64 } from "../../../core/canonical/encoding.ts";
import { nobleEngine } from "../../../core/crypto/engine-noble.ts";
import { recordOctets } from "../../../core/gmp/att-hash.ts";
import { computeHashes } from "../../../core/gmp/hashes.ts";
import { findStamp } from "../../../core/gmp/parse.ts";
import { signingInput } from "../../../core/gmp/signing-input.ts";
import type { Stamp } from "../../../core/gmp/stamp.ts";
import type { Knowledge } from "../../../core/knowledge.ts";
import type { Message } from "../../../core/message/message.ts";
import { readMessage } from "../../../core/message/reader.ts";
import { verify } from "../../../core/verify.ts";
import { TEST_KEYS } from "../test-keys.ts";
import { AMBIGUOUS_CASES } from "./ambiguous.ts";
import type { VectorCase } from "./case.ts";
import { keyCases } from "./keys.ts";
import { OCTET_CASES } from "./octets.ts";
import { PEOPLE_CASES } from "./people.ts";
import { statusCases } from "./status.ts";
import { SYNTAX_CASES } from "./syntax.ts";

/** Every step between a message and its verdict; all octets in base64. */
interface Steps {
  readonly hdr_input: string;
  readonly hdr_hash: string;
  readonly body_input: string;
  readonly body_hash: string;
  /** Absent when there is no attachment. */
  readonly att_input?: string;
  readonly att_hash: string;
  readonly signing_input: string;
  readonly signature: string;
}

/** One vector as it stands in the file. */
export interface Vector {
  readonly id: string;
  readonly rules: readonly string[];
  readonly about: string;
  readonly message: string;
  readonly knowledge: Knowledge;
  readonly expect: { readonly word: string; readonly badge: string; readonly reasons: readonly string[] };
  /** Present when the message holds one stamp that can be read. */
  readonly steps?: Steps;
}

/** The file. */
export interface VectorFile {
  readonly about: string;
  readonly test_keys: readonly { readonly name: string; readonly alg: string; readonly kid: string }[];
  readonly vectors: readonly Vector[];
}

async function allCases(): Promise<readonly VectorCase[]> {
  return [
    ...OCTET_CASES,
    ...AMBIGUOUS_CASES,
    ...SYNTAX_CASES,
    ...PEOPLE_CASES,
    ...keyCases(),
    ...(await statusCases()),
  ];
}

/** Computes every vector. ECDSA and RSA-PSS signatures are random, so a message of `previous` that differs in nothing else stays. */
export async function computeVectors(previous: VectorFile | undefined): Promise<VectorFile> {
  const before = new Map(previous?.vectors.map((vector) => [vector.id, vector]));
  const cases = await allCases();
  const vectors: Vector[] = [];
  for (const one of cases) vectors.push(await computeVector(one, before.get(one.id)));
  return {
    about:
      "Vectors of the Countersign GMP profile (docs/protocols/gmp.md). Octets are base64. The private keys are published here to be TEST KEYS: they protect nothing and must never be trusted.",
    test_keys: Object.entries(TEST_KEYS).map(([name, key]) => ({ name, ...key })),
    vectors,
  };
}

async function computeVector(one: VectorCase, before: Vector | undefined): Promise<Vector> {
  const made = await one.message();
  const kept = before === undefined ? undefined : new Uint8Array(Buffer.from(before.message, "base64"));
  const bytes = kept !== undefined && sameButSigned(made, kept) ? kept : made;
  const result = await verify(bytes, one.knowledge, nobleEngine);
  const reasons = result.reasons.map(({ code }) => code).sort();
  const { id, rules, about, knowledge } = one;
  const steps = await computeSteps(readMessage(bytes));
  const expect = { word: result.gmp, badge: result.badge, reasons };
  return { id, rules, about, message: toBase64(bytes), knowledge, expect, ...(steps && { steps }) };
}

/** The hand-written expectation of each vector, by id. */
export async function expectations(): Promise<ReadonlyMap<string, string>> {
  const cases = await allCases();
  return new Map(cases.map(({ id, expect }) => [id, expect]));
}

function sameButSigned(made: Uint8Array, kept: Uint8Array): boolean {
  const algorithm = (message: Message) => stampOf(message)?.sigAlg;
  const [a, b] = [readMessage(made), readMessage(kept)];
  if (algorithm(a) === "ed25519" || algorithm(a) === undefined) return false;
  const unsigned = (bytes: Uint8Array) =>
    Buffer.from(bytes)
      .toString("latin1")
      .replace(/signature=[^;]*/, "");
  return algorithm(a) === algorithm(b) && unsigned(made) === unsigned(kept);
}

function stampOf(message: Message): Stamp | undefined {
  const found = findStamp(message);
  return found.kind === "stamp" || found.kind === "draft" ? found.stamp : undefined;
}

async function computeSteps(message: Message): Promise<Steps | undefined> {
  const stamp = stampOf(message);
  if (stamp === undefined) return undefined;
  const { hdrHash, bodyHash, attHash, fields, records } = await computeHashes(message, stamp.bodyForm, nobleEngine);
  const body: Uint8Array[] = [];
  canonicalBody(message.bytes, message.root.bodyStart, message.root.bodyEnd, stamp.bodyForm, (chunk) =>
    body.push(chunk),
  );
  return {
    hdr_input: toBase64(concat(fields.map((field) => field.octets))),
    hdr_hash: hdrHash,
    body_input: toBase64(concat(body)),
    body_hash: bodyHash,
    ...(records.length > 0 && { att_input: toBase64(recordOctets(records)) }),
    att_hash: attHash,
    signing_input: toBase64(signingInput(stamp.text, stamp.tags)),
    signature: toBase64(stamp.signature),
  };
}
