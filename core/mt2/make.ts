import { concat } from "../canonical/concat.ts";
import { asciiBytes, toBase64, toHex } from "../canonical/encoding.ts";
import { parseTime } from "../canonical/times.ts";
import { sha256 } from "../crypto/sha256.ts";
import { sign } from "../crypto/signature.ts";
import type { SignatureAlgorithm } from "../knowledge.ts";
import { readMessage } from "../message/reader.ts";
import { contents, mt2Carrier } from "./carrier.ts";
import { isAddress, isHost } from "./grammar.ts";
import { hopInput } from "./hop.ts";
import { type Hop, readEnvelope } from "./parse.ts";
import { escapeXml } from "./xml.ts";

/** Who signs a hop, with the private half of the key in the first certificate. */
export interface HopSigner {
  readonly alg: SignatureAlgorithm;
  /** PKCS #8. */
  readonly privateKey: Uint8Array;
  /** DER, the signer's first. */
  readonly certificates: readonly Uint8Array[];
}

/** What a hop says beside its place in the trace. */
export interface HopStatement {
  /** The sender's address for the first hop, else the host. */
  readonly host: string;
  /** Whom it hands the message to; "" for the end of the way. */
  readonly next: string;
  /** `2026-11-21T20:01:43Z`. */
  readonly time: string;
}

/** Why nothing was made; data, not a sentence. */
export interface MakeFault {
  readonly fault: "option" | "line-ends" | "limit" | "header" | "not-gatewayed" | "key" | "irreversible";
  readonly detail: string;
}

export const makeFault = (fault: MakeFault["fault"], detail = ""): MakeFault => ({ fault, detail });

/**
 * Signs the next hop of a gatewayed message: appends it to the trace and leaves every other octet as it is.
 * @param bytes with CRLF line ends
 */
export async function addHop(
  bytes: Uint8Array,
  statement: HopStatement,
  signer: HopSigner,
): Promise<Uint8Array | MakeFault> {
  const message = readMessage(bytes);
  const carrier = message.limit === undefined ? mt2Carrier(message) : undefined;
  if (carrier === undefined) return makeFault("not-gatewayed");
  const object = contents(message, carrier.envelope);
  const envelope = readEnvelope(object);
  if (envelope.kind === "refused") return makeFault("not-gatewayed", envelope.code);
  const { hops, core, coreOctets } = envelope;
  const last = hops.at(-1);
  const index = last === undefined ? 0 : last.index + 1;
  const fault = faultOf(statement, index, last);
  if (fault !== undefined) return makeFault("option", fault);
  const made = { ...statement, timeText: statement.time, index, prev: last?.signature ?? "" };
  const coreDigest = toHex(await sha256(coreOctets));
  try {
    const input = hopInput(made, core.messageId, coreDigest);
    const signature = toBase64(await sign(signer.alg, signer.privateKey, input));
    const element = writeHop(made, signer.certificates, signature);
    const end = carrier.envelope.bodyStart + new TextDecoder("latin1").decode(object).lastIndexOf("</trace>");
    return concat([message.bytes.subarray(0, end), asciiBytes(element), message.bytes.subarray(end)]);
  } catch {
    return makeFault("key", statement.host);
  }
}

/** Names the value that cannot stand in a hop. */
function faultOf({ host, next, time }: HopStatement, index: number, last: Hop | undefined): string | undefined {
  if (!(index === 0 ? isAddress(host) : isHost(host))) return "host";
  if (next !== "" && !isHost(next)) return "next";
  if (last !== undefined && last.next !== host) return "host";
  return parseTime(time) === undefined ? "time" : undefined;
}

type Statement = Pick<Hop, "index" | "host" | "next" | "timeText" | "prev">;

/** One `hop` element, in lines that mail servers carry. */
function writeHop(
  { index, host, next, timeText, prev }: Statement,
  certificates: readonly Uint8Array[],
  signature: string,
) {
  const attributes = { index: `${index}`, host, next, time: timeText, prev };
  const list = Object.entries(attributes).map(([name, value]) => `${name}="${escapeXml(value)}"`);
  const chain = toBase64(concat(certificates)).match(/.{1,76}/g) ?? [];
  return `<hop ${list.join("\r\n ")}>\r\n<cert>${chain.join("\r\n")}</cert>\r\n<sig>${signature}</sig></hop>\r\n`;
}
