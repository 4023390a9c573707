import { sign } from "../../core/crypto/signature.ts";
import { type Bootstrap, payloadText } from "../../core/map/bootstrap.ts";
import { KEY, PUBLIC, STAMPED } from "./support.ts";

/** A document of example.org, in the form of RFC 8785 when written. */
export const DOCUMENT: Bootstrap = {
  domain: "example.org",
  mode: "enforce",
  issued: STAMPED,
  expires: STAMPED + 86_400,
  keys: [{ id: KEY.id, usage: "envelope", k: "ed25519", p: PUBLIC, nb: STAMPED - 60 }],
};

const url = (text: string) => Buffer.from(text, "latin1").toString("base64url");

/** A compact JWS, signed by the document's own key. */
export async function jws(
  payload = payloadText(DOCUMENT),
  header = `{"alg":"EdDSA","kid":"${KEY.id}"}`,
): Promise<string> {
  const signed = `${url(header)}.${url(payload)}`;
  const signature = await sign("ed25519", KEY.privateKey, Buffer.from(signed, "latin1"));
  return `${signed}.${Buffer.from(signature).toString("base64url")}`;
}

/** The same with other content. */
export const changed = (changes: Partial<Bootstrap>) => jws(payloadText({ ...DOCUMENT, ...changes }));

/** Documents that are refused wherever and whenever they are met, by name. */
export async function refusedDocuments(): Promise<ReadonlyMap<string, string>> {
  const [key] = DOCUMENT.keys;
  if (key === undefined) return new Map();
  const text = payloadText(DOCUMENT);
  const good = await jws();
  return new Map([
    ["another-domain", await changed({ domain: "example.net" })],
    ["repeated-id", await changed({ keys: [key, key] })],
    ["id-upper-case", await changed({ keys: [key, { ...key, id: "UPPER" }] })],
    ["key-too-short", await changed({ keys: [{ ...key, p: "AAAA" }] })],
    ["signer-missing", await changed({ keys: [{ ...key, id: "env2" }] })],
    ["signer-cannot-sign", await changed({ keys: [{ ...key, k: "x25519" }] })],
    ["signer-revoked", await changed({ keys: [{ ...key, p: "" }] })],
    ["lives-too-long", await changed({ expires: STAMPED + 7 * 86_400 + 1 })],
    ["blank", await jws(` ${text}`)],
    ["unknown-member", await jws(text.replace('"mode":"enforce"', '"mode":"enforce","x":1'))],
    ["repeated-member", await jws(text.replace('"mode":"enforce"', '"mode":"enforce","mode":"enforce"'))],
    ["unknown-mode", await jws(text.replace("enforce", "later"))],
    ["version-2", await jws(text.replace("map-bootstrap/1", "map-bootstrap/2"))],
    ["number-form", await jws(text.replace(`"iat":${STAMPED}`, `"iat":${STAMPED}.0`))],
    ["alg-none", await jws(text, '{"alg":"none","kid":"env1"}')],
    ["header-member", await jws(text, '{"alg":"EdDSA","kid":"env1","jku":"https://x.example"}')],
    ["signature-altered", good.replace(/.{4}$/, "AAAA")],
    ["signature-missing", good.replace(/\.[^.]*$/, ".")],
    ["four-parts", `${good}.`],
    ["empty", ""],
    ["dots", ".."],
  ]);
}
