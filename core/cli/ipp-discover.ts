import type { Answers, TrustBase } from "../dns/session.ts";
import { aliasUrl } from "../ipp/alias.ts";
import { anchorNames } from "../ipp/anchor.ts";
import { MAX_POLICY_OCTETS, readPolicy } from "../ipp/policy.ts";
import type { SenderCertificates } from "../knowledge.ts";
import { MAX_PUB_TEXT } from "../limits.ts";
import { type Ask, lookUp } from "../lookup/look-up.ts";
import type { RecipientPolicy } from "../policies.ts";
import { readRemoteUrl } from "../trust/remote-host.ts";
import { type Certificate, isSelfIssued, keyFingerprint } from "../x509/certificate.ts";
import { readPublished } from "../x509/published.ts";
import type { Address } from "./address.ts";
import { formatTime } from "./clock.ts";
import { describeLookUp, resultLine } from "./dns-check.ts";
import { Failure } from "./failure.ts";
import type { Answer, Form } from "./fetch-answer.ts";
import { faultText } from "./knowledge-file.ts";
import { shown } from "./terminal.ts";

/** What `countersign ipp check` asks about, and how. */
export interface Discovery {
  readonly address: Address;
  readonly ask: Ask;
  /** Fetches what has passed the NET rules; throws Failure `ASK_FAILED`. */
  readonly fetch: (url: URL, form: Form) => Promise<Answer>;
  /** Epoch seconds. */
  readonly now: number;
  /** Also contact a host at another port than 443, where the record names one. */
  readonly anyPort?: boolean;
  readonly base?: TrustBase;
}

/** What was found. */
export interface Discovered {
  /** A report for people. */
  readonly text: string;
  /** Everything is proven, and the certificate is one that the address can sign with now. */
  readonly good: boolean;
  readonly pub?: string;
  readonly anchor: SenderCertificates["anchor"];
}

/** One thing that was checked, in lines. */
interface Part {
  readonly good: boolean;
  readonly lines: readonly string[];
}

/** Finds and judges what an address publishes, as a reader would (3-protocols 4.1): record, certificate, policy. */
export async function discover(discovery: Discovery): Promise<Discovered> {
  const { parts, url, anchor } = await findBase(discovery);
  const pub = url === undefined ? undefined : await checkPub(discovery, url);
  const pol = url === undefined || pub === undefined ? undefined : await checkPol(discovery, url);
  const all = [...parts, ...[pub, pol].filter((part) => part !== undefined)];
  const good = url !== undefined && anchor === "dnssec" && all.every((part) => part.good);
  const text = all.map(({ lines }) => `${lines.join("\n")}\n`).join("\n");
  return { text, good, anchor, ...(pub?.text !== undefined && { pub: pub.text }) };
}

/** The exact domain is asked first, then the registrable one; after a failure nobody (IPP-12). */
async function findBase({ address, ask, now, base }: Discovery) {
  const { domain } = address;
  const parts: Part[] = [];
  const candidates = anchorNames(domain);
  let known: Answers = new Map();
  for (const candidate of candidates) {
    const options = { known, ...(base && { base }) };
    const found = await lookUp({ kind: "ipp-anchor", domain: candidate }, ask, now, options);
    known = found.answers;
    parts.push(describeLookUp(found, candidate === candidates.at(-1)));
    const url = found.facts.map((fact) => (fact.member === "ippAnchors" ? fact.value.url : undefined))[0];
    const anchor = found.state === "secure" ? "dnssec" : "unanchored";
    if (url !== undefined && found.state === "insecure") parts.push(unanchored(url));
    const unsure = (found.state !== "secure" && found.state !== "insecure") || found.fault !== undefined;
    if (url !== undefined || unsure) return { parts, url, anchor } as const;
  }
  return { parts, url: undefined, anchor: "unanchored" } as const;
}

const unanchored = (url: string): Part => ({
  good: false,
  lines: [`  unproven ${shown(url, 400)}`, "           readers take it at first contact and say that nobody proved it"],
});

/** The URL of a file, if it may be contacted (NET-02). */
function placeOf({ address, anyPort }: Discovery, base: string, resource: ".pub" | ".pol"): URL | string {
  const text = aliasUrl(base, address.localPart, resource);
  if (text === undefined) return "the alias is not one segment of a URL";
  const read = readRemoteUrl(text);
  if (!("fault" in read)) return read.url;
  return read.fault === "port" && anyPort === true
    ? new URL(text)
    : `not contacted: ${read.fault}${read.fault === "port" ? " (--any-port does)" : ""}`;
}

async function fetched(
  discovery: Discovery,
  base: string,
  resource: ".pub" | ".pol",
  form: Form,
): Promise<{ readonly title: string; readonly answer: Answer | string }> {
  const url = placeOf(discovery, base, resource);
  if (typeof url === "string") return { title: `${shown(base, 400)} ${resource}`, answer: url };
  const title = shown(url.href, 400);
  try {
    return { title, answer: await discovery.fetch(url, form) };
  } catch (error) {
    if (error instanceof Failure) return { title, answer: error.message };
    throw error;
  }
}

async function checkPub(discovery: Discovery, base: string): Promise<Part & { readonly text?: string }> {
  const form = { accept: "application/x-pem-file", most: MAX_PUB_TEXT };
  const { title, answer } = await fetched(discovery, base, ".pub", form);
  const fault = (said: string): Part => ({ good: false, lines: [title, resultLine(false, said)] });
  if (typeof answer === "string") return fault(answer);
  if (answer.status !== 200) return fault(`nothing is published (status ${answer.status})`);
  const text = Buffer.from(answer.body).toString("latin1");
  const { address } = discovery.address;
  const read = await readPublished(text, address, [discovery.now]);
  if (read.kind === "fault") {
    const which = read.index === undefined ? "the file" : `certificate ${read.index + 1}`;
    return fault(`${which} is refused: ${read.code}`);
  }
  const { signing, encryption } = read;
  const issuer = isSelfIssued(signing) ? "self-signed: readers pin it" : "issued by another, who is not judged here";
  const lines = [
    title,
    `  signs    ${describe(signing)}`,
    `           ${issuer}`,
    ...(encryption === undefined ? [] : [`  seals    ${describe(encryption)}`]),
    resultLine(true, `signs as ${address}`),
  ];
  return { good: true, lines, text };
}

const describe = (certificate: Certificate) =>
  `${certificate.publicKey.algorithm}, SHA-256 ${keyFingerprint(certificate)}, until ${formatTime(certificate.notAfter)}`;

/** A policy is a wish, and most addresses have none. */
async function checkPol(discovery: Discovery, base: string): Promise<Part> {
  const form = { accept: "application/json", most: MAX_POLICY_OCTETS };
  const { title, answer } = await fetched(discovery, base, ".pol", form);
  const part = (good: boolean, said: string): Part => ({ good, lines: [title, resultLine(good, said)] });
  if (typeof answer === "string") return part(false, answer);
  if (answer.status === 404 || answer.status === 410) return part(true, "no policy is published");
  if (answer.status !== 200) return part(false, `answered with status ${answer.status}`);
  const { policy, faults } = readPolicy(Buffer.from(answer.body).toString("utf8"));
  if (policy === undefined) return part(false, `no policy that can be used: ${faults.map(faultText).join("; ")}`);
  return part(true, summary(policy));
}

function summary({ mode, default: otherwise, rules, require = [] }: RecipientPolicy): string {
  const asks = require.length === 0 ? "" : `, asks for ${require.join(" and ")}`;
  return `mode ${mode}, ${rules.length} rules, otherwise ${otherwise}${asks}`;
}
