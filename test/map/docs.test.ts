import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { toHex } from "../../core/canonical/encoding.ts";
import { nobleEngine } from "../../core/crypto/engine-noble.ts";
import { signatureInput } from "../../core/map/cose.ts";
import { readField } from "../../core/map/field.ts";
import { hashPayload } from "../../core/map/payload.ts";
import { readMessage } from "../../core/message/reader.ts";
import { LINES } from "../../core/verdict/line-codes.ts";
import { REASONS } from "../../core/verdict/reasons.ts";
import { mail, PUBLIC, sealed, text } from "./support.ts";

const DOC = readFileSync("docs/protocols/map.md", "utf8");
const squeezed = DOC.replace(/\s+/g, "");

const shows = (what: string) => assert.ok(squeezed.includes(what.replace(/\s+/g, "")), what);

test("the worked example of the documentation is what the code makes", async () => {
  const bytes = await sealed();
  const message = readMessage(bytes);
  const field = message.fields[0] ?? assert.fail();
  const object = readField(message, field);
  assert.ok(object.kind === "sign1");
  shows(text(mail()));
  shows(text(bytes).slice(0, field.end));
  shows(toHex(object.payload));
  shows(toHex(signatureInput(object.protectedHeader, "MAP-envelope-v1", object.payload)));
  shows(toHex(object.signature));
  shows(toHex(await hashPayload(mail(), nobleEngine)));
  shows(PUBLIC);
  shows(`The payload is ${mail().length} octets`);
});

test("every rule, reason and line of MAP is named in the documentation", () => {
  const rules = Array.from({ length: 21 }, (_, n) => `T${String(n + 1).padStart(2, "0")}`);
  const more = "T54 T58 T61 U02 U05 U08 U09 U12 U16 U17 U18 U19 U33 U52 U53 U58 U61".split(" ");
  const reasons = Object.keys(REASONS).filter((code) => code.startsWith("MAP_"));
  const lines = Object.keys(LINES).filter((code) => /^(?:map|dsn)_/.test(code));
  const words = [...rules, ...more, ...reasons, ...lines.map((code) => code.slice(4).replaceAll("_", "-"))];
  assert.deepEqual(
    words.filter((word) => !DOC.includes(word)),
    [],
  );
});
