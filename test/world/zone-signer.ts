import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** How a zone is signed. Times are epoch seconds. */
export interface Signing {
  /** Mnemonic of ldns-keygen; ECDSAP256SHA256 unless told. */
  readonly algorithm?: "RSASHA256" | "RSASHA512" | "ECDSAP256SHA256" | "ECDSAP384SHA384" | "ED25519";
  /** NSEC unless told. */
  readonly nsec3?: { readonly iterations: number; readonly optOut?: boolean };
  /** An hour ago, and in a week, unless told. */
  readonly inception?: number;
  readonly expiration?: number;
}

/** A key that ldns made. */
export interface ZoneKeyFiles {
  /** Path without an ending. */
  readonly base: string;
  /** The DS record for the parent, as a line of a zone file. */
  readonly ds: string;
  readonly tag: number;
}

/** Makes a key of its own for a zone (ldns-keygen); its files stand in `dir`. */
export function makeZoneKey(dir: string, zone: string, { algorithm = "ECDSAP256SHA256" }: Signing = {}): ZoneKeyFiles {
  mkdirSync(dir, { recursive: true });
  const bits = algorithm.startsWith("RSA") ? ["-b", "2048"] : [];
  const args = ["-a", algorithm, ...bits, "-k", "-r", "/dev/urandom", zone];
  const base = join(dir, execFileSync("ldns-keygen", args, { cwd: dir, encoding: "utf8" }).trim());
  const ds = readFileSync(`${base}.ds`, "utf8").trim();
  return { base, ds, tag: Number(base.slice(base.lastIndexOf("+") + 1)) };
}

const HOUR = 3600;

/**
 * Signs a zone file with ldns-signzone.
 * @param lines records without SOA and NS of the apex, relative names allowed
 * @returns the path of the signed file; the unsigned one's where there is no key
 */
export function signZoneFile(
  dir: string,
  zone: string,
  lines: readonly string[],
  key: ZoneKeyFiles | undefined,
  serial: number,
  signing: Signing = {},
): string {
  mkdirSync(dir, { recursive: true });
  const file = join(dir, zone === "." ? "root.zone" : `${zone}zone`);
  const host = zone === "." ? "ns.invalid." : `ns.${zone}`;
  const head = [`$ORIGIN ${zone}`, "$TTL 3600", `@ IN SOA ${host} ${host} ${serial} 3600 600 86400 300`];
  const server = [`@ IN NS ${host}`, ...(zone === "." ? [] : [`${host} IN A 127.0.0.1`])];
  writeFileSync(file, `${[...head, ...server, ...lines].join("\n")}\n`);
  if (key === undefined) return file;
  const now = Math.floor(Date.now() / 1000);
  const { inception = now - HOUR, expiration = now + 7 * 24 * HOUR, nsec3 } = signing;
  const denial = nsec3 === undefined ? [] : ["-n", "-t", String(nsec3.iterations), ...(nsec3.optOut ? ["-p"] : [])];
  const times = ["-i", String(inception), "-e", String(expiration)];
  execFileSync("ldns-signzone", [...denial, ...times, "-o", zone, "-f", `${file}.signed`, file, key.base], {
    stdio: "pipe",
  });
  return `${file}.signed`;
}
