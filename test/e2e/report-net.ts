import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { makeAccessToken } from "../../core/cli/serve/access.ts";
import { countersign } from "../cli/command.ts";
import { bundledProgram, reportsIn, type Started, startProgram } from "../serve/program.ts";
import { type DohFront, dohFront } from "../world/doh-front.ts";
import { handOnTo } from "../world/hand-on.ts";
import { createCa, type LoopbackCa } from "../world/loopback-ca.ts";
import { type LoopbackHttps, startLoopbackHttps } from "../world/loopback-https.ts";
import { publicSide } from "../world/public-side.ts";
import { type ReportFront, reportFront } from "../world/report-front.ts";
import { type SignedTree, startSignedTree } from "../world/signed-tree.ts";
import { withAnchor } from "../world/test-build.ts";
import type { World } from "../world/world.ts";
import { RESOLVER } from "./lookup-world.ts";

// The places of a report: a sender that declares what its mail is and a provider that takes reports. What both publish is
// made by `countersign ipp publish`, and one `countersign ipp serve` behind HTTPS hosts of a test's own authority serves
// it, receives the reports, and proves them by look-ups of its own in signed zones.

export const SENDER_HOST = "ipp.sender.example";
export const PROVIDER_HOST = "ipp.home.example";
const SENDER = "ann@sender.example";
const READER = "robin@home.example";
/** Paths of the two bases. */
export const SENDER_BASE = "/ipp/sender.example/";
export const PROVIDER_BASE = "/ipp/home.example/";

/** A letter that its sender declares. */
export interface DeclaredLetter {
  readonly bytes: Uint8Array;
  /** Its report token, which the sender's server knows again. */
  readonly token: string;
}

/** What the operator's programs are told (docs/reports.md). */
export interface Figures {
  readonly verified: number;
  readonly other: number;
  readonly natures: readonly { readonly name: string; readonly verified: number }[];
  readonly codes: readonly { readonly name: string; readonly verified: number }[];
}

/** Zones, resolver, hosts and the server behind both. */
export interface ReportNet {
  readonly tree: SignedTree;
  readonly ca: LoopbackCa;
  readonly https: LoopbackHttps;
  readonly front: DohFront;
  readonly provider: ReportFront;
  readonly server: Started;
  readonly letters: readonly DeclaredLetter[];
  /** What is counted about the sender's domain. */
  figures(): Promise<Figures>;
}

/**
 * Starts it, with a letter of each nature.
 * @param address of the network namespace of these tests, this world's alone
 */
export async function startReportNet(world: World, address: string, natures: readonly string[]): Promise<ReportNet> {
  const file = (name: string) => join(world.dir, name);
  writeFileSync(file("secret"), `${"7a".repeat(32)}\n`, { mode: 0o600 });
  const records = await Promise.all([
    publish(world, SENDER, `https://${SENDER_HOST}${SENDER_BASE}`),
    publish(world, READER, `https://${PROVIDER_HOST}${PROVIDER_BASE}`, {
      v: 1,
      mode: "enforce",
      default: "accept",
      rules: [{ match: { nature: ["marketing"] }, action: "reject" }],
    }),
  ]);
  const tree = await startSignedTree(
    world,
    records.map((record) => ({ name: record.slice(record.indexOf(".") + 1).split("\t")[0] ?? "", lines: [record] })),
  );
  const ca = createCa(world);
  const hosts = [RESOLVER, SENDER_HOST, PROVIDER_HOST];
  const https = await startLoopbackHttps(world, ca, hosts);
  const front = dohFront(tree);
  https.serve(RESOLVER, front.handler);
  const { prefix, env } = await publicSide(world, address, { https, ca, hosts });
  const release = await bundledProgram();
  const program = release.replace(/\.mjs$/, "-anchored.mjs");
  writeFileSync(program, withAnchor(readFileSync(release), tree.anchor));
  world.defer(() => rmSync(program, { force: true }));
  const access = makeAccessToken("*");
  writeFileSync(file("tokens"), `${access.line}\n`);
  const domains = ["--domain", "home.example", "--domain", "sender.example", "--contact", "abuse@home.example"];
  const listening = ["--listen", "127.0.0.1:0", "--path", "/ipp/", "--resolver", `https://${RESOLVER}/dns-query`];
  const known = ["--token-secret", file("secret"), "--tokens", file("tokens"), "--database", reportsIn(world.dir)];
  const server = await startProgram(
    { after: (end: () => void) => world.defer(end) },
    [file("www"), ...domains, ...listening, ...known],
    { env, prefix, program },
  );
  const provider = reportFront(server.origin);
  https.serve(PROVIDER_HOST, provider.handler);
  https.serve(SENDER_HOST, handOnTo(server.origin));
  return {
    ...{ tree, ca, https, front, provider, server },
    letters: await Promise.all(natures.map((nature, n) => declared(world, nature, n))),
    figures: async () => {
      const headers = { authorization: `Bearer ${access.token}` };
      const response = await fetch(`${server.origin}/-/feed/figures?domain=sender.example`, { headers });
      return JSON.parse(await response.text());
    },
  };
}

/** Makes a key for an address and what it publishes; resolves with the record for its zone. */
async function publish(world: World, address: string, url: string, policy?: object): Promise<string> {
  const [local = "", domain = ""] = address.split("@");
  const file = (name: string) => join(world.dir, name);
  if (policy !== undefined) writeFileSync(file(`${local}.json`), JSON.stringify(policy));
  await done(["ipp", "keygen", "--address", address, "--out", file(`${local}.key`)]);
  const more = policy === undefined ? [] : ["--policy", file(`${local}.json`)];
  const place = ["ipp", "publish", file(`www/${domain}`), "--url", url, "--key", file(`${local}.key`)];
  return (await done([...place, ...more])).trim();
}

/** The n-th letter, declared now. */
async function declared(world: World, nature: string, n: number): Promise<DeclaredLetter> {
  const letter = [
    `From: Ann <${SENDER}>`,
    `To: ${READER}`,
    `Subject: Letter ${n}`,
    `Date: ${new Date(Date.now() - 60_000).toUTCString().replace("GMT", "+0000")}`,
    `Message-ID: <letter-${n}@sender.example>`,
    "MIME-Version: 1.0",
    "Content-Type: text/plain; charset=us-ascii",
    "",
    "Buy three, pay two.",
    "",
  ].join("\r\n");
  const key = ["--key", join(world.dir, "ann.key"), "--token-secret", join(world.dir, "secret")];
  const text = await done(["declare", ...key, "--nature", nature], letter);
  return { bytes: Buffer.from(text, "latin1"), token: /\bn=([A-Za-z0-9_-]+)/.exec(text)?.[1] ?? "" };
}

/** Runs the command; resolves with what it printed. */
async function done(words: readonly string[], input = ""): Promise<string> {
  const { code, out, err } = await countersign(words, { input });
  if (code !== 0) throw new Error(`${words.join(" ")}: ${code} ${err}`);
  return out.toString("latin1");
}
