import { createHash, sign as rawSign } from "node:crypto";
import { canonicalBody, canonicalField, ED25519, type SigningKey } from "./sign.ts";

/** What one system that passes a DKIM2 message on says. */
export interface HopChoice {
  readonly d?: string;
  readonly s?: string;
  readonly key?: SigningKey;
  readonly from?: string;
  readonly to?: string;
  /** Instead of both. */
  readonly next?: string;
  /** Adds a Message-Instance although there is one. */
  readonly revises?: boolean;
  readonly more?: string;
}

const OWN = /^(?:DKIM2-Signature|Message-Instance):[^\n]*\r\n/gm;
const base64 = (text: string) => Buffer.from(text).toString("base64");
const sha256 = (text: string) => createHash("sha256").update(Buffer.from(text, "latin1")).digest();

/**
 * Adds a DKIM2-Signature, and a Message-Instance where one is due, as draft-ietf-dkim-dkim2-spec-06 s9 says and as
 * plainly as possible; for tests whose header has nothing but what it signs.
 * @param mail latin1 text with CRLF
 */
export function signed2(mail: string, choice: HopChoice = {}): string {
  const {
    d = "example.org",
    s = "sel",
    key = ED25519,
    from = `<alice@${d}>`,
    to = "<bob@example.net>",
    more = "",
  } = choice;
  const own = [...mail.matchAll(OWN)].map(([field]) => field);
  const instances = own.filter((field) => field.startsWith("M")).reverse();
  const signatures = own.filter((field) => field.startsWith("D")).reverse();
  const content = mail.replace(OWN, "");
  const revises = choice.revises === true || instances.length === 0;
  const instance = revises ? [instanceOf(content, instances.length + 1)] : [];
  const all = [...instances, ...instance];
  const path = choice.next === undefined ? `mf=${base64(from)}; rt=${base64(to)};` : `nd=${choice.next};`;
  const head = `DKIM2-Signature: i=${signatures.length + 1}; m=${all.length}; t=1795291303; d=${d}; ${path}${more}`;
  const sig = (value: string) => `${head} s=${s}:${key.a}:${value};\r\n`;
  const input = [...all, ...signatures, sig("")].map(compact).join("");
  const b =
    key.a === "ed25519-sha256"
      ? rawSign(null, sha256(input), key.privateKey)
      : rawSign("sha256", Buffer.from(input), key.privateKey);
  return `${sig(b.toString("base64"))}${[...instance].join("")}${mail}`;
}

const compact = (field: string) => {
  const colon = field.indexOf(":");
  return `${field.slice(0, colon).toLowerCase()}:${field.slice(colon + 1).replace(/\s/g, "")}\r\n`;
};

function instanceOf(content: string, m: number): string {
  const border = content.indexOf("\r\n\r\n");
  const fields = content.slice(0, border + 2).split(/(?<=\r\n)(?![\t ])/);
  const covered = fields
    .map((field) => canonicalField(field, "relaxed"))
    .filter((field) => !/^(?:received|dkim-signature|arc-[a-z-]*|x-[^:]*):/.test(field))
    .reverse()
    .map((field, place) => ({ field, name: field.slice(0, field.indexOf(":")), place }))
    .sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : a.place - b.place));
  const header = sha256(covered.map(({ field }) => field).join("")).toString("base64");
  const body = sha256(canonicalBody(content.slice(border + 4), "simple")).toString("base64");
  return `Message-Instance: m=${m}; h=sha256:${header}:${body};\r\n`;
}
