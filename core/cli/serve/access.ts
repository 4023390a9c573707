import { createHash, randomBytes, scrypt, timingSafeEqual } from "node:crypto";
import { promisify } from "node:util";
import { isDomain } from "../../ipp/grammar.ts";

/** What a bearer token opens: reports about one domain, everything, or the numbers for a monitor. */
export type Scope =
  | { readonly kind: "domain"; readonly domain: string }
  | { readonly kind: "all" }
  | { readonly kind: "metrics" };

/** One line of the token file: the SHA-256 of the token, and its scope. The file alone opens nothing. */
export interface AccessToken {
  readonly digest: string;
  readonly scope: Scope;
}

/** One line of the account file. */
export interface Account {
  readonly name: string;
  readonly salt: Buffer;
  readonly hash: Buffer;
}

const scryptOf = promisify<string, Buffer, number, { N: number; r: number; p: number; maxmem: number }, Buffer>(scrypt);
/** 32 MiB and about a tenth of a second for each guess (OWASP's recommendation for scrypt, N=2^15, r=8, p=3). */
const COST = { N: 2 ** 15, r: 8, p: 3, maxmem: 64 * 1024 * 1024 };
const HASH_OCTETS = 32;

const digestOf = (text: string): string => createHash("sha256").update(text).digest("hex");

/** A scope as it is written: `*`, `metrics`, or a domain. */
export function readScope(text: string): Scope | undefined {
  if (text === "*") return { kind: "all" };
  if (text === "metrics") return { kind: "metrics" };
  return isDomain(text) ? { kind: "domain", domain: text } : undefined;
}

/** Makes a token, and the line for the token file. */
export function makeAccessToken(scope: string): { readonly token: string; readonly line: string } {
  const token = randomBytes(32).toString("base64url");
  return { token, line: `${digestOf(token)} ${scope}` };
}

/** Makes the line for the account file. */
export async function makeAccount(name: string, password: string): Promise<string> {
  const salt = randomBytes(16);
  const hash = await scryptOf(password, salt, HASH_OCTETS, COST);
  return `${name}:scrypt:${salt.toString("base64url")}:${hash.toString("base64url")}`;
}

/** Names of accounts: what a person types and a log could show. */
export const isAccountName = (text: string): boolean => /^[a-z0-9._-]{1,40}$/.test(text);

/** Reads one line of the token file. */
export function readAccessToken(line: string): AccessToken | undefined {
  const [, digest, text] = /^([0-9a-f]{64}) (\S+)$/.exec(line) ?? [];
  const scope = text === undefined ? undefined : readScope(text);
  return digest === undefined || scope === undefined ? undefined : { digest, scope };
}

/** Reads one line of the account file. */
export function readAccount(line: string): Account | undefined {
  const [name, kind, salt, hash, ...more] = line.split(":");
  if (name === undefined || !isAccountName(name) || kind !== "scrypt" || more.length > 0) return undefined;
  const account = { name, salt: Buffer.from(salt ?? "", "base64url"), hash: Buffer.from(hash ?? "", "base64url") };
  return account.salt.length === 16 && account.hash.length === HASH_OCTETS ? account : undefined;
}

/** What the token of a request opens; undefined for nothing. The digest is compared, so its time tells nothing. */
export function scopeOf(authorization: string | undefined, tokens: readonly AccessToken[]): Scope | undefined {
  const token = /^Bearer ([A-Za-z0-9_-]{20,100})$/i.exec(authorization ?? "")?.[1];
  if (token === undefined) return undefined;
  const digest = digestOf(token);
  return tokens.find((one) => one.digest === digest)?.scope;
}

/** What the database keeps of a session: it ends with the password that opened it. */
export const sessionDigest = (token: string, { hash }: Account): string => digestOf(`${token}.${hash.toString("hex")}`);

/** Nobody's account: an unknown name takes as long as a wrong password. */
const NOBODY: Account = { name: "", salt: randomBytes(16), hash: randomBytes(HASH_OCTETS) };

/** The account to which name and password belong together. */
export async function accountFor(
  accounts: readonly Account[],
  name: string,
  password: string,
): Promise<Account | undefined> {
  const account = accounts.find((one) => one.name === name) ?? NOBODY;
  const hash = await scryptOf(password, account.salt, HASH_OCTETS, COST);
  return timingSafeEqual(hash, account.hash) && account !== NOBODY ? account : undefined;
}
