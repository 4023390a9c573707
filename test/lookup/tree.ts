import type { LookupFunction } from "node:net";
import { exchange } from "../../core/cli/doh.ts";
import type { Ask } from "../../core/lookup/look-up.ts";
import { type DohFront, dohFront } from "../world/doh-front.ts";
import { createCa } from "../world/loopback-ca.ts";
import { type LoopbackHttps, startLoopbackHttps } from "../world/loopback-https.ts";
import { type SignedTree, startSignedTree, type ZoneSpec } from "../world/signed-tree.ts";
import type { World } from "../world/world.ts";

/** A tree, the resolver in front of it, and how the command line would ask it. */
export interface AskedTree {
  readonly tree: SignedTree;
  readonly front: DohFront;
  readonly https: LoopbackHttps;
  readonly ask: Ask;
}

const RESOLVER = "resolver.example";

/** Starts all of it. */
export async function askedTree(world: World, zones: readonly ZoneSpec[]): Promise<AskedTree> {
  const tree = await startSignedTree(world, zones);
  const ca = createCa(world);
  const https = await startLoopbackHttps(world, ca, [RESOLVER]);
  const front = dohFront(tree);
  https.serve(RESOLVER, front.handler);
  const url = new URL(`https://${RESOLVER}:${https.port}/dns-query`);
  const lookup: LookupFunction = (_host, _options, done) => done(null, [{ address: "127.0.0.1", family: 4 }]);
  return { tree, front, https, ask: (question) => exchange(url, question, { lookup, ca: ca.pem }) };
}
