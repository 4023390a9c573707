import { createHash, createPublicKey, generateKeyPairSync, type KeyObject, sign } from "node:crypto";

/** A package as Chromium takes it from an update server. */
export interface Crx {
  readonly id: string;
  readonly octets: Buffer;
}

/** A field of a protocol buffer with a length: a number below 2^14 as varint. */
function field(number: number, octets: Uint8Array): Buffer {
  const varint = (value: number): number[] => (value < 128 ? [value] : [(value & 127) | 128, ...varint(value >>> 7)]);
  return Buffer.concat([Buffer.from([...varint((number << 3) | 2), ...varint(octets.length)]), octets]);
}

function uint32(value: number): Buffer {
  const octets = Buffer.alloc(4);
  octets.writeUInt32LE(value);
  return octets;
}

/** A key to sign packages with: whoever has it can publish updates. */
export const makeCrxKey = (): KeyObject => generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey;

/**
 * Packs a zip as CRX3 (components/crx_file/crx3.proto): header with the public key and an RSA
 * signature over the id and the zip.
 */
export function packCrx(zip: Uint8Array, privateKey: KeyObject): Crx {
  const key = createPublicKey(privateKey).export({ type: "spki", format: "der" });
  const digest = createHash("sha256").update(key).digest();
  const signed = field(1, digest.subarray(0, 16));
  const data = Buffer.concat([Buffer.from("CRX3 SignedData\0"), uint32(signed.length), signed, zip]);
  const proof = field(2, Buffer.concat([field(1, key), field(2, sign("sha256", data, privateKey))]));
  const header = Buffer.concat([proof, field(10000, signed)]);
  return {
    id: [...digest.toString("hex").slice(0, 32)]
      .map((digit) => "abcdefghijklmnop"[Number.parseInt(digit, 16)])
      .join(""),
    octets: Buffer.concat([Buffer.from("Cr24"), uint32(3), uint32(header.length), header, zip]),
  };
}
