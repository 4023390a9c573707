import { createHash, createPrivateKey, generateKeyPairSync, type KeyObject, sign as rawSign } from "node:crypto";
import { TEST_KEYS } from "../gmp/test-keys.ts";

/** A key pair with its TXT record. */
export interface SigningKey {
  readonly a: "rsa-sha256" | "ed25519-sha256" | "rsa-sha1";
  readonly privateKey: KeyObject;
  readonly record: string;
}

const privateOf = (base64: string) =>
  createPrivateKey({ key: Buffer.from(base64, "base64"), format: "der", type: "pkcs8" });

export const RSA: SigningKey = {
  a: "rsa-sha256",
  privateKey: privateOf(TEST_KEYS.rsa.privateKey),
  record: `v=DKIM1; k=rsa; p=${TEST_KEYS.rsa.key}`,
};
export const ED25519: SigningKey = {
  a: "ed25519-sha256",
  privateKey: privateOf(TEST_KEYS.ed25519.privateKey),
  record: `v=DKIM1; k=ed25519; p=${TEST_KEYS.ed25519.key}`,
};
export const OTHER: SigningKey = {
  a: "ed25519-sha256",
  privateKey: privateOf(TEST_KEYS.other.privateKey),
  record: `v=DKIM1; k=ed25519; p=${TEST_KEYS.other.key}`,
};

/** A key of 1024 bits, public knowledge as the others, for vectors that stay the same. */
export const SHORT: SigningKey = {
  a: "rsa-sha256",
  privateKey: privateOf(
    "MIICdwIBADANBgkqhkiG9w0BAQEFAASCAmEwggJdAgEAAoGBAO8KgLj28jVG8xI3n1+QMeq61cSHwA7gN/OFKx/PMQWH6D5g83+WoAYY8LTchQwYXzroclM3ZNovHqKEelxfJz3H9Fn45LxOFMWxLH20pgTJ4E1yvk1h+nLGdo3yjDlOU8I0U1KHLEHQJHSUM91FYtVaYrJx6d/LDfnIs9hGVutpAgMBAAECgYAfwDRi3SJE41ysAclghyWqORDl3uYq06t65ChbPEkVo/y8NGKDgv1UcgGe9F+TwLT9fRyaYxQ5SuL10UTzegwbDfgcC2EcAiVjjFPiUVxUMgS4FOFSdMRSn40KiyTAVXzyz1vFR5j5RwKci/oqvWiUwsduRJq1SKbQJRMMN5yfVQJBAPrVhvT/RTc1VkNiDKn1Q6H2Zkl+56cgDZb9emHPoo7uDaKVinT4z+wx7FRU61mnHTTvOnzCd3smFYSisBfw7GcCQQDz9syPdso/rhFNC+pBhKAmRPLKCnPQW22DAKz7xkeSvz7AEmZsp1jVvxSguJrTX6qFBc2nE0ug3UB26JCXTYevAkAN1f9mvjn0LKYAe4UVTukXIv9LaIugpVz6iirZAFoIJktsP3FuuFbHwY02raR5woUS6WtBfHyYt2YSdeLevzRbAkEA0jY4MO30e0Zrle3MXcP/kroaUckL3d7Jz/WHGDLTfTjYwvuX0cuomhTZm1s13SgzcAd+GpZfti6u20atQBIH9QJBAPFWSs7yNkrbtrCv0gU0mQkGNXh8WNbf8mrTzeoSUkc2as946cXs2l+Dg7frMOFaKe9ibgYW9ozSGWvUm/YR5zA=",
  ),
  record:
    "v=DKIM1; k=rsa; p=MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDvCoC49vI1RvMSN59fkDHqutXEh8AO4DfzhSsfzzEFh+g+YPN/lqAGGPC03IUMGF866HJTN2TaLx6ihHpcXyc9x/RZ+OS8ThTFsSx9tKYEyeBNcr5NYfpyxnaN8ow5TlPCNFNShyxB0CR0lDPdRWLVWmKycenfyw35yLPYRlbraQIDAQAB",
};

/** An RSA key of another size or exponent. */
export function rsaKey(bits: number, publicExponent = 65537): SigningKey {
  const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: bits, publicExponent });
  const spki = publicKey.export({ format: "der", type: "spki" }).toString("base64");
  return { a: "rsa-sha256", privateKey, record: `v=DKIM1; p=${spki}` };
}

/** What a signer chooses; everything else is as most signers do it. */
export interface Choice {
  readonly key?: SigningKey;
  readonly d?: string;
  readonly s?: string;
  readonly h?: string;
  readonly c?: string;
  /** Further tags, in front of `b=`, such as ` l=10;`. */
  readonly more?: string;
  readonly a?: string;
  readonly v?: string;
  /** Name of the field and its first tag, for what signs alike under another name. */
  readonly names?: { readonly field: string; readonly first: string };
}

export const SIGNED_AT = 1_795_291_303;

/** A message of a header and a body. */
export const mailOf = (header: readonly string[], body: string) => [...header, "", body].join("\r\n");

export const HEADER = [
  "Received: from mail.example.org by mx.example with ESMTPS; Sun, 22 Nov 2026 01:00:00 +0000",
  "From: Alice <alice@example.org>",
  "To: bob@example.net",
  "Subject: Minutes of \t the\r\n meeting",
  "Date: Sat, 21 Nov 2026 20:01:40 +0000",
  "Message-ID: <4711@example.org>",
  "MIME-Version: 1.0",
  "Content-Type: text/plain; charset=utf-8",
];
export const BODY = "Hello  Bob, \r\n\r\n\tall as agreed.\r\n\r\n\r\n";
export const MAIL = mailOf(HEADER, BODY);

/**
 * Signs a message as RFC 6376 s3.7 says, written for the tests alone and as plainly as possible: what the verifier does
 * with windows and slices, this does with regular expressions on one string.
 * @param mail latin1 text with CRLF
 * @returns the message with the signature on top
 */
export function signed(mail: string, choice: Choice = {}): string {
  const { key = RSA, d = "example.org", s = "sel", c = "relaxed/relaxed", more = "", v = "1" } = choice;
  const h = choice.h ?? "from:to:subject:date:message-id:mime-version:content-type";
  const [headerForm = "", bodyForm = "simple"] = c.split("/");
  const border = mail.indexOf("\r\n\r\n");
  const length = / l=(\d+);/.exec(more)?.[1];
  const body = canonicalBody(mail.slice(border + 4), bodyForm);
  const hash = key.a === "rsa-sha1" ? "sha1" : "sha256";
  const bh = createHash(hash)
    .update(Buffer.from(length === undefined ? body : body.slice(0, Number(length)), "latin1"))
    .digest("base64");
  const { field: name, first } = choice.names ?? { field: "DKIM-Signature", first: `v=${v}` };
  const own = `${name}: ${first}; a=${choice.a ?? key.a}; c=${c}; d=${d}; s=${s};\r\n h=${h};${more}\r\n bh=${bh};\r\n b=`;
  const fields = mail.slice(0, border + 2).split(/(?<=\r\n)(?![\t ])/);
  const taken = h.split(":").flatMap((name) => {
    const wanted = name.trim().toLowerCase();
    const at = fields.findLastIndex((field) => /^[^:]*/.exec(field)?.[0].trim().toLowerCase() === wanted);
    return at < 0 ? [] : fields.splice(at, 1);
  });
  const input = [...taken, own].map((field) => canonicalField(field, headerForm)).join("");
  const octets = Buffer.from(input, "latin1");
  const b =
    key.a === "ed25519-sha256"
      ? rawSign(null, createHash("sha256").update(octets).digest(), key.privateKey)
      : rawSign(hash, octets, key.privateKey);
  return `${own}${b.toString("base64").replace(/(.{60})/g, "$1\r\n ")}\r\n${mail}`;
}

/** One field in one form, by regular expressions. */
export function canonicalField(field: string, form: string): string {
  if (form === "simple") return field;
  const [, name = "", value = ""] = /^([^:]*):([\s\S]*)$/.exec(field) ?? [];
  const ended = value.endsWith("\r\n") ? "\r\n" : "";
  const text = value
    .replace(/\r\n/g, "")
    .replace(/[\t ]+/g, " ")
    .trim();
  return `${name.trim().toLowerCase()}:${text}${ended}`;
}

/** The body in one form, by regular expressions. */
export function canonicalBody(body: string, form: string): string {
  const text = form === "relaxed" ? body.replace(/[\t ]+/g, " ").replace(/ (?=\r\n)/g, "") : body;
  const content = text.replace(/(?:\r\n)+$/, "");
  return content === "" && form === "relaxed" ? "" : `${content}\r\n`;
}
