import { createHash, createPrivateKey, createPublicKey, type KeyObject, sign } from "node:crypto";
import { questionKey } from "../../core/dns/session.ts";
import type { DnsWant } from "../../core/lookup/questions.ts";
import { compose, type Response } from "../dns/compose.ts";
import { keyOf, NOW, type Signing, signZone, type World, worldOf, type ZoneKey } from "../dns/signer.ts";
import { delegation } from "../dns/world.ts";

/** RFC 8410: everything of a PKCS #8 Ed25519 key before its 32 secret octets. */
const PKCS8_START = Buffer.from("302e020100300506032b657004220420", "hex");

function fixedPair(name: string): { readonly secret: KeyObject; readonly raw: Uint8Array } {
  const seed = createHash("sha256").update(`dns vector ${name}`).digest();
  const secret = createPrivateKey({ key: Buffer.concat([PKCS8_START, seed]), format: "der", type: "pkcs8" });
  const spki = createPublicKey(secret).export({ type: "spki", format: "der" });
  return { secret, raw: new Uint8Array(spki.subarray(-32)) };
}

/** A zone key that is the same each time (algorithm 15 signs without chance); its secret is a public sentence's hash. */
function fixedKey(zone: string): ZoneKey {
  const { secret, raw } = fixedPair(`key of ${zone}`);
  return keyOf(zone, 15, raw, 257, async (octets) => new Uint8Array(sign(null, octets, secret)));
}

const P = Buffer.from(fixedPair("published key").raw).toString("base64");
const SOA = (zone: string) => `${zone} IN SOA ns.${zone} host.${zone} 1 3600 600 86400 300`;

/** What the zone of the vectors publishes. */
export const BANK_LINES: readonly string[] = [
  SOA("bank.example."),
  `2026a._gmp.bank.example. IN TXT "v=GMP1; k=ed25519; p=${P}; na=1830297599"`,
  '2025a._gmp.bank.example. IN TXT "v=GMP1; k=ed25519; p="',
  `two._gmp.bank.example. IN TXT "v=GMP1; k=ed25519; p=${P}"`,
  'two._gmp.bank.example. IN TXT "v=GMP1; k=ed25519; p="',
  'weak._gmp.bank.example. IN TXT "v=GMP1; k=ed25519; p=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="',
  '_gmp.bank.example. IN TXT "v=GMP1; " "stamp=all"',
  '_gmp.bank.example. IN TXT "v=GMP10; stamp=some"',
  `env1._mapkey.bank.example. IN TXT "v=MAP1; usage=envelope; k=ed25519; p=${P}"`,
  '_ipp.bank.example. IN TXT "v=IPP1; t=url; url=https://keys.bank.example/ipp/"',
  '_ipp.bad.bank.example. IN TXT "v=IPP1; t=url; url=https://keys.bank.example/ipp"',
  '*.wide.bank.example. IN TXT "v=IPP1; t=url; url=https://keys.bank.example/ipp/"',
  "bank.example. IN TYPE265 \\# 20 000a 026d78 0462616e6b 076578616d706c65 00",
  "odd.bank.example. IN TYPE265 \\# 4 c0000201",
  'shop.example._vouch.bank.example. IN TXT "Transaction list"',
  "_mt2.bank.example. IN TLSA \\# 8 02000030030101ff",
];

/** One case: what is looked up, and what the resolver makes of it. */
export interface Case {
  readonly id: string;
  readonly want: DnsWant;
  /** Epoch seconds; the usual time of the vectors unless told. */
  readonly now?: number;
  readonly lie?: (world: World) => ReadonlyMap<string, Response>;
  /** `state CODE fault facts`, written down by hand. */
  readonly told: string;
}

const key = (kid: string): DnsWant => ({ kind: "gmp-key", org_id: "bank.example", kid });
const ipp = (domain: string): DnsWant => ({ kind: "ipp-anchor", domain });
const KEY_QUESTION = { name: "2026a._gmp.bank.example.", type: 16 };
const instead = (response: Response) => () => new Map([[questionKey(KEY_QUESTION), response]]);

export const CASES: readonly Case[] = [
  { id: "key", want: key("2026a"), told: "secure PROVEN - 1" },
  { id: "key-revoked", want: key("2025a"), told: "secure PROVEN - 1" },
  { id: "key-absent", want: key("2024a"), told: "secure ABSENT - 0" },
  { id: "key-twice", want: key("two"), told: "secure PROVEN several 0" },
  { id: "key-weak", want: key("weak"), told: "secure PROVEN weak 0" },
  { id: "policy", want: { kind: "gmp-policy", domain: "bank.example" }, told: "secure PROVEN - 1" },
  { id: "map-key", want: { kind: "map-key", domain: "bank.example", id: "env1" }, told: "secure PROVEN - 1" },
  { id: "ipp", want: ipp("bank.example"), told: "secure PROVEN - 1" },
  { id: "ipp-without-slash", want: ipp("bad.bank.example"), told: "secure PROVEN malformed 1" },
  { id: "ipp-from-wildcard", want: ipp("wide.bank.example"), told: "secure PROVEN wildcard 1" },
  { id: "client-mx", want: { kind: "client-mx", domain: "bank.example" }, told: "secure PROVEN - 1" },
  { id: "client-mx-odd-data", want: { kind: "client-mx", domain: "odd.bank.example" }, told: "secure PROVEN - 1" },
  {
    id: "vouch",
    want: { kind: "vouch", domain: "shop.example", certifier: "bank.example" },
    told: "secure PROVEN - 1",
  },
  { id: "mt2-issuer", want: { kind: "mt2-issuer", issuer: "bank.example" }, told: "secure ABSENT - 1" },
  {
    id: "unsigned-zone",
    want: { kind: "gmp-policy", domain: "shop.example" },
    told: "insecure DELEGATION_INSECURE - 0",
  },
  {
    id: "no-signature",
    want: key("2026a"),
    lie: (world) => {
      const answer = (world.zones.get("bank.example.")?.set(KEY_QUESTION.name, 16) ?? []).filter(
        ({ type }) => type === 16,
      );
      return new Map([[questionKey(KEY_QUESTION), { answer, flags: 0x20 }]]);
    },
    told: "indeterminate SIGNATURE_MISSING - 0",
  },
  {
    id: "no-proof-of-absence",
    want: key("2026a"),
    lie: instead({ rcode: 3 }),
    told: "indeterminate DENIAL_MISSING - 0",
  },
  {
    id: "other-record",
    want: key("2026a"),
    lie: (world) => {
      const set = world.zones.get("bank.example.")?.set(KEY_QUESTION.name, 16) ?? [];
      const data = Uint8Array.from(Buffer.from("\u000bv=GMP1; p=x", "latin1"));
      return new Map([
        [questionKey(KEY_QUESTION), { answer: set.map((one) => (one.type === 16 ? { ...one, data } : one)) }],
      ]);
    },
    told: "bogus SIGNATURE_FALSE - 0",
  },
  { id: "expired", want: key("2026a"), now: NOW + 86_401, told: "bogus SIGNATURE_EXPIRED - 0" },
  { id: "too-early", want: key("2026a"), now: NOW - 86_401, told: "bogus SIGNATURE_EARLY - 0" },
];

/** The zones of the vectors: root, example (with an unsigned child), bank.example; all keys are algorithm 15. */
export async function vectorWorld(signing: Signing = {}): Promise<World> {
  const [root, top, bank] = [".", "example.", "bank.example."].map(fixedKey);
  if (root === undefined || top === undefined || bank === undefined) throw new Error("no keys");
  const shop = ["shop.example. IN NS ns.shop.example."];
  const zones = [
    await signZone(".", [SOA("."), ...delegation(top)], root, signing),
    await signZone("example.", [SOA("example."), ...delegation(bank), ...shop], top, signing),
    await signZone("bank.example.", BANK_LINES, bank, signing),
  ];
  return worldOf(root, zones);
}

/** A resolver with the lies of a case. */
export function asking(world: World, { lie }: Pick<Case, "lie">) {
  const lies = lie?.(world) ?? new Map<string, Response>();
  return async (question: typeof KEY_QUESTION) => {
    const other = lies.get(questionKey(question));
    return other === undefined ? world.ask(question) : compose(question, other);
  };
}
