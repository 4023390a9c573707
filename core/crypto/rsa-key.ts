/** Big-endian octets without leading zeros. */
export interface RsaPublicKey {
  readonly modulus: Uint8Array;
  readonly exponent: Uint8Array;
}

/** AlgorithmIdentifier of rsaEncryption with its NULL (RFC 3279 s2.3.1), whole. */
const RSA_ENCRYPTION = [0x30, 13, 6, 9, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 1, 1, 5, 0];

/**
 * Reads a DER SubjectPublicKeyInfo with rsaEncryption (RFC 5280 s4.1, RFC 8017 A.1.1).
 * @returns undefined for anything that is not the one DER encoding of such a key
 */
export function readRsaPublicKey(der: Uint8Array): RsaPublicKey | undefined {
  const info = onlyElement(der, 0x30);
  if (info === undefined || !RSA_ENCRYPTION.every((octet, i) => info[i] === octet)) return undefined;
  const bits = onlyElement(info.subarray(RSA_ENCRYPTION.length), 0x03);
  return bits === undefined || bits[0] !== 0 ? undefined : readBareRsaPublicKey(bits.subarray(1));
}

/** Reads a DER RSAPublicKey (RFC 8017 A.1.1), which some DKIM records hold instead (RFC 6376 s3.6.1). */
export function readBareRsaPublicKey(der: Uint8Array): RsaPublicKey | undefined {
  const sequence = onlyElement(der, 0x30);
  const n = sequence && readElement(sequence, 0x02);
  const e = n && onlyElement(n.rest, 0x02);
  const modulus = n && unsigned(n.content);
  const exponent = e && unsigned(e);
  return modulus && exponent ? { modulus, exponent } : undefined;
}

/** Length of a number in bits. */
export function bitLength(number: Uint8Array): number {
  const [top = 0] = number;
  return number.length * 8 - Math.clz32(top) + 24;
}

/** One element and what follows it; the length must be spelt the short way (X.690 s10.1). */
function readElement(der: Uint8Array, tag: number): { content: Uint8Array; rest: Uint8Array } | undefined {
  const [first, short = 0x80] = der;
  if (first !== tag) return undefined;
  const more = short < 0x80 ? 0 : short - 0x80;
  if (short === 0x80 || more > 3) return undefined;
  const length = more === 0 ? short : der.subarray(2, 2 + more).reduce((value, octet) => value * 256 + octet, 0);
  const end = 2 + more + length;
  if (end > der.length || (more > 0 && (length < 0x80 || der[2] === 0))) return undefined;
  return { content: der.subarray(2 + more, end), rest: der.subarray(end) };
}

function onlyElement(der: Uint8Array, tag: number): Uint8Array | undefined {
  const element = readElement(der, tag);
  return element?.rest.length === 0 ? element.content : undefined;
}

/** The octets of a positive INTEGER in its shortest form (X.690 s8.3.2). */
function unsigned(content: Uint8Array): Uint8Array | undefined {
  const [first = 0, second = 0x80] = content;
  if (content.length === 0 || first >= 0x80) return undefined;
  if (first > 0) return content;
  return content.length > 1 && second >= 0x80 ? content.subarray(1) : undefined;
}
