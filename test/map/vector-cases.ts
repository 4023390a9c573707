import { concat } from "../../core/canonical/concat.ts";
import { toHex } from "../../core/canonical/encoding.ts";
import { makeSign1 } from "../../core/map/cose.ts";
import { writeDsn } from "../../core/map/dsn.ts";
import { fieldOf } from "../../core/map/seal.ts";
import { edit } from "../gmp/support.ts";
import { above } from "../verify/support.ts";
import {
  arrived,
  FORGER,
  gatewayWord,
  KEY,
  knowingMap,
  mail,
  mapKey,
  noMapKey,
  OPTIONS,
  octets,
  STAMPED,
  sealed,
  sealedAnyway,
  silently,
  text,
} from "./support.ts";
import { type Case, one } from "./vector-case.ts";
import { envelopeCases } from "./vector-envelopes.ts";

const https = mapKey({ anchor: "https", state: "insecure", expires: STAMPED + 86_400 });
const insecure = noMapKey({ state: "insecure" });
const dsn = {
  id: OPTIONS.id,
  domain: "example.org",
  created: STAMPED,
  outcomes: [{ recipient: "alice@example.org", action: "failed", status: "5.1.1" }],
} as const;

/** The cases of `docs/vectors/map.json`. */
export async function cases(): Promise<readonly Case[]> {
  const good = await sealed();
  const forged = await sealed(mail(), {}, FORGER);
  const changed = edit(good, "1 000", "9 000");
  const bounce = concat([fieldOf("MAP-DSN", await makeSign1(writeDsn(dsn), "MAP-dsn-v1", KEY)), mail()]);
  const mixed = octets(text(arrived(good)).replace("please", "ple\nase"));
  const known = (...keys: ReturnType<typeof mapKey>[]) => knowingMap(keys);
  return [
    one("intact", "T03 T06 T09 T10 T11 T12 T13 T14", arrived(good), "INTACT | map_gateway map_reverified"),
    one(
      "stored-with-lf",
      "T02",
      octets(text(arrived(good)).replaceAll("\r\n", "\n")),
      "INTACT | map_gateway map_reverified",
    ),
    one("mixed-line-ends", "T02 U02", mixed, "CAUTION MAP_EOL | map_gateway map_refused"),
    one("no-gateway", "T06", silently(good), "NONE | map_unattributed"),
    one("gateway-only", "T06", arrived(mail()), "TRANSPORT | map_gateway"),
    one(
      "gateway-testing",
      "T07",
      arrived(good, gatewayWord({ "policy.map-mode": "testing" })),
      "NONE | map_testing map_unattributed",
    ),
    one(
      "gateway-unproven",
      "T61",
      arrived(good, gatewayWord({ "dns.sec": "no" })),
      "NONE | map_gateway-unproven map_unattributed",
    ),
    one(
      "gateway-https",
      "T61 U61",
      arrived(good, gatewayWord({ "policy.map-anchor": "https" })),
      "INTACT | map_gateway-https map_reverified",
    ),
    one(
      "gateway-other-key",
      "T61 U61",
      arrived(good, gatewayWord({ "policy.map-key": "other" })),
      "TRANSPORT | map_gateway map_unattributed",
    ),
    one(
      "gateway-no-key",
      "U61",
      arrived(good, gatewayWord({ "policy.map-key": undefined })),
      "INTACT | map_gateway map_reverified",
    ),
    one("payload-changed", "T19", arrived(changed), "ALERT MAP_PAYLOAD_MISMATCH | map_gateway map_mismatch"),
    one(
      "payload-changed-no-gateway",
      "T19",
      silently(changed),
      "CAUTION MAP_PAYLOAD_MISMATCH | map_unattributed map_mismatch",
    ),
    one(
      "payload-changed-testing",
      "U19",
      arrived(changed, gatewayWord({ "policy.map-mode": "testing" })),
      "CAUTION MAP_PAYLOAD_MISMATCH | map_testing map_unattributed map_mismatch",
    ),
    one(
      "length-differs",
      "T12 T19",
      arrived(await sealedAnyway({ 6: mail().length + 1 })),
      "ALERT MAP_PAYLOAD_MISMATCH | map_gateway map_mismatch",
    ),
    one("forged", "T19", arrived(forged), "ALERT MAP_SIG_INVALID | map_gateway map_mismatch"),
    one(
      "trace-above",
      "T04",
      arrived(above(good, "Return-Path: <alice@example.org>", "X-Spam: no")),
      "INTACT | map_gateway map_reverified",
    ),
    one("subject-above", "T04", arrived(above(good, "Comments: x")), "CAUTION MAP_HEADER_ABOVE | map_gateway"),
    one(
      "near-miss",
      "T05 U05",
      octets(text(arrived(good)).replace("MAP-Envelope:", "MAP--Envelope:")),
      "CAUTION MAP_MULTIPLE | map_gateway map_refused",
    ),
    one("renamed", "T05", arrived(await sealed(good)), "INTACT | map_gateway map_reverified"),
    one(
      "other-domain",
      "T06",
      arrived(await sealed(mail(), { sender: "m@evil.example", domain: "evil.example" })),
      "TRANSPORT MAP_DNS | map_gateway map_unattributed map_unchecked",
    ),
    one(
      "null-sender",
      "T11",
      arrived(await sealed(mail(), { sender: "" }), gatewayWord({ "smtp.mailfrom": '""' })),
      "NONE | map_null-sender map_unattributed",
    ),
    one(
      "null-sender-vouched",
      "T11",
      arrived(await sealed(mail(), { sender: "" })),
      "TRANSPORT | map_gateway map_unattributed",
    ),
    ...(await envelopeCases()),
    one(
      "other-recipient",
      "T54",
      arrived(await sealed(mail(), { recipients: ["carol@example.net"] })),
      "CAUTION NOT_ADDRESSED_TO_YOU | map_gateway",
    ),
    one(
      "early",
      "T16",
      arrived(good),
      "CAUTION MAP_STALE | map_gateway",
      knowingMap([mapKey()], { firstSeen: STAMPED - 301 }),
    ),
    one(
      "late",
      "T16",
      arrived(good),
      "CAUTION MAP_STALE | map_gateway",
      knowingMap([mapKey()], { firstSeen: STAMPED + 86_401 }),
    ),
    one(
      "key-before",
      "T15 U15",
      arrived(good),
      "CAUTION MAP_KEY_EXPIRED | map_gateway",
      known(mapKey({}, { nb: STAMPED + 1 })),
    ),
    one(
      "key-ended-since",
      "T15",
      arrived(good),
      "INTACT | map_gateway map_reverified",
      known(mapKey({}, { na: STAMPED + 60 })),
    ),
    one("key-revoked", "T14", arrived(good), "CAUTION MAP_KEY_REVOKED | map_gateway", known(mapKey({}, { p: "" }))),
    one("key-gone", "T14", silently(good), "UNCHECKED MAP_KEY_GONE | map_unattributed map_key-gone", known(noMapKey())),
    one(
      "key-usage",
      "T21",
      arrived(good),
      "TRANSPORT MAP_KEY_USAGE | map_gateway map_unchecked",
      known(mapKey({}, { usage: "client" })),
    ),
    one("key-unknown", "T60", arrived(good), "TRANSPORT MAP_DNS | map_gateway map_unchecked", known()),
    one(
      "dns-bogus",
      "T14",
      arrived(good),
      "TRANSPORT MAP_DNS | map_gateway map_unchecked",
      known(noMapKey({ state: "bogus" }), https),
    ),
    one("no-anchor", "U08", arrived(good), "TRANSPORT MAP_NO_ANCHOR | map_gateway map_no-anchor", known(insecure)),
    one("bootstrap", "T08 T17", arrived(good), "TRANSPORT | map_gateway map_reverified-https", known(insecure, https)),
    one("from-file", "T58 U58", arrived(good), "NONE | map_unattributed", knowingMap([mapKey()], { origin: "file" })),
    one(
      "bounce-proven",
      "T13 T18",
      silently(bounce),
      "NONE | dsn_proven",
      knowingMap([mapKey()], { mapSent: [toHex(dsn.id)] }),
    ),
    one("bounce-unknown", "T18", silently(bounce), "NONE | dsn_unknown-message"),
    one("bounce-unchecked", "U52", silently(bounce), "NONE | dsn_unchecked", known()),
    one(
      "bounce-doubled",
      "U18",
      silently(octets(text(bounce).replace(/^(MAP-DSN:(?:.|\r\n )*\r\n)/, "$1$1"))),
      "NONE | dsn_refused",
    ),
  ];
}
