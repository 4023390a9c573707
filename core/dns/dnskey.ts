import { concat } from "../canonical/concat.ts";
import { toHex } from "../canonical/encoding.ts";
import { type Name, wireName } from "./names.ts";
import { uint16 } from "./octets.ts";

/** A DNSKEY record (RFC 4034 s2). */
export interface DnsKey {
  readonly flags: number;
  readonly protocol: number;
  readonly algorithm: number;
  readonly publicKey: Uint8Array;
  /** The whole RDATA, over which tag and DS digest are computed. */
  readonly data: Uint8Array;
  readonly tag: number;
}

/** A DS record (RFC 4034 s5), or a trust anchor, which has the same members. */
export interface DelegationSigner {
  readonly tag: number;
  readonly algorithm: number;
  readonly digestType: number;
  /** Lower-case hex. */
  readonly digest: string;
}

const ZONE_KEY = 0x0100;
const REVOKE = 0x0080;

/** Reads DNSKEY RDATA; undefined when it is too short. */
export function readDnsKey(data: Uint8Array): DnsKey | undefined {
  if (data.length < 5) return undefined;
  const [, , protocol = 0, algorithm = 0] = data;
  return { flags: uint16(data, 0), protocol, algorithm, publicKey: data.subarray(4), data, tag: keyTag(data) };
}

/** Reads DS RDATA; undefined when it is too short. */
export function readDs(data: Uint8Array): DelegationSigner | undefined {
  if (data.length < 5) return undefined;
  const [, , algorithm = 0, digestType = 0] = data;
  return { tag: uint16(data, 0), algorithm, digestType, digest: toHex(data.subarray(4)) };
}

/** Whether a key may sign zone data: zone key flag, protocol 3, not revoked (RFC 4034 s2.1, RFC 5011 s2.1). */
export function isZoneKey({ flags, protocol }: DnsKey): boolean {
  return (flags & ZONE_KEY) !== 0 && protocol === 3 && (flags & REVOKE) === 0;
}

/** The key as it was before its owner set the REVOKE bit; undefined for a key that is not revoked (RFC 5011). */
export function beforeRevocation(key: DnsKey): DnsKey | undefined {
  if ((key.flags & REVOKE) === 0) return undefined;
  const data = Uint8Array.from(key.data);
  data[1] = (data[1] ?? 0) & ~REVOKE;
  return readDnsKey(data);
}

/** What a DS digest is computed over (RFC 4034 s5.1.4). */
export function digestInput(owner: Name, key: DnsKey): Uint8Array {
  return concat([wireName(owner), key.data]);
}

/** RFC 4034 appendix B; algorithm 1 has another rule and is not spoken here. */
function keyTag(data: Uint8Array): number {
  let sum = 0;
  for (const [index, octet] of data.entries()) sum += index % 2 === 0 ? octet * 256 : octet;
  return (sum + (sum >>> 16)) & 0xffff;
}
