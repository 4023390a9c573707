import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { concat } from "../../core/canonical/concat.ts";
import { asciiBytes } from "../../core/canonical/encoding.ts";
import { nodeEngine } from "../../core/cli/engine-node.ts";
import { decodedLeaf } from "../../core/message/leaf.ts";
import { readMessage } from "../../core/message/reader.ts";
import { readCertificate } from "../../core/x509/certificate.ts";
import { constructed, readDer } from "../../core/x509/der.ts";
import { validatePath } from "../../core/x509/path.ts";
import type { PolicyInputs } from "../../core/x509/policies.ts";
import { readRevocationList } from "../../core/x509/revocation-list.ts";
import { CORPUS, needsCorpus } from "../corpus.ts";
import { certificate } from "./support.ts";
import { judgeCases } from "./verdicts.ts";

/** A test of NIST PKITS, as the corpus describes it. */
interface PkitsCase {
  readonly name: string;
  readonly certs: readonly string[];
  readonly crls: readonly string[];
  readonly should_validate: "true" | "false";
  readonly settings: readonly string[];
}

const FOLDER = join(CORPUS, "x509/nist-pkits");
const MAILS = join(CORPUS, "x509/nist-pkits-smime");
/** Between the making of the suite and its end in 2030. */
const AT = Date.UTC(2012, 0, 1) / 1000;

const certOctets = (name: string) => readFileSync(join(FOLDER, "certs", `${name}.crt`));
const listOctets = (name: string) => readFileSync(join(FOLDER, "crls", `${name}.crl`));

/** Accepted only when revocation is known, as the suite demands. */
async function validate(
  leafOctets: Uint8Array,
  others: readonly Uint8Array[],
  lists: readonly Uint8Array[],
  policies: PolicyInputs = {},
) {
  const leaf = readCertificate(leafOctets);
  if (leaf.kind === "fault") return leaf.code;
  const result = await validatePath({
    leaf,
    others: others.map(readCertificate).filter((found) => found.kind === "certificate"),
    anchors: [certificate(certOctets("TrustAnchorRootCertificate"))],
    at: [AT],
    purpose: { kind: "path" },
    policies,
    lists: lists.map(readRevocationList).filter((list) => list !== undefined),
  });
  if (result.kind === "invalid") return result.faults.map(({ code }) => code).join(", ");
  return result.revocation === "good" ? "valid" : "revocation unknown";
}

/** NIST-test-policy-1 and so on. */
const POLICY_ARC = "2.16.840.1.101.3.2.1.48";

/** Inputs of RFC 5280 s6.1.1 as the corpus spells them. */
function inputsOf(settings: readonly string[]): PolicyInputs {
  const text = settings.join(" ");
  const names = /SetInitialPolicySet\("([^"]*)"\)/.exec(text)?.[1]?.split(",");
  const acceptable = names?.map((name) => name.replace("NIST-test-policy-", `${POLICY_ARC}.`));
  return {
    ...(acceptable && !acceptable.includes("anyPolicy") && { acceptable }),
    requireExplicit: text.includes("SetInitialExplicitPolicy(true)"),
    inhibitMapping: text.includes("SetInitialPolicyMappingInhibit(true)"),
    inhibitAny: text.includes("SetInitialInhibitAnyPolicy(true)"),
  };
}

test("X5-04: NIST PKITS is judged as it expects, and never more kindly", needsCorpus(), async () => {
  const tests: readonly PkitsCase[] = JSON.parse(readFileSync(join(FOLDER, "expected.json"), "utf8"));
  const cases = [];
  for (const { name, certs, crls, should_validate, settings } of tests) {
    const octets = certs.map(certOctets);
    const leaf = octets.at(-1) ?? new Uint8Array();
    const got = await validate(leaf, octets.slice(1, -1), crls.map(listOctets), inputsOf(settings));
    cases.push({ name, key: concat([leaf, asciiBytes(name)]), mayPass: should_validate === "true", got });
  }
  judgeCases("nist-pkits", cases);
});

/** The elements of certificates [0] or crls [1] of a CMS SignedData (RFC 5652 s5.1). */
function partsOf(signature: Uint8Array, number: number): readonly Uint8Array[] {
  const info = readDer(signature);
  const signed = info?.children.find(({ tag }) => tag === constructed(0))?.children[0];
  // The content may be tagged alike, but stands deeper.
  return signed?.children.find(({ tag }) => tag === constructed(number))?.children.map(({ octets }) => octets) ?? [];
}

/** The one that issued no other; NIST writes it last. */
function leafFirst(octets: readonly Uint8Array[]): readonly Uint8Array[] {
  const last = octets.at(-1) ?? new Uint8Array();
  return [last, ...octets.slice(0, -1)];
}

test("X5-04: the certificates in NIST's signed mails are judged as PKITS expects", needsCorpus(), async () => {
  const tests: readonly PkitsCase[] = JSON.parse(readFileSync(join(FOLDER, "expected.json"), "utf8"));
  const cases = [];
  for (const file of readdirSync(MAILS).filter((name) => name.endsWith(".eml"))) {
    const octets = readFileSync(join(MAILS, file));
    const message = readMessage(octets);
    const part = message.leaves.find(({ type, subtype }) => `${type}/${subtype}` === "application/pkcs7-signature");
    assert.ok(part, `${file} has no signature`);
    const signature = decodedLeaf(message, part, nodeEngine);
    const [leaf = new Uint8Array(), ...others] = leafFirst(partsOf(signature, 0));
    // Where the suite asks a question in several ways, one good answer is enough to be allowed to pass.
    const title = new RegExp(`^Section\\d+${file.slice("Signed".length, -".eml".length)}(Subpart\\d)?$`);
    const expected = tests.filter(({ name }) => title.test(name));
    assert.ok(expected.length > 0, `${file} has no expectation`);
    const mayPass = expected.some(({ should_validate }) => should_validate === "true");
    cases.push({ name: file, key: octets, mayPass, got: await validate(leaf, others, partsOf(signature, 1)) });
  }
  judgeCases("nist-pkits-smime", cases);
});
