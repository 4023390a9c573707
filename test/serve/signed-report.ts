import assert from "node:assert/strict";
import { nobleEngine } from "../../core/crypto/engine-noble.ts";
import { findDeclaration } from "../../core/ipp/parse.ts";
import { type ProviderReport, providerReport, reportSubject } from "../../core/ipp/report.ts";
import { readMessage } from "../../core/message/reader.ts";
import { declared } from "../ipp/support.ts";

/** Bob's report of a declared message, as his client sends it. */
export async function signedReport(): Promise<ProviderReport> {
  const message = readMessage(await declared());
  const found = findDeclaration(message);
  assert.ok(found.kind === "declaration");
  const subject = reportSubject(message, found.declaration, "example.org", "bob@home.example", nobleEngine);
  return providerReport(message, subject, "nature-mismatch");
}
