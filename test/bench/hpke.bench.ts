import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
import { nodeEngine } from "../../core/cli/engine-node.ts";
import { generateSecretKey, type SecretKey, usableKey } from "../../core/hpke/key-set.ts";
import { sealMessage } from "../../core/hpke/make.ts";
import { openSealed } from "../../core/hpke/open.ts";
import { verify } from "../../core/index.ts";
import { knowing, mail } from "../gmp/support.ts";
import { type Bench, interleaved, median, ratio, report, round } from "./measure.ts";

const SIZES = [
  ["10 KB", 10 * 1024, 20],
  ["25 MB", 25 * 1024 * 1024, 1],
] as const;

const random = (octets: number) => new Uint8Array(randomBytes(octets));
const BOB = "bob@example.net";

/**
 * Sealing and opening a message against OpenSSL's ChaCha20-Poly1305 over the same octets in the same rounds, alone and with
 * the two layers of base64 that a JWE in a message has: those are what most of the time goes into.
 */
async function hpkeBench(): Promise<Bench> {
  const rows = [];
  const keys = {
    x25519: await generateSecretKey("x25519", BOB, 0),
    "x-wing": await generateSecretKey("x-wing", BOB, 0),
  };
  for (const [size, length, times] of SIZES) {
    const bytes = mail({}, "The quick brown fox jumps over the lazy dog, and so it went on.\r\n".repeat(length / 65));
    const seal = async ({ key }: SecretKey) => {
      const made = await sealMessage(bytes, { keys: [key], form: "attachment", cover: "Encrypted.", random });
      if (!(made instanceof Uint8Array)) throw new Error(made.fault);
      return made;
    };
    const open = async (secret: SecretKey, sealed: Uint8Array) => {
      const key = await usableKey(secret);
      const opening = await openSealed(sealed, key === undefined ? [] : [key], [BOB], nodeEngine);
      if (opening.state !== "opened") throw new Error(opening.state);
    };
    const [key, nonce] = [randomBytes(32), randomBytes(12)];
    const encrypt = () => {
      const cipher = createCipheriv("chacha20-poly1305", key, nonce, { authTagLength: 16 });
      return { text: Buffer.concat([cipher.update(bytes), cipher.final()]), tag: cipher.getAuthTag() };
    };
    const reference = encrypt();
    const decrypt = () => {
      const cipher = createDecipheriv("chacha20-poly1305", key, nonce, { authTagLength: 16 });
      cipher.setAuthTag(reference.tag);
      return Buffer.concat([cipher.update(reference.text), cipher.final()]);
    };
    const wrapped = () => Buffer.from(encrypt().text.toString("base64url")).toString("base64");
    const text = wrapped();
    const unwrapped = () => {
      const decipher = createDecipheriv("chacha20-poly1305", key, nonce, { authTagLength: 16 });
      decipher.setAuthTag(reference.tag);
      const ciphertext = Buffer.from(Buffer.from(text, "base64").toString("latin1"), "base64url");
      return Buffer.concat([decipher.update(ciphertext), decipher.final()]);
    };
    const [sealed, hybrid] = [await seal(keys.x25519), await seal(keys["x-wing"])];
    const work = {
      "openssl encrypt": encrypt,
      "openssl decrypt": decrypt,
      "openssl encrypt, base64 twice": wrapped,
      "openssl decrypt, base64 twice": unwrapped,
      "seal, X25519": () => seal(keys.x25519),
      "open, X25519": () => open(keys.x25519, sealed),
      "seal, X-Wing": () => seal(keys["x-wing"]),
      "open, X-Wing": () => open(keys["x-wing"], hybrid),
      "verify the sealed": () => verify(sealed, knowing(), nodeEngine),
    };
    const results = await interleaved(work, { times, rounds: length > 1e6 ? 5 : 9 });
    for (const [what, list] of results) {
      const same = /^seal|encrypt/.test(what) ? ("openssl encrypt" as const) : ("openssl decrypt" as const);
      const [bare, whole] = [results.get(same), results.get(`${same}, base64 twice`)];
      rows.push({
        size,
        what,
        ms: round(median(list)),
        "against the cipher": ratio(list, bare),
        "with base64": ratio(list, whole),
      });
    }
  }
  return { name: "Sealed messages against OpenSSL's ChaCha20-Poly1305", rows };
}

await report(hpkeBench);
