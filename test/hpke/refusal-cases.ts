import { strictBase64Url, toBase64Url } from "../../core/canonical/encoding.ts";
import { base64UrlJson, jweOf, octets, replaced, text, withJwe } from "./support.ts";
import type { Case } from "./vector-cases.ts";

const json = (part: unknown): unknown => JSON.parse(text(strictBase64Url(String(part)) ?? octets("null")));
const flipped = (part: unknown): string => {
  const bytes = strictBase64Url(String(part)) ?? octets("");
  return toBase64Url(bytes.map((octet, at) => (at === 3 ? octet ^ 1 : octet)));
};
/** A point of order 8, its top bit set (RFC 7748 ignores it). */
const SMALL_ORDER = Buffer.from("e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b880", "hex").toString(
  "base64url",
);

/** A usual message with its JWE, or something outside it, made not to be one of this profile. */
export function refusalCases(usual: Uint8Array, first: Uint8Array): readonly Case[] {
  const jwe = jweOf(usual);
  const [entry, other] = Array.isArray(jwe.recipients) ? jwe.recipients : [];
  const said = json(jwe.aad);
  const aad = typeof said === "object" ? { ...said } : {};
  const with_ = (id: string, rules: string, told: string, changes: Readonly<Record<string, unknown>>): Case => ({
    id,
    rules: rules.split(" "),
    told: `refused ${told}`,
    bytes: withJwe(usual, { ...jwe, ...changes }),
  });
  const spelled = (id: string, told: string, from: string, to: string): Case => ({
    id,
    rules: ["T25", "U25"],
    told,
    bytes: withJwe(usual, JSON.stringify(jwe).replace(from, to)),
  });
  const header = (changes: object) => ({ recipients: [{ ...entry, header: { ...entry.header, ...changes } }, other] });
  const shape = (id: string, bytes: Uint8Array): Case => ({ id, rules: ["T27"], told: "none", bytes });
  return [
    with_("ciphertext-changed", "T26", "cannot-open", { ciphertext: flipped(jwe.ciphertext) }),
    with_("tag-changed", "T26", "cannot-open", { tag: flipped(jwe.tag) }),
    with_("ciphertext-padded", "T25", "cannot-open", { ciphertext: `${jwe.ciphertext}=` }),
    with_("small-order", "T25", "cannot-open", header({ ek: SMALL_ORDER })),
    with_(
      "entry-of-another",
      "T26 T56",
      "cannot-open",
      header({ kid: other.header.kid.replace(/^./, "_"), ek: entry.header.ek }),
    ),
    with_("eid-changed", "T24", "cannot-open", { aad: base64UrlJson({ ...aad, eid: "AAAAAAAAAAAAAAAAAAAAAA" }) }),
    with_("eid-short", "T24", "unsupported", { aad: base64UrlJson({ ...aad, eid: "AAAA" }) }),
    with_("aad-version", "T24", "unsupported", { aad: base64UrlJson({ ...aad, v: "map-hpke/2" }) }),
    with_("aad-member", "T24", "altered", { aad: base64UrlJson({ ...aad, x: 1 }) }),
    with_("aad-spelling", "T24", "altered", { aad: toBase64Url(octets(JSON.stringify(aad, null, 1))) }),
    with_("unknown-member", "U25", "unsupported", { unprotected: {} }),
    with_("unknown-parameter", "U25", "unsupported", {
      protected: base64UrlJson({ alg: "HPKE-4-KE", enc: "A256GCM", zip: "DEF" }),
    }),
    with_("no-thumbprint", "T25", "unsupported", header({ kid: "bob" })),
    with_("empty-ek", "T25", "unsupported", header({ ek: "" })),
    with_("short-iv", "T25", "unsupported", { iv: "AAAA" }),
    with_("no-recipients", "T25", "unsupported", { recipients: [] }),
    spelled("member-twice", "refused unsupported", "{", '{"iv":"AAAAAAAAAAAAAAAA",'),
    spelled("compact", "refused unsupported", "{", "eyJ."),
    spelled("blanks", "opened", "{", " { "),
    shape("other-file-name", replaced(usual, "encrypted.jwe", "sealed.jwe")),
    shape("cover-is-html", replaced(usual, "text/plain", "text/html")),
    {
      id: "other-version",
      rules: ["T27", "U25"],
      told: "refused unsupported",
      bytes: replaced(first, "\r\n\r\nVersion: 1", "\r\n\r\nVersion: 2"),
    },
    shape("other-protocol", replaced(first, "application/map-hpke", "application/pgp-encrypted")),
    {
      id: "two-boundaries",
      rules: ["T27"],
      told: "refused ambiguous",
      bytes: replaced(usual, /boundary="[^"]*"/, "$&; boundary=x"),
    },
  ];
}
