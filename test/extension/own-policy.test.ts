import "fake-indexeddb/auto";
import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import type { IppAnchor } from "../../core/knowledge.ts";
import type { RecipientPolicy } from "../../core/policies.ts";
import { gatherKnowledge } from "../../extension/check/knowledge.ts";
import {
  certificatesOf,
  decideCertificates,
  forgetCertificates,
  listCertificates,
} from "../../extension/ipp/certificates.ts";
import { listPolicies, setUserPolicy, usePublished } from "../../extension/ipp/policies.ts";
import { type DocumentParts, documentUrl, fetchDocument } from "../../extension/lookups/documents.ts";
import { type DocumentWant, settleDocument } from "../../extension/lookups/finding.ts";
import { findingOf, keepFinding } from "../../extension/lookups/store.ts";
import { wantKey } from "../../extension/lookups/wants.ts";
import { clockwork } from "../../extension/state/clockwork.ts";
import { listKeys } from "../../extension/state/known-keys.ts";
import { hear } from "../../extension/webmail/hears.ts";
import { STAMPED } from "../gmp/support.ts";
import { TEST_KEYS } from "../gmp/test-keys.ts";
import { certificateOf } from "../ipp/certificates.ts";
import { projectFile } from "../project-file.ts";
import { emptyInstallation } from "./empty-installation.ts";
import { underPolicy } from "./under-policy.ts";

const OWN = "robin@home.example";
const SENDER = "alice@example.org";
const RULES: RecipientPolicy = { mode: "enforce", default: "reject", rules: [] };
const about = { now: STAMPED, origin: "account", addresses: [OWN] } as const;

/** An empty installation, with servers that answer every address by a text. */
async function fresh(t: TestContext, answer: (path: string) => string | Promise<string>) {
  await emptyInstallation();
  await clockwork();
  const asked: string[] = [];
  t.mock.method(globalThis, "fetch", async (url: URL) => {
    asked.push(url.href);
    return new Response(await answer(url.pathname));
  });
  const ippAnchors: readonly IppAnchor[] = [
    { domain: "home.example", state: "secure", url: "https://ipp.home.example/" },
    { domain: "example.org", state: "secure", url: "https://ipp.example.org/" },
  ];
  const parts: DocumentParts = {
    now: STAMPED,
    knowledge: { trust: [], keys: [], ippAnchors },
    before: undefined,
    allowed: async () => true,
  };
  return { asked, parts };
}

const policyWant = (base: string): DocumentWant => ({ kind: "own-policy", address: OWN, base });
const certificateWant = (base = "https://ipp.example.org/"): DocumentWant => ({
  kind: "ipp-certificate",
  address: SENDER,
  base,
});

test("IPP-05: a policy is read from the own domain's proven base and nowhere else, and counts while it is wanted", async (t) => {
  const { asked, parts } = await fresh(t, () => JSON.stringify({ v: 1, ...RULES }));
  await usePublished(OWN, true);
  for (const base of ["https://evil.example/", "https://ipp.example.org/", "https://ipp.home.example/other/"])
    assert.equal((await fetchDocument(policyWant(base), parts)).code, "NOT_LISTED", base);
  const unknown = { ...parts, knowledge: { ...parts.knowledge, ippAnchors: [] } };
  assert.equal((await fetchDocument(policyWant("https://ipp.home.example/"), unknown)).code, "NOT_LISTED");
  assert.deepEqual(asked, []);
  assert.equal((await fetchDocument(policyWant("https://ipp.home.example/"), parts)).code, "READ");
  assert.deepEqual(asked, ["https://ipp.home.example/robin.pol"]);
  assert.deepEqual((await gatherKnowledge(about)).knowledge.policies, [{ address: OWN, published: RULES }]);
  await usePublished(OWN, false);
  assert.equal((await gatherKnowledge(about)).knowledge.policies, undefined);
  assert.equal((await listPolicies())[0]?.published, undefined);
});

test("IPP-05: a published policy counts no longer than it says, and the user's own rules stay", async (t) => {
  const { parts } = await fresh(t, () => JSON.stringify({ v: 1, ...RULES, max_age: 60 }));
  await usePublished(OWN, true);
  await setUserPolicy(OWN, { ...RULES, default: "accept" });
  await fetchDocument(policyWant("https://ipp.home.example/"), parts);
  const layers = async (now: number) =>
    Object.keys((await gatherKnowledge({ ...about, now })).knowledge.policies?.[0] ?? {});
  assert.deepEqual(await layers(STAMPED + 60), ["address", "user", "published"]);
  assert.deepEqual(await layers(STAMPED + 61), ["address", "user"]);
});

test("an administrator's rules stand between the user's own and the published ones, for addresses of their domain", async (t) => {
  const { parts } = await fresh(t, () => JSON.stringify({ v: 1, ...RULES }));
  await usePublished(OWN, true);
  await setUserPolicy(OWN, { ...RULES, mode: "testing" });
  await fetchDocument(policyWant("https://ipp.home.example/"), parts);
  const decided: RecipientPolicy = { ...RULES, default: "accept" };
  const recipientRules = [{ accountDomain: "home.example", policy: { v: 1, ...decided } }];
  const policies = async (address: string) =>
    (await gatherKnowledge({ ...about, addresses: [address] })).knowledge.policies;
  await underPolicy(t, { recipientRules });
  const layers = { managed: decided, published: RULES };
  assert.deepEqual(await policies(OWN), [{ address: OWN, user: { ...RULES, mode: "testing" }, ...layers }]);
  assert.deepEqual(await policies("ann@home.example"), [{ address: "ann@home.example", managed: decided }]);
  assert.equal(await policies("robin@other.example"), undefined);
  await underPolicy(t, { recipientRules, locked: ["recipientRules"] });
  assert.deepEqual(await policies(OWN), [{ address: OWN, ...layers }], "locked: the user's own do not count");
});

test("IPP-06: what a server sends instead of a policy changes nothing", async (t) => {
  const bad = ["", "<form>Room number</form>", '{"v":1,"v":1,"mode":"none","default":"accept"}', "x".repeat(65_537)];
  for (const answer of bad) {
    const { parts } = await fresh(t, () => answer);
    await usePublished(OWN, true);
    const { code } = await fetchDocument(policyWant("https://ipp.home.example/"), parts);
    assert.ok(code === "REFUSED" || code === "NO_CONNECTION", code);
    assert.equal((await listPolicies())[0]?.published, undefined);
    t.mock.restoreAll();
  }
});

test("IPP-07: nothing can move or delete mail, and what reads policies and reports touches no mail at all", () => {
  const manifest = JSON.parse(projectFile("manifest.json"));
  const asked = [...manifest.permissions, ...(manifest.optional_permissions ?? [])].map(String);
  assert.ok(asked.includes("messagesRead"));
  for (const name of asked) assert.doesNotMatch(name, /^messages(?:Move|Delete|Modify|Import)/);
  const files = readdirSync("extension", { recursive: true, encoding: "utf8" }).filter((file) => /\.tsx?$/.test(file));
  for (const file of files) {
    const text = projectFile(join("extension", file));
    assert.doesNotMatch(text, /messages\.(?:move|delete|archive|copy|import)\(/, file);
    if (/^(?:ipp|reports)\//.test(file)) assert.doesNotMatch(text, /\.(?:messages|compose|folders)\b/, file);
  }
});

test("IPP-11: a certificate is fetched below the sender's proven base alone, and only where that host is allowed", async (t) => {
  const pub = await certificateOf();
  const { asked, parts } = await fresh(t, () => pub);
  const code = async (want: DocumentWant, changes: Partial<DocumentParts> = {}) =>
    (await fetchDocument(want, { ...parts, ...changes })).code;
  assert.equal(await code(certificateWant("https://evil.example/")), "NOT_LISTED");
  assert.equal(await code(certificateWant(), { allowed: async () => false }), "NOT_ALLOWED");
  assert.deepEqual(asked, []);
  assert.equal(await code(certificateWant()), "READ");
  assert.deepEqual(asked, ["https://ipp.example.org/alice.pub"]);
  assert.equal(documentUrl({ kind: "ipp-certificate", address: "..@example.org", base: "https://x.example/" }), "");
});

test("X5-01: the certificate met first stays, with its key for stamps, until the user takes the other", async (t) => {
  const pubs = [await certificateOf(), await certificateOf(SENDER, TEST_KEYS.p256)];
  const { parts } = await fresh(t, () => pubs.shift() ?? "");
  assert.deepEqual((await fetchDocument(certificateWant(), parts)).stored, true);
  const [first] = await listKeys();
  assert.deepEqual([first?.org_id, first?.address, first?.alg], ["example.org", SENDER, "ed25519"]);
  await fetchDocument(certificateWant(), parts);
  assert.ok((await certificatesOf(SENDER))?.changedTo !== undefined);
  assert.deepEqual(await listKeys(), [first], "the key of stamps is still the first");
  const { epoch } = await clockwork();
  await decideCertificates(SENDER, "new", STAMPED + 9);
  assert.ok((await clockwork()).epoch > epoch, "ST-05");
  assert.deepEqual(
    (await listKeys()).map(({ alg }) => alg),
    ["ecdsa-p256-sha256"],
  );
  assert.equal((await fetchDocument(certificateWant(), parts)).code, "REFUSED", "nothing is published any more");
  assert.equal((await certificatesOf(SENDER))?.since, STAMPED + 9);
});

test("X5-01: a certificate that was forgotten leaves nothing behind, and the next one is met first", async (t) => {
  const pubs = [
    await certificateOf(),
    await certificateOf("bob@example.org"),
    await certificateOf(SENDER, TEST_KEYS.p256),
  ];
  const { parts } = await fresh(t, () => pubs.shift() ?? "");
  const want = certificateWant();
  const other = { ...certificateWant(), address: "bob@example.org" };
  for (const one of [want, other]) {
    const found = await fetchDocument(one, parts);
    await keepFinding(settleDocument(undefined, one, found, () => 0.5));
  }
  const [alices, bobs] = await listCertificates();
  assert.deepEqual([alices?.address, alices?.since, alices?.anchor], [SENDER, STAMPED, "dnssec"]);
  assert.match(alices?.print ?? "", /^[0-9a-f]{64}$/);
  const { epoch } = await clockwork();
  await forgetCertificates(SENDER);
  assert.ok((await clockwork()).epoch > epoch, "ST-05");
  assert.deepEqual(await listCertificates(), [bobs], "the other address keeps its own");
  assert.deepEqual(
    (await listKeys()).map(({ address }) => address),
    ["bob@example.org"],
  );
  assert.equal(await findingOf(wantKey(want)), undefined, "it may be asked for again at once");
  assert.notEqual(await findingOf(wantKey(other)), undefined);
  await fetchDocument(want, parts);
  const known = await certificatesOf(SENDER);
  assert.deepEqual(
    [known?.changedTo, (await listKeys()).length],
    [undefined, 2],
    "no question about the key that was forgotten",
  );
});

test("REP-13: a content script can neither report nor read what was reported", async () => {
  const ears = { ownId: "own", ownUrl: "moz-extension://own/", siteOf: async () => ({ origin: "", addresses: [] }) };
  const script = { id: "own", url: "https://mail.example/", frameId: 0, tab: { id: 1 } };
  for (const wish of ["report", "reports", "changed", "look-up"])
    assert.equal(await hear({ countersign: wish, id: "x" }, script, ears), undefined, wish);
  assert.deepEqual(
    await hear({ countersign: "report" }, { id: "own", url: "moz-extension://own/ui/popup.html" }, ears),
    {
      by: "page",
      wish: { countersign: "report" },
    },
  );
});
