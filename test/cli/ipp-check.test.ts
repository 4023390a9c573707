import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import type { ServerResponse } from "node:http";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { readAddress } from "../../core/cli/address.ts";
import { fetchDocument } from "../../core/cli/fetch-answer.ts";
import { keep } from "../../core/cli/ipp-check.ts";
import { discover } from "../../core/cli/ipp-discover.ts";
import { readKnowledgeFile } from "../../core/cli/knowledge-file.ts";
import type { Question } from "../../core/dns/message.ts";
import { compose } from "../dns/compose.ts";
import { record } from "../dns/presentation.ts";
import { NOW } from "../dns/signer.ts";
import { bankWorld } from "../dns/world.ts";
import { TEST_KEYS } from "../gmp/test-keys.ts";
import { certificateOf } from "../ipp/certificates.ts";
import { createCa } from "../world/loopback-ca.ts";
import { startLoopbackHttps } from "../world/loopback-https.ts";
import { createWorld } from "../world/world.ts";
import { countersign, folderFor } from "./command.ts";

const HOST = "keys.bank.example";
const ADDRESS = "anna@bank.example";
const POLICY = JSON.stringify({ v: 1, mode: "testing", default: "accept", require: ["signed"], rules: [] });

/** A real HTTPS host with an authority of its own, and signed zones that name it. */
async function setting(t: TestContext, lines: (base: string) => readonly string[] = at("_ipp.bank.example.")) {
  const world = createWorld("ipp-check");
  t.after(() => world.end());
  const ca = createCa(world);
  const https = await startLoopbackHttps(world, ca, [HOST]);
  const base = `https://${HOST}:${https.port}/ipp/`;
  const bank = await bankWorld(lines(base));
  const questions: string[] = [];
  const files = new Map<string, string | ((response: ServerResponse) => void)>();
  https.serve(HOST, ({ path }, response) => {
    const found = files.get(path.replace("/ipp/", ""));
    if (typeof found === "function") found(response);
    else response.writeHead(found === undefined ? 404 : 200).end(found);
  });
  const ask = async (question: Question) => {
    questions.push(question.name);
    if (question.name === "_ipp.shop.example.")
      return compose(question, { answer: [record(`_ipp.shop.example. IN TXT "v=IPP1; t=url; url=${base}"`)] });
    return bank.world.ask(question);
  };
  const check = (address = ADDRESS, anyPort = true) =>
    discover({
      address: readAddress({ name: "t" }, "", address),
      ask,
      now: NOW,
      anyPort,
      base: bank.world.base,
      fetch: (url, form) =>
        fetchDocument(url, form, {
          lookup: (_host, _options, done) => done(null, [{ address: "127.0.0.1", family: 4 }]),
          ca: ca.pem,
        }),
    });
  return { base, check, files, https, questions };
}

/** Zone lines that publish the base at a name. */
function at(owner: string) {
  return (base: string) => [`${owner} IN TXT "v=IPP1; t=url; url=${base}"`];
}

test("record, certificate and policy are told step by step, and all is good", async (t) => {
  const { check, files, base, https } = await setting(t);
  files.set("anna.pub", await certificateOf(ADDRESS)).set("anna.pol", POLICY);
  const { good, text, anchor, pub } = await check();
  for (const said of [
    /^_ipp\.bank\.example TXT$/m,
    /proven {3}keys of the root/,
    /result {3}proven: keys and policies of addresses are at https:\/\/keys\.bank\.example/,
    /signs {4}ed25519, SHA-256 [0-9a-f]{64}, until 2026-12-21/,
    /self-signed/,
    /result {3}signs as anna@bank\.example/,
    /result {3}mode testing, 0 rules, otherwise accept, asks for signed/,
  ])
    assert.match(text, said);
  assert.ok(text.includes(`${base}anna.pub`));
  assert.deepEqual([good, anchor, pub], [true, "dnssec", files.get("anna.pub")]);
  assert.deepEqual(
    https.asked.map(({ method, path, headers }) => [method, path, headers.cookie, headers["user-agent"]]),
    [".pub", ".pol"].map((end) => ["GET", `/ipp/anna${end}`, undefined, undefined]),
  );
});

test("IPP-12: the exact domain is asked, then the registrable one, and no name between or below", async (t) => {
  const { check, files, questions } = await setting(t);
  files.set("anna.pub", await certificateOf("anna@a.b.bank.example"));
  const { good, text } = await check("anna@a.b.bank.example");
  assert.equal(good, true, text);
  assert.match(text, /result {3}no policy is published/);
  const asked = questions.filter((name) => name.startsWith("_ipp."));
  assert.deepEqual(asked, ["_ipp.a.b.bank.example.", "_ipp.bank.example."]);
});

test("an unsigned zone leads to a certificate that is unanchored, and is no success", async (t) => {
  const { check, files } = await setting(t);
  files.set("anna.pub", await certificateOf("anna@shop.example"));
  const { good, text, anchor, pub } = await check("anna@shop.example");
  assert.deepEqual([good, anchor, typeof pub], [false, "unanchored", "string"]);
  assert.match(text, /INSECURE: the zone is not signed/);
  assert.match(text, /unproven https:/);
});

test("IPP-09, IPP-10: a base that is none, another port unasked, and two records contact nobody", async (t) => {
  const bad = [
    "https://127.0.0.1/",
    "https://2130706433/",
    "https://keys.bank.example@evil.example/",
    "https://printer.local/",
    "http://keys.bank.example/",
    "https://keys.bank.example/ipp",
  ];
  for (const url of bad) {
    const { check, https } = await setting(t, () => at("_ipp.bank.example.")(url));
    const { good, text } = await check();
    assert.deepEqual([good, /FAULT {4}the record is malformed/.test(text)], [false, true], text);
    assert.equal(https.asked.length, 0);
  }
  const two = await setting(t, (base) => [...at("_ipp.bank.example.")(base), ...at("_ipp.bank.example.")(`${base}b/`)]);
  assert.match((await two.check()).text, /FAULT {4}two records are of this kind/);
  const port = await setting(t);
  const { good, text } = await port.check(ADDRESS, false);
  assert.deepEqual([good, /FAULT {4}not contacted: port \(--any-port does\)/.test(text)], [false, true]);
  assert.equal(two.https.asked.length + port.https.asked.length, 0);
});

test("NET-04, NET-08: redirects, endless, compressed and wrong answers are faults, and nothing else is fetched", async (t) => {
  const { check, files, https } = await setting(t);
  const good = await certificateOf(ADDRESS);
  const cases: readonly (readonly [string | ((response: ServerResponse) => void), RegExp])[] = [
    [(r) => void r.writeHead(302, { location: "https://keys.bank.example/other" }).end(), /status 302/],
    [(r) => void r.writeHead(200).end("x".repeat(20_000)), /sent more than 16384 octets/],
    [(r) => void r.writeHead(200, { "content-encoding": "gzip" }).end("x"), /sent a compressed answer/],
    [(r) => void r.writeHead(503).end(), /nothing is published \(status 503\)/],
    ["<html>", /the file is refused: PEM/],
    [`${good}# a comment\n`, /the file is refused: PEM/],
    [await certificateOf("bob@bank.example"), /certificate 1 is refused: /],
    [await certificateOf(ADDRESS, TEST_KEYS.ed25519, NOW - 10), /certificate 1 is refused: EXPIRED/],
  ];
  for (const [file, expected] of cases) {
    files.set("anna.pub", file);
    const { good, text, pub } = await check();
    assert.deepEqual([good, pub, expected.test(text)], [false, undefined, true], text);
  }
  files.set("anna.pub", good).set("anna.pol", POLICY.replace("testing", "off"));
  const { text } = await check();
  assert.match(text, /FAULT {4}no policy that can be used: \/mode: unknown-value/);
  assert.deepEqual([...new Set(https.asked.map(({ path }) => path))].sort(), ["/ipp/anna.pol", "/ipp/anna.pub"]);
});

test("X5-01: --keep pins the first key; another stays apart until it is accepted", async (t) => {
  const file = join(folderFor(t), "senders.json");
  const [first, second] = [await certificateOf(ADDRESS), await certificateOf(ADDRESS, TEST_KEYS.p256)];
  const kept = async (pub: string, acceptNew = false) => {
    const { counts } = await keep(file, ADDRESS, { pub, anchor: "dnssec" }, NOW, acceptNew);
    return [counts, readKnowledgeFile(file).senderCertificates?.map((entry) => entry.pub === second)];
  };
  assert.deepEqual(await kept(first), [true, [false]]);
  assert.deepEqual(await kept(second), [false, [false]]);
  assert.deepEqual(await kept(second, true), [true, [true]]);
  const none = join(folderFor(t), "none.json");
  const { counts } = await keep(none, ADDRESS, { pub: "no certificate", anchor: "dnssec" }, NOW, false);
  assert.equal(counts, false);
  assert.equal(existsSync(none), false);
  assert.equal(readFileSync(file, "utf8").includes("BEGIN CERTIFICATE"), true);
});

test("IPP-08: an address whose alias would be a path is asked about nowhere", async () => {
  for (const address of ["..@bank.example", "@bank.example", "a b@bank.example", "anna"]) {
    const { code, err } = await countersign(["ipp", "check", address]);
    assert.deepEqual([code, /USAGE: the address .* is no address/.test(err)], [2, true], err);
  }
});
