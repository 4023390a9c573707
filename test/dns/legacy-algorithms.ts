import { createHash, createPublicKey, type KeyObject, verify } from "node:crypto";
import type { DnssecAlgorithm } from "../../core/dns/algorithms.ts";
import { PUBLIC_ROOT, type TrustBase } from "../../core/dns/session.ts";

/**
 * DSA and RSA/SHA-1 as the oldest scenarios use them, and RSA of any size. They belong to the tests alone: they let the
 * scenarios say what they say about chains, denial and aliases, which no algorithm changes.
 */

const length = (n: number) => Buffer.from(n < 128 ? [n] : n < 256 ? [0x81, n] : [0x82, n >> 8, n & 255]);

function der(tag: number, ...parts: readonly Uint8Array[]): Buffer {
  const content = Buffer.concat(parts);
  return Buffer.concat([Buffer.from([tag]), length(content.length), content]);
}

function integer(octets: Uint8Array): Buffer {
  const first = octets.findIndex((octet) => octet !== 0);
  const short = octets.subarray(Math.max(first, 0));
  return der(2, (short[0] ?? 0) > 127 ? Buffer.concat([Buffer.from([0]), short]) : short);
}

/** RFC 2536 s2. */
function dsaKey(key: Uint8Array): KeyObject {
  const size = 64 + (key[0] ?? 0) * 8;
  const at = (start: number, octets = size) => integer(key.subarray(start, start + octets));
  const parameters = der(0x30, at(21), at(1, 20), at(21 + size));
  const algorithm = der(0x30, Buffer.from("06072a8648ce380401", "hex"), parameters);
  const spki = der(0x30, algorithm, der(3, Buffer.from([0]), at(21 + 2 * size)));
  return createPublicKey({ key: spki, format: "der", type: "spki" });
}

/** RFC 3110 s2, without any judgement. */
function rsaKey(key: Uint8Array): KeyObject {
  const short = key[0] ?? 0;
  const [head, size] = short === 0 ? [3, (key[1] ?? 0) * 256 + (key[2] ?? 0)] : [1, short];
  const text = (octets: Uint8Array) => Buffer.from(octets).toString("base64url");
  const jwk = { kty: "RSA", e: text(key.subarray(head, head + size)), n: text(key.subarray(head + size)) };
  return createPublicKey({ key: jwk, format: "jwk" });
}

function legacy(hash: string, keyOf: (key: Uint8Array) => KeyObject): DnssecAlgorithm {
  const usable = (key: Uint8Array) => {
    try {
      return keyOf(key).type === "public";
    } catch {
      return false;
    }
  };
  return {
    usable,
    async verify(key, input, signature) {
      if (!usable(key)) return false;
      const dsa = keyOf === dsaKey && signature.length === 41;
      // The old signer wrote DSA signatures as DER, others as RFC 2536 says: a T octet, R and S.
      const encoding = dsa ? "ieee-p1363" : "der";
      return verify(hash, input, { key: keyOf(key), dsaEncoding: encoding }, dsa ? signature.subarray(1) : signature);
    },
  };
}

const SHA1: readonly (readonly [number, DnssecAlgorithm])[] = [
  [3, legacy("sha1", dsaKey)],
  [5, legacy("sha1", rsaKey)],
  [6, legacy("sha1", dsaKey)],
  [7, legacy("sha1", rsaKey)],
];

/** The public algorithms with the broken ones beside them, and SHA-1 digests. */
export const WITH_LEGACY: Pick<TrustBase, "algorithms" | "digests"> = {
  algorithms: new Map([
    ...PUBLIC_ROOT.algorithms,
    ...SHA1,
    [8, legacy("sha256", rsaKey)],
    [10, legacy("sha512", rsaKey)],
  ]),
  digests: new Map([
    ...PUBLIC_ROOT.digests,
    [1, (octets: Uint8Array) => Uint8Array.from(createHash("sha1").update(octets).digest())] as const,
  ]),
};
