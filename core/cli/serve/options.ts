import { readFileSync } from "node:fs";
import { isIP } from "node:net";
import { isDomain } from "../../ipp/grammar.ts";
import { MIN_TOKEN_SECRET } from "../../ipp/issued-token.ts";
import { toALabel } from "../../message/domain.ts";
import { Failure, systemReason } from "../failure.ts";
import { readableByOthers, readText } from "../files.ts";
import { type Arguments, type Command, usage } from "../options.ts";
import type { Host } from "./app.ts";
import type { Listening } from "./listen.ts";
import { plainAddress } from "./rate.ts";

/**
 * The domains of `--domain`, with their folder and base. One has DIR and the path themselves; several have a folder and a
 * segment each, named after them.
 */
export function readHosts(command: Command, args: Arguments): readonly Host[] {
  const [dir, more] = args.paths;
  if (dir === undefined || more !== undefined) throw usage(command, "name one folder");
  const path = args.one("path") ?? "/";
  if (!/^\/(?:[A-Za-z0-9._~-]+\/)*$/.test(path) || /\/\.{1,2}\//.test(path) || path === "/-/")
    throw usage(command, '--path begins and ends with "/"');
  const domains = args.all("domain").map((text) => {
    const domain = toALabel(text);
    if (domain === undefined || !isDomain(domain)) throw usage(command, `--domain ${text} is no domain name`);
    return domain;
  });
  if (domains.length === 1) return domains.map((domain) => ({ domain, base: path, folder: dir }));
  return domains.map((domain) => ({ domain, base: `${path}${domain}/`, folder: `${dir}/${domain}` }));
}

/** Where the server listens: `--listen`, `--cert` with `--key`, `--proxy`. */
export function readListening(command: Command, args: Arguments): Listening {
  const text = args.one("listen") ?? "127.0.0.1:8443";
  const [, bracketed, plain, digits = ""] = /^(?:\[([0-9a-fA-F:.]+)\]|([^:[\]]+)):(\d{1,5})$/.exec(text) ?? [];
  const address = bracketed ?? plain;
  if (address === undefined || Number(digits) > 65_535)
    throw usage(command, "--listen is ADDRESS:PORT or [ADDRESS]:PORT");
  const [cert, key] = [args.one("cert"), args.one("key")];
  if ((cert === undefined) !== (key === undefined)) throw usage(command, "--cert and --key belong together");
  const tls = cert === undefined || key === undefined ? undefined : { cert: readText(cert), key: readText(key) };
  const proxies = args.all("proxy").map((text) => {
    if (isIP(text) === 0) throw usage(command, `--proxy ${text} is no network address`);
    return plainAddress(text);
  });
  return { address, port: Number(digits), ...(tls && { tls }), proxies };
}

/**
 * The secrets of report tokens: base64url or hex text of at least 32 octets, one a file.
 * @throws Failure `SERVE` for others, `KEY_READABLE_BY_OTHERS`
 */
export function readTokenSecret(path: string): Uint8Array {
  const text = readText(path).trim();
  if (readableByOthers(path))
    throw new Failure("KEY_READABLE_BY_OTHERS", `${path} can be read by others`, `chmod 600 ${path}`);
  const octets =
    /^[0-9a-fA-F]+$/.test(text) && text.length % 2 === 0 ? Buffer.from(text, "hex") : Buffer.from(text, "base64url");
  if (!/^[A-Za-z0-9_-]+$/.test(text) || octets.length < MIN_TOKEN_SECRET)
    throw new Failure(
      "SERVE",
      `${path} holds no secret of ${MIN_TOKEN_SECRET} octets`,
      "openssl rand -hex 32 makes one.",
    );
  return new Uint8Array(octets);
}

/**
 * The lines of a file, read by `read`; empty ones and those that begin with "#" are left out.
 * @throws Failure `SERVE` naming the first line that is none
 */
export function readLines<T>(path: string | undefined, read: (line: string) => T | undefined): readonly T[] {
  if (path === undefined) return [];
  return readText(path)
    .split(/\r?\n/)
    .flatMap((line, index) => {
      if (line.trim() === "" || line.startsWith("#")) return [];
      const found = read(line);
      if (found === undefined) throw new Failure("SERVE", `${path}: line ${index + 1} cannot be read`);
      return [found];
    });
}

/** A whole number of an option, from 1. */
export function readCount(command: Command, args: Arguments, name: string, absent: number): number {
  const text = args.one(name) ?? String(absent);
  if (!/^[1-9]\d{0,8}$/.test(text)) throw usage(command, `--${name} is a number from 1`);
  return Number(text);
}

/** What stands on standard input, without its last line end. */
export function readStandardInput(): string {
  try {
    return readFileSync(0, "utf8").replace(/\r?\n$/, "");
  } catch (error) {
    throw new Failure("FILE_UNREADABLE", `cannot read standard input: ${systemReason(error)}`, undefined, error);
  }
}
