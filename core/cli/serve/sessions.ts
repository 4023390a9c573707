import { randomBytes } from "node:crypto";
import { type Account, accountFor, sessionDigest } from "./access.ts";
import { type Database, textOf } from "./database.ts";
import { type Answer, type Asked, plainAnswer } from "./exchange.ts";
import type { RateLimit } from "./rate.ts";
import { tooMany } from "./receive.ts";

/** Of one working day, in seconds. */
const LIFETIME = 12 * 3600;
/** The prefix makes the browser insist on Secure, on Path=/ and on no Domain (RFC 6265bis). */
const COOKIE = "__Host-session";
const ATTRIBUTES = "Path=/; Secure; HttpOnly; SameSite=Strict";
const MAX_FORM = 2048;

/** What the login needs. */
export interface Logins {
  readonly database: Database;
  readonly accounts: readonly Account[];
  /** Guesses of one client, and of all together: each costs memory and time. */
  readonly perClient: RateLimit;
  readonly inAll: RateLimit;
  readonly clock: () => number;
}

/** The account whose session a request carries. The database knows digests only: who reads it gets no session. */
export async function accountOf(asked: Asked, { database, accounts, clock }: Logins): Promise<string | undefined> {
  const token = cookieOf(asked);
  if (token === undefined) return undefined;
  const digests = accounts.map((account) => sessionDigest(token, account));
  if (digests.length === 0) return undefined;
  const places = digests.map((_, i) => `$${i + 2}`).join(", ");
  const [row] = await database.query(`SELECT digest FROM sessions WHERE ends_at > $1 AND digest IN (${places})`, [
    Math.floor(clock() / 1000),
    ...digests,
  ]);
  // An account that was taken out of the file, or has a new password, has no session any more.
  return row === undefined ? undefined : accounts[digests.indexOf(textOf(row, "digest"))]?.name;
}

function cookieOf(asked: Asked): string | undefined {
  const all = (asked.header("cookie") ?? "").split(/; */);
  const found = all.filter((one) => one.startsWith(`${COOKIE}=`));
  const token = found.length === 1 ? found[0]?.slice(COOKIE.length + 1) : undefined;
  return token !== undefined && /^[A-Za-z0-9_-]{43}$/.test(token) ? token : undefined;
}

/**
 * Whether a form was sent by a page of this very server: browsers always name the origin of a POST. Strict cookies alone
 * would let a page of a neighbouring host of the same site send forms.
 */
function isOwnForm(asked: Asked): boolean {
  const [origin, host] = [asked.header("origin"), asked.header("host")];
  return origin !== undefined && host !== undefined && URL.canParse(origin) && new URL(origin).host === host;
}

/** Takes a name and a password; sets the cookie and leads to `home`. */
export async function logIn(
  asked: Asked,
  logins: Logins,
  home: string,
  refused: (status: number) => Answer,
): Promise<Answer> {
  const { accounts, database, clock } = logins;
  const now = clock();
  if (!isOwnForm(asked)) return refused(403);
  const wait = Math.max(logins.perClient.take(asked.client, now), logins.inAll.take("", now));
  if (wait > 0) return tooMany(wait);
  const form = new URLSearchParams((await asked.text(MAX_FORM)) ?? "");
  const name = form.get("name") ?? "";
  const account = await accountFor(accounts, name, form.get("password") ?? "");
  if (account === undefined) return refused(401);
  const token = randomBytes(32).toString("base64url");
  const end = Math.floor(now / 1000) + LIFETIME;
  await database.query("INSERT INTO sessions (digest, account, ends_at) VALUES ($1, $2, $3)", [
    sessionDigest(token, account),
    name,
    end,
  ]);
  return leadTo(home, { "set-cookie": `${COOKIE}=${token}; Max-Age=${LIFETIME}; ${ATTRIBUTES}` });
}

/** Ends the session here and in the browser. */
export async function logOut(asked: Asked, { accounts, database }: Logins, home: string): Promise<Answer> {
  if (!isOwnForm(asked)) return plainAnswer(403, "not from here");
  const token = cookieOf(asked);
  if (token !== undefined)
    for (const account of accounts)
      await database.query("DELETE FROM sessions WHERE digest = $1", [sessionDigest(token, account)]);
  return leadTo(home, { "set-cookie": `${COOKIE}=; Max-Age=0; ${ATTRIBUTES}` });
}

const leadTo = (location: string, headers: Readonly<Record<string, string>>): Answer => ({
  status: 303,
  headers: { location, "cache-control": "no-store", ...headers },
});
