import { createHash, createPublicKey, type KeyObject, sign, verify } from "node:crypto";

// Detached signatures in the form of OpenSSH (PROTOCOL.sshsig), as `ssh-keygen -Y verify` reads them: it is there on
// Linux, macOS and Windows, and an administrator needs nothing of ours to check with it.

/** What the signature is for, so that none that was made for something else counts; and under which name it is checked. */
const NAMESPACE = "countersign-updates";

const HASH = "sha512";
const TYPE = "ssh-ed25519";

/** A string of the SSH protocol (RFC 4251 s5). */
function text(value: string | Uint8Array): Buffer {
  const octets = Buffer.from(value);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(octets.length);
  return Buffer.concat([length, octets]);
}

/** The 32 octets of an Ed25519 key. */
const rawKey = (key: KeyObject): Buffer => createPublicKeyOf(key).export({ type: "spki", format: "der" }).subarray(-32);

const createPublicKeyOf = (key: KeyObject) => (key.type === "private" ? createPublicKey(key) : key);

/** A public key as SSH writes it (RFC 8709 s4). */
const wireKey = (key: KeyObject) => Buffer.concat([text(TYPE), text(rawKey(key))]);

/** The line of `allowed_signers` that tells `ssh-keygen` whose signatures count, and for what. */
export const allowedSigner = (key: KeyObject): string =>
  `${NAMESPACE} namespaces="${NAMESPACE}" ${TYPE} ${wireKey(key).toString("base64")}\n`;

/** Fingerprint as `ssh-keygen -l` shows it. */
export const fingerprintOf = (key: KeyObject): string =>
  `SHA256:${createHash("sha256").update(wireKey(key)).digest("base64").replace(/=+$/, "")}`;

/**
 * Reads an Ed25519 public key from the line of an `allowed_signers` or `.pub` file.
 * @returns undefined where there is none, or more than one
 */
export function readPublisherKey(file: string): KeyObject | undefined {
  const found = [...file.matchAll(/(?:^|[ \t])ssh-ed25519 ([A-Za-z0-9+/]+=*)(?=[ \t\r\n]|$)/gm)];
  const wire = Buffer.from(found[0]?.[1] ?? "", "base64");
  const head = Buffer.concat([text(TYPE), Buffer.of(0, 0, 0, 32)]);
  if (found.length !== 1 || wire.length !== head.length + 32 || !wire.subarray(0, head.length).equals(head))
    return undefined;
  const x = wire.subarray(head.length).toString("base64url");
  return createPublicKey({ key: { kty: "OKP", crv: "Ed25519", x }, format: "jwk" });
}

/** What is signed: the purpose and the digest of the message. */
const signedData = (message: Uint8Array) =>
  Buffer.concat([
    Buffer.from("SSHSIG"),
    text(NAMESPACE),
    text(""),
    text(HASH),
    text(createHash(HASH).update(message).digest()),
  ]);

function armored(key: KeyObject, signature: Uint8Array): string {
  const version = Buffer.of(0, 0, 0, 1);
  const blob = Buffer.concat([
    Buffer.from("SSHSIG"),
    version,
    text(wireKey(key)),
    text(NAMESPACE),
    text(""),
    text(HASH),
    text(Buffer.concat([text(TYPE), text(signature)])),
  ]);
  const lines = blob.toString("base64").match(/.{1,70}/g) ?? [];
  return ["-----BEGIN SSH SIGNATURE-----", ...lines, "-----END SSH SIGNATURE-----", ""].join("\n");
}

/** Signs with an Ed25519 key: the same text every time. */
export const sshSignature = (message: Uint8Array, privateKey: KeyObject): string =>
  armored(privateKey, sign(null, signedData(message), privateKey));

/** Whether a signature of `ssh-keygen -Y sign` or of {@link sshSignature} is by this key, for this purpose, over this message. */
export function isSignedBy(message: Uint8Array, signature: string, key: KeyObject): boolean {
  const blob = Buffer.from(signature.replace(/-----[A-Z ]+-----/g, ""), "base64");
  const octets = blob.subarray(-64);
  // One form only: everything but these 64 octets is known.
  return armored(key, octets) === signature && verify(null, signedData(message), key, octets);
}
