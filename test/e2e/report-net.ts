import { createPrivateKey, createPublicKey } from "node:crypto";
import { nodeEngine } from "../../core/cli/engine-node.ts";
import { declare } from "../../core/ipp/make.ts";
import { makePublished } from "../../core/x509/make-published.ts";
import { stampKey } from "../samples/people.ts";
import { type DohFront, dohFront } from "../world/doh-front.ts";
import { type IppHost, serveIpp } from "../world/ipp-host.ts";
import { createCa, type LoopbackCa } from "../world/loopback-ca.ts";
import { type LoopbackHttps, startLoopbackHttps } from "../world/loopback-https.ts";
import { type SignedTree, startSignedTree } from "../world/signed-tree.ts";
import type { World } from "../world/world.ts";
import { RESOLVER } from "./lookup-world.ts";

// The places of a report: a sender that declares what its mail is and a provider that takes reports publish where in
// signed zones, and both hosts are HTTPS servers here.

const SENDER = "ann@sender.example";
export const SENDER_HOST = "ipp.sender.example";
export const PROVIDER_HOST = "ipp.home.example";

/** Zones, resolver and hosts; nobody serves the provider's yet. */
export interface ReportNet {
  readonly tree: SignedTree;
  readonly ca: LoopbackCa;
  readonly https: LoopbackHttps;
  readonly front: DohFront;
  readonly sender: IppHost;
}

/** Starts it. @param path - of the provider's base */
export async function startReportNet(world: World, path = "/"): Promise<ReportNet> {
  const base = (host: string, path: string) => `_ipp IN TXT "v=IPP1; t=url; url=https://${host}${path}"`;
  const tree = await startSignedTree(world, [
    { name: "sender.example.", lines: [base(SENDER_HOST, "/")] },
    { name: "home.example.", lines: [base(PROVIDER_HOST, path)] },
  ]);
  const ca = createCa(world);
  const https = await startLoopbackHttps(world, ca, [RESOLVER, SENDER_HOST, PROVIDER_HOST]);
  const front = dohFront(tree);
  https.serve(RESOLVER, front.handler);
  const sender = serveIpp(https, SENDER_HOST, new Map([["/ann.pub", await published()]]));
  return { tree, ca, https, front, sender };
}

/** The report token of the n-th letter. */
export const tokenOf = (n: number): string => `token-of-letter-${n}-`.padEnd(22, "0");

/** A letter that its sender declares, written now. */
export async function declaredLetter(n: number, nature: string): Promise<Uint8Array> {
  const created = Math.floor(Date.now() / 1000) - 60;
  const text = [
    `From: Ann <${SENDER}>`,
    "To: robin@home.example",
    `Subject: Letter ${n}`,
    `Date: ${new Date(created * 1000).toUTCString().replace("GMT", "+0000")}`,
    `Message-ID: <letter-${n}@sender.example>`,
    "MIME-Version: 1.0",
    "Content-Type: text/plain; charset=us-ascii",
    "",
    "Buy three, pay two.",
    "",
  ].join("\r\n");
  const { privateKey } = stampKey("sender.example");
  const options = { nature, token: tokenOf(n), created, expires: created + 14 * 86_400 };
  const made = await declare(Buffer.from(text), options, { alg: "ed25519", privateKey }, nodeEngine);
  if (made instanceof Uint8Array) return made;
  throw new Error(`letter ${n}: ${made.fault} ${made.detail}`);
}

/** The `.pub` of the sender. */
async function published(): Promise<string> {
  const { privateKey } = stampKey("sender.example");
  const key = createPrivateKey({ key: Buffer.from(privateKey), format: "der", type: "pkcs8" });
  const publicKey = new Uint8Array(createPublicKey(key).export({ type: "spki", format: "der" }));
  const now = Math.floor(Date.now() / 1000);
  return await makePublished({
    address: SENDER,
    notBefore: now - 86_400,
    notAfter: now + 30 * 86_400,
    signing: { alg: "ed25519", publicKey, privateKey },
  });
}
