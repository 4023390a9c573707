import { generateKeyPairSync, type KeyObject, sign } from "node:crypto";
import type { Certificate } from "../../core/x509/certificate.ts";
import { type CertificateSigner, commonName, keyIdentifier, makeCertificate } from "../../core/x509/make.ts";
import {
  authorityKeyIdentifier,
  basicConstraints,
  keyUsage,
  subjectKeyIdentifier,
} from "../../core/x509/make-extensions.ts";
import { type PathRequest, type PathResult, validatePath } from "../../core/x509/path.ts";
import { bitString, octetString, oid, sequence, tagged, time, unsigned } from "../../core/x509/write-der.ts";
import { certificate } from "./support.ts";

/** The moment of every test, and the validity of every certificate unless it says otherwise. */
export const NOW = Date.UTC(2026, 10, 21, 20, 0, 0) / 1000;
export const DAY = 86_400;

/** A key pair that can sign certificates. */
export interface TestKey {
  /** DER SubjectPublicKeyInfo. */
  readonly publicKey: Uint8Array;
  /** PKCS #8. */
  readonly privateKey: Uint8Array;
  readonly signer: CertificateSigner;
}

type Algorithm = "ed25519" | "p256" | "p384" | "rsa" | "rsa1024" | "x25519";

const NULL = Uint8Array.of(5, 0);

function pair(algorithm: Algorithm): { publicKey: KeyObject; privateKey: KeyObject } {
  if (algorithm === "ed25519") return generateKeyPairSync("ed25519");
  if (algorithm === "x25519") return generateKeyPairSync("x25519");
  if (algorithm === "p256") return generateKeyPairSync("ec", { namedCurve: "P-256" });
  if (algorithm === "p384") return generateKeyPairSync("ec", { namedCurve: "P-384" });
  return generateKeyPairSync("rsa", { modulusLength: algorithm === "rsa" ? 2048 : 1024 });
}

const IDENTIFIERS: Readonly<Record<Algorithm, Uint8Array>> = {
  ed25519: sequence(oid("1.3.101.112")),
  x25519: sequence(oid("1.3.101.110")),
  p256: sequence(oid("1.2.840.10045.4.3.2")),
  p384: sequence(oid("1.2.840.10045.4.3.3")),
  rsa: sequence(oid("1.2.840.113549.1.1.11"), NULL),
  rsa1024: sequence(oid("1.2.840.113549.1.1.11"), NULL),
};

/** Makes a key pair. */
export function testKey(algorithm: Algorithm = "ed25519"): TestKey {
  const { publicKey, privateKey } = pair(algorithm);
  const digest = algorithm === "ed25519" ? null : algorithm === "p384" ? "sha384" : "sha256";
  return {
    publicKey: new Uint8Array(publicKey.export({ type: "spki", format: "der" })),
    privateKey: new Uint8Array(privateKey.export({ type: "pkcs8", format: "der" })),
    signer: {
      algorithm: IDENTIFIERS[algorithm],
      sign: async (tbs) => new Uint8Array(sign(digest, tbs, privateKey)),
    },
  };
}

/** Somebody who has a certificate. */
export interface Holder {
  readonly name: string;
  readonly key: TestKey;
  readonly octets: Uint8Array;
  readonly certificate: Certificate;
}

/** How a certificate differs from an ordinary one. */
export interface Wish {
  readonly name: string;
  readonly key?: TestKey;
  readonly serial?: Uint8Array;
  readonly notBefore?: number;
  readonly notAfter?: number;
  /** In place of the ordinary ones of a leaf or CA; key identifiers are always added. */
  readonly extensions?: readonly Uint8Array[];
  /** DER of the subject in place of a common name. */
  readonly subject?: Uint8Array;
}

/** DER of a certificate, which need not be readable. */
export async function issueOctets(wish: Wish, key: TestKey, issuer?: Holder): Promise<Uint8Array> {
  const signer = issuer?.key ?? key;
  return makeCertificate(
    {
      serial: wish.serial ?? Uint8Array.of(1, 2, 3),
      issuer: commonName(issuer?.name ?? wish.name),
      subject: wish.subject ?? commonName(wish.name),
      notBefore: wish.notBefore ?? NOW - 30 * DAY,
      notAfter: wish.notAfter ?? NOW + 30 * DAY,
      publicKey: key.publicKey,
      extensions: [
        ...(wish.extensions ?? LEAF),
        subjectKeyIdentifier(keyIdentifier(key.publicKey)),
        authorityKeyIdentifier(keyIdentifier(signer.publicKey)),
      ],
    },
    signer.signer,
  );
}

/** Issues a certificate, self-signed without an issuer. */
export async function issue(wish: Wish, issuer?: Holder): Promise<Holder> {
  const key = wish.key ?? testKey();
  const octets = await issueOctets(wish, key, issuer);
  return { name: wish.name, key, octets, certificate: certificate(octets) };
}

export const LEAF: readonly Uint8Array[] = [basicConstraints(false), keyUsage("digitalSignature")];
export const CA: readonly Uint8Array[] = [basicConstraints(true), keyUsage("keyCertSign", "cRLSign")];

export const root = (extensions = CA) => issue({ name: "Root", extensions });

/** Validates with everything ordinary but what is given. */
export function validate(
  leaf: Holder,
  others: readonly Holder[],
  anchor: Holder,
  request: Partial<PathRequest> = {},
): Promise<PathResult> {
  return validatePath({
    leaf: leaf.certificate,
    others: others.map((holder) => holder.certificate),
    anchors: [anchor.certificate],
    at: [NOW],
    purpose: { kind: "path" },
    ...request,
  });
}

/** `valid`, or the codes of what was wrong. */
export function verdict(result: PathResult): string {
  return result.kind === "valid" ? "valid" : result.faults.map(({ code }) => code).join(" ");
}

/** DER of a revocation list. */
export async function revocationList(
  issuer: Holder,
  serials: readonly Uint8Array[],
  thisUpdate: number,
  nextUpdate: number,
  extensions: readonly Uint8Array[] = [],
  entryExtensions: readonly Uint8Array[] = [],
): Promise<Uint8Array> {
  const said = entryExtensions.length > 0 ? [sequence(...entryExtensions)] : [];
  const entries = serials.map((serial) => sequence(unsigned(serial), time(thisUpdate), ...said));
  const { algorithm, sign: signTbs } = issuer.key.signer;
  const tbs = sequence(
    unsigned(Uint8Array.of(1)),
    algorithm,
    commonName(issuer.name),
    time(thisUpdate),
    time(nextUpdate),
    ...(entries.length > 0 ? [sequence(...entries)] : []),
    ...(extensions.length > 0 ? [tagged(0, sequence(...extensions))] : []),
  );
  return sequence(tbs, algorithm, bitString(await signTbs(tbs)));
}

/** An extension with a critical flag. */
export const unknownCritical = sequence(oid("1.2.3.4"), Uint8Array.of(1, 1, 0xff), octetString(NULL));
