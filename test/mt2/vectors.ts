import { toBase64, toHex } from "../../core/canonical/encoding.ts";
import { sha256 } from "../../core/crypto/sha256.ts";
import type { Knowledge } from "../../core/knowledge.ts";
import { readMessage } from "../../core/message/reader.ts";
import { contents, mt2Carrier } from "../../core/mt2/carrier.ts";
import { hopInput } from "../../core/mt2/hop.ts";
import { readEnvelope } from "../../core/mt2/parse.ts";
import { unwrap } from "../../core/mt2/unwrap.ts";
import { verdictOf } from "../verify/support.ts";
import { edited, gatewayed, hopsOf, keyNamed, knowingAll, mail, published, STAMPED, WAY, withHops } from "./support.ts";

interface Case {
  readonly id: string;
  readonly rules: string;
  readonly bytes: Uint8Array;
  readonly knowledge?: Knowledge;
}

async function cases(): Promise<readonly Case[]> {
  const whole = await gatewayed();
  const hops = hopsOf(whole);
  const other = hopsOf(await gatewayed(mail({ "Message-ID": "<other@example.org>" })));
  const extension = { oid: "1.2.3.4", critical: true, value: "x" };
  const page = await gatewayed(mail({ "Content-Type": "text/html; charset=utf-8", Cc: "carol@example.net" }));
  return [
    { id: "whole", rules: "T38 T39 T40 T41 T43 T44 T45 T48 U38", bytes: whole },
    { id: "page-and-cc", rules: "T41 binding", bytes: page },
    { id: "page-header-changed", rules: "T41 binding", bytes: edited(page, "text/html;", "text/plain;") },
    { id: "cut", rules: "T42 T43", bytes: withHops(whole, hops.slice(2)) },
    { id: "spliced", rules: "T42", bytes: withHops(whole, hops.toSpliced(1, 1, other[1] ?? "")) },
    { id: "not-to-own-gateway", rules: "section 5", bytes: withHops(whole, hops.slice(0, 4)) },
    { id: "body-changed", rules: "U41", bytes: edited(whole, "1 000", "9 000") },
    { id: "subject-differs", rules: "section 5", bytes: edited(whole, /\r\nSubject: [^\r]*/, "\r\nSubject: Urgent") },
    { id: "critical-extension", rules: "T47", bytes: await gatewayed(mail(), { extensions: [extension] }) },
    { id: "comment", rules: "T49", bytes: edited(whole, "<sender>", "<sender><!-- -->") },
    { id: "two-cores", rules: "T40 U49", bytes: edited(whole, "<trace>", "<core></core><trace>") },
    { id: "doctype", rules: "T49", bytes: edited(whole, "<envelope ", "<!DOCTYPE envelope><envelope ") },
    { id: "entity", rules: "T49", bytes: edited(whole, "<subject>", "<subject>&nbsp;") },
    { id: "prefix", rules: "T49", bytes: edited(whole, "<sender>", '<sender xml:lang="en">') },
    { id: "other-namespace", rules: "T38 U49", bytes: edited(whole, "urn:mt2:headers:1", "urn:mt2:headers:2") },
    { id: "other-order", rules: "U38", bytes: edited(whole, /(<from>.*<\/from>\r\n)(<to>.*<\/to>\r\n)/, "$2$1") },
    { id: "hop-without-prev", rules: "T38", bytes: edited(whole, /prev=""/, 'link=""') },
    { id: "index-padded", rules: "T38", bytes: edited(whole, 'index="0"', 'index="00"') },
    {
      id: "issuer-unknown",
      rules: "T44 U52",
      bytes: whole,
      knowledge: await knowingAll({ mt2Issuers: [await published("example.net")] }),
    },
    {
      id: "relied-on",
      rules: "MT2-13",
      bytes: whole,
      knowledge: await knowingAll({ mt2Issuers: [await published("example.net")], mt2Validators: [WAY[4]] }),
    },
    {
      id: "too-late",
      rules: "T46 U46",
      bytes: whole,
      knowledge: await knowingAll({ firstSeen: STAMPED + 8 * 86_400 }),
    },
    { id: "opened-file", rules: "U58", bytes: whole, knowledge: await knowingAll({ origin: "file" }) },
  ];
}

async function vector({ id, rules, bytes, knowledge }: Case) {
  const known = knowledge ?? (await knowingAll());
  const { badge, reasons, lines, route } = await verdictOf(bytes, known);
  const back = unwrap(bytes);
  return {
    id,
    rules,
    message: toBase64(bytes),
    knowledge: known,
    expect: {
      badge,
      reasons: reasons.filter(({ effect }) => effect !== "note").map(({ code }) => code),
      lines: lines.filter(({ system }) => system === "mt2").map(({ code, params }) => ({ code, ...params })),
      route: route ?? [],
    },
    ...(back instanceof Uint8Array && { unwrapped: toBase64(back) }),
    ...(await steps(bytes)),
  };
}

/** The octets on the way, where the envelope can be read. */
async function steps(bytes: Uint8Array) {
  const message = readMessage(bytes);
  const carrier = mt2Carrier(message);
  const envelope = carrier && readEnvelope(contents(message, carrier.envelope));
  if (carrier === undefined || envelope?.kind !== "envelope") return {};
  const { core, coreOctets, hops } = envelope;
  const digest = async (octets: Uint8Array) => toHex(await sha256(octets));
  const core_sha256 = await digest(coreOctets);
  return {
    steps: {
      core: toBase64(coreOctets),
      core_sha256,
      headers_sha256: await digest(contents(message, carrier.headers)),
      body_sha256: await digest(contents(message, carrier.body)),
      hop_inputs: hops.map((hop) => toBase64(hopInput(hop, core.messageId, core_sha256))),
    },
  };
}

/** Everything in `docs/vectors/mt2.json`. */
export async function computeVectors() {
  return {
    about:
      "Vectors of docs/protocols/mt2.md. TEST KEYS: everybody knows them, they protect nothing. message, unwrapped, core and hop_inputs are base64, digests lower-case hex.",
    test_keys: WAY.map((host) => ({ use: host, alg: "ed25519", pkcs8: toBase64(keyNamed(host).privateKey) })),
    vectors: await Promise.all((await cases()).map(vector)),
  };
}
