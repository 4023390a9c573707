import { type Cbor, writeCbor } from "../../core/map/cbor.ts";
import { arrived, cose, KEY, mail, octets, STAMPED, sealed, sealedAnyway, usualMap, withCose } from "./support.ts";
import { type Case, one } from "./vector-case.ts";

/** Envelopes that are not of the form, or of a form to come: T09 to T12, T16, T20. */
export async function envelopeCases(): Promise<readonly Case[]> {
  const map = await usualMap();
  const header = (alg: number) =>
    writeCbor(
      new Map<number, Cbor>([
        [1, alg],
        [4, octets(KEY.id)],
      ]),
    );
  return [
    one(
      "malformed-map",
      "T12 U09",
      arrived(await sealedAnyway({ 2: new Uint8Array(15) })),
      "CAUTION MAP_MALFORMED | map_gateway map_refused",
    ),
    one(
      "lives-too-long",
      "T16 U16",
      arrived(await sealedAnyway({ 8: STAMPED + 14 * 86_400 + 1 })),
      "CAUTION MAP_MALFORMED | map_gateway map_refused",
    ),
    one(
      "two-key-names",
      "T10",
      arrived(await sealedAnyway({ 10: "env2" })),
      "CAUTION MAP_MALFORMED | map_gateway map_refused",
    ),
    one(
      "not-deterministic",
      "T09",
      arrived(withCose(await cose(Uint8Array.from([...map, 0])))),
      "CAUTION MAP_MALFORMED | map_gateway map_refused",
    ),
    one(
      "tagged",
      "T09",
      arrived(withCose(Uint8Array.from([0xd2, ...(await cose(map))]))),
      "CAUTION MAP_MALFORMED | map_gateway map_refused",
    ),
    one(
      "other-algorithm",
      "U09",
      arrived(withCose(await cose(map, header(-7)))),
      "TRANSPORT MAP_UNSUPPORTED | map_gateway map_unsupported",
    ),
    one(
      "unknown-map-key",
      "T12",
      arrived(await sealedAnyway({ 12: 1 })),
      "TRANSPORT MAP_UNSUPPORTED | map_gateway map_unsupported",
    ),
    one(
      "version-2",
      "U12",
      arrived(await sealedAnyway({ 1: 2 })),
      "TRANSPORT MAP_UNSUPPORTED | map_gateway map_unsupported",
    ),
    one(
      "version-0",
      "U12",
      arrived(await sealedAnyway({ 1: 0, 2: "" })),
      "TRANSPORT MAP_UNSUPPORTED | map_gateway map_unsupported",
    ),
    one(
      "version-text",
      "U09",
      arrived(await sealedAnyway({ 1: "1" })),
      "CAUTION MAP_MALFORMED | map_gateway map_refused",
    ),
    one(
      "unknown-map-key-first",
      "U09",
      arrived(await sealedAnyway({ 2: "", 12: 1 })),
      "TRANSPORT MAP_UNSUPPORTED | map_gateway map_unsupported",
    ),
    one(
      "unprotected-parameter",
      "T09",
      arrived(withCose(await cose(map, undefined, new Map([[4, octets("env1")]])))),
      "CAUTION MAP_MALFORMED | map_gateway map_refused",
    ),
    one(
      "no-kid",
      "U09",
      arrived(withCose(await cose(map, writeCbor(new Map([[1, -8]]))))),
      "CAUTION MAP_MALFORMED | map_gateway map_refused",
    ),
    one(
      "no-recipients",
      "T12",
      arrived(await sealedAnyway({ 4: [] })),
      "CAUTION MAP_MALFORMED | map_gateway map_refused",
    ),
    one(
      "domain-of-another",
      "T11",
      arrived(await sealedAnyway({ 9: "example.net" })),
      "CAUTION MAP_MALFORMED | map_gateway map_refused",
    ),
    one(
      "e2e-mls",
      "T20",
      arrived(await sealed(mail(), { e2e: "mls" })),
      "INTACT | map_gateway map_e2e-not-evaluated map_reverified",
    ),
    one(
      "e2e-hpke-over-text",
      "T20",
      arrived(await sealed(mail(), { e2e: "hpke" })),
      "CAUTION MAP_E2E_SHAPE | map_gateway",
    ),
  ];
}
