import "fake-indexeddb/auto";
import assert from "node:assert/strict";
import { test } from "node:test";
import { nodeEngine } from "../../core/cli/engine-node.ts";
import { REPORT_CODES } from "../../core/index.ts";
import type { IppAnchor, Knowledge, SenderCertificates } from "../../core/knowledge.ts";
import { verify } from "../../core/verify.ts";
import type { Checked } from "../../extension/check/check.ts";
import type { Finding } from "../../extension/lookups/finding.ts";
import { keepFinding } from "../../extension/lookups/store.ts";
import { wantKey } from "../../extension/lookups/wants.ts";
import { askedReport, offerReport } from "../../extension/reports/ask.ts";
import type { AskParts } from "../../extension/reports/destination.ts";
import { clockwork } from "../../extension/state/clockwork.ts";
import { setSettings } from "../../extension/state/settings.ts";
import { edit, knowing, mail, STAMPED } from "../gmp/support.ts";
import { certificateOf } from "../ipp/certificates.ts";
import { declared, TOKEN } from "../ipp/support.ts";
import { emptyInstallation } from "./empty-installation.ts";
import { underPolicy } from "./under-policy.ts";

const OWN = "bob@example.net";
const parts: AskParts = { now: STAMPED + 60, allowed: async () => true };
const account = { addresses: [OWN, "carol@example.net"], here: [OWN], authserv: [] };

/** An installation that knows these records, and uses those of the own domain. */
async function knowingAnchors(urls: Readonly<Record<string, string>>): Promise<void> {
  await emptyInstallation();
  await clockwork();
  await setSettings({ ippDomains: ["example.net"] });
  for (const [domain, url] of Object.entries(urls)) {
    const want = { kind: "ipp-anchor", domain } as const;
    const value: IppAnchor = { domain, state: "secure", url };
    const said = { state: "secure", code: "PROVEN", at: domain, steps: [], provenAt: STAMPED } as const;
    const asked = { askedAt: STAMPED, askAgain: STAMPED + 3600, failures: 0, ttl: 3600 };
    const facts = [{ member: "ippAnchors", value }] as const;
    const remembered = { want, ...said, ...asked, until: STAMPED + 86_400, facts };
    const finding: Finding = { key: wantKey(want), want, domain, remembered, next: STAMPED + 3600, usedAt: STAMPED };
    await keepFinding(finding);
  }
}

const BOTH = { "example.net": "https://ipp.example.net/", "example.org": "https://ipp.example.org/" };

async function checked(bytes: Uint8Array, changes: Partial<Knowledge> = {}): Promise<Checked> {
  const certificates: SenderCertificates = {
    address: "alice@example.org",
    pub: await certificateOf(),
    anchor: "dnssec",
    since: STAMPED,
  };
  const knowledge = knowing({ account, senderCertificates: [certificates], ...changes });
  const result = await verify(bytes, knowledge, nodeEngine);
  return { messageId: 1, subject: result.subject, bytes, digest: "", result, knowledge };
}

async function offer(message: Checked, with_ = parts) {
  return (await offerReport(message, with_)) ?? assert.fail("nothing is offered");
}

test("REP-05: a report goes to the reader's own provider, and to the sender only after a consent of its own", async () => {
  await knowingAnchors(BOTH);
  const message = await checked(await declared());
  const { destination, senderHost, content } = await offer(message);
  assert.deepEqual([destination.state, "host" in destination && destination.host], ["ready", "ipp.example.net"]);
  assert.equal(senderHost, undefined);
  assert.equal(await askedReport(message, "malware", "sender", parts), undefined);
  assert.equal(content.token, TOKEN);
  const report = await askedReport(message, "malware", "provider", parts);
  assert.equal(report?.request.url, `https://ipp.example.net/bob.report/${TOKEN}/malware`);
  await setSettings({ tellSenders: true });
  assert.equal((await offer(message)).senderHost, "ipp.example.org");
  const told = await askedReport(message, "malware", "sender", parts);
  assert.equal(told?.request.url, `https://ipp.example.org/alice.report/${TOKEN}/malware`);
  assert.equal(told?.request.body, "IPP-Report=One-Click");
  assert.equal(told?.id, report?.id, "REP-03: one report, whichever way");
});

test("REP-04: a token that no valid signature covers, or of somebody else, is not used, and no base comes from a message", async () => {
  await knowingAnchors(BOTH);
  await setSettings({ tellSenders: true });
  const planted = await declared();
  const cases = [
    ["no key", await checked(planted, { senderCertificates: [] })],
    ["another From", await checked(edit(planted, /From: [^\r\n]*/, "From: Mallory <mallory@evil.example>"))],
    ["another body", await checked(edit(planted, /\r\n\r\n/, "\r\n\r\nforged\r\n"))],
    ["a base of its own", await checked(edit(mail(), "Subject:", "X-IPP-Base: https://evil.example/\r\nSubject:"))],
  ] as const;
  for (const [name, message] of cases) {
    const { content, senderHost, destination } = await offer(message);
    assert.notEqual(content.token, TOKEN, name);
    assert.deepEqual([senderHost, content.fields], [undefined, []], name);
    assert.equal("host" in destination && destination.host, "ipp.example.net", name);
    assert.equal(await askedReport(message, "malware", "sender", parts), undefined, name);
  }
});

test("REP-06: whoever cannot prove who they are is never told, with every consent given", async () => {
  await knowingAnchors(BOTH);
  await setSettings({ tellSenders: true });
  const signed = await checked(await declared());
  const unsigned = await checked(await declared(), { senderCertificates: [] });
  const silent = await checked(mail());
  const offered = async (message: Checked) => (await offer(message)).senderHost !== undefined;
  assert.deepEqual([await offered(signed), await offered(unsigned), await offered(silent)], [true, false, false]);
});

test("REP-12: a team's mailbox reports as itself, whichever of its members reads", async () => {
  await knowingAnchors(BOTH);
  const team = { addresses: ["carol@example.net", OWN], here: ["team@example.net"], authserv: [] };
  for (const bytes of [await declared(), mail()]) {
    const { address } = await offer(await checked(bytes, { account: team }));
    assert.equal(address, "team@example.net");
  }
  const named = { addresses: ["x@example.net"], here: ["x@example.net", OWN], authserv: [] };
  assert.equal((await offer(await checked(mail(), { account: named }))).address, OWN, "To names this one");
});

test("what is still needed is said: a choice, a look-up, a record, a permission", async () => {
  const message = await checked(await declared());
  const state = async (with_ = parts) => (await offer(message, with_)).destination.state;
  await knowingAnchors(BOTH);
  assert.equal(await state({ ...parts, allowed: async () => false }), "not-allowed");
  assert.equal(await askedReport(message, "malware", "provider", { ...parts, allowed: async () => false }), undefined);
  await setSettings({ ippDomains: [] });
  assert.equal(await state(), "not-chosen");
  await knowingAnchors({});
  assert.equal(await state(), "not-looked-up");
  await knowingAnchors({ "example.net": "https://ipp.example.net:8443/" });
  assert.equal(await state(), "none", "NET-02: a port of its own is not asked");
});

test("a collector that an administrator named takes the place of the domain's own", async (t) => {
  await knowingAnchors(BOTH);
  await underPolicy(t, { reportCollector: "https://reports.example.com/ipp/" });
  const report = await askedReport(await checked(await declared()), "malware", "provider", parts);
  assert.equal(report?.request.url, `https://reports.example.com/ipp/bob.report/${TOKEN}/malware`);
});

test("REP-05: the way to the sender, closed by an administrator, stays closed whatever the user agreed to", async (t) => {
  await knowingAnchors(BOTH);
  await setSettings({ tellSenders: true });
  const message = await checked(await declared());
  await underPolicy(t, { reportRoutes: "provider" });
  assert.equal((await offer(message)).senderHost, undefined);
  assert.equal(await askedReport(message, "malware", "sender", parts), undefined);
  assert.ok(await askedReport(message, "malware", "provider", parts));
});

test("an administrator who opens the way to the sender agrees to nothing in the user's name", async (t) => {
  await knowingAnchors(BOTH);
  await underPolicy(t, { reportRoutes: "all" });
  assert.equal((await offer(await checked(await declared()))).senderHost, undefined);
});

test("only the reasons that an administrator leaves are offered and sent; without a way or a reason nothing is", async (t) => {
  await knowingAnchors(BOTH);
  const message = await checked(await declared());
  assert.deepEqual((await offer(message)).reasons, REPORT_CODES);
  await underPolicy(t, { reportReasons: ["wrong-recipient", "malware", "boredom"] });
  assert.deepEqual((await offer(message)).reasons, ["wrong-recipient", "malware"]);
  assert.equal(await askedReport(message, "nature-mismatch", "provider", parts), undefined);
  assert.ok(await askedReport(message, "malware", "provider", parts));
  for (const closing of [{ reportRoutes: "off" }, { reportReasons: [] }, { reportRoutes: ["all"] }]) {
    await underPolicy(t, { reportCollector: "https://reports.example.com/ipp/", ...closing });
    assert.equal((await offer(message)).destination.state, "closed", JSON.stringify(closing));
    assert.equal(await askedReport(message, "malware", "provider", parts), undefined);
  }
});

test("the time of a token that has passed ends the offer, and a message without octets or addressee has none", async () => {
  await knowingAnchors(BOTH);
  const message = await checked(await declared());
  const late = { ...parts, now: STAMPED + 15 * 86_400 };
  assert.equal((await offer(message, late)).over, true);
  assert.equal(await askedReport(message, "malware", "provider", late), undefined);
  assert.equal(await offerReport({ ...message, bytes: new Uint8Array(0) }, parts), undefined);
  const { account: _, ...nobody } = message.knowledge;
  assert.equal(await offerReport({ ...message, knowledge: nobody }, parts), undefined);
});
