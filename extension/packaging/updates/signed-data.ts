import { createHash, verify } from "node:crypto";
import { type DerElement, readDer, TAG } from "../../../core/index.ts";
import { certificateIn, type Signer } from "./signers.ts";

/** Object identifiers as their contents in hexadecimal. */
const SIGNED_DATA = "2a864886f70d010702";
const DATA = "2a864886f70d010701";
const CONTENT_TYPE = "2a864886f70d010903";
const MESSAGE_DIGEST = "2a864886f70d010904";
const SHA_256 = "608648016503040201";
/** rsaEncryption and sha256WithRSAEncryption, which name the same here (RFC 5754 s3.2), and ecdsa-with-SHA256. */
const SIGNATURES = ["2a864886f70d010101", "2a864886f70d01010b", "2a8648ce3d040302"];

/** The context-specific tag of what is optional. */
const FIRST = 0xa0;

/** An element with this tag, or nothing. */
const having = (tag: number, element: DerElement | undefined) => (element?.tag === tag ? element : undefined);
const hex = (element: DerElement | undefined) => Buffer.from(element?.content ?? []).toString("hex");
const oid = (element: DerElement | undefined) => (element?.tag === TAG.oid ? hex(element) : undefined);

/**
 * Verifies a detached PKCS #7 signature (RFC 5652) by one signer, over signed attributes, with SHA-256. That the
 * certificate can be trusted is not looked at.
 * @returns who signed; undefined when it does not verify or has another form
 */
export function verifySignedData(der: Uint8Array, content: Uint8Array): Signer | undefined {
  const [type, explicit] = readDer(der)?.children ?? [];
  const signed = having(TAG.sequence, having(FIRST, explicit)?.children[0])?.children;
  if (oid(type) !== SIGNED_DATA || signed === undefined) return undefined;
  const [, , encapsulated, ...rest] = signed;
  // Detached: a type and no content.
  if (encapsulated?.children.length !== 1 || oid(encapsulated.children[0]) !== DATA) return undefined;
  const infos = having(TAG.set, rest.at(-1))?.children ?? [];
  const certificates = (having(FIRST, rest[0])?.children ?? []).map(({ octets }) => octets);
  const [info, more] = infos;
  if (info === undefined || more !== undefined) return undefined;
  const [, issuerAndSerial, digest, attributes, algorithm, signature] = info.children;
  const named = SIGNATURES.includes(oid(algorithm?.children[0]) ?? "") && oid(digest?.children[0]) === SHA_256;
  if (!named || having(FIRST, attributes) === undefined || signature?.tag !== TAG.octetString) return undefined;
  if (attributes === undefined || !speakOf(attributes.children, content)) return undefined;
  const own = certificates.find((one) => isNamedBy(one, issuerAndSerial));
  const certificate = own && certificateIn(own);
  if (certificate === undefined) return undefined;
  // Signed is the SET that the implicit tag stands for (RFC 5652 s5.4).
  const input = Buffer.concat([Buffer.of(TAG.set), attributes.octets.subarray(1)]);
  if (!verify("sha256", input, certificate.publicKey, signature.content)) return undefined;
  const others = certificates.filter((one) => one !== own).flatMap((one) => certificateIn(one) ?? []);
  return { certificate, others };
}

/** Content type and digest are in the attributes, each once (RFC 5652 s5.3). */
function speakOf(attributes: readonly DerElement[], content: Uint8Array): boolean {
  const only = (wanted: string) => {
    const found = attributes.filter(({ children }) => oid(children[0]) === wanted);
    const values = found[0]?.children[1]?.children ?? [];
    return found.length === 1 && values.length === 1 ? values[0] : undefined;
  };
  const digest = having(TAG.octetString, only(MESSAGE_DIGEST));
  return oid(only(CONTENT_TYPE)) === DATA && hex(digest) === createHash("sha256").update(content).digest("hex");
}

/** Whether issuer and serial number are those of a certificate. */
function isNamedBy(certificate: Uint8Array, issuerAndSerial: DerElement | undefined): boolean {
  const body = readDer(certificate)?.children[0]?.children ?? [];
  const [serial, , issuer] = body[0]?.tag === FIRST ? body.slice(1) : body;
  const [wantedIssuer, wantedSerial] = issuerAndSerial?.children ?? [];
  const same = (a: DerElement | undefined, b: DerElement | undefined) =>
    a !== undefined && b !== undefined && Buffer.from(a.octets).equals(b.octets);
  return same(issuer, wantedIssuer) && same(serial, wantedSerial);
}
