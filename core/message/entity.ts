import { type ContentType, defaultType, readContentType, readDisposition, readEncoding } from "./content-type.ts";
import type { HeaderField } from "./message.ts";
import type { OctetText } from "./octets.ts";
import type { ParameterList } from "./parameters.ts";

/** What the header fields of a part say about its content (G12, H21, H28, H29). */
export interface Entity {
  readonly content: ContentType;
  readonly disposition: (ParameterList & { readonly disposition: string }) | undefined;
  /** `7bit` without a field. */
  readonly encoding: string;
  /** The encoding field holds one token and nothing else. */
  readonly encodingAlone: boolean;
  /** Names of the fields above that occur more than once; the first one counts. */
  readonly repeated: readonly string[];
}

/** Reads the three fields that describe a part. */
export function readEntity(text: OctetText, fields: readonly HeaderField[], inDigest: boolean): Entity {
  const repeated: string[] = [];
  const first = (name: string) => {
    const [field, second] = fields.filter(({ lowerName }) => lowerName === name);
    if (second !== undefined) repeated.push(name);
    return field === undefined ? undefined : fieldValue(text, field);
  };
  const content = first("content-type");
  const disposition = first("content-disposition");
  const encoding = first("content-transfer-encoding");
  const { encoding: token, alone } =
    encoding === undefined ? { encoding: "7bit", alone: true } : readEncoding(encoding);
  return {
    content: content === undefined ? defaultType(inDigest) : readContentType(content, inDigest),
    disposition: disposition === undefined ? undefined : readDisposition(disposition),
    encoding: token,
    encodingAlone: alone,
    repeated,
  };
}

/** A field's value as the windows-1252 view, line ends removed (RFC 5322 s2.2.3). */
function fieldValue(text: Pick<OctetText, "slice">, field: HeaderField): string {
  return text.slice(field.valueStart, field.end).replaceAll("\r\n", "");
}
