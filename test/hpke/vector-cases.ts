import assert from "node:assert/strict";
import { toBase64Url } from "../../core/canonical/encoding.ts";
import { authenticated } from "../../core/hpke/aad.ts";
import type { SecretKey } from "../../core/hpke/key-set.ts";
import { sealContent } from "../../core/hpke/seal.ts";
import { encryptTo } from "../../core/hpke/suite.ts";
import { stamped } from "../gmp/support.ts";
import { refusalCases } from "./refusal-cases.ts";
import {
  ALICE,
  BOB,
  BOB_OLD,
  BOB_PRIVATE,
  base64UrlJson,
  CAROL,
  drawing,
  inner,
  jweOf,
  mail,
  people,
  replaced,
  sealed,
  text,
  withJwe,
} from "./support.ts";

/** One message for Bob, the rules it shows, and what must be said of it, written down by hand. */
export interface Case {
  readonly id: string;
  readonly rules: readonly string[];
  readonly bytes: Uint8Array;
  readonly told: string;
  readonly keys?: readonly SecretKey[];
}

async function integrated(): Promise<Uint8Array> {
  const outer = await sealed(mail(), { keys: [BOB.key] });
  const { aad } = jweOf(outer);
  const protectedHeader = base64UrlJson({ alg: "HPKE-4", kid: BOB.key.kid });
  const context = { info: new Uint8Array(0), aad: authenticated(protectedHeader, String(aad)) };
  const { enc, ciphertext } = await encryptTo(BOB.key, context, inner(), drawing("one"));
  const jwe = { protected: protectedHeader, aad, encrypted_key: toBase64Url(enc), ciphertext: toBase64Url(ciphertext) };
  return withJwe(outer, jwe);
}

/** Content sealed for Bob under an outer header that says something else than the inner one. */
async function under(outer: Uint8Array, content: Uint8Array): Promise<Uint8Array> {
  const jwe = await sealContent(content, people(outer), [BOB.key], drawing("under"));
  return withJwe(await sealed(outer), jwe instanceof Uint8Array ? text(jwe) : assert.fail());
}

/** Every case but the post-quantum one, whose encapsulation no test can foretell. */
export async function cases(): Promise<readonly Case[]> {
  const usual = await sealed();
  const first = await sealed(mail(), { form: "encrypted" });
  const jwe = jweOf(usual);
  const [entry] = Array.isArray(jwe.recipients) ? jwe.recipients : [];
  const copies = await sealed(mail({ To: "Bob <bob@example.net>", Cc: "carol@example.com" }), {
    keys: [BOB.key, CAROL.key, ALICE.key],
  });
  return [
    { id: "attachment", rules: ["T22", "T23", "T24", "T25", "T26", "T27", "T56"], bytes: usual, told: "opened" },
    { id: "multipart-encrypted", rules: ["T27"], bytes: first, told: "opened" },
    { id: "integrated", rules: ["T25", "T57"], bytes: await integrated(), told: "opened" },
    { id: "three-recipients", rules: ["T23", "T25"], bytes: copies, told: "opened" },
    { id: "stamped-inside", rules: ["T57"], bytes: await sealed(await stamped(inner())), told: "opened" },
    { id: "old-key", rules: ["T26"], bytes: await sealed(mail(), { keys: [BOB_OLD.key] }), told: "opened" },
    { id: "list-footer", rules: ["U27"], bytes: replaced(usual, /--\r\n$/, "--\r\n\r\n_____\r\n"), told: "opened" },
    { id: "other-from", rules: ["T22", "T28"], bytes: replaced(usual, "alice@", "eve@"), told: "refused altered" },
    { id: "other-to", rules: ["T23", "T28"], bytes: replaced(usual, "bob@", "bobby@"), told: "refused altered" },
    {
      id: "group",
      rules: ["T23"],
      bytes: replaced(usual, "Bob <bob@example.net>", "us: bob@example.net;"),
      told: "refused altered",
    },
    {
      id: "subject",
      rules: ["T29"],
      bytes: replaced(usual, "[...]", "Pay now"),
      told: "opened | SEALED_HEADER_DIFFERS Subject",
    },
    {
      id: "date",
      rules: ["T29"],
      bytes: replaced(usual, "21 Nov", "24 Nov"),
      told: "opened | SEALED_HEADER_DIFFERS Date",
    },
    {
      id: "inner-from",
      rules: ["T29", "U29"],
      bytes: await under(mail({ Subject: "[...]" }), inner(mail({ From: "eve@example.org" }))),
      told: "opened | SEALED_HEADER_DIFFERS From",
    },
    {
      id: "not-addressed",
      rules: ["T29"],
      bytes: await under(mail({ Subject: "[...]" }), inner(mail({ To: "carol@example.com" }))),
      told: "opened | SEALED_NOT_ADDRESSED",
    },
    { id: "no-hp", rules: ["T29"], bytes: await under(mail(), mail()), told: "refused cannot-open" },
    {
      id: "other-suite",
      rules: ["T25", "T28", "U25"],
      bytes: withJwe(usual, { ...jwe, protected: base64UrlJson({ alg: "HPKE-0-KE", enc: "A256GCM" }) }),
      told: "refused unsupported",
    },
    {
      id: "duplicate-kid",
      rules: ["T25", "U25"],
      bytes: withJwe(usual, { ...jwe, recipients: [entry, entry] }),
      told: "refused ambiguous",
    },
    {
      id: "another-identity",
      rules: ["T28"],
      bytes: await sealed(mail(), { keys: [BOB_PRIVATE.key] }),
      told: "refused cannot-open",
    },
    ...refusalCases(usual, first),
    { id: "text-behind", rules: ["T27"], bytes: replaced(first, /--\r\n$/, "--\r\nread this\r\n"), told: "none" },
    { id: "forwarded", rules: ["T27"], bytes: mail({ "Content-Type": "message/rfc822" }, text(usual)), told: "none" },
  ];
}
