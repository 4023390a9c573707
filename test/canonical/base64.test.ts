import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { base64Lines, decodeBase64Url, encodeBase64, encodeByTable } from "../../core/canonical/base64.ts";
import { nobleEngine } from "../../core/crypto/engine-noble.ts";
import { text } from "../hpke/support.ts";

test("base64 of any octets is that of Node, and base64url comes back", () => {
  const lengths = fc.integer({ min: 0, max: 200 }).chain((n) => fc.uint8Array({ minLength: n, maxLength: n }));
  fc.assert(
    fc.property(lengths, (octets) => {
      for (const alphabet of ["base64", "base64url"] as const)
        for (const encode of [encodeBase64, encodeByTable])
          assert.equal(text(encode(octets, alphabet)), Buffer.from(octets).toString(alphabet));
      const lines = Buffer.from(octets)
        .toString("base64")
        .replace(/.{1,76}/g, "$&\r\n");
      assert.equal(text(base64Lines(octets)), lines);
      const back = decodeBase64Url(encodeByTable(octets, "base64url"), nobleEngine);
      assert.deepEqual([...(back ?? [])], [...octets]);
    }),
  );
});

const decode = (url: string) => decodeBase64Url(Buffer.from(url, "latin1"), nobleEngine);

test("base64url over several slices comes back, and no second spelling does", () => {
  const octets = new Uint8Array(200_001).map((_, at) => at * 7);
  const url = text(encodeByTable(octets, "base64url"));
  assert.deepEqual(decode(url), octets);
  for (const other of [
    `${url}=`,
    `${url} `,
    `+${url.slice(1)}`,
    `${url.slice(0, -1)}`,
    `${url.slice(0, 70_000)}=${url.slice(70_001)}`,
  ])
    assert.notDeepEqual(decode(other), octets);
  for (const broken of ["A", "AB", "AAAA+", "AA==", "AAAAA", "A A", "AAA\xe9", "\xe9AAAAAAA"])
    assert.equal(decode(broken), undefined, broken);
});
