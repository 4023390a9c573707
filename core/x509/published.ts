import { MAX_PUB_TEXT } from "../limits.ts";
import { type Certificate, type CertificateFaultCode, isSelfIssued, readCertificate } from "./certificate.ts";
import { type PathResult, validatePath } from "./path.ts";
import { readPem } from "./pem.ts";
import { checkPurpose } from "./purpose.ts";
import { checkTimes, type PathFaultCode } from "./rules.ts";
import { verifySigned } from "./signature.ts";

/** What an alias publishes at `<url><alias>.pub` (3-protocols 4.1). */
export interface PublishedCertificates {
  readonly kind: "published";
  /** Signs as the address; who vouches for it, a path or a pin says. */
  readonly signing: Certificate;
  /** Carries an X25519 key for encrypting to the address; issued by `signing`. */
  readonly encryption?: Certificate;
}

/** Why a `.pub` is not used. */
export interface PublishedFault {
  readonly kind: "fault";
  /** Which certificate, 0 or 1; absent when it is about the file. */
  readonly index?: number;
  readonly code: CertificateFaultCode | PathFaultCode | "PEM" | "BLOCKS";
}

/**
 * Reads a `.pub`: one or two CERTIFICATE blocks and white space, at most 16 KiB; a private key, a third certificate or a
 * comment refuses the file (X5-12). The first certificate signs as exactly this address. The second is issued by the
 * first under the rules for every path, so the first must then be a CA (X5-03).
 * @param address addr-spec
 * @param at moments at which the certificates must be valid, epoch seconds; none for a file of any time
 */
export async function readPublished(
  text: string,
  address: string,
  at: readonly number[],
): Promise<PublishedCertificates | PublishedFault> {
  const blocks = text.length > MAX_PUB_TEXT ? undefined : readPem(text);
  if (blocks === undefined) return { kind: "fault", code: "PEM" };
  const [first, second, ...more] = blocks;
  if (first === undefined || more.length > 0 || blocks.some(({ label }) => label !== "CERTIFICATE"))
    return { kind: "fault", code: "BLOCKS" };
  const signing = readCertificate(first.octets);
  if (signing.kind === "fault") return { ...signing, index: 0 };
  const code = signingFault(signing, address) ?? checkTimes(signing, at) ?? (await ownSignatureFault(signing));
  if (code !== undefined) return { kind: "fault", index: 0, code };
  if (second === undefined) return { kind: "published", signing };
  const encryption = readCertificate(second.octets);
  if (encryption.kind === "fault") return { ...encryption, index: 1 };
  const fault = await encryptionFault(encryption, signing, address, at);
  return fault === undefined ? { kind: "published", signing, encryption } : { kind: "fault", index: 1, code: fault };
}

/** A first certificate by itself; it may be self-signed, so nothing is said here about who issued it. */
function signingFault(signing: Certificate, address: string): PathFaultCode | undefined {
  const { algorithm } = signing.publicKey;
  if (algorithm !== "ed25519" && algorithm !== "p256" && algorithm !== "rsa") return "KEY";
  if (signing.unknownCritical.length > 0) return "UNKNOWN_CRITICAL";
  return checkPurpose(signing, { kind: "email", address });
}

/** A certificate that names itself as its issuer must hold its own signature; another's issuer is not at hand here. */
async function ownSignatureFault(signing: Certificate): Promise<PathFaultCode | undefined> {
  const { scheme, publicKey, tbs, signature } = signing;
  if (scheme === undefined) return "ALGORITHM";
  if (!isSelfIssued(signing)) return undefined;
  return (await verifySigned(publicKey, scheme, tbs, signature)) === true ? undefined : "SIGNATURE";
}

async function encryptionFault(
  encryption: Certificate,
  signing: Certificate,
  address: string,
  at: readonly number[],
): Promise<PathFaultCode | undefined> {
  if (encryption.publicKey.algorithm !== "x25519") return "KEY";
  const purpose = { kind: "encryption", address } as const;
  // Without a moment it is only asked whether the two belong together: a pin outlives its certificates (X5-01).
  const moments = at.length > 0 ? at : [Math.max(signing.notBefore, encryption.notBefore)];
  const request = { leaf: encryption, others: [], anchors: [signing], at: moments, purpose };
  const result: PathResult = await validatePath(request);
  return result.kind === "valid" ? undefined : (result.faults[0]?.code ?? "NO_ISSUER");
}
