import type { Question } from "../../core/dns/message.ts";
import { type Name, nameOf } from "../../core/dns/names.ts";
import { resolve } from "../../core/dns/resolve.ts";
import { questionKey } from "../../core/dns/session.ts";
import type { Lookup } from "../../core/dns/validate.ts";
import type { Work } from "../../core/dns/work.ts";
import { compose, type Response } from "./compose.ts";
import { dsOf, makeKey, NOW, respond, type SignedZone, signZone, type World, worldOf, type ZoneKey } from "./signer.ts";

export const TXT = 16;

const SOA = (zone: string) => `${zone} IN SOA ns.${zone} host.${zone} 1 3600 600 86400 300`;

/** A delegation with its DS as a line of the parent zone. */
export function delegation(key: ZoneKey, digests: readonly number[] = [2]): string[] {
  const { name } = key.record;
  return [`${name} IN NS ns.${name}`, ...digests.map((type) => `${name} IN DS \\# 0 ${hex(dsOf(key, type).data)}`)];
}

const hex = (octets: Uint8Array) => Buffer.from(octets).toString("hex");

/** A DNSKEY as a line of its own zone. */
export const keyLine = (key: ZoneKey) => `${key.record.name} IN DNSKEY \\# 0 ${hex(key.record.data)}`;

export interface Bank {
  readonly world: World;
  readonly root: ZoneKey;
  readonly top: ZoneKey;
  readonly bank: ZoneKey;
  readonly zone: (name: Name) => SignedZone;
}

let usualRoot: Promise<ZoneKey> | undefined;

/** root → example. → bank.example. (signed), shop.example. (not signed). */
export async function bankWorld(lines: readonly string[] = [], root?: ZoneKey): Promise<Bank> {
  // One for all tests: making an RSA key takes long.
  usualRoot ??= makeKey(".", 8);
  const key = root ?? (await usualRoot);
  const top = await makeKey("example.", 13);
  const bank = await makeKey("bank.example.", 15);
  const zones = [
    await signZone(".", [SOA("."), ...delegation(top)], key),
    await signZone("example.", [SOA("example."), ...delegation(bank), "shop.example. IN NS ns.shop.example."], top),
    await signZone(
      "bank.example.",
      [
        SOA("bank.example."),
        'a._gmp.bank.example. IN TXT "v=GMP1; stamp=all"',
        'www.bank.example. IN TXT "real"',
        'inner.wild.bank.example. IN TXT "own"',
        '*.wild.bank.example. IN TXT "any"',
        "alias.bank.example. IN CNAME www.bank.example.",
        "out.bank.example. IN CNAME x.shop.example.",
        "loop.bank.example. IN CNAME pool.bank.example.",
        "pool.bank.example. IN CNAME loop.bank.example.",
        ...lines,
      ],
      bank,
    ),
  ];
  const world = worldOf(key, zones);
  const zone = (name: Name) => {
    const found = world.zones.get(name);
    if (found === undefined) throw new Error(`no zone ${name}`);
    return found;
  };
  return { world, root: key, top, bank, zone };
}

/** Lies of the resolver: by question, instead of the honest answer. */
export type Lies = ReadonlyMap<string, Response>;

/** Looks a name up through a resolver that lies where told. */
export async function look(
  world: World,
  domain: string,
  { lies = new Map(), type = TXT, now = NOW, work }: { lies?: Lies; type?: number; now?: number; work?: Work } = {},
): Promise<Lookup> {
  const name = nameOf(domain) ?? ".";
  const ask = async (question: Question) => {
    const lie = lies.get(questionKey(question));
    return lie === undefined ? world.ask(question) : compose(question, lie);
  };
  return (await resolve({ name, type }, ask, now, world.base, new Map(), work)).lookup;
}

/** `STATE CODE`. */
export const told = ({ state, code }: Lookup): string => `${state} ${code}`;

/** The honest response of a zone, to be changed. */
export const honest = (bank: Bank, zone: Name, question: Question): Response => respond(bank.zone(zone), question);
