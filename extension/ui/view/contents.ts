import {
  decodedLeaf,
  decodeEncodedWords,
  decodeText,
  type Engine,
  fieldText,
  fileName,
  isAttachment,
  readMessage,
  signedFields,
} from "../../../core/index.ts";

/** A header field that the receipt's hash covers. */
interface CoveredField {
  readonly name: string;
  /** The value as it is hashed: unfolded, runs of blanks as one. */
  readonly hashed: string;
  /** The same for people, where the value is encoded (RFC 2047). */
  readonly decoded?: string;
}

/** One leaf of the message. */
export interface ShownLeaf {
  readonly path: string;
  readonly type: string;
  readonly kind: "text" | "html" | "attachment";
  readonly fileName: string;
  /** Decoded octets. */
  readonly octets: number;
  /** Lower-case hex SHA-256 of the decoded octets, as `sha256sum` prints it. */
  readonly digest: string;
  /** Decoded text; empty for attachments. */
  readonly text: string;
}

/** Everything the verified view shows: read from the octets that were checked, by the reader that checked them. */
export interface Contents {
  readonly octets: number;
  readonly fields: readonly CoveredField[];
  readonly leaves: readonly ShownLeaf[];
  /** The octets as text, one character each (windows-1252). */
  readonly source: string;
}

const KINDS: ReadonlyMap<string, ShownLeaf["kind"]> = new Map([
  ["text/plain", "text"],
  ["text/html", "html"],
]);

/** Reads the octets of a message for the verified view. Never fails. */
export async function contentsOf(bytes: Uint8Array, engine: Engine): Promise<Contents> {
  const message = readMessage(bytes);
  const fields = signedFields(message).map(({ field, octets }) => {
    const text = new TextDecoder().decode(octets).trimEnd();
    const value = fieldText(message, field);
    const decoded = decodeEncodedWords(value);
    const hashed = text.slice(text.indexOf(":") + 1);
    return { name: field.name, hashed, ...(decoded !== value && { decoded }) };
  });
  const leaves = message.leaves.map(async (part): Promise<ShownLeaf> => {
    const type = `${part.type}/${part.subtype}`;
    const octets = decodedLeaf(message, part, engine);
    const kind = isAttachment(part) ? "attachment" : (KINDS.get(type) ?? "attachment");
    return {
      path: part.path,
      type,
      kind,
      fileName: fileName(part),
      octets: octets.length,
      digest: await sha256(octets),
      text: kind === "attachment" ? "" : decodeText(message, part, engine),
    };
  });
  return {
    octets: message.bytes.length,
    fields,
    leaves: await Promise.all(leaves),
    source: message.text(0, message.bytes.length),
  };
}

async function sha256(octets: Uint8Array): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", new Uint8Array(octets)));
  return Array.from(digest, (octet) => octet.toString(16).padStart(2, "0")).join("");
}
