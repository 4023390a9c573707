import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:https";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { checkPublished } from "../../core/cli/dns-check.ts";
import { type Connection, exchange } from "../../core/cli/doh.ts";
import { parseMessage, type Question } from "../../core/dns/message.ts";
import { countersign } from "../cli/command.ts";
import { TEST_KEY } from "./published.ts";
import { NOW } from "./signer.ts";
import { bankWorld } from "./world.ts";

interface Asked {
  readonly method: string | undefined;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: Buffer;
}

/** A resolver on loopback with a certificate of its own; `answer` may return another type and status. */
async function resolver(
  t: TestContext,
  answer: (question: Question) => Uint8Array,
  { status = 200, type = "application/dns-message" } = {},
) {
  const folder = mkdtempSync(join(tmpdir(), "countersign-doh-"));
  t.after(() => rmSync(folder, { recursive: true }));
  const file = (name: string) => join(folder, name);
  const subject = ["-subj", "/CN=dns.test.example", "-addext", "subjectAltName=DNS:dns.test.example"];
  const make = ["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2"];
  execFileSync("openssl", [...make, ...subject, "-keyout", file("key"), "-out", file("cert")], { stdio: "ignore" });
  const ca = readFileSync(file("cert"), "utf8");
  const asked: Asked[] = [];
  const server = createServer({ key: readFileSync(file("key")), cert: ca }, (request, response) => {
    const pieces: Buffer[] = [];
    request.on("data", (piece) => pieces.push(piece));
    request.on("end", () => {
      const body = Buffer.concat(pieces);
      asked.push({ method: request.method, headers: request.headers, body });
      const question = parseMessage(body)?.question;
      response.writeHead(status, { "content-type": type, location: "https://elsewhere.example/" });
      response.end(question === undefined ? "" : answer(question));
    });
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  t.after(() => server.close());
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  const connection: Connection = {
    ca,
    lookup: (_host, _options, callback) => callback(null, [{ address: "127.0.0.1", family: 4 }]),
  };
  const url = new URL(`https://dns.test.example:${port}/dns-query`);
  return { asked, ask: (question: Question) => exchange(url, question, connection) };
}

async function publishing() {
  const p = await TEST_KEY;
  return await bankWorld([
    '_gmp.bank.example. IN TXT "v=GMP1; stamp=all"',
    `k1._gmp.bank.example. IN TXT "v=GMP1; k=ed25519; p=${p}; na=1900000000"`,
    'old._gmp.bank.example. IN TXT "v=GMP1; k=ed25519; p="',
    'bad._gmp.bank.example. IN TXT "v=GMP1; k=ed25519; p=?"',
  ]);
}

test("what a domain publishes is proven from the root, over HTTPS, and told step by step", async (t) => {
  const { world } = await publishing();
  const { ask, asked } = await resolver(t, world.ask);
  const check = { org: "bank.example", ask, now: NOW, base: world.base };
  const good = await checkPublished({ ...check, kids: ["k1", "old"] });
  assert.equal(good.code, 0);
  for (const said of [
    /^_gmp\.bank\.example TXT$/m,
    /proven {3}keys of the root \(key \d+, algorithm 8\)/,
    /proven {3}keys of bank\.example\. \(key \d+, algorithm 15\)/,
    /valid {4}until 2026-11-22T00:00:00Z/,
    /result {3}proven: all mail of bank\.example is stamped/,
    /result {3}proven: key k1, ed25519, SHA-256 [0-9a-f]{64} until 2030-03-17T17:46:40Z/,
    /result {3}proven: key old is revoked/,
  ])
    assert.match(good.text, said);
  // Seven records, one chain: the chain was asked for once.
  assert.equal(asked.length, 5 + 3 + 4);

  const bad = await checkPublished({ ...check, kids: ["bad", "none"] });
  assert.equal(bad.code, 1);
  assert.match(bad.text, /FAULT {4}the record is malformed/);
  assert.match(bad.text, /FAULT {4}proven: nothing is published/);
  const unsigned = await checkPublished({ ...check, org: "shop.example", kids: [] });
  assert.equal(unsigned.code, 1);
  assert.match(
    unsigned.text,
    /FAULT {4}INSECURE: the zone is not signed: nobody can prove what it publishes \(DELEGATION_INSECURE at shop\.example\.\)/,
  );
});

test("NET-05: a query carries nothing but the query", async (t) => {
  const { world } = await publishing();
  const { ask, asked } = await resolver(t, world.ask);
  await ask({ name: "www.bank.example.", type: 16 });
  const [one] = asked;
  assert.equal(one?.method, "POST");
  const names = Object.keys(one?.headers ?? {}).sort();
  assert.deepEqual(names, ["accept", "accept-encoding", "connection", "content-length", "content-type", "host"]);
  assert.equal(one?.body.length, 128);
});

test("DNS-15: a resolver that is a login page, redirects, floods or is gone gives no verdict about the domain", async (t) => {
  const { world } = await publishing();
  const question = { name: "_gmp.bank.example.", type: 16 };
  const page = await resolver(t, () => Buffer.from("<html>Please pay"), { type: "text/html" });
  assert.equal(await page.ask(question), "CONTENT_TYPE");
  const redirect = await resolver(t, world.ask, { status: 302 });
  assert.equal(await redirect.ask(question), "HTTP_STATUS");
  assert.equal(redirect.asked.length, 1);
  const flood = await resolver(t, () => new Uint8Array(70_000));
  assert.equal(await flood.ask(question), "NO_CONNECTION");
  const wrong = await resolver(t, world.ask);
  assert.equal(await exchange(new URL("https://127.0.0.1:1/dns-query"), question), "NO_CONNECTION");
  const { text, code } = await checkPublished({ org: "bank.example", kids: [], ask: page.ask, now: NOW });
  assert.equal(code, 1);
  assert.match(text, /INDETERMINATE: something that is no resolver answered, perhaps the login page/);
  assert.ok(wrong);
});

test("NET-02: countersign dns --check contacts no local, odd or plain-text resolver", async () => {
  for (const url of [
    "http://dns.example/q",
    "https://127.0.0.1/q",
    "https://localhost/q",
    "https://dns.example:8443/q",
    "https://10.0.0.1/q",
  ]) {
    const { code, err } = await countersign(["dns", "--check", "bank.example", "--resolver", url]);
    assert.deepEqual([code, /is not one to contact/.test(err)], [2, true], err);
  }
  const { code, err } = await countersign(["dns", "--check", "no domain"]);
  assert.deepEqual([code, /is no domain name/.test(err)], [2, true], err);
});
