import assert from "node:assert/strict";
import { test } from "node:test";
import { sign } from "../../core/crypto/signature.ts";
import { type Bootstrap, bootstrapKeys, payloadText, readBootstrap } from "../../core/map/bootstrap.ts";
import { KEY, mapKey, PUBLIC, STAMPED } from "./support.ts";

const DOCUMENT: Bootstrap = {
  domain: "example.org",
  mode: "enforce",
  issued: STAMPED,
  expires: STAMPED + 86_400,
  keys: [{ id: KEY.id, usage: "envelope", k: "ed25519", p: PUBLIC, nb: STAMPED - 60 }],
};
const url = (text: string) => Buffer.from(text, "latin1").toString("base64url");

async function jws(payload = payloadText(DOCUMENT), header = `{"alg":"EdDSA","kid":"${KEY.id}"}`): Promise<string> {
  const signed = `${url(header)}.${url(payload)}`;
  const signature = await sign("ed25519", KEY.privateKey, Buffer.from(signed, "latin1"));
  return `${signed}.${Buffer.from(signature).toString("base64url")}`;
}

const read = async (text: string, now = STAMPED, newest = 0) => readBootstrap(text, "example.org", now, newest);
const changed = (changes: Partial<Bootstrap>) => jws(payloadText({ ...DOCUMENT, ...changes }));

test("T17: a document signed by a key of its own, in the form of RFC 8785, gives keys that count under HTTPS only", async () => {
  const document = await read(await jws());
  assert.deepEqual(document, DOCUMENT);
  const [key] = bootstrapKeys(document ?? assert.fail());
  const record = mapKey({}, { nb: STAMPED - 60 }).record ?? assert.fail();
  assert.deepEqual(key, {
    domain: "example.org",
    id: "env1",
    anchor: "https",
    state: "insecure",
    expires: STAMPED + 86_400,
    record,
  });
  assert.equal(
    payloadText(DOCUMENT),
    `{"domain":"example.org","exp":${STAMPED + 86_400},"iat":${STAMPED},"keys":[{"id":"env1","k":"ed25519","nb":${STAMPED - 60},"p":"${PUBLIC}","usage":"envelope"}],"mode":"enforce","v":"map-bootstrap/1"}`,
  );
});

test("T17, U17: times at their edges, and never back to an older document", async () => {
  const good = await jws();
  for (const now of [STAMPED - 300, STAMPED, STAMPED + 86_400]) assert.ok(await read(good, now));
  for (const now of [STAMPED - 301, STAMPED + 86_401]) assert.equal(await read(good, now), undefined);
  assert.ok(await read(good, STAMPED, STAMPED));
  assert.equal(await read(good, STAMPED, STAMPED + 1), undefined);
  assert.ok(await read(await changed({ expires: STAMPED + 7 * 86_400 })));
  assert.equal(await read(await changed({ expires: STAMPED + 7 * 86_400 + 1 })), undefined);
});

test("T17, U17: another domain, spelling, member, signer or a repeated id refuses the document", async () => {
  const [key] = DOCUMENT.keys;
  assert.ok(key);
  const text = payloadText(DOCUMENT);
  const bad = [
    await changed({ domain: "example.net" }),
    await changed({ keys: [key, key] }),
    await changed({ keys: [key, { ...key, id: "UPPER" }] }),
    await changed({ keys: [{ ...key, p: "AAAA" }] }),
    await changed({ keys: [{ ...key, id: "env2" }] }),
    await changed({ keys: [{ ...key, k: "x25519" }] }),
    await changed({ keys: [{ ...key, p: "" }] }),
    await jws(` ${text}`),
    await jws(text.replace('"mode":"enforce"', '"mode":"enforce","x":1')),
    await jws(text.replace('"mode":"enforce"', '"mode":"enforce","mode":"enforce"')),
    await jws(text.replace("enforce", "later")),
    await jws(text.replace("map-bootstrap/1", "map-bootstrap/2")),
    await jws(text.replace(`"iat":${STAMPED}`, `"iat":${STAMPED}.0`)),
    await jws(text, '{"alg":"none","kid":"env1"}'),
    await jws(text, '{"alg":"EdDSA","kid":"env1","jku":"https://x.example"}'),
    (await jws()).replace(/.{4}$/, "AAAA"),
    `${await jws()}.`,
    (await jws()).replace(/\.[^.]*$/, "."),
    "",
    "..",
  ];
  for (const one of bad)
    assert.equal(await read(one), undefined, Buffer.from(one.split(".")[1] ?? "", "base64url").toString());
});
