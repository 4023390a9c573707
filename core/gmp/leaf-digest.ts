import { type BodyForm, canonicalBody } from "../canonical/body.ts";
import { updateCanonical } from "../canonical/body-hash.ts";
import { concat } from "../canonical/concat.ts";
import { isCanonicalBase64 } from "../canonical/encoding.ts";
import { rewrite } from "../canonical/rewrite.ts";
import type { Engine } from "../engine.ts";
import { leafEncoding } from "../message/leaf.ts";
import type { Message, Part } from "../message/message.ts";
import { octetString } from "../message/octets.ts";

const CR = 0x0d;
const CRLF = Uint8Array.of(CR, 0x0a);

/** Octets decoded at a time: strings of this size stay in the processor's cache. */
const PIECE = 60 * 1024;
/** Pieces decoded before other work gets a turn. */
const PIECES_IN_A_ROW = 8;

/**
 * SHA3-256 of a leaf's decoded octets, for the attachment records. This is not how the leaf is displayed: what is not
 * strictly encoded is hashed undecoded, in canonical form (G11, G14, H05), so that att_hash can differ only where
 * body_hash does.
 */
export async function leafDigest(message: Message, part: Part, form: BodyForm, engine: Engine): Promise<Uint8Array> {
  const encoding = leafEncoding(part);
  const decoded =
    encoding === "base64"
      ? await base64Digest(message, part, engine)
      : encoding === "quoted-printable"
        ? quotedPrintableDigest(message, part, form, engine)
        : undefined;
  if (decoded !== undefined) return decoded;
  const state = engine.sha3_256();
  await updateCanonical(state, message, part.bodyStart, part.bodyEnd, form, engine);
  return state.digest();
}

/** Undefined unless the text, white space removed, is canonical base64 as a whole. */
async function base64Digest(message: Message, part: Part, engine: Engine): Promise<Uint8Array | undefined> {
  const state = engine.sha3_256();
  let rest = "";
  for (let at = part.bodyStart, pieces = 1; at < part.bodyEnd; pieces++) {
    if (pieces % PIECES_IN_A_ROW === 0) await engine.pause();
    const cut = Math.min(part.bodyEnd, at + PIECE);
    const to = message.bytes[cut - 1] === CR && cut < part.bodyEnd ? cut + 1 : cut;
    // White space is SP, HTAB and CRLF; a lone CR is an octet like any other (G07).
    const lines = message.text(at, to).replaceAll("\r\n", "");
    rest += lines.includes(" ") || lines.includes("\t") ? lines.replace(/[\t ]+/g, "") : lines;
    at = to;
    // The last quantum stays back: only there may padding stand.
    const ready = rest.slice(0, Math.max(0, Math.ceil(rest.length / 4) - 1) * 4);
    if (ready.endsWith("=") || !isCanonicalBase64(ready)) return undefined;
    state.update(engine.decodeBase64(ready));
    rest = rest.slice(ready.length);
  }
  if (!isCanonicalBase64(rest)) return undefined;
  state.update(engine.decodeBase64(rest));
  return state.digest();
}

/** An equals sign that begins neither an octet (either case, H06) nor a soft line end. */
const INVALID_ESCAPE = /=(?![0-9A-Fa-f]{2}|[\t ]*\r\n)/;
const ESCAPE_OR_BLANKS = /=[\t ]*\r\n|=[0-9A-Fa-f]{2}|[\t ]+(?:\r\n)?/g;
const NOTHING = new Uint8Array(0);

function quotedPrintableDigest(message: Message, part: Part, form: BodyForm, engine: Engine): Uint8Array | undefined {
  const chunks: Uint8Array[] = [];
  canonicalBody(message.bytes, part.bodyStart, part.bodyEnd, form, (chunk) => chunks.push(chunk));
  const bytes = concat(chunks);
  const text = octetString(bytes);
  if (INVALID_ESCAPE.test(text)) return undefined;
  const state = engine.sha3_256();
  state.update(
    rewrite(bytes, text, ESCAPE_OR_BLANKS, (start, end) => {
      const endsLine = text[end - 1] === "\n";
      if (text[start] === "=")
        return endsLine ? NOTHING : Uint8Array.of(Number.parseInt(text.slice(start + 1, end), 16));
      // Blanks before a line end were added on the way (RFC 2045 s6.7 rule 3).
      return endsLine ? CRLF : bytes.subarray(start, end);
    }),
  );
  return state.digest();
}
