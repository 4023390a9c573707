import { execFileSync } from "node:child_process";
import { join } from "node:path";
import type { Anchor } from "../../core/dns/anchors.ts";
import { PUBLIC_ROOT, type TrustBase } from "../../core/dns/session.ts";
import { type Authoritative, startAuthoritative } from "./authoritative.ts";
import type { World } from "./world.ts";
import { makeZoneKey, type Signing, signZoneFile, type ZoneKeyFiles } from "./zone-signer.ts";

/** One zone of a tree. The root and every zone between it and this one are made as needed. */
export interface ZoneSpec {
  /** With the final dot: `bank.example.` */
  readonly name: string;
  /** Lines of a zone file, names relative to the zone; SOA, NS and DNSKEY come by themselves. */
  readonly lines?: readonly string[];
  /** `false`: the zone is not signed, and its parent proves it. */
  readonly signing?: Signing | false;
}

/** Signed zones under a root of their own, served by a real authoritative server. */
export interface SignedTree extends Pick<Authoritative, "port" | "exchange"> {
  /** The key of the tree's root: algorithm 8, a tag of five digits, no end. */
  readonly anchor: Anchor;
  /** What a validator in a test believes: this root and no other. */
  readonly base: TrustBase;
  /**
   * Replaces the records of a zone, signs it and serves it; resolves when it is served.
   * @param signing for this version; a later one starts from the zone's own again
   */
  publish(zone: string, lines: readonly string[], signing?: Signing): Promise<void>;
}

/** Whether the programs are here; a test skips with this reason where they are not, and CI installs them. */
export function treePrograms(): { readonly skip?: string } {
  try {
    for (const program of ["ldns-signzone", "ldns-keygen", "/usr/sbin/knotd"])
      execFileSync("sh", ["-c", `command -v ${program}`], { stdio: "pipe" });
    return {};
  } catch {
    if (process.env.CI === "true") throw new Error("ldnsutils and knot are not installed");
    return { skip: "needs Debian's packages ldnsutils and knot" };
  }
}

interface Planted {
  readonly spec: ZoneSpec;
  readonly key: ZoneKeyFiles | undefined;
  lines: readonly string[];
}

const ROOT: ZoneSpec = { name: ".", signing: { algorithm: "RSASHA256" } };

/** Signs the zones (ldns-signzone), with root and parents, and serves them (knotd). */
export async function startSignedTree(world: World, zones: readonly ZoneSpec[]): Promise<SignedTree> {
  const dir = join(world.dir, "zones");
  const planted = new Map<string, Planted>();
  for (const spec of withParents(zones)) {
    const key = spec.signing === false ? undefined : keyFor(join(dir, "keys"), spec);
    planted.set(spec.name, { spec, key, lines: spec.lines ?? [] });
  }
  let serial = 1;
  const sign = ({ spec, key, lines }: Planted, signing?: Signing): string => {
    serial += 1;
    const children = [...planted.values()].filter((child) => parentIn(planted, child.spec.name) === spec.name);
    const cuts = children.flatMap((child) => [
      `${child.spec.name} IN NS ns.${child.spec.name}`,
      `ns.${child.spec.name} IN A 127.0.0.1`,
      ...(child.key === undefined ? [] : [child.key.ds]),
    ]);
    return signZoneFile(dir, spec.name, [...cuts, ...lines], key, serial, { ...(spec.signing || {}), ...signing });
  };
  const files = new Map([...planted].map(([name, zone]) => [name, sign(zone)]));
  const server = await startAuthoritative(world, files);
  const anchor = anchorOf(planted.get(".")?.key);
  return {
    port: server.port,
    exchange: server.exchange,
    anchor,
    base: { ...PUBLIC_ROOT, anchors: [anchor] },
    publish: async (name, lines, signing) => {
      const zone = planted.get(name);
      if (zone === undefined) throw new Error(`no zone ${name}`);
      zone.lines = lines;
      sign(zone, signing);
      await server.reload(name);
    },
  };
}

/** The zones and those above them, the root first. */
function withParents(zones: readonly ZoneSpec[]): readonly ZoneSpec[] {
  const all = new Map<string, ZoneSpec>([[".", ROOT]]);
  for (const { name } of zones)
    for (let above = parentName(name); above !== "."; above = parentName(above)) all.set(above, { name: above });
  for (const zone of zones) all.set(zone.name, zone);
  return [...all.values()].sort(
    (a, b) => a.name.split(".").length - b.name.split(".").length || (a.name < b.name ? -1 : 1),
  );
}

const parentName = (name: string) => name.slice(name.indexOf(".") + 1) || ".";

function parentIn(zones: ReadonlyMap<string, unknown>, name: string): string | undefined {
  if (name === ".") return undefined;
  let above = parentName(name);
  while (!zones.has(above)) above = parentName(above);
  return above;
}

/** A root key needs a tag of five digits: it takes the place of a real one in a test build, octet by octet. */
function keyFor(dir: string, { name, signing }: ZoneSpec): ZoneKeyFiles {
  for (;;) {
    const key = makeZoneKey(dir, name, signing || {});
    if (name !== "." || key.tag >= 10_000) return key;
  }
}

function anchorOf(key: ZoneKeyFiles | undefined): Anchor {
  const [, , , tag, algorithm, digestType, digest] = key?.ds.split(/\s+/) ?? [];
  if (digest === undefined) throw new Error("the root has no key");
  return { zone: ".", tag: Number(tag), algorithm: Number(algorithm), digestType: Number(digestType), digest, from: 0 };
}
