import assert from "node:assert/strict";
import { test } from "node:test";
import { type Cbor, writeCbor } from "../../core/map/cbor.ts";
import {
  arrived,
  cose,
  KEY,
  knowingMap,
  mail,
  mapKey,
  OPTIONS,
  octets,
  outcome,
  sealed,
  sealedAnyway,
  text,
  usualMap,
  withCose,
} from "./support.ts";

const MALFORMED = /^CAUTION MAP_MALFORMED \| map_gateway map_refused$/;
const UNSUPPORTED = /^TRANSPORT MAP_UNSUPPORTED \| map_gateway map_unsupported$/;
const header = (...entries: (readonly [number, Cbor])[]) => writeCbor(new Map(entries));

test("T01: white space may stand anywhere in cose=, unknown tags mean nothing, anything else is malformed", async () => {
  const good = text(arrived(await sealed()));
  const value = /MAP-Envelope: ([\s\S]*?)\r\n(?![ \t])/.exec(good)?.[1] ?? "";
  const written = (other: string) => outcome(octets(good.replace(value, () => other)));
  const base64 = value.replace(/^v=1; cose=|\s/g, "").replace(/^v=1;cose=/, "");
  for (const fine of [
    `v=1; cose=${base64}`,
    `v=1; x=y; cose=${base64.replace(/(.{50})/g, "$1\r\n\t")}; z=`,
    `cose=${base64};v=1;`,
  ])
    assert.match(await written(fine), /^INTACT \|/, fine.slice(0, 40));
  const broken = [
    "v=1",
    `cose=${base64}`,
    `v=1; cose=${base64.slice(0, -4)}`,
    `v=1; cose=${base64.replace(/=*$/, "")}x`,
    `v=1; v=1; cose=${base64}`,
    `v=1; Cose=${base64}`,
    "v=; cose=AAAA",
    "v=1; cose=",
  ];
  for (const bad of broken) assert.match(await written(bad), MALFORMED, bad.slice(0, 40));
});

test("T09, U09: another algorithm or header parameter is unsupported, every other form malformed", async () => {
  const map = await usualMap();
  const kid = octets(KEY.id);
  for (const odd of [
    header([1, -7], [4, kid]),
    header([1, -8], [4, kid], [5, kid]),
    header([1, -8], [2, [1]], [4, kid]),
  ])
    assert.match(await outcome(arrived(withCose(await cose(map, odd)))), UNSUPPORTED);
  for (const bad of [
    header([4, kid]),
    header([1, -8]),
    header([1, -8], [4, KEY.id]),
    header([1, -8], [4, octets("ENV1")]),
    new Uint8Array(0),
  ])
    assert.match(await outcome(arrived(withCose(await cose(map, bad)))), MALFORMED);
  const usual = header([1, -8], [4, kid]);
  assert.match(await outcome(arrived(withCose(await cose(map, usual, new Map([[4, kid]]))))), MALFORMED);
  for (const length of [0, 63, 65])
    assert.match(
      await outcome(arrived(withCose(writeCbor([usual, new Map(), map, new Uint8Array(length)])))),
      MALFORMED,
    );
  // RFC 9052 s2: the tagged form is another object.
  assert.match(await outcome(arrived(withCose(Uint8Array.from([0xd2, ...(await cose(map))])))), MALFORMED);
});

test("T10 to T12, U16: the map holds exactly the values of its grammar", async () => {
  const { created } = OPTIONS;
  const many = (count: number) => Array.from({ length: count }, (_, i) => `${i === 0 ? "bob" : `b${i}`}@example.net`);
  const bad: readonly Readonly<Record<number, Cbor | undefined>>[] = [
    { 1: undefined },
    { 1: "1" },
    { 2: new Uint8Array(15) },
    { 2: undefined },
    { 3: "alice" },
    { 3: "alice@EXAMPLE.org" },
    { 3: "<alice@example.org>" },
    { 3: "al ice@example.org" },
    { 3: "alice@other.example" },
    { 4: [] },
    { 4: ["bob@example.net", "x"] },
    { 4: "bob@example.net" },
    { 4: many(1001) },
    { 5: new Uint8Array(31) },
    { 6: -1 },
    { 7: "1" },
    { 8: created - 1 },
    { 8: created + 14 * 86_400 + 1 },
    { 9: "Example.org" },
    { 9: undefined },
    { 10: "env2" },
    { 10: octets(KEY.id) },
    { 11: "hpke" },
    { 11: new Map<number, Cbor>() },
    { 11: new Map<number, Cbor>([[1, 1]]) },
    {
      11: new Map<number, Cbor>([
        [1, "mls"],
        [2, "x"],
      ]),
    },
  ];
  for (const changes of bad)
    assert.match(await outcome(arrived(await sealedAnyway(changes))), MALFORMED, JSON.stringify(changes));
  for (const changes of [
    {},
    { 4: many(1000) },
    { 8: created + 14 * 86_400 },
    { 8: created + 60 },
    { 3: '"a b"@example.org' },
  ])
    assert.match(
      await outcome(arrived(await sealedAnyway(changes))),
      /^INTACT \|/,
      JSON.stringify(changes).slice(0, 60),
    );
});

test("MAP-09, T60: several answers to one question are none", async () => {
  const bytes = arrived(await sealed(mail()));
  assert.match(await outcome(bytes, knowingMap([mapKey(), mapKey({}, { usage: "server" })])), /^TRANSPORT MAP_DNS \|/);
  assert.match(
    await outcome(bytes, knowingMap([mapKey({ id: "env2" }), mapKey({ domain: "example.net" })])),
    /^TRANSPORT MAP_DNS \|/,
  );
});
