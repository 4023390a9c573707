import { once } from "node:events";
import { version } from "../../../package.json";
import { domainOf } from "../../message/addr-spec.ts";
import { certificateFinder } from "../certificate-finder.ts";
import { EXIT, Failure, systemReason } from "../failure.ts";
import { fetchAnswer } from "../fetch-answer.ts";
import { type Arguments, type Command, usage } from "../options.ts";
import { asker, RESOLVER_OPTION } from "../resolver.ts";
import { note, print } from "../terminal.ts";
import { isAccountName, makeAccessToken, makeAccount, readAccessToken, readAccount, readScope } from "./access.ts";
import type { Database } from "./database.ts";
import { destinationBy, isMailbox, readPushRule } from "./destinations.ts";
import { openEmbedded } from "./embedded.ts";
import { handOut } from "./hand-out.ts";
import { readCount, readHosts, readLines, readListening, readStandardInput, readTokenSecret } from "./options.ts";
import { openPostgres } from "./postgres.ts";
import { serve } from "./run.ts";

/** `countersign ipp serve`. */
export const ippServe: Command = {
  name: "ipp serve",
  usage:
    "DIR --domain DOMAIN --contact ADDR [options]\n       countersign ipp serve --make-account NAME < password\n       countersign ipp serve --make-token SCOPE",
  summary: "Publishes the .pub and .pol files of a folder, receives reports and counts them.",
  options: {
    domain: {
      value: "DOMAIN",
      many: true,
      help: "whose addresses it works for; several have DIR/DOMAIN and PATH/DOMAIN/",
    },
    contact: { value: "ADDR", help: "mailbox that reports are passed on from, and that takes answers" },
    organisation: { value: "NAME", help: "who passes reports on (default: the domain of --contact)" },
    listen: { value: "ADDR:PORT", help: "where to listen (default 127.0.0.1:8443)" },
    path: { value: "PATH", help: "path of the _ipp base, for example /ipp/ (default /)" },
    cert: { value: "FILE", help: "certificate chain for HTTPS (PEM); without it, HTTP for a proxy in front" },
    key: { value: "FILE", help: "its key (PEM)" },
    proxy: { value: "ADDR", many: true, help: "network address of a proxy whose X-Forwarded-For is believed" },
    database: { value: "URL|DIR", help: "postgres://… or a folder for the embedded database" },
    "token-secret": { value: "FILE", many: true, help: "secret of the report tokens that these domains issue" },
    accounts: { value: "FILE", help: "who may log in to /-/: lines of --make-account" },
    tokens: { value: "FILE", help: "which programs may read figures and feeds: lines of --make-token" },
    push: {
      value: "DOMAIN=WHERE",
      many: true,
      help: "pass verified reports on: mailto:ADDR, https URL, abuse or none; * is the rest",
    },
    sendmail: { value: "PROGRAM", help: "hands mail to the mail server (default /usr/sbin/sendmail)" },
    "per-minute": { value: "N", help: "reports taken of one network address in a minute (default 60)" },
    "per-day": { value: "N", help: "reports taken of one reporting address in a day, from one client (default 100)" },
    "keep-days": { value: "N", help: "how long reports are kept (default 400)" },
    resolver: RESOLVER_OPTION,
    "make-account": { value: "NAME", help: "print a line for --accounts; the password is read from standard input" },
    "make-token": { value: "SCOPE", help: "print a new token and its line for --tokens: a domain, * or metrics" },
  },
  details: `
Each (domain, token) is counted once, and what was answered with 201 is on the disk. Reports whose declaration the sender
did not sign are counted apart. The embedded database serves one process; several need PostgreSQL. SIGTERM ends it after
what was begun. Nothing about a request is logged. docs/reports.md describes every part.`,
  async run(args) {
    const name = args.one("make-account");
    if (name !== undefined) return await printAccount(name);
    const scope = args.one("make-token");
    if (scope !== undefined) return await printToken(scope);
    return await run(args);
  },
};

async function printAccount(name: string): Promise<number> {
  if (!isAccountName(name)) throw usage(ippServe, "--make-account NAME is of a-z, 0-9, dot, hyphen and underscore");
  const password = readStandardInput();
  if (password.length < 12) throw usage(ippServe, "the password on standard input has fewer than 12 characters");
  await print(`${await makeAccount(name, password)}\n`);
  return EXIT.ok;
}

async function printToken(scope: string): Promise<number> {
  if (readScope(scope) === undefined) throw usage(ippServe, "--make-token SCOPE is a domain, * or metrics");
  const { token, line } = makeAccessToken(scope);
  note(`Token, shown this once: ${token}`);
  await print(`${line}\n`);
  return EXIT.ok;
}

async function run(args: Arguments): Promise<number> {
  const hosts = readHosts(ippServe, args);
  const contact = args.one("contact") ?? "";
  if (hosts.length === 0) throw usage(ippServe, "--domain is missing");
  if (!isMailbox(contact)) throw usage(ippServe, "--contact is the mailbox that reports are passed on from");
  const where = args.one("database");
  if (where === undefined)
    throw usage(ippServe, "--database is missing: a folder for the embedded one, or postgres://…");
  const rules = args.all("push").map((text) => {
    const rule = readPushRule(text);
    if (rule === undefined) throw usage(ippServe, `--push ${text} is no DOMAIN=WHERE`);
    return rule;
  });
  const organisation = args.one("organisation") ?? domainOf(contact);
  const filer = { organisation, contact, userAgent: `countersign/${version}` };
  const limits = {
    perMinute: readCount(ippServe, args, "per-minute", 60),
    perDay: readCount(ippServe, args, "per-day", 100),
    keepDays: readCount(ippServe, args, "keep-days", 400),
  };
  const serving = {
    ...limits,
    hosts,
    filer,
    listening: readListening(ippServe, args),
    secrets: args.all("token-secret").map(readTokenSecret),
    tokens: readLines(args.one("tokens"), readAccessToken),
    accounts: readLines(args.one("accounts"), readAccount),
    find: certificateFinder({ ask: asker(ippServe, args), fetch: fetchAnswer }),
    destination: destinationBy(rules),
    send: handOut(filer, { sendmail: args.one("sendmail") ?? "/usr/sbin/sendmail" }),
    clock: Date.now,
  };
  const database = await openDatabase(where);
  const listener = await serve({ ...serving, database }).catch(async (error: unknown) => {
    await database.close();
    throw error instanceof Failure
      ? error
      : new Failure("SERVE", `cannot serve: ${systemReason(error)}`, undefined, error);
  });
  note(`countersign ipp serve: ready on port ${listener.port}`);
  await Promise.race([once(process, "SIGTERM"), once(process, "SIGINT")]);
  await listener.close();
  return EXIT.ok;
}

const openDatabase = (where: string): Promise<Database> =>
  /^postgres(?:ql)?:\/\//.test(where) ? openPostgres(where) : openEmbedded(where);
