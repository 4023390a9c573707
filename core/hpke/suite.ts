import { Chacha20Poly1305 } from "@hpke/chacha20poly1305";
import { CipherSuite, DhkemX25519HkdfSha256, HkdfSha256 } from "@hpke/core";
import { KDF_SHAKE256, KEM_MLKEM768_X25519 } from "@panva/hpke-noble";
import { AEAD_AES_256_GCM, CipherSuite as OneStageSuite } from "hpke";
import { toBase64Url } from "../canonical/encoding.ts";
import { importX25519, isSmallOrder, type KeyKind, type OpeningKey, type SealingKey, XWING_ALG } from "./key.ts";

/** What one HPKE encryption in base mode gives, and what opens it (RFC 9180 s6.1). */
export interface Encrypted {
  /** The encapsulated secret. */
  readonly enc: Uint8Array;
  /** The ciphertext with its tag. */
  readonly ciphertext: Uint8Array;
}

/** `info` and `aad` of RFC 9180. */
export interface Context {
  readonly info: Uint8Array;
  readonly aad: Uint8Array;
}

/** Octets of an encapsulated secret. */
const ENC_OCTETS: Readonly<Record<KeyKind, number>> = { x25519: 32, "x-wing": 1120 };

/** Gives so many unpredictable octets; injected, so that vectors can be made again. */
export type Random = (octets: number) => Uint8Array;

/** DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, ChaCha20-Poly1305: the suite of HPKE-4 and HPKE-4-KE. */
const x25519Suite = () =>
  new CipherSuite({ kem: new DhkemX25519HkdfSha256(), kdf: new HkdfSha256(), aead: new Chacha20Poly1305() });

/** X-Wing, SHAKE256, AES-256-GCM: the suite of HPKE-10-KE. */
const xWingSuite = () => new OneStageSuite(KEM_MLKEM768_X25519, KDF_SHAKE256, AEAD_AES_256_GCM);

/**
 * Encrypts a few octets, such as a content encryption key, to one public key.
 * @param random feeds the key generation of X25519 (RFC 9180 s7.1.3); X-Wing takes its own from the platform
 */
export async function encryptTo(
  key: SealingKey,
  { info, aad }: Context,
  plaintext: Uint8Array,
  random: Random,
): Promise<Encrypted> {
  if (key.kind === "x-wing") {
    const suite = xWingSuite();
    const recipient = await suite.DeserializePublicKey(key.octets);
    const { encapsulatedSecret, ciphertext } = await suite.Seal(recipient, plaintext, { info, aad });
    return { enc: encapsulatedSecret, ciphertext };
  }
  const recipientPublicKey = await importX25519(key.octets);
  const sender = await x25519Suite().createSenderContext({
    recipientPublicKey,
    info: buffer(info),
    ekm: buffer(random(ENC_OCTETS.x25519)),
  });
  const ciphertext = new Uint8Array(await sender.seal(buffer(plaintext), buffer(aad)));
  return { enc: new Uint8Array(sender.enc), ciphertext };
}

/**
 * Decrypts with one private key.
 * @returns undefined for whatever goes wrong: why must not be told (E2E-14)
 */
export async function decryptWith(
  key: OpeningKey,
  { enc, ciphertext }: Encrypted,
  { info, aad }: Context,
): Promise<Uint8Array | undefined> {
  try {
    if (enc.length !== ENC_OCTETS[key.kind] || isSmallOrder(enc.subarray(enc.length - 32))) return undefined;
    if (key.kind === "x-wing") {
      const suite = xWingSuite();
      const recipient = await suite.DeserializePrivateKey(await key.seed(), false);
      return await suite.Open(recipient, enc, ciphertext, { info, aad });
    }
    const recipient = await x25519Suite().createRecipientContext({
      recipientKey: key.pair,
      enc: buffer(enc),
      info: buffer(info),
    });
    return new Uint8Array(await recipient.open(buffer(ciphertext), buffer(aad)));
  } catch {
    return undefined;
  }
}

/** A new X-Wing key pair. */
export async function generateXWing() {
  const suite = xWingSuite();
  const { privateKey, publicKey } = await suite.GenerateKeyPair(true);
  const pub = toBase64Url(await suite.SerializePublicKey(publicKey));
  return { jwk: { kty: "AKP", alg: XWING_ALG, pub }, secret: await suite.SerializePrivateKey(privateKey) };
}

/** A copy that owns its memory, which is what the library and WebCrypto take. */
function buffer(octets: Uint8Array): ArrayBuffer {
  return Uint8Array.from(octets).buffer;
}
