import assert from "node:assert/strict";
import { test } from "node:test";
import type { ClientMx } from "../../core/knowledge.ts";
import { mail } from "../gmp/support.ts";
import { delivered, knowingServer, SERVER, verdictOf } from "../verify/support.ts";

const optedIn = (changes: Partial<ClientMx> = {}): ClientMx => ({
  domain: "example.org",
  state: "secure",
  present: true,
  ...changes,
});

/** `BADGE REASON … | line …`, and what is asked about. */
async function outcome(results: string | undefined, clientMx: readonly ClientMx[] = []): Promise<string> {
  const found = await verdictOf(delivered(mail(), results), knowingServer({ trust: [], clientMx }));
  const codes = found.reasons.filter(({ effect }) => effect !== "note").map(({ code }) => code);
  const lines = found.lines.filter(({ system }) => system === "mtls").map(({ code }) => code);
  const wants = found.wants.filter(({ kind }) => kind === "client-mx").map(({ kind }) => `?${kind}`);
  return [[found.badge, ...codes].join(" "), [...lines, ...wants].join(" ")].join(" | ").trim();
}

test("section 2: an aligned mtls=pass is TRANSPORT, and names the server that was matched", async () => {
  assert.equal(await outcome("mtls=pass smtp.mailfrom=alice@example.org"), "TRANSPORT | pass");
  assert.equal(
    await outcome("mtls=pass smtp.mailfrom=example.org smtp.mtls-host=out.example.org dns.sec=yes"),
    "TRANSPORT | pass-host",
  );
  assert.equal(await outcome("mtls=pass smtp.mailfrom=example.org smtp.mtls-host=out..example"), "TRANSPORT | pass");
  const { lines } = await verdictOf(
    delivered(mail(), "mtls=pass smtp.mailfrom=bounce.example.org smtp.mtls-host=out.host.example"),
    knowingServer(),
  );
  const said = lines.find(({ system }) => system === "mtls");
  assert.deepEqual(said?.params, { server: SERVER, domain: "bounce.example.org", host: "out.host.example" });
});

test("MTLS-01: a Client MX record without the server's word is a line, and no credit", async () => {
  const { axes, badge } = await verdictOf(delivered(mail()), knowingServer({ trust: [], clientMx: [optedIn()] }));
  assert.equal(`${badge} ${axes.transport}`, "NONE none");
  assert.equal(await outcome(undefined, [optedIn()]), "NONE | opted-in");
  assert.equal(
    await outcome("spf=pass smtp.mailfrom=a@mail.example.org", [optedIn({ domain: "mail.example.org" })]),
    "TRANSPORT | opted-in",
  );
  assert.equal(await outcome("spf=none smtp.mailfrom=a@evil.example", [optedIn({ domain: "evil.example" })]), "NONE |");
});

test("MTLS-02: a pass for the MAIL FROM of another domain is no credit and no line", async () => {
  for (const domain of ["evil.example", "example.com", "example.org.evil.example"])
    assert.equal(await outcome(`mtls=pass smtp.mailfrom=a@${domain}`), "NONE |");
});

test("MTLS-03: a mail host may serve many: never above TRANSPORT, whatever else passes", async () => {
  const all =
    "mtls=pass smtp.mailfrom=example.org; spf=pass smtp.mailfrom=example.org; dmarc=pass header.from=example.org";
  assert.equal(await outcome(all, [optedIn()]), "TRANSPORT | pass");
});

test("MTLS-04: no MAIL FROM domain, no credit: null sender, HELO only, a forwarder's rewritten address", async () => {
  for (const properties of [
    'smtp.mailfrom=""',
    "smtp.helo=example.org",
    "smtp.mailfrom=SRS0=x=y=example.org=alice@forwarder.example",
  ])
    assert.equal(await outcome(`mtls=pass ${properties}`, [optedIn()]), "NONE | opted-in", properties);
});

test("MTLS-05: words other than pass and fail are no statement", async () => {
  for (const word of ["none", "temperror", "permerror", "softfail"])
    assert.equal(await outcome(`mtls=${word} smtp.mailfrom=example.org`), "NONE |", word);
});

test("T59, U33: mtls=fail is CAUTION for a domain proven to have opted in, whatever else passes, and for no other", async () => {
  const fail = "mtls=fail smtp.mailfrom=alice@example.org";
  assert.equal(await outcome(fail, [optedIn()]), "CAUTION MTLS_FAIL | fail");
  assert.equal(await outcome(`${fail}; dmarc=pass header.from=example.org`, [optedIn()]), "CAUTION MTLS_FAIL | fail");
  assert.equal(await outcome(fail), "NONE | fail ?client-mx");
  assert.equal(await outcome(fail, [optedIn({ state: "indeterminate" })]), "NONE | fail ?client-mx");
  for (const changes of [{ present: false }, { state: "insecure" }, { state: "bogus" }] as const)
    assert.equal(await outcome(fail, [optedIn(changes)]), "NONE | fail", JSON.stringify(changes));
  assert.equal(await outcome("mtls=fail smtp.mailfrom=evil.example", [optedIn({ domain: "evil.example" })]), "NONE |");
});
