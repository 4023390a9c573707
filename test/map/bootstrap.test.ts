import assert from "node:assert/strict";
import { test } from "node:test";
import { bootstrapKeys, payloadText, readBootstrap } from "../../core/map/bootstrap.ts";
import { changed, DOCUMENT, jws, refusedDocuments } from "./bootstrap-cases.ts";
import { mapKey, PUBLIC, STAMPED } from "./support.ts";

const read = async (text: string, now = STAMPED, newest = 0) => readBootstrap(text, "example.org", now, newest);

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
  for (const [id, text] of await refusedDocuments()) assert.equal(await read(text), undefined, id);
});
