/** One DER element. */
export function der(tag: number, content: ArrayLike<number>): Uint8Array {
  const { length } = content;
  const head = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Uint8Array.of(tag, ...head, ...Array.from(content));
}

/** A positive INTEGER. */
export function integer(value: bigint): Uint8Array {
  const hex = value.toString(16);
  const octets = Buffer.from(hex.length % 2 === 0 ? hex : `0${hex}`, "hex");
  return der(2, (octets[0] ?? 0) < 0x80 ? octets : Uint8Array.of(0, ...octets));
}

/** SubjectPublicKeyInfo with rsaEncryption. */
export function rsaSpki(n: bigint, e: bigint): Uint8Array {
  const algorithm = Buffer.from("300d06092a864886f70d0101010500", "hex");
  const bits = der(3, [0, ...der(0x30, [...integer(n), ...integer(e)])]);
  return der(0x30, [...algorithm, ...bits]);
}
