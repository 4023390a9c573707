import { createRequire } from "node:module";
import { type BenchKey, STAMPED } from "./messages.ts";

interface DkimResult {
  readonly results: readonly { readonly status: { readonly result: string } }[];
}

const outside = createRequire(import.meta.url);
const { dkimVerify }: { dkimVerify(message: Buffer, options: object): Promise<DkimResult> } =
  outside("mailauth/lib/dkim/verify.js");
const { dkimSign }: { dkimSign(message: Buffer, options: object): Promise<{ signatures: string }> } =
  outside("mailauth/lib/dkim/sign.js");

/** The TXT record of a key, at `s._domainkey.example.org`. */
export function recordOf({ alg, spki, key }: BenchKey): string {
  return alg === "ed25519" ? `v=DKIM1; k=ed25519; p=${key}` : `v=DKIM1; k=rsa; p=${spki.toString("base64")}`;
}

/** The same message with a DKIM signature made by mailauth. */
export async function withSignature(message: Uint8Array, { alg, privateKey }: BenchKey): Promise<Buffer> {
  const { signatures } = await dkimSign(Buffer.from(message), {
    canonicalization: "relaxed/relaxed",
    signTime: new Date(STAMPED * 1000),
    signatureData: [
      {
        signingDomain: "example.org",
        selector: "s",
        algorithm: alg === "ed25519" ? "ed25519-sha256" : "rsa-sha256",
        privateKey: privateKey.export({ type: "pkcs8", format: "pem" }),
      },
    ],
  });
  return Buffer.concat([Buffer.from(signatures), message]);
}

/** mailauth's whole DKIM verification of such a message, without a network; throws unless it passes. */
export function mailauthVerifier(signed: Buffer, key: BenchKey): () => Promise<void> {
  const record = recordOf(key);
  const resolver = async () => [[record]];
  return async () => {
    const { results } = await dkimVerify(signed, { resolver, curTime: new Date((STAMPED + 60) * 1000) });
    if (results[0]?.status.result !== "pass") throw new Error(JSON.stringify(results));
  };
}
