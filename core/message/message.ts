import type { Params } from "../result.ts";
import type { ReasonCode } from "../verdict/reasons.ts";

/**
 * A header field of the message or of one part. Offsets are octets of {@link Message.bytes}.
 */
export interface HeaderField {
  /** Name as it stands, white space before the colon removed. */
  readonly name: string;
  /** `name` in ASCII lower case. */
  readonly lowerName: string;
  /** First octet of the name. */
  readonly start: number;
  /** First octet after the colon. */
  readonly valueStart: number;
  /** First octet after the field's last line end (CRLF included in the field). */
  readonly end: number;
  /** White space stood between name and colon (G03). */
  readonly spaceBeforeColon: boolean;
}

/** Two reasonable programs could read this message differently; `code` is an `AMBIG_*` reason. */
export interface Ambiguity {
  readonly code: ReasonCode;
  readonly params: Params;
}

/** One node of the single MIME tree that serves hashing, display and attachments. */
export interface Part {
  /** IMAP section number (G10); the root is "" when it is a multipart and "1" otherwise. */
  readonly path: string;
  readonly depth: number;
  readonly fields: readonly HeaderField[];
  /** First octet of the part's header section. */
  readonly start: number;
  /** First octet of the body (after the empty line). */
  readonly bodyStart: number;
  /** First octet after the body; the CRLF before a delimiter is not part of it. */
  readonly bodyEnd: number;
  /** Lower case; `text` and `plain` when missing or invalid (G12). */
  readonly type: string;
  readonly subtype: string;
  /** Parameters of Content-Type: lower-case names as they stand (`name*0` stays `name*0`), unquoted values. */
  readonly typeParams: ReadonlyMap<string, string>;
  /** Lower-case disposition type; undefined when the field is absent, "" when empty (H21). */
  readonly disposition: string | undefined;
  readonly dispositionParams: ReadonlyMap<string, string>;
  /** Lower-case first token of Content-Transfer-Encoding, `7bit` without the field (G14, H29). */
  readonly encoding: string;
  /** A multipart with at least one delimiter line; otherwise a leaf, whatever its type (G16, H20). */
  readonly children: readonly Part[];
  readonly isMultipart: boolean;
}

/** A message read strictly (RFC 5322, RFC 2045 to 2047, 2231; G01 to G16). Reading never throws. */
export interface Message {
  /** The octets after G01: every LF without CR before it became CRLF. Equal to the input when it had none. */
  readonly bytes: Uint8Array;
  /** windows-1252 view of `bytes` (one UTF-16 unit per octet, ASCII unchanged), made lazily for searching. */
  text(start: number, end: number): string;
  readonly root: Part;
  /** `root.fields`. */
  readonly fields: readonly HeaderField[];
  /** Lines of the header section that are no field (G02), as octet ranges. */
  readonly strayLines: readonly { readonly start: number; readonly end: number }[];
  readonly ambiguities: readonly Ambiguity[];
  /** A budget was reached: nothing else of this message may be relied on. */
  readonly limit: ReasonCode | undefined;
  /** All leaves of the tree in pre-order. */
  readonly leaves: readonly Part[];
}
