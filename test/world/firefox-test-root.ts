import { createPrivateKey, type KeyObject, X509Certificate } from "node:crypto";
import { readFileSync } from "node:fs";

const NAME = "xpcshell signed apps test root";

/**
 * A prime of the key that Mozilla published for tests of its own (pykey.py, "default"): everybody has it, and no program
 * trusts it for anything that it installs.
 */
const PRIME = BigInt(
  `0x${[
    "dd6e1d4fffebf68d889c4d114cdaaa9caa63a59374286c8a5c29a717bba60375",
    "644d5caa674c4b8bc7326358646220e4550d7608ac27d55b6db74f8d8127ef8f",
    "a09098b69147de065573447e183d22fe7d885aceb513d9581dd5e07c1a90f5ce",
    "0879de131371ecefc9ce72e9c43dc127d238190de811773ca5d19301f48c742b",
  ].join("")}`,
);

/** An authority with its key. */
export interface SigningRoot {
  readonly certificate: X509Certificate;
  readonly key: KeyObject;
}

/**
 * The authority for tests of signed packages that every Firefox has built in (`AppXPCShellRoot`), out of the program
 * itself: with it, Firefox's own verifier says what it thinks of a package that a test signed.
 */
export function firefoxTestRoot(program = "/usr/lib/firefox-esr/libxul.so"): SigningRoot {
  const octets = readFileSync(program);
  for (let name = octets.indexOf(NAME); name >= 0; name = octets.indexOf(NAME, name + 1))
    for (let start = name; start > name - 100; start--) {
      const certificate = certificateAt(octets, start);
      const modulus = certificate === undefined ? undefined : modulusOf(certificate);
      if (certificate !== undefined && modulus !== undefined && modulus % PRIME === 0n)
        return { certificate, key: keyOf(modulus) };
    }
  throw new Error(`no ${NAME} in ${program}`);
}

function certificateAt(octets: Buffer, start: number): X509Certificate | undefined {
  if (octets.readUInt16BE(start) !== 0x3082) return undefined;
  try {
    return new X509Certificate(octets.subarray(start, start + 4 + octets.readUInt16BE(start + 2)));
  } catch {
    return undefined;
  }
}

const EXPONENT = 65537n;

function modulusOf({ publicKey }: X509Certificate): bigint | undefined {
  const { n } = publicKey.export({ format: "jwk" });
  return n === undefined ? undefined : BigInt(`0x${Buffer.from(n, "base64url").toString("hex")}`);
}

/** The whole key from its modulus and one prime (RFC 8017 s3.2). */
function keyOf(n: bigint): KeyObject {
  const [p, q] = [PRIME, n / PRIME];
  const d = inverse(EXPONENT, (p - 1n) * (q - 1n));
  const numbers = { n, e: EXPONENT, d, p, q, dp: d % (p - 1n), dq: d % (q - 1n), qi: inverse(q, p) };
  const members = Object.entries(numbers).map(([name, value]) => [name, base64url(value)]);
  return createPrivateKey({ key: { kty: "RSA", ...Object.fromEntries(members) }, format: "jwk" });
}

/** Of a modulo m, by Euclid. */
function inverse(a: bigint, m: bigint): bigint {
  let [low, high, x, y] = [a % m, m, 1n, 0n];
  while (low > 0n) [high, low, y, x] = [low, high % low, x, y - (high / low) * x];
  return ((y % m) + m) % m;
}

function base64url(value: bigint): string {
  const hex = value.toString(16);
  return Buffer.from(hex.length % 2 === 0 ? hex : `0${hex}`, "hex").toString("base64url");
}
