import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { readCertificate } from "../../core/x509/certificate.ts";
import { validatePath } from "../../core/x509/path.ts";
import type { Purpose } from "../../core/x509/purpose.ts";
import { readRevocationList } from "../../core/x509/revocation-list.ts";
import { CORPUS, needsCorpus } from "../corpus.ts";
import { pemOctets } from "./support.ts";
import { judgeCases } from "./verdicts.ts";

/** A test case of x509-limbo, as far as it is used. */
interface LimboCase {
  readonly id: string;
  readonly expected_result: "SUCCESS" | "FAILURE";
  readonly expected_peer_name: { readonly kind: string; readonly value: string } | null;
  readonly peer_certificate: string;
  readonly untrusted_intermediates: readonly string[];
  readonly trusted_certs: readonly string[];
  readonly crls: readonly string[];
  readonly validation_time: string | null;
  readonly max_chain_depth: number | null;
}

const FILE = join(CORPUS, "x509/x509-limbo/limbo.json");
/** For cases without a time of their own. */
const GENERATED = "2026-06-29T00:00:00Z";

async function outcome(entry: LimboCase): Promise<string> {
  const read = (pem: string) => readCertificate(pemOctets(pem));
  const readable = (list: readonly string[]) => list.map(read).filter((found) => found.kind === "certificate");
  const leaf = read(entry.peer_certificate);
  if (leaf.kind === "fault") return leaf.code;
  const name = entry.expected_peer_name?.value;
  const purpose: Purpose = name === undefined ? { kind: "path" } : { kind: "host", name };
  const result = await validatePath({
    leaf,
    others: readable(entry.untrusted_intermediates),
    anchors: readable(entry.trusted_certs),
    at: [Date.parse(entry.validation_time ?? GENERATED) / 1000],
    purpose,
    lists: entry.crls.map((pem) => readRevocationList(pemOctets(pem))).filter((list) => list !== undefined),
    ...(entry.max_chain_depth !== null && { maxIntermediates: entry.max_chain_depth }),
  });
  return result.kind === "valid" ? "valid" : result.faults.map(({ code }) => code).join(", ");
}

test("X5-04: x509-limbo is judged as it expects, and never more kindly", needsCorpus(), async () => {
  const { testcases }: { testcases: readonly LimboCase[] } = JSON.parse(readFileSync(FILE, "utf8"));
  const cases = [];
  for (const entry of testcases) {
    const mayPass = entry.expected_result === "SUCCESS";
    cases.push({ name: entry.id, key: entry.peer_certificate, mayPass, got: await outcome(entry) });
  }
  judgeCases("x509-limbo", cases);
});
