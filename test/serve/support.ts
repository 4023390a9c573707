import { randomBytes } from "node:crypto";
import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestContext } from "node:test";
import type { Found } from "../../core/cli/certificate-finder.ts";
import { makeAccessToken, makeAccount, readAccessToken, readAccount } from "../../core/cli/serve/access.ts";
import type { Database } from "../../core/cli/serve/database.ts";
import { openEmbedded } from "../../core/cli/serve/embedded.ts";
import { type Serving, serve } from "../../core/cli/serve/run.ts";
import { idempotencyKey, type ProviderReport } from "../../core/ipp/report.ts";

/** The domain whose reports the tests' server takes. */
export const HOME = "home.example";
export const SECRET = new Uint8Array(32).fill(7);
export const PASSWORD = "a long enough password";
export const FILER = { organisation: "Home Mail", contact: "abuse@home.example", userAgent: "countersign/test" };

/** A folder of the test's own, removed with it. */
export function folderFor(t: Pick<TestContext, "after">): string {
  const folder = mkdtempSync(join(tmpdir(), "countersign-serve-"));
  t.after(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));
  return folder;
}

/** A server of a test, in this process. */
export interface Served {
  readonly origin: string;
  readonly folder: string;
  readonly database: Database;
  /** A bearer token for everything, one for example.org, and one for the monitor. */
  readonly tokens: Readonly<Record<"all" | "domain" | "metrics", string>>;
  readonly close: () => Promise<void>;
}

let prepared: Promise<string> | undefined;

/** An empty embedded database. Making one takes seconds, a copy of it does not. */
export async function openFresh(folder: string): Promise<Database> {
  prepared ??= (async () => {
    const template = mkdtempSync(join(tmpdir(), "countersign-empty-"));
    process.on("exit", () => rmSync(template, { recursive: true, force: true }));
    await (await openEmbedded(template)).close();
    return template;
  })();
  cpSync(await prepared, folder, { recursive: true });
  return await openEmbedded(folder);
}

/** What a test wants to be different. */
interface Changes extends Omit<Partial<Serving>, "find"> {
  readonly find?: (address: string) => Found | Promise<Found>;
  /** Pass reports on without the random delay. */
  readonly atOnce?: boolean;
}

/** Starts a server on loopback with the embedded database, unless another is given. */
export async function startServer(
  t: Pick<TestContext, "after">,
  { find, atOnce = true, ...change }: Changes = {},
): Promise<Served> {
  const folder = mkdtempSync(join(tmpdir(), "countersign-serve-"));
  const database = change.database ?? (await openFresh(join(folder, "reports")));
  const made = {
    all: makeAccessToken("*"),
    domain: makeAccessToken("example.org"),
    metrics: makeAccessToken("metrics"),
  };
  const account = readAccount(await makeAccount("desk", PASSWORD));
  const listener = await serve({
    hosts: [{ domain: HOME, base: "/ipp/", folder }],
    listening: { address: "127.0.0.1", port: 0, proxies: [] },
    secrets: [SECRET],
    tokens: Object.values(made).flatMap(({ line }) => readAccessToken(line) ?? []),
    accounts: account === undefined ? [] : [account],
    filer: FILER,
    find: async (address) => (await find?.(address)) ?? { kind: "none" },
    destination: () => undefined,
    send: async () => undefined,
    perMinute: 1_000_000,
    perDay: 1_000_000,
    keepDays: 400,
    ...(atOnce && { delay: () => 0 }),
    clock: Date.now,
    pause: 20,
    ...change,
    database,
  });
  let closed: Promise<void> | undefined;
  const close = () => {
    closed ??= listener.close();
    return closed;
  };
  t.after(async () => {
    await close();
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  });
  const tokens = { all: made.all.token, domain: made.domain.token, metrics: made.metrics.token };
  return { origin: `http://127.0.0.1:${listener.port}`, folder, database, tokens, close };
}

export const newToken = () => randomBytes(24).toString("base64url");

/** A report that proves nothing, as the body of the provider route. */
export const bareReport = (token: string, domain = "example.org", code = "malware") => ({
  v: "countersign-report/1",
  domain,
  token,
  code,
  messageId: "<1@example.org>",
  fields: [],
});

/** Sends a report by the provider route; resolves with the status. */
export async function send(
  origin: string,
  report: Pick<ProviderReport, "domain" | "token"> & { readonly code: string; readonly fields?: readonly string[] },
  { alias = "bob", headers = {} }: { alias?: string; headers?: Readonly<Record<string, string>> } = {},
): Promise<number> {
  const response = await fetch(`${origin}/ipp/${alias}.report/${report.token}/${report.code}`, {
    method: "POST",
    headers: { "content-type": "application/json", "idempotency-key": idempotencyKey(report), ...headers },
    body: JSON.stringify(report),
  });
  await response.arrayBuffer();
  return response.status;
}

/** Rows of the database that count. */
export async function rows(database: Database): Promise<readonly { domain: string; token: string; state: string }[]> {
  const found = await database.query("SELECT domain, token, state FROM reports ORDER BY id");
  return found.map((row) => ({ domain: String(row.domain), token: String(row.token), state: String(row.state) }));
}

/** Logs in as the desk; resolves with the cookie. */
export async function logIn(origin: string): Promise<string> {
  const answer = await fetch(`${origin}/-/login`, {
    method: "POST",
    redirect: "manual",
    headers: { origin, "content-type": "application/x-www-form-urlencoded" },
    body: new URLSearchParams({ name: "desk", password: PASSWORD }).toString(),
  });
  return answer.headers.get("set-cookie")?.split(";")[0] ?? "";
}
