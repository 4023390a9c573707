import { readCertificate } from "../../core/x509/certificate.ts";
import { makePublished } from "../../core/x509/make-published.ts";
import { validatePath } from "../../core/x509/path.ts";
import { readPem } from "../../core/x509/pem.ts";
import { readRevocationList } from "../../core/x509/revocation-list.ts";
import { mutate } from "../message/mutate.ts";
import { CA, DAY, issueOctets, LEAF, NOW, revocationList, root, testKey } from "./build.ts";

/** Slowest reading of octets this few that is still ordinary, in milliseconds. */
const SLOW = 100;

/** Reads spoiled certificates and lists until FUZZ_SECONDS are over, or without an end; prints what throws or is slow. */
async function fuzz(seconds: number): Promise<number> {
  const anchor = await root();
  const signing = { alg: "ecdsa-p256-sha256", ...testKey("p256") } as const;
  const encryptionKey = testKey("x25519").publicKey;
  const template = { address: "alice@example.org", notBefore: NOW - DAY, notAfter: NOW + DAY, signing, encryptionKey };
  const seeds = [
    await issueOctets({ name: "Leaf", extensions: LEAF }, testKey(), anchor),
    await issueOctets({ name: "Middle", extensions: CA }, testKey("rsa"), anchor),
    await revocationList(anchor, [Uint8Array.of(1), Uint8Array.of(2)], NOW - DAY, NOW + DAY),
    ...(readPem(await makePublished(template))?.map(({ octets }) => octets) ?? []),
  ];
  const began = Date.now();
  let read = 0;
  for (let seed = began % 0x7fffffff; Date.now() - began < seconds * 1000; seed++) {
    const octets = mutate(seeds[seed % seeds.length] ?? new Uint8Array(0), seed, 1 + (seed % 8));
    const start = performance.now();
    try {
      readRevocationList(octets);
      const leaf = readCertificate(octets);
      if (leaf.kind === "certificate") {
        const purpose = { kind: "email", address: "alice@example.org" } as const;
        const anchors = [anchor.certificate];
        for (const asked of [purpose, { kind: "path" } as const])
          await validatePath({ leaf, others: [leaf], anchors, at: [NOW], purpose: asked });
      }
    } catch (error) {
      console.error(`seed ${seed}: ${error}\n${Buffer.from(octets).toString("base64")}`);
      return 1;
    }
    const took = performance.now() - start;
    if (took > SLOW) console.error(`seed ${seed}: ${Math.round(took)} ms\n${Buffer.from(octets).toString("base64")}`);
    read++;
  }
  console.log(`${read} certificates read in ${seconds} s`);
  return 0;
}

process.exitCode = await fuzz(Number(process.env.FUZZ_SECONDS ?? Number.POSITIVE_INFINITY));
