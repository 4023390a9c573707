import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { bundleCommand } from "../cli/bundle.ts";
import { type DohFront, dohFront, trustMe } from "../world/doh-front.ts";
import { createCa } from "../world/loopback-ca.ts";
import { type LoopbackHttps, startLoopbackHttps } from "../world/loopback-https.ts";
import { takeAddress } from "../world/public-side.ts";
import { startSignedTree } from "../world/signed-tree.ts";
import { withAnchor } from "../world/test-build.ts";
import { createWorld } from "../world/world.ts";

// `countersign ipp filter --look-up`, whole: the command as it is but for its root anchor, signed zones behind a DoH server,
// a sender's web server, and names that lead to both without a switch in the program.

/** An address that is nobody's (RFC 5737); it exists in the network namespace of these tests only. */
const ADDRESS = "198.51.100.7";
const RESOLVER = "dns.home.example";
const KEYS = "keys.shop.example";

const world = createWorld("filter");
after(() => world.end());
const file = (name: string) => join(world.dir, name);
let front: DohFront;
let https: LoopbackHttps;
let message: Buffer;

/** Runs the command with a host table of its own. */
function run(words: readonly string[], input: string | Uint8Array = "") {
  return new Promise<{ readonly code: number | null; readonly out: Buffer; readonly err: string }>((resolve) => {
    const inside = ["-m", "sh", "-c", 'mount --bind "$0" /etc/hosts && exec "$@"', file("hosts"), process.execPath];
    const env = { PATH: process.env.PATH, NODE_EXTRA_CA_CERTS: file("ca-ca.pem") };
    const child = spawn("unshare", [...inside, file("countersign.mjs"), ...words], { env });
    const out: Buffer[] = [];
    let err = "";
    child.stdout.on("data", (piece: Buffer) => out.push(piece));
    child.stderr.on("data", (piece: Buffer) => {
      err += piece.toString("utf8");
    });
    child.stdin.end(input);
    child.on("close", (code) => resolve({ code, out: Buffer.concat(out), err }));
  });
}

async function declared(nature: string, from = "Shop <news@shop.example>"): Promise<Buffer> {
  const date = new Date().toUTCString().replace("GMT", "+0000");
  const letter = `From: ${from}\nTo: alice@home.example\nSubject: Sale\nDate: ${date}\nMessage-ID: <1@shop.example>\n\nHi\n`;
  const { code, out, err } = await run(["declare", "--key", file("key"), "--nature", nature], letter);
  assert.equal(code, 0, err);
  return out;
}

const filter = (input: Uint8Array, ...more: readonly string[]) => {
  const own = ["--recipient", "alice@home.example", "--host", "mx.home.example"];
  const policies = ["--policies", `home.example=${file("policies")}`];
  return run(["ipp", "filter", ...own, ...policies, ...more], input);
};
const LOOKING = ["--look-up", "--resolver", `https://${RESOLVER}/dns-query`];
const field = (out: Buffer) =>
  /^IPP-Result: .*(?:\n .*)*\n/.exec(out.toString("latin1"))?.[0].replace(/\n /g, " ").trim();

before(async () => {
  takeAddress(ADDRESS);
  writeFileSync(file("hosts"), `127.0.0.1 localhost\n${ADDRESS} ${RESOLVER} ${KEYS}\n`);
  const record = `_ipp IN TXT "v=IPP1; t=url; url=https://${KEYS}/"`;
  const tree = await startSignedTree(world, [{ name: "shop.example.", lines: [record] }]);
  https = await startLoopbackHttps(world, createCa(world), [RESOLVER, KEYS], { address: ADDRESS, port: 443 });
  front = dohFront(tree);
  https.serve(RESOLVER, front.handler);
  const cli = await bundleCommand(file("release.mjs"));
  writeFileSync(file("countersign.mjs"), withAnchor(readFileSync(cli), tree.anchor));
  await run(["ipp", "keygen", "--address", "news@shop.example", "--out", file("key")]);
  await run(["ipp", "publish", file("sender"), "--url", `https://${KEYS}/`, "--key", file("key")]);
  https.serve(KEYS, (_, response) => void response.end(readFileSync(file("sender/news.pub"))));
  mkdirSync(file("policies"));
  const rules = [{ match: { nature: ["marketing"] }, action: "reject" }];
  const policy = { v: 1, mode: "enforce", default: "accept", require: ["signed"], rules };
  writeFileSync(file("policies/alice.pol"), JSON.stringify(policy));
  message = await declared("transaction");
});

const asked = (host: string) => https.asked.filter((one) => one.host === host);

test("without --look-up a sender of whom nothing is kept is unsigned, and nobody is asked", async () => {
  const { code, err } = await filter(message);
  assert.deepEqual([code, /is: no-key\)/.test(err)], [77, true], err);
  assert.equal(https.asked.length, 0);
});

test("the certificate is found by a proven answer of the DNS, once for many recipients, and the claim counts as signed", async () => {
  const looking = [...LOOKING, "--cache", file("cache")];
  const { code, out, err } = await filter(message, ...looking);
  assert.deepEqual([code, err], [0, ""]);
  const about = "declaration=signed; nature=transaction; address=news@shop.example;";
  assert.equal(field(out), `IPP-Result: mx.home.example; ${about} policy=enforce; action=accept; because=default`);
  const questions = asked(RESOLVER).length;
  assert.deepEqual(
    asked(KEYS).map(({ method, path }) => `${method} ${path}`),
    ["GET /news.pub"],
  );
  assert.equal((await filter(message, ...looking)).code, 0);
  assert.deepEqual([asked(RESOLVER).length, asked(KEYS).length], [questions, 1], "the kept copy serves");
  const altered = Buffer.from(message.toString("latin1").replace("nature=transaction", "nature=personal"), "latin1");
  assert.match((await filter(altered, ...looking)).err, /is: bad-signature\)/);
});

test("an answer without proof, no answer, and a sender who is away are noted, and refuse nothing for want of a signature", async () => {
  const said = `declaration=no-key; lookup=later; nature=transaction; address=news@shop.example;`;
  const annotated = `IPP-Result: mx.home.example; ${said} policy=enforce; action=reject; because=signed`;
  const later = async (words: readonly string[]) => {
    const { code, out, err } = await filter(message, ...words);
    assert.deepEqual([code, err, field(out)], [0, "", annotated]);
    assert.ok(out.toString("latin1").endsWith(message.toString("latin1")), "whole");
  };
  front.lie = trustMe;
  await later(LOOKING);
  front.lie = undefined;
  await later(["--look-up", "--resolver", "https://nobody.home.example/dns-query"]);
  https.serve(KEYS, (_, response) => void response.writeHead(503).end());
  await later(LOOKING);
  // What does not hang on the signature is refused all the same.
  assert.match((await filter(await declared("marketing"), ...LOOKING)).err, /\(rule 1\)/);
});

test("a declaration in the name of another address makes nobody ask about it", async () => {
  const before = https.asked.length;
  const stranger = Buffer.from(message.toString("latin1").replace("<news@", "<other@"), "latin1");
  assert.match((await filter(stranger, ...LOOKING)).err, /is: no-key\)/);
  assert.equal(https.asked.length, before);
});
