import { nobleEngine } from "../../core/crypto/engine-noble.ts";
import { hashBodies } from "../../core/dkim/body.ts";
import { judge, type Verdict } from "../../core/dkim/judge.ts";
import { type DkimSignature, readSignature } from "../../core/dkim/signature.ts";
import { headerOf } from "../../core/dkim/signed-header.ts";
import { type DkimKey, type Knowledge, NOTHING_KNOWN } from "../../core/knowledge.ts";
import { readMessage } from "../../core/message/reader.ts";
import { corpusBytes, corpusText } from "../message/corpus-mails.ts";

/** What the two outside verifiers said of one mail, signature by signature. */
export interface Expected {
  readonly mailauth: {
    readonly dkim: readonly { readonly result: string; readonly bodyHashMatches?: boolean; readonly s: string }[];
    readonly arc: { readonly result: string };
  };
  readonly dkimpy: readonly string[];
  readonly key_recorded: readonly boolean[];
}

export const EXPECTED: () => ReadonlyMap<string, Expected> = () =>
  new Map(
    Object.entries(JSON.parse(corpusText("dkim-arc/expected-by-two-verifiers.json")) as Record<string, Expected>),
  );

/** The recorded TXT records by name in lower case. */
export function recordedDns(): ReadonlyMap<string, string> {
  const recorded = JSON.parse(corpusText("dkim-arc/dns-recorded.json")) as Record<string, { readonly txt: string }>;
  return new Map(Object.entries(recorded).map(([name, { txt }]) => [name.toLowerCase(), txt]));
}

/** The recorded names as the outside verifier asks for them. */
export function resolverOf(dns: ReadonlyMap<string, string>): (name: string) => Promise<string[][]> {
  return async (name) => {
    const txt = dns.get(name.toLowerCase().replace(/\.$/, ""));
    if (txt === undefined) throw Object.assign(new Error("none"), { code: "ENOTFOUND" });
    return [[txt]];
  };
}

/** One mail: without an mbox separator, and without the recorded keys that head some files. */
export function mailOf(file: string): Uint8Array {
  let bytes = corpusBytes(file);
  const text = Buffer.from(bytes).toString("latin1");
  if (text.startsWith("From ")) bytes = bytes.subarray(bytes.indexOf(10) + 1);
  const headed = /^(?:\S+\._domainkey\.\S+ [^\n]*\n)+\r?\n/.exec(text);
  return headed === null ? bytes : bytes.subarray(headed[0].length);
}

/** When the outside verifiers were run, epoch seconds. */
export const RUN_AT = 1_795_000_000;

/** The signatures of a mail in the order of its fields, each with its verdict; undefined for a malformed one. */
export async function verdictsOf(bytes: Uint8Array, dns: ReadonlyMap<string, string>) {
  const message = readMessage(bytes);
  const read = message.fields
    .filter(({ lowerName }) => lowerName === "dkim-signature")
    .map((field) => readSignature(message, field));
  const signatures = read.filter((signature) => signature !== undefined);
  const keys = new Map(signatures.map((signature) => [nameOf(signature), keyOf(signature, dns)]));
  const knowledge: Knowledge = {
    ...NOTHING_KNOWN,
    now: RUN_AT,
    dkimKeys: [...keys.values()].flatMap((key) => key ?? []),
  };
  const header = headerOf(message);
  const bodies = await hashBodies(message, signatures, nobleEngine);
  const verdicts: (Verdict | undefined)[] = [];
  for (const signature of read) verdicts.push(signature && (await judge(signature, { header, bodies, knowledge })));
  return { message, verdicts };
}

const nameOf = ({ domain, selector }: DkimSignature) => `${selector}._domainkey.${domain}`;

function keyOf(signature: DkimSignature, dns: ReadonlyMap<string, string>): DkimKey | undefined {
  const text = dns.get(nameOf(signature));
  const { domain, selector } = signature;
  return text === undefined ? undefined : { domain, selector, state: "secure", records: [text], at: RUN_AT };
}
