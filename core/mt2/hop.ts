import { asciiBytes, strictBase64 } from "../canonical/encoding.ts";
import { verifySignature } from "../crypto/signature.ts";
import type { Knowledge, SignatureAlgorithm } from "../knowledge.ts";
import type { KeyAlgorithm } from "../x509/algorithms.ts";
import { type Certificate, readCertificate } from "../x509/certificate.ts";
import { type DelegatedSubject, validateDelegated } from "../x509/delegation.ts";
import { comparePin } from "../x509/pin.ts";
import type { Hop } from "./parse.ts";

/** What a hop turned out to be. */
export type HopState =
  | {
      readonly kind: "validated";
      /** The domain whose certificate authority it was checked against. */
      readonly issuer: string;
      /** That authority has another key than when it was first met (MT2-14). */
      readonly changed: boolean;
    }
  /** Nobody proved which certificates `issuer` publishes (U52). */
  | { readonly kind: "unproven"; readonly issuer: string }
  /** Nobody proved it here; the administrator relies on the host behind it to have done so (MT2-13). */
  | { readonly kind: "accepted"; readonly by: string }
  /** Signature, certificate, name or time do not hold; `local` where a local authority was contradicted (MT2-10). */
  | { readonly kind: "refused"; readonly local: boolean };

/** What the hops of one message are judged by. */
export interface HopContext {
  readonly messageId: string;
  /** Lower-case hex SHA-256 of the core's octets. */
  readonly coreDigest: string;
  readonly knowledge: Knowledge;
}

const DAY = 86_400;
/** Seconds a hop may lie before the first sight of the message, and after it (T46, U46). */
const LONGEST_WAY = 7 * DAY;
const CLOCK_SKEW = 300;

const SCHEMES: ReadonlyMap<KeyAlgorithm, SignatureAlgorithm> = new Map<KeyAlgorithm, SignatureAlgorithm>([
  ["ed25519", "ed25519"],
  ["p256", "ecdsa-p256-sha256"],
  ["rsa", "rsa-pss-sha256"],
]);

const REFUSED: HopState = { kind: "refused", local: false };

/** The octets a hop signs (3-protocols section 5, T39): LF between, none at the end. */
export function hopInput(
  { index, host, next, timeText, prev }: Pick<Hop, "index" | "host" | "next" | "timeText" | "prev">,
  messageId: string,
  coreDigest: string,
): Uint8Array {
  return asciiBytes(["mt2-hop-v1", `${index}`, host, next, timeText, messageId, coreDigest, prev].join("\n"));
}

/** Judges a hop by itself; how it hangs together with the others is `chain.ts`. */
export async function judgeHop(hop: Hop, context: HopContext): Promise<HopState> {
  const { knowledge } = context;
  const [leaf, ...chain] = hop.certificates.map(readCertificate);
  if (leaf?.kind !== "certificate" || !inTime(hop, knowledge)) return REFUSED;
  if (!(await isSigned(hop, leaf, context))) return REFUSED;
  const subject: DelegatedSubject =
    hop.index === 0 ? { kind: "sender", address: hop.host } : { kind: "host", name: hop.host };
  const result = await validateDelegated({
    leaf,
    chain: chain.filter((certificate) => certificate.kind === "certificate"),
    subject,
    authorities: authoritiesOf(knowledge),
    local: readAll(knowledge.mt2Authorities ?? []),
    at: [hop.time],
  });
  if (result.kind === "unproven") return { kind: "unproven", issuer: result.issuer };
  if (result.kind === "refused") return { kind: "refused", local: result.code === "LOCAL_PATH" };
  return { kind: "validated", issuer: result.issuer, changed: isChanged(result.issuer, result.path.at(-1), knowledge) };
}

/** U46, H14: without a first sight only the future is ruled out; an opened file has neither (U58). */
function inTime({ time }: Hop, { origin, firstSeen, now }: Knowledge): boolean {
  if (origin !== "account") return true;
  return time <= (firstSeen ?? now) + CLOCK_SKEW && (firstSeen === undefined || time >= firstSeen - LONGEST_WAY);
}

async function isSigned(hop: Hop, { publicKey }: Certificate, { messageId, coreDigest }: HopContext): Promise<boolean> {
  const scheme = SCHEMES.get(publicKey.algorithm);
  const signature = strictBase64(hop.signature);
  if (scheme === undefined || signature === undefined) return false;
  return (await verifySignature(scheme, publicKey.key, hopInput(hop, messageId, coreDigest), signature)) === true;
}

/** Only what DNSSEC proved is kept (T44), so what is not known is "indeterminate" (T60). */
function authoritiesOf({ mt2Issuers = [] }: Knowledge) {
  return mt2Issuers.map(({ issuer, certificates }) => ({
    domain: issuer,
    state: "secure" as const,
    certificates: certificates.flatMap((text) => strictBase64(text) ?? []),
  }));
}

function readAll(certificates: readonly string[]): Certificate[] {
  const read = certificates.flatMap((text) => strictBase64(text) ?? []).map(readCertificate);
  return read.filter((certificate) => certificate.kind === "certificate");
}

function isChanged(issuer: string, anchor: Certificate | undefined, { mt2Issuers = [] }: Knowledge): boolean {
  const pinned = mt2Issuers.filter((known) => known.issuer === issuer).flatMap(({ pinned = [] }) => pinned);
  if (pinned.length === 0 || anchor === undefined) return false;
  return pinned.every((pin) => comparePin(pin, anchor) === "changed");
}
