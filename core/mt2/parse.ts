import { isCanonicalBase64, strictBase64, strictHex64 } from "../canonical/encoding.ts";
import { parseTime } from "../canonical/times.ts";
import { MAX_MT2_CERTIFICATES, MAX_MT2_HOPS } from "../limits.ts";
import { octetString } from "../message/octets.ts";
import { ENVELOPE_NAMESPACE, HEADERS_NAMESPACE, isAddress, isHost, isMessageId, isOid } from "./grammar.ts";
import { readXml, type XmlElement } from "./xml.ts";

/** Something that a layered service may act on; here it is listed and never acted on (T47, MT2-15). */
export interface Mt2Extension {
  readonly oid: string;
  readonly critical: boolean;
  readonly value: string;
}

/** One signed step of the way. */
export interface Hop {
  readonly index: number;
  /** The address of the sender for index 0, else a host. */
  readonly host: string;
  /** The host it was handed to; "" for the end of the way. */
  readonly next: string;
  readonly timeText: string;
  /** Epoch seconds. */
  readonly time: number;
  /** Base64 text of the signature before, as it stands; "" for the first. */
  readonly prev: string;
  /** DER, the signer's first. */
  readonly certificates: readonly Uint8Array[];
  /** Base64 text as it stands. */
  readonly signature: string;
}

/** What all hops sign together (T40, T41, U38). */
export interface Mt2Core {
  /** "" for the null sender. */
  readonly sender: string;
  readonly recipients: readonly string[];
  readonly messageId: string;
  /** Lower-case hex SHA-256 of the contents of the two other parts. */
  readonly headersDigest: string;
  readonly bodyDigest: string;
  readonly extensions: readonly Mt2Extension[];
}

export interface Mt2Envelope {
  readonly kind: "envelope";
  readonly core: Mt2Core;
  /** `<core>` to `</core>` as they stand in the message (T40). */
  readonly coreOctets: Uint8Array;
  readonly hops: readonly Hop[];
}

/** What the author's side says the header is (U38). */
export interface Mt2Headers {
  readonly kind: "headers";
  readonly from: string;
  readonly to: readonly string[];
  readonly subject: string;
  /** RFC 3339 UTC, "" without a date. */
  readonly date: string;
  readonly messageId: string;
}

/** No object is read from this; the codes are reasons (T49, U49). */
export interface Mt2Refusal {
  readonly kind: "refused";
  readonly code: "MT2_XML" | "MT2_SHAPE" | "MT2_LIMIT";
}

const refused = (code: Mt2Refusal["code"]): Mt2Refusal => ({ kind: "refused", code });

/** Reads the contents of the `message/envelope` part. Total. */
export function readEnvelope(octets: Uint8Array): Mt2Envelope | Mt2Refusal {
  const root = readXml(octets);
  if (typeof root === "string") return refused(root === "limit" ? "MT2_LIMIT" : "MT2_XML");
  const parts = isRoot(root, "envelope", ENVELOPE_NAMESPACE) ? parted(root, ["core", "trace"]) : undefined;
  const [core] = parts?.get("core") ?? [];
  const [trace] = parts?.get("trace") ?? [];
  const coreOctets = octetsOfCore(octets);
  if (core === undefined || trace === undefined || coreOctets === undefined) return refused("MT2_SHAPE");
  const read = readCore(core);
  const steps = plain(trace) ? parted(trace, ["hop*"])?.get("hop") : undefined;
  if (read === undefined || steps === undefined) return refused("MT2_SHAPE");
  if (steps.length > MAX_MT2_HOPS) return refused("MT2_LIMIT");
  const hops = steps.map(readHop).filter((hop) => hop !== undefined);
  return hops.length === steps.length ? { kind: "envelope", core: read, coreOctets, hops } : refused("MT2_SHAPE");
}

/** Reads the contents of the `message/headers` part. Total. */
export function readHeaders(octets: Uint8Array): Mt2Headers | Mt2Refusal {
  const root = readXml(octets);
  if (typeof root === "string") return refused(root === "limit" ? "MT2_LIMIT" : "MT2_XML");
  const parts = isRoot(root, "headers", HEADERS_NAMESPACE)
    ? parted(root, ["from", "to*", "subject", "date", "message-id"])
    : undefined;
  const texts = parts && textsOf(parts);
  if (texts === undefined) return refused("MT2_SHAPE");
  const one = (name: string) => texts.get(name)?.[0] ?? "";
  const date = one("date");
  if (date !== "" && parseTime(date) === undefined) return refused("MT2_SHAPE");
  const headers = { from: one("from"), to: texts.get("to") ?? [], subject: one("subject"), date };
  return { kind: "headers", ...headers, messageId: one("message-id") };
}

/** T40: `<core` occurs once, so what is hashed is what was read; looked for in the octets, never in a tree (MT2-01). */
function octetsOfCore(octets: Uint8Array): Uint8Array | undefined {
  const text = octetString(octets);
  const start = text.indexOf("<core");
  const end = text.indexOf("</core>");
  const once = text.indexOf("<core", start + 1) < 0 && text.indexOf("</core", end + 1) < 0;
  if (start < 0 || end < start || !once || !text.startsWith("<core>", start)) return undefined;
  return octets.subarray(start, end + "</core>".length);
}

function readCore(core: XmlElement): Mt2Core | undefined {
  const names = ["sender", "recipient*", "message-id", "headers-sha256", "body-sha256", "extension*"];
  const parts = plain(core) ? parted(core, names) : undefined;
  const extensions = (parts?.get("extension") ?? []).map(readExtension).filter((one) => one !== undefined);
  if (parts === undefined || extensions.length !== parts.get("extension")?.length) return undefined;
  const texts = textsOf(new Map([...parts].filter(([name]) => name !== "extension")));
  if (texts === undefined) return undefined;
  const one = (name: string) => texts.get(name)?.[0] ?? "";
  const [sender, messageId] = [one("sender"), one("message-id")];
  const [headersDigest, bodyDigest] = [one("headers-sha256"), one("body-sha256")];
  const recipients = texts.get("recipient") ?? [];
  if ((sender !== "" && !isAddress(sender)) || recipients.includes("") || !isMessageId(messageId)) return undefined;
  if (!strictHex64(headersDigest) || !strictHex64(bodyDigest)) return undefined;
  return { sender, recipients, messageId, headersDigest, bodyDigest, extensions };
}

function readExtension(element: XmlElement): Mt2Extension | undefined {
  const oid = element.attributes.get("oid") ?? "";
  const critical = element.attributes.get("critical");
  const formed = element.children.length === 0 && element.attributes.size === 2;
  if (!formed || !isOid(oid) || (critical !== "true" && critical !== "false")) return undefined;
  return { oid, critical: critical === "true", value: element.text };
}

function readHop(element: XmlElement): Hop | undefined {
  const texts = textsOf(parted(element, ["cert", "sig"]) ?? new Map());
  const attribute = (name: string) => element.attributes.get(name);
  const [index, host, next, timeText, prev] = ["index", "host", "next", "time", "prev"].map(attribute);
  const time = parseTime(timeText ?? "");
  const [chain = "", signature = ""] = [texts?.get("cert")?.[0], texts?.get("sig")?.[0]];
  const certificates = splitDer(strictBase64(chain.replace(/[ \t\n]/g, "")));
  if (texts === undefined || host === undefined || next === undefined || prev === undefined) return undefined;
  if (element.attributes.size !== 5 || time === undefined || timeText === undefined) return undefined;
  if (!/^(?:0|[1-9]\d{0,5})$/.test(index ?? "")) return undefined;
  if (!(index === "0" ? isAddress(host) : isHost(host)) || (next !== "" && !isHost(next))) return undefined;
  if (certificates === undefined || signature === "") return undefined;
  if (!isCanonicalBase64(signature) || !isCanonicalBase64(prev)) return undefined;
  return { index: Number(index), host, next, timeText, time, prev, certificates, signature };
}

/** DER objects one behind the other: a first octet 30 and a length in two octets or less, as certificates have them. */
function splitDer(octets: Uint8Array | undefined): readonly Uint8Array[] | undefined {
  const found: Uint8Array[] = [];
  for (let rest = octets ?? new Uint8Array(0); rest.length > 0; ) {
    const [tag, form = 0, high = 0, low = 0] = rest;
    const length = form === 0x82 ? 4 + high * 256 + low : form === 0x81 ? 3 + high : 2 + form;
    if (tag !== 0x30 || form > 0x82 || form === 0x80 || rest.length < length) return undefined;
    if (found.length === MAX_MT2_CERTIFICATES) return undefined;
    found.push(rest.subarray(0, length));
    rest = rest.subarray(length);
  }
  return found.length > 0 ? found : undefined;
}

const plain = ({ attributes }: XmlElement) => attributes.size === 0;

/** A name and a namespace, and nothing that could change them below. */
function isRoot({ name, attributes }: XmlElement, wanted: string, namespace: string): boolean {
  return name === wanted && attributes.size === 1 && attributes.get("xmlns") === namespace;
}

/** The children by name, in exactly this order and with nothing between; `name*` stands for any number of them. */
function parted(element: XmlElement, names: readonly string[]): Map<string, readonly XmlElement[]> | undefined {
  if (/[^ \t\n]/.test(element.text)) return undefined;
  const rest = [...element.children];
  const found = new Map<string, readonly XmlElement[]>();
  for (const wanted of names) {
    const name = wanted.replace("*", "");
    const most = wanted === name ? 1 : rest.length;
    const end = rest.findIndex((child, place) => child.name !== name || place >= most);
    const taken = rest.splice(0, end < 0 ? rest.length : end);
    if (wanted === name && taken.length !== 1) return undefined;
    found.set(name, taken);
  }
  return rest.length === 0 ? found : undefined;
}

/** The texts of elements that have nothing else. */
function textsOf(parts: ReadonlyMap<string, readonly XmlElement[]>): Map<string, readonly string[]> | undefined {
  const bare = [...parts.values()].flat().every((one) => plain(one) && one.children.length === 0);
  return bare ? new Map([...parts].map(([name, found]) => [name, found.map(({ text }) => text)])) : undefined;
}
