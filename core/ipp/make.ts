import { hashBody } from "../canonical/body-hash.ts";
import { concat } from "../canonical/concat.ts";
import { asciiBytes, toBase64 } from "../canonical/encoding.ts";
import { sign } from "../crypto/signature.ts";
import type { Engine } from "../engine.ts";
import type { SignatureAlgorithm } from "../knowledge.ts";
import { readFrom } from "../message/address.ts";
import type { Message } from "../message/message.ts";
import { readMessage } from "../message/reader.ts";
import { encodeAlias } from "./alias.ts";
import { readDeclaration } from "./declaration.ts";
import { DECLARATION_FIELD } from "./parse.ts";
import { signingInput } from "./signing-input.ts";

/** What a declaration shall say; address, hash and signature are computed. */
export interface DeclareOptions {
  readonly nature: string;
  /** New for each recipient's copy: 22 to 64 characters of base64url, at least 128 bits of them random (G51). */
  readonly token: string;
  /** `t` and `x`, epoch seconds, at most 90 days apart. */
  readonly created: number;
  readonly expires: number;
  /** Lower-case names of fields to cover besides {@link COVERED_FIELDS}. */
  readonly alsoCovered?: readonly string[];
}

/** The key of the certificate that is published for the address. */
export interface DeclareKey {
  readonly alg: SignatureAlgorithm;
  /** PKCS #8. */
  readonly privateKey: Uint8Array;
}

/** Why a message is not declared. `detail` names values; it is data, not a sentence. */
export interface DeclareError {
  readonly fault:
    | "option"
    | "limit"
    | "ambiguous"
    | "from"
    | "missing-field"
    | "declared-already"
    | "stamped-already"
    | "key";
  readonly detail: string;
}

/** What every declaration of ours covers (3-protocols 4.2); an absent field is covered as absent. */
const COVERED_FIELDS = ["from", "to", "cc", "subject", "date", "message-id"] as const;
/** Without these a reader calls the declaration unbound (G47). */
const NEEDED = ["from", "date", "message-id"];
/** Base64 characters in one line. */
const BASE64_LINE = 68;

/**
 * Declares what a message is, and signs that (3-protocols 4.2). A stamp and DKIM come after it (G60).
 * @param bytes the message as it will be sent; bare LF becomes CRLF
 * @returns the message with one `IPP-Declaration` on top, or why there is none
 */
export async function declare(
  bytes: Uint8Array,
  options: DeclareOptions,
  key: DeclareKey,
  engine: Engine,
): Promise<Uint8Array | DeclareError> {
  const message = readMessage(bytes);
  const fault = refusal(message);
  if (fault !== undefined) return fault;
  const [from] = readFrom(message).mailboxes;
  const alias = encodeAlias(from?.localPart ?? "");
  if (from === undefined || alias === undefined) return { fault: "from", detail: from?.addrSpec ?? "" };
  const names = [...new Set([...COVERED_FIELDS, ...(options.alsoCovered ?? [])])];
  const hash = toBase64(await hashBody(message, "relaxed", engine));
  const valueWith = (signature: string) =>
    [
      ` v=IPP1; d=${from.domain}; l=${alias};`,
      `nature=${options.nature}; t=${options.created}; x=${options.expires};`,
      `n=${options.token};`,
      `h=${names.join(":")};`,
      `bh=${hash};`,
      `a=${key.alg};`,
      `b=${(signature.match(new RegExp(`.{1,${BASE64_LINE}}`, "g")) ?? []).join("\r\n ")}`,
    ].join("\r\n ");
  // What is signed is what a verifier will read: the finished value goes through the reader first.
  const draft = readDeclaration(valueWith("AAAA"));
  if (draft === undefined) return { fault: "option", detail: "" };
  try {
    const signature = await sign(key.alg, key.privateKey, signingInput(message, draft));
    return concat([asciiBytes(`IPP-Declaration:${valueWith(toBase64(signature))}\r\n`), message.bytes]);
  } catch {
    return { fault: "key", detail: key.alg };
  }
}

/** What no reader could call signed afterwards. */
function refusal(message: Message): DeclareError | undefined {
  if (message.limit !== undefined) return { fault: "limit", detail: message.limit };
  const names = message.fields.map(({ lowerName }) => lowerName);
  if (names.includes(DECLARATION_FIELD)) return { fault: "declared-already", detail: "" };
  if (names.includes("x-guardmail-stamp")) return { fault: "stamped-already", detail: "" };
  const author = readFrom(message);
  if (author.mailboxes.length !== 1 || author.ambiguities.length > 0)
    return { fault: "from", detail: String(author.mailboxes.length) };
  const missing = NEEDED.find((name) => !names.includes(name));
  if (missing !== undefined) return { fault: "missing-field", detail: missing };
  const [ambiguity] = message.ambiguities;
  return ambiguity && { fault: "ambiguous", detail: ambiguity.code };
}
