import assert from "node:assert/strict";
import { createHash, createPrivateKey, createPublicKey, sign } from "node:crypto";
import { toBase64 } from "../../core/canonical/encoding.ts";
import { nobleEngine } from "../../core/crypto/engine-noble.ts";
import type { Knowledge, Mt2Issuer } from "../../core/knowledge.ts";
import { addHop, type HopSigner } from "../../core/mt2/make.ts";
import { type WrapOptions, wrap } from "../../core/mt2/wrap.ts";
import { dnsName, issuerAltName, mailboxName, subjectAltName } from "../../core/x509/make-extensions.ts";
import { oid, sequence } from "../../core/x509/write-der.ts";
import { mail, octets, STAMPED, text } from "../gmp/support.ts";
import { knowingServer, SERVER, verdictOf } from "../verify/support.ts";
import { CA, type Holder, issue, LEAF, type TestKey } from "../x509/build.ts";

/** The way of the usual message: its sender, three hosts, and the gateway of Bob's account. */
export const WAY = [
  "alice@example.org",
  "out.example.org",
  "relay.carrier.example",
  "edge.example.net",
  SERVER,
] as const;

/** The organisation of a host or an address. */
const organisationOf = (host: string): string =>
  host
    .slice(host.lastIndexOf("@") + 1)
    .split(".")
    .slice(-2)
    .join(".");

const made = new Map<string, Promise<Holder>>();

function once(name: string, make: () => Promise<Holder>): Promise<Holder> {
  const holder = made.get(name) ?? make();
  made.set(name, holder);
  return holder;
}

/** An Ed25519 key that is made of a name: everybody knows it, and vectors stay as they are. */
export function keyNamed(name: string): TestKey {
  const seed = createHash("sha256").update(`countersign mt2 ${name}`).digest();
  const der = Buffer.concat([Buffer.from("302e020100300506032b657004220420", "hex"), seed]);
  const secret = createPrivateKey({ key: der, type: "pkcs8", format: "der" });
  const algorithm = sequence(oid("1.3.101.112"));
  return {
    publicKey: new Uint8Array(createPublicKey(secret).export({ type: "spki", format: "der" })),
    privateKey: new Uint8Array(der),
    signer: { algorithm, sign: async (tbs) => new Uint8Array(sign(null, tbs, secret)) },
  };
}

/** The certificate authority of an organisation. */
export const authority = (org: string): Promise<Holder> =>
  once(`CA ${org}`, () => issue({ name: `${org} MT2`, key: keyNamed(org), extensions: CA }));

/** The certificate of a host or a sender, of the authority of its organisation unless told. */
export function certified(host: string, issuer = organisationOf(host), ca = authority(issuer)): Promise<Holder> {
  return once(`${host} ${issuer}`, async () => issueFor(host, issuer, await ca));
}

/** The same, made anew. */
function issueFor(host: string, issuer: string, ca: Holder, key = keyNamed(host)): Promise<Holder> {
  const name = host.includes("@") ? mailboxName(host) : dnsName(host);
  const extensions = [...LEAF, subjectAltName(name), issuerAltName(dnsName(issuer))];
  return issue({ name: "Hop", key, extensions }, ca);
}

async function signerOf(host: string): Promise<HopSigner> {
  return signerFor(await certified(host));
}

export const signerFor = ({ key, octets: der }: Holder): HopSigner => ({
  alg: "ed25519",
  privateKey: key.privateKey,
  certificates: [der],
});

export const OPTIONS: WrapOptions = { sender: WAY[0], recipients: ["bob@example.net"] };

/** What an organisation is proven to publish. */
export async function published(org: string, ca?: Holder): Promise<Mt2Issuer> {
  const { octets: der } = ca ?? (await authority(org));
  return { issuer: org, certificates: [toBase64(der)] };
}

/** Bob's knowledge: his server is named, and all three organisations have published what they issue with. */
export async function knowingAll(changes: Partial<Knowledge> = {}): Promise<Knowledge> {
  const mt2Issuers = await Promise.all(["example.org", "carrier.example", "example.net"].map((org) => published(org)));
  return knowingServer({ trust: [], mt2Issuers, firstSeen: STAMPED + 60, now: STAMPED + 90, ...changes });
}

export async function wrapped(bytes: Uint8Array = mail(), options: Partial<WrapOptions> = {}): Promise<Uint8Array> {
  const gatewayed = await wrap(bytes, { ...OPTIONS, ...options }, nobleEngine);
  assert.ok(gatewayed instanceof Uint8Array, JSON.stringify(gatewayed));
  return gatewayed;
}

const timeOf = (seconds: number): string => new Date(seconds * 1000).toISOString().replace(".000Z", "Z");

/** One more hop. */
export async function hopped(
  bytes: Uint8Array,
  host: string,
  next: string,
  change: { time?: number; signer?: HopSigner } = {},
): Promise<Uint8Array> {
  const statement = { host, next, time: timeOf(change.time ?? STAMPED) };
  const more = await addHop(bytes, statement, change.signer ?? (await signerOf(host)));
  assert.ok(more instanceof Uint8Array, JSON.stringify(more));
  return more;
}

/** The message after the whole way. */
export async function gatewayed(
  bytes: Uint8Array = mail(),
  options: Partial<WrapOptions> = {},
  way: readonly string[] = WAY,
): Promise<Uint8Array> {
  let message = await wrapped(bytes, options);
  for (const [place, host] of way.entries()) message = await hopped(message, host, way[place + 1] ?? "");
  return message;
}

/** `BADGE CODE CODE line…` of the message as it lies in Bob's mailbox. */
export async function told(bytes: Uint8Array, knowledge?: Knowledge): Promise<string> {
  const result = await verdictOf(bytes, knowledge ?? (await knowingAll()));
  const reasons = result.reasons.filter(({ effect }) => effect !== "note").map(({ code }) => code);
  const lines = result.lines.filter(({ system }) => system === "mt2").map(describe);
  return [result.badge, ...reasons, ...lines].join(" ");
}

const describe = ({ code, params }: { code: string; params: Readonly<Record<string, string | number>> }) =>
  code === "checked-back" ? `${params.host}:${params.checked}/${params.hops}` : code;

/** The `hop` elements of a message, as they stand. */
export const hopsOf = (bytes: Uint8Array): readonly string[] => text(bytes).match(/<hop [\s\S]*?<\/hop>\r\n/g) ?? [];

/** The message with another trace. */
export function withHops(bytes: Uint8Array, hops: readonly string[]): Uint8Array {
  return octets(text(bytes).replace(/<trace>\r\n[\s\S]*<\/trace>/, () => `<trace>\r\n${hops.join("")}</trace>`));
}

/** The message with one thing replaced, which must be there. */
export function edited(bytes: Uint8Array, from: string | RegExp, to: string): Uint8Array {
  const before = text(bytes);
  const after = before.replace(from, () => to);
  assert.ok(after !== before, `${from} is not there`);
  return octets(after);
}

export { mail, octets, STAMPED, text };
