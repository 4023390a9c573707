import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { concat } from "../../core/canonical/concat.ts";
import { strictBase64 } from "../../core/canonical/encoding.ts";
import { makeSign1 } from "../../core/map/cose.ts";
import { writeDsn } from "../../core/map/dsn.ts";
import { fieldOf } from "../../core/map/seal.ts";
import { countersign } from "../cli/command.ts";
import { TEST_KEYS } from "../gmp/test-keys.ts";
import { USER } from "../world/mail-client.ts";

/** A plain letter; its subject makes its Message-ID. */
export function letter(subject: string, from: string, { to = USER, above = "" } = {}): Buffer {
  const lines = [
    `From: ${from}`,
    `To: ${to}`,
    `Subject: ${subject}`,
    `Date: ${new Date().toUTCString().replace("GMT", "+0000")}`,
    `Message-ID: <${idOf(subject)}>`,
    "MIME-Version: 1.0",
    "Content-Type: text/plain; charset=utf-8",
    "",
    "The meeting is at ten.",
    "",
  ];
  return Buffer.from(above + lines.join("\r\n"));
}

/** Message-ID without brackets. */
export const idOf = (subject: string) => `${subject.replace(/\W+/g, "-").toLowerCase()}@bank.example`;

/** A gateway of one domain: it seals with `countersign map seal`, and its public key. */
export interface Gateway {
  readonly key: string;
  seal(message: Uint8Array, sender: string, recipient: string, envelopeId?: string): Promise<Buffer>;
}

/** Makes a gateway whose key is named env1. */
export async function makeGateway(dir: string, domain: string): Promise<Gateway> {
  const folder = join(dir, `gateway-${domain}`);
  mkdirSync(folder);
  const path = join(folder, "key");
  await run(["map", "keygen", "--domain", domain, "--id", "env1", "--out", path]);
  const { key }: { readonly key: string } = JSON.parse(readFileSync(`${path}.pub`, "utf8"));
  return {
    key,
    async seal(message, sender, recipient, envelopeId) {
      const id = envelopeId === undefined ? [] : ["--envelope-id", envelopeId];
      const words = ["map", "seal", "--key", path, "--sender", sender, "--recipient", recipient, ...id];
      return await run(words, message);
    },
  };
}

async function run(words: readonly string[], input: Uint8Array = new Uint8Array()): Promise<Buffer> {
  const { code, out, err } = await countersign(words, { input });
  if (code !== 0) throw new Error(`countersign ${words.join(" ")}: ${err}`);
  return out;
}

/** The key with which {@link bounce} is signed. */
export const REPORTER = { domain: "remote.example", id: "env1", key: TEST_KEYS.next.key } as const;

/** What a mail server sends back, signed as MAP-DSN, about an envelope and the message that was in it. */
export async function bounce(subject: string, envelopeId: string, original: string): Promise<Uint8Array> {
  const dsn = writeDsn({
    id: Uint8Array.from(Buffer.from(envelopeId, "hex")),
    domain: REPORTER.domain,
    outcomes: [{ recipient: `lee@${REPORTER.domain}`, action: "failed", status: "5.1.1" }],
    created: Math.floor(Date.now() / 1000),
  });
  const privateKey = strictBase64(TEST_KEYS.next.privateKey) ?? new Uint8Array();
  const cose = await makeSign1(dsn, "MAP-dsn-v1", { id: REPORTER.id, privateKey });
  const text = letter(subject, `MAILER-DAEMON@${REPORTER.domain}`).toString();
  const report = [
    'Content-Type: multipart/report; report-type=delivery-status; boundary="r"',
    "",
    "--r",
    "Content-Type: text/plain",
    "",
    "Nobody of that name is here.",
    "--r",
    "Content-Type: message/delivery-status",
    "",
    `Reporting-MTA: dns; ${REPORTER.domain}`,
    "",
    `Final-Recipient: rfc822; lee@${REPORTER.domain}`,
    "Action: failed",
    "Status: 5.1.1",
    "--r",
    "Content-Type: text/rfc822-headers",
    "",
    `Message-ID: <${original}>`,
    "",
    "--r--",
    "",
  ].join("\r\n");
  return concat([fieldOf("MAP-DSN", cose), Buffer.from(text.replace(/Content-Type[\s\S]*$/, "") + report)]);
}
