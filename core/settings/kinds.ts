import { hides } from "../trust/characters.ts";
import { readHttpsUrl, readName, readOneOf } from "../trust/fields.ts";
import { listOf, type Reader } from "../trust/reading.ts";
import { readRemoteUrl } from "../trust/remote-host.ts";

/** The part of JSON Schema (draft-07) that every reader of policies knows: no unions, no references. */
export type JsonSchema =
  | { readonly type: "boolean" }
  | { readonly type: "integer"; readonly minimum: number; readonly maximum: number }
  | {
      readonly type: "string";
      readonly enum?: readonly string[];
      readonly maxLength?: number;
      readonly pattern?: string;
      readonly format?: "uri";
    }
  | { readonly type: "array"; readonly items: JsonSchema }
  | {
      readonly type: "object";
      readonly properties: Readonly<Record<string, JsonSchema>>;
      readonly required?: readonly string[];
    };

/** A kind of value: how it is read strictly, and the same for programs that check policies before they are rolled out. */
export interface Kind<T> {
  readonly read: Reader<T>;
  readonly schema: JsonSchema;
}

/** Yes or no. The Windows registry and macOS property lists know only 1 and 0 for it. */
export const flag: Kind<boolean> = {
  read: (value, place) => {
    if (typeof value === "boolean") return value;
    return value === 0 || value === 1 ? value === 1 : place.report("wrong-type", value);
  },
  schema: { type: "boolean" },
};

/** Below are the types that everybody knows, MX among them; above are those for private use. */
const FIRST_TYPE = 256;
const LAST_TYPE = 65_279;

/** A whole number between two bounds, both included. */
export function whole(minimum: number, maximum: number): Kind<number> {
  return {
    read: (value, place) => {
      if (typeof value !== "number" || !Number.isSafeInteger(value)) return place.report("wrong-type", value);
      return value < minimum || value > maximum ? place.report("out-of-bounds", value) : value;
    },
    schema: { type: "integer", minimum, maximum },
  };
}

/** Whether a number may be chosen for the Client MX type (DNS-16). */
export const isClientMxType = (type: number): boolean => type === 0 || (type >= FIRST_TYPE && type <= LAST_TYPE);

/** A number from the range in which types of records are assigned one by one (RFC 6895 s3.1), or 0 for none of them. */
export const recordType: Kind<number> = {
  read: (value, place) => {
    const number = whole(0, LAST_TYPE).read(value, place);
    return number === undefined || isClientMxType(number) ? number : place.report("out-of-bounds", value);
  },
  schema: { type: "integer", minimum: 0, maximum: LAST_TYPE },
};

/** One word of a closed list. */
export function choice<const T extends string>(values: readonly T[]): Kind<T> {
  return { read: readOneOf(values), schema: { type: "string", enum: values } };
}

/** One line of text that people read. */
export const line: Kind<string> = { read: readName, schema: { type: "string", maxLength: 80 } };

/** Longest paragraph, in UTF-16 units. */
const MAX_PARAGRAPH = 200;
/** What programs make a link of, and people copy into one. */
const LINK = /:\/\/|\bwww\.|\bmailto:/i;

/** One or two sentences that people read, as text and nothing else. */
export const paragraph: Kind<string> = {
  read: (value, place) => {
    if (typeof value !== "string") return place.report("wrong-type", value);
    if (value.trim() === "") return place.report("empty", value);
    if (value.length > MAX_PARAGRAPH) return place.report("too-long", value);
    if (/[\r\n\t]/.test(value) || hides(value)) return place.report("hidden-characters", value);
    return LINK.test(value) ? place.report("holds-a-link", value) : value;
  },
  schema: { type: "string", maxLength: MAX_PARAGRAPH },
};

/** An address on the web, in the one spelling that a parser makes of it. */
export const httpsUrl: Kind<string> = {
  read: readHttpsUrl,
  schema: { type: "string", format: "uri", pattern: "^https://" },
};

/**
 * Address of a resolver: https, a public name, the default port, and a path without a query, so that nothing but the
 * question can be put into it (NET-02, NET-10).
 */
export const resolverUrl: Kind<string> = {
  read: (value, place) => {
    const usable = typeof value === "string" && !value.includes("?") && "url" in readRemoteUrl(value);
    return usable ? value : place.report("not-an-https-url", value);
  },
  schema: httpsUrl.schema,
};

/** The base of addresses to which reports go: https, a public name, the default port, and a path that ends with "/" (IPP-09). */
export const reportBase: Kind<string> = {
  read: (value, place) => {
    const usable = typeof value === "string" && /^[^?;%]*\/$/.test(value) && "url" in readRemoteUrl(value);
    return usable ? value : place.report("not-an-https-url", value);
  },
  schema: httpsUrl.schema,
};

/** A site of the web: https, a host and perhaps a port, and no more (EXT-10). */
export const readSite: Reader<string> = (value, place) => {
  const url = typeof value === "string" && URL.canParse(value) ? new URL(value) : undefined;
  const site = url !== undefined && url.protocol === "https:" && url.origin === value && !value.includes("*");
  return site ? value : place.report("not-an-https-url", value);
};

/** A list; what cannot be read is left out and reported, so a list only ever gets shorter. */
export function list<T>(read: Reader<T>, items: JsonSchema): Kind<readonly T[]> {
  return { read: listOf(read), schema: { type: "array", items } };
}
