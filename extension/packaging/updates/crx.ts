import { createHash, createPublicKey, type KeyObject, sign, verify } from "node:crypto";
import { refuse } from "./refusal.ts";

/** A package as Chromium takes it from an update server. */
export interface Crx {
  /** 32 letters from a to p: the first half of the key's SHA-256. */
  readonly id: string;
  /** The zip file inside. */
  readonly zip: Buffer;
}

const MAGIC = Buffer.from("Cr24\x03\0\0\0", "latin1");

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

const idOctets = (spki: Uint8Array) => createHash("sha256").update(spki).digest().subarray(0, 16);

const spkiOf = (key: KeyObject) =>
  (key.type === "private" ? createPublicKey(key) : key).export({ type: "spki", format: "der" });

/** The id of a package that is signed with this key. */
export const crxId = (key: KeyObject): string =>
  [...idOctets(spkiOf(key)).toString("hex")].map((digit) => "abcdefghijklmnop"[Number.parseInt(digit, 16)]).join("");

/** What the signature stands over (components/crx_file/crx3.proto): the id, then the zip. */
const signedData = (spki: Uint8Array, zip: Uint8Array) => {
  const header = field(1, idOctets(spki));
  return Buffer.concat([Buffer.from("CRX3 SignedData\0"), uint32(header.length), header, zip]);
};

/** CrxFileHeader with one RSA proof and the signed header, and the zip behind it. */
function assemble(spki: Uint8Array, signature: Uint8Array, zip: Uint8Array): Buffer {
  const proof = field(2, Buffer.concat([field(1, spki), field(2, signature)]));
  const header = Buffer.concat([proof, field(10000, field(1, idOctets(spki)))]);
  return Buffer.concat([MAGIC, uint32(header.length), header, zip]);
}

/** Packs a zip as CRX3. RSA with SHA-256 as Chromium wants it: the same octets every time. */
export function packCrx(zip: Uint8Array, privateKey: KeyObject): Buffer {
  const spki = spkiOf(privateKey);
  return assemble(spki, sign("sha256", signedData(spki, zip), privateKey), zip);
}

/**
 * Reads a package as {@link packCrx} makes it, and nothing else: the id it has, and its zip, once the signature verified.
 * @param what name of the file, for the refusal
 */
export function readCrx(octets: Buffer, what: string): Crx {
  const bad = (): never => refuse("bad-crx", what);
  if (octets.length < 12 || !octets.subarray(0, 8).equals(MAGIC)) bad();
  const end = 12 + octets.readUInt32LE(8);
  const [proof] = fieldsOf(octets.subarray(12, end));
  const [spki, signature] = proof === undefined ? [] : fieldsOf(proof);
  if (end > octets.length || spki === undefined || signature === undefined) return bad();
  const zip = octets.subarray(end);
  // One form only, so that no octet of the header is without meaning.
  if (!assemble(spki, signature, zip).equals(octets)) bad();
  const key = rsaKey(spki) ?? bad();
  if (!verify("sha256", signedData(spki, zip), key, signature)) bad();
  return { id: crxId(key), zip };
}

/** Contents of the fields with a length, in order, as far as they can be read. */
function fieldsOf(octets: Buffer): readonly Buffer[] {
  const found: Buffer[] = [];
  let at = 0;
  const varint = () => {
    let value = 0;
    for (let shift = 0; shift < 28; shift += 7) {
      const octet = octets[at++] ?? 0;
      value += (octet & 127) * 2 ** shift;
      if (octet < 128) break;
    }
    return value;
  };
  while (at < octets.length) {
    varint();
    const length = varint();
    found.push(octets.subarray(at, at + length));
    at += length;
  }
  return found;
}

function rsaKey(spki: Buffer): KeyObject | undefined {
  try {
    const key = createPublicKey({ key: spki, type: "spki", format: "der" });
    return key.asymmetricKeyType === "rsa" ? key : undefined;
  } catch {
    return undefined;
  }
}
