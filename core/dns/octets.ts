/** Unsigned number of two octets, big-endian; missing octets count as zero, so callers check lengths first. */
export function uint16(octets: Uint8Array, at: number): number {
  return (octets[at] ?? 0) * 256 + (octets[at + 1] ?? 0);
}

/** Unsigned number of four octets, big-endian. */
export function uint32(octets: Uint8Array, at: number): number {
  return uint16(octets, at) * 0x10000 + uint16(octets, at + 2);
}

/** The octets of numbers of two octets each. */
export function uint16Octets(...numbers: readonly number[]): Uint8Array {
  return Uint8Array.from(numbers.flatMap((number) => [(number >> 8) & 0xff, number & 0xff]));
}
