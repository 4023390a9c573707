import { strictBase64, toBase64, toHex } from "../../core/canonical/encoding.ts";
import { nobleEngine } from "../../core/crypto/engine-noble.ts";
import { readIppAnchor } from "../../core/dns/records/ipp.ts";
import { aliasUrl, encodeAlias } from "../../core/ipp/alias.ts";
import { evaluatePolicy, mergePolicies } from "../../core/ipp/evaluate.ts";
import { issueToken } from "../../core/ipp/issued-token.ts";
import { findDeclaration } from "../../core/ipp/parse.ts";
import { readPolicy } from "../../core/ipp/policy.ts";
import {
  idempotencyKey,
  providerReport,
  providerRequest,
  reportSubject,
  senderRequest,
} from "../../core/ipp/report.ts";
import { REPORT_CODES } from "../../core/ipp/report-codes.ts";
import { signingInput } from "../../core/ipp/signing-input.ts";
import { verifyReport } from "../../core/ipp/verify-report.ts";
import { readMessage } from "../../core/message/reader.ts";
import { verify } from "../../core/verify.ts";
import { mail, STAMPED } from "../gmp/support.ts";
import { TEST_KEYS } from "../gmp/test-keys.ts";
import { declared } from "./support.ts";
import {
  ALIASES,
  type DeclarationCase,
  declarationCases,
  POLICIES,
  POLICY_TEXTS,
  type Pubs,
  RECORDS,
  TOKEN_INPUT,
} from "./vector-cases.ts";

const OWN = "bob@example.net";
const BASE = "https://ipp.example.net/";

async function declaration({ id, rules, bytes, knowledge }: DeclarationCase) {
  const result = await verify(bytes, knowledge, nobleEngine);
  const malformed = result.lines.some(({ system, code }) => system === "ipp" && code === "malformed");
  const { now, firstSeen, senderCertificates } = knowledge;
  return {
    ...{ id, rules, message: toBase64(bytes), first_seen: firstSeen ?? now },
    certificates: (senderCertificates ?? []).map(({ address, anchor }) => ({ address, anchor })),
    expect: {
      result: result.declaration?.result ?? (malformed ? "malformed" : "none"),
      nature: result.axes.nature,
      covered_by: result.declaration?.coveredBy ?? "-",
      reasons: result.reasons.map(({ code }) => code).filter((code) => /^(?:IPP_|NATURE_)/.test(code)),
    },
    ...steps(bytes),
  };
}

/** The octets on the way, where the declaration can be read. */
function steps(bytes: Uint8Array) {
  const message = readMessage(bytes);
  const found = findDeclaration(message);
  if (found.kind !== "declaration") return {};
  const { declaration } = found;
  return {
    steps: { signing_input: toHex(signingInput(message, declaration)), signature: toHex(declaration.signature) },
  };
}

/** Reports of a declared message and of one without a declaration. */
async function reports(pub: string) {
  const bytes = await declared();
  const message = readMessage(bytes);
  const found = findDeclaration(message);
  const covered = found.kind === "declaration" ? found.declaration : undefined;
  const subject = reportSubject(message, covered, "example.org", OWN, nobleEngine);
  const body = providerReport(message, subject, "nature-mismatch");
  const plain = readMessage(mail());
  const without = reportSubject(plain, undefined, "example.org", OWN, nobleEngine);
  const senderCertificates = [{ address: "alice@example.org", pub, anchor: "dnssec" as const, since: STAMPED }];
  const forged = { ...body, fields: body.fields.map((field) => field.replace("Invoice 4711", "Invoice 4712")) };
  const proven = async (report: typeof body) => await verifyReport(report, STAMPED + 60, { senderCertificates });
  return {
    message: toBase64(bytes),
    reporter: OWN,
    idempotency_key: idempotencyKey(subject),
    provider_request: providerRequest(BASE, OWN, body),
    sender_request: senderRequest("https://ipp.example.org/", subject, "nature-mismatch"),
    codes: REPORT_CODES,
    proven: await proven(body),
    altered: { report: forged, proven: await proven(forged) },
    undeclared: {
      message: toBase64(mail()),
      token: without.token,
      idempotency_key: idempotencyKey(without),
      provider_request: providerRequest(BASE, OWN, providerReport(plain, without, "impersonation")),
    },
  };
}

function txt(text: string) {
  const record = Uint8Array.from([text.length, ...Buffer.from(text)]);
  const read = readIppAnchor({ state: "SECURE", records: [record], wildcard: false });
  return { text, url: read.kind === "found" ? read.value.url : null };
}

/** Everything in `docs/vectors/ipp.json`. */
export async function computeVectors(pubs: Pubs) {
  const { secret, random, ...subject } = TOKEN_INPUT;
  const [key, salt] = [strictBase64(secret), strictBase64(random)].map((octets) => octets ?? new Uint8Array(0));
  return {
    about:
      "Vectors of docs/protocols/ipp.md. TEST KEYS: everybody knows them, they protect nothing. message is base64; steps are lower-case hex; rule counts from 0.",
    test_key: { public: TEST_KEYS.ed25519.key, pkcs8: TEST_KEYS.ed25519.privateKey },
    pubs,
    declarations: await Promise.all((await declarationCases(pubs)).map(declaration)),
    aliases: ALIASES.map(([local_part]) => ({
      local_part,
      alias: encodeAlias(local_part) ?? null,
      pub: aliasUrl(BASE, local_part, ".pub") ?? null,
    })),
    records: RECORDS.map(([text]) => txt(text)),
    token: {
      ...TOKEN_INPUT,
      token: issueToken(key ?? new Uint8Array(0), subject, salt ?? new Uint8Array(0)),
    },
    reports: await reports(pubs.alice),
    policy_texts: POLICY_TEXTS.map(([text]) => ({ text, read: readPolicy(text).policy !== undefined })),
    policies: POLICIES.map(([id, layers, known]) => {
      const policy = mergePolicies(layers);
      const facts = { signed: false, encrypted: false, ...known };
      return { id, layers, facts, expect: policy && { mode: policy.mode, ...evaluatePolicy(policy, facts) } };
    }),
  };
}
