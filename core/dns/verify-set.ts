import { MAX_CHECKS_PER_RRSET } from "../limits.ts";
import type { DnsKey } from "./dnskey.ts";
import type { Name } from "./names.ts";
import { notAfter, type RrSet, type Rrsig, signedData, signedLabels } from "./rrset.ts";
import type { Finding, Session } from "./session.ts";
import { checkOnce } from "./work.ts";

/** Failures from the least to the most telling. */
const TELLING = ["KEY_MISSING", "SIGNATURE_EARLY", "SIGNATURE_EXPIRED", "SIGNATURE_FALSE"] as const;

/**
 * Checks an RRset against keys of one zone (RFC 4035 s5.3).
 * @returns the first signature that holds
 */
export async function verifySet(
  session: Session,
  set: RrSet,
  zone: Name,
  keys: readonly DnsKey[],
): Promise<Rrsig | Finding> {
  const limit: Finding = { state: "INDETERMINATE", code: "DNS_LIMIT", at: set.name };
  let checks = 0;
  let worst = 0;
  for (const signature of set.signatures.filter(({ signer }) => signer === zone)) {
    const own = keys.filter(({ tag, algorithm }) => tag === signature.tag && algorithm === signature.algorithm);
    const fault = own.length === 0 ? "KEY_MISSING" : formFault(set, signature, session.now);
    if (fault !== undefined) {
      worst = Math.max(worst, TELLING.indexOf(fault));
      continue;
    }
    for (const key of own) {
      if (++checks > MAX_CHECKS_PER_RRSET) return limit;
      const good = await holds(session, set, signature, key);
      if (good === undefined) return limit;
      if (good) {
        session.until = Math.min(session.until, session.now + ((signature.expiration - session.now) >>> 0));
        return signature;
      }
    }
    worst = TELLING.length - 1;
  }
  return { state: "BOGUS", code: TELLING[worst] ?? "KEY_MISSING", at: set.name };
}

/** Whether one key made one signature; undefined when too much was checked already. */
function holds({ base, work }: Session, set: RrSet, rrsig: Rrsig, key: DnsKey): Promise<boolean> | undefined {
  const { publicKey, algorithm } = key;
  const { signature } = rrsig;
  const input = signedData(set, rrsig);
  const verify = async () => (await base.algorithms.get(algorithm)?.verify(publicKey, input, signature)) === true;
  return checkOnce(work, [publicKey, Uint8Array.of(algorithm), signature, input], verify);
}

/** No grace in either direction (DNS-08); the words for these codes ask about the clock. */
function formFault(set: RrSet, signature: Rrsig, now: number): (typeof TELLING)[number] | undefined {
  if (signature.labels > signedLabels(set.name)) return "SIGNATURE_FALSE";
  if (!notAfter(signature.inception, now)) return "SIGNATURE_EARLY";
  return notAfter(now, signature.expiration) ? undefined : "SIGNATURE_EXPIRED";
}
