import { createPublicKey, generateKeyPairSync, type KeyObject } from "node:crypto";
import { nodeEngine } from "../../core/cli/engine-node.ts";
import { stamp } from "../../core/gmp/make.ts";
import { type Knowledge, NOTHING_KNOWN, type SignatureAlgorithm } from "../../core/knowledge.ts";

export const STAMPED = Date.UTC(2026, 10, 21, 20, 1, 43) / 1000;

const HEADER = [
  "Received: from mail.example.org (mail.example.org [192.0.2.1]) by mx.example.net with ESMTPS; Sat, 21 Nov 2026 20:01:45 +0000",
  "From: Alice Example <alice@example.org>",
  "To: Bob <bob@example.net>",
  "Subject: Minutes of the meeting",
  "Date: Sat, 21 Nov 2026 20:01:40 +0000",
  "Message-ID: <4711@example.org>",
  "MIME-Version: 1.0",
];
const PROSE = "Lorem ipsum dolor sit amet, consectetur adipiscing elit, sed do eiusmod.\r\n";

/** Octets of ASCII text. */
const octets = (text: string) => Uint8Array.from(Buffer.from(text, "latin1"));

/** A plain text message of about that many octets, with extra header fields. */
export function textMessage(size: number, extra: readonly string[] = [], line = PROSE): Uint8Array {
  const head = [...HEADER, ...extra, "Content-Type: text/plain; charset=utf-8", "", ""].join("\r\n");
  return octets(head + line.repeat(Math.max(1, Math.round((size - head.length) / line.length))));
}

/** A message with base64 attachments that together make about that many octets. */
export function attachmentMessage(size: number, parts = 1): Uint8Array {
  const head = [...HEADER, 'Content-Type: multipart/mixed; boundary="cut"', "", ""].join("\r\n");
  const text = `--cut\r\nContent-Type: text/plain\r\n\r\n${PROSE}`;
  const line = `${"QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVphYmNkZWZnaGlqa2xtbm9wcXJzdHV2d3h5".slice(0, 76).padEnd(76, "A")}\r\n`;
  const content = line.repeat(Math.max(1, Math.round((size - head.length) / parts / line.length)));
  const attachments = Array.from(
    { length: parts },
    (_, i) =>
      `--cut\r\nContent-Type: application/pdf; name="f${i}.pdf"\r\nContent-Disposition: attachment; filename="f${i}.pdf"\r\n` +
      `Content-Transfer-Encoding: base64\r\n\r\n${content}`,
  );
  return octets(`${head}${text}${attachments.join("")}--cut--\r\n`);
}

/** A key pair in the three forms the benchmarks need. */
export interface BenchKey {
  readonly alg: SignatureAlgorithm;
  readonly privateKey: KeyObject;
  readonly spki: Buffer;
  /** Octets of G25 in base64. */
  readonly key: string;
}

export function makeKey(alg: "ed25519" | "rsa-pss-sha256"): BenchKey {
  const { privateKey } =
    alg === "ed25519" ? generateKeyPairSync("ed25519") : generateKeyPairSync("rsa", { modulusLength: 2048 });
  const spki = createPublicKey(privateKey).export({ type: "spki", format: "der" });
  const key = (alg === "ed25519" ? spki.subarray(-32) : spki).toString("base64");
  return { alg, privateKey, spki, key };
}

/** Stamps a message in the name of example.org. */
export async function stamped(message: Uint8Array, { alg, privateKey }: BenchKey): Promise<Uint8Array> {
  const options = {
    orgId: "example.org",
    rid: "01JD4WZK8Q3T5V7X9A1C3E5G7H",
    time: STAMPED,
    verifyUrl: "https://verify.example.org/r/01JD4WZK8Q3T5V7X9A1C3E5G7H",
  };
  const pkcs8 = new Uint8Array(privateKey.export({ type: "pkcs8", format: "der" }));
  const made = await stamp(message, options, { kid: "2026a", alg, privateKey: pkcs8 }, nodeEngine);
  if (!(made instanceof Uint8Array)) throw new Error(`${made.fault} ${made.detail}`);
  return made;
}

/** Bob trusts example.org. */
export function knowledgeWith({ alg, key }: BenchKey): Knowledge {
  const record = { org_id: "example.org", domains: ["example.org"], keys: [{ kid: "2026a", alg, key }] };
  const account = { addresses: ["bob@example.net"], authserv: [] };
  return {
    ...NOTHING_KNOWN,
    now: STAMPED + 7200,
    firstSeen: STAMPED + 60,
    origin: "account",
    account,
    trust: [record],
  };
}
