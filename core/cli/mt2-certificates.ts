import { createPrivateKey, createPublicKey } from "node:crypto";
import { toALabel } from "../message/domain.ts";
import { isAddress, isHost } from "../mt2/grammar.ts";
import { type Certificate, readCertificate } from "../x509/certificate.ts";
import { delegatedIssuer } from "../x509/delegation.ts";
import { type CertificateKey, makeAuthority, makeDelegated, type Validity } from "../x509/make-delegated.ts";
import { readPem, writePem } from "../x509/pem.ts";
import { EXIT, Failure } from "./failure.ts";
import { exists, readText, writeNew } from "./files.ts";
import { readPassphrase, readSigningKey } from "./key-file.ts";
import { makeKeyPair } from "./keygen.ts";
import { knowledgeFor } from "./now.ts";
import { type Arguments, usage } from "./options.ts";
import { note } from "./terminal.ts";

const MT2 = { name: "mt2" };
const DAY = 86_400;
/** Names of the two kinds of keys in their files. */
const CA_KEY = "mt2-ca";
const HOP_KEY = "mt2-hop";

/** `countersign mt2 ca`. */
export async function makeCa(args: Arguments): Promise<number> {
  const [given = "", out] = [args.one("domain"), args.one("out")];
  const domain = toALabel(given);
  if (domain === undefined || out === undefined) throw usage(MT2, "ca needs --domain and --out");
  const key = await newKey(args, out, domain, CA_KEY);
  writeCertificate(out, await makeAuthority(domain, key, validity(args)));
  note(`Publish it in the zone of ${domain}: countersign dns --org ${domain} --mt2 ${out}.pem`);
  return EXIT.ok;
}

/** `countersign mt2 certify`. */
export async function certify(args: Arguments): Promise<number> {
  const [ca, subject, out] = [args.one("ca"), args.one("subject"), args.one("out")];
  if (ca === undefined || subject === undefined || out === undefined)
    throw usage(MT2, "certify needs --ca, --subject and --out");
  if (!isHost(subject) && !isAddress(subject))
    throw usage(MT2, `--subject ${subject} is neither a host nor a plain address, in lower case`);
  const authority = readSigningKey(ca, readPassphrase(args.one("passphrase-file")));
  const { org_id: domain, kid } = authority.file;
  if (kid !== CA_KEY) throw new Failure("KEY_FILE", `${ca} is not a key of mt2 ca`);
  const key = await newKey(args, out, domain, HOP_KEY);
  const der = await makeDelegated(subject, key.publicKey, { domain, key: keyOf(ca, args) }, validity(args));
  const named = delegatedIssuer(theCertificate(der, out), subjectOf(subject));
  if (named.kind === "refused") throw usage(MT2, `${domain} cannot issue for ${subject} (${named.code})`);
  writeCertificate(out, der);
  return EXIT.ok;
}

/** A key for hops, and its certificates. */
export interface HopKey extends CertificateKey {
  /** The host or address that the first certificate names. */
  readonly subject: string;
  readonly certificates: readonly Uint8Array[];
}

/**
 * Reads what `mt2 certify` wrote.
 * @throws Failure `KEY_FILE`, and those of `readSigningKey`
 */
export function readHopKey(path: string, args: Arguments): HopKey {
  const key = keyOf(path, args);
  const certificates = readPem(readText(`${path}.pem`))?.map(({ octets }) => octets) ?? [];
  const [name, more] = certificates[0] ? (theCertificate(certificates[0], path).known.subjectAltName?.names ?? []) : [];
  if (more !== undefined || (name?.kind !== "dNSName" && name?.kind !== "rfc822Name"))
    throw new Failure("KEY_FILE", `${path}.pem has no certificate that names one host or address`);
  return { ...key, subject: name.text, certificates };
}

function theCertificate(der: Uint8Array, path: string): Certificate {
  const certificate = readCertificate(der);
  if (certificate.kind === "certificate") return certificate;
  throw new Failure("KEY_FILE", `${path}.pem: no certificate (${certificate.code})`);
}

const subjectOf = (subject: string) =>
  subject.includes("@") ? ({ kind: "sender", address: subject } as const) : ({ kind: "host", name: subject } as const);

function keyOf(path: string, args: Arguments): CertificateKey {
  const { file, pkcs8 } = readSigningKey(path, readPassphrase(args.one("passphrase-file")));
  if (file.alg === "rsa-pss-sha256")
    throw new Failure("KEY_UNUSABLE", `${path}: hops are signed with ed25519 or P-256`);
  const secret = createPrivateKey({ key: Buffer.from(pkcs8), type: "pkcs8", format: "der" });
  const publicKey = createPublicKey(secret).export({ type: "spki", format: "der" });
  return { alg: file.alg, publicKey: new Uint8Array(publicKey), privateKey: pkcs8 };
}

async function newKey(args: Arguments, out: string, domain: string, kid: string): Promise<CertificateKey> {
  if (exists(`${out}.pem`)) throw new Failure("FILE_EXISTS", `${out}.pem exists already`, "Choose another name.");
  const passphrase = readPassphrase(args.one("passphrase-file"));
  await makeKeyPair(out, "ed25519", { org_id: domain, kid }, passphrase);
  return keyOf(out, args);
}

function validity(args: Arguments): Validity {
  const days = args.one("days") ?? "365";
  if (!/^[1-9]\d{0,4}$/.test(days)) throw usage(MT2, "--days is a number from 1 to 99999");
  const { now } = knowledgeFor(MT2, args);
  // Clocks of other people may be behind.
  return { notBefore: now - DAY, notAfter: now + Number(days) * DAY };
}

const writeCertificate = (out: string, octets: Uint8Array) =>
  writeNew(`${out}.pem`, writePem({ label: "CERTIFICATE", octets }), 0o644);
