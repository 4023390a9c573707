import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { SIGNED_FIELDS } from "../../core/gmp/header-hash.ts";
import { check, edit, knowing, knowingKey, mail, octets, record, stamped, text, verdict } from "./support.ts";
import { TEST_KEYS } from "./test-keys.ts";

const word = fc.stringMatching(/^[a-zA-Z0-9 .,!?\t]{0,40}$/);
const line = fc.oneof(word, fc.constantFrom("", " ", ".", "From x", "--cut", "=3D", "\u00e4\u00f6"));
const plainBody = fc.array(line, { maxLength: 12 }).map((lines) => lines.join("\r\n"));
const subject = fc.stringMatching(/^[a-zA-Z0-9]{1,10}( [a-zA-Z0-9]{1,10}){0,4}$/);
const leaf = fc.tuple(
  fc.constantFrom("text/plain", "text/html", "image/png", "text/calendar", "application/pdf; name=a.pdf"),
  fc.stringMatching(/^[a-z ]{0,20}$/),
);
const mixed = fc
  .array(leaf, { minLength: 1, maxLength: 4 })
  .map(
    (leaves) =>
      `${leaves.map(([type, content]) => `--cut\r\nContent-Type: ${type}\r\n\r\n${content}\r\n`).join("")}--cut--\r\n`,
  );
const anyMail = fc.oneof(
  fc.tuple(subject, plainBody).map(([Subject, body]) => mail({ Subject }, body)),
  fc
    .tuple(subject, mixed)
    .map(([Subject, body]) => mail({ Subject, "Content-Type": 'multipart/mixed; boundary="cut"' }, body)),
);
const bodyForm = fc.constantFrom("relaxed", "simple");

test("whatever is stamped is VALID, under every algorithm and both forms", async () => {
  const key = fc.constantFrom(TEST_KEYS.ed25519, TEST_KEYS.p256, TEST_KEYS.rsa);
  await fc.assert(
    fc.asyncProperty(anyMail, bodyForm, key, async (bytes, form, by) => {
      assert.equal(await verdict(await stamped(bytes, { bodyForm: form }, by)), "VALID valid");
    }),
    { numRuns: 90 },
  );
});

test("L2: no change of one octet of a body in simple form is VALID", async () => {
  await fc.assert(
    fc.asyncProperty(anyMail, fc.nat(), fc.integer({ min: 1, max: 255 }), async (bytes, where, flip) => {
      const genuine = await stamped(bytes, { bodyForm: "simple" });
      const start = text(genuine).indexOf("\r\n\r\n") + 4;
      // What simple form ignores: blank lines at the very end.
      const end =
        start +
        text(genuine)
          .slice(start)
          .replace(/(?:\r\n)*$/, "").length;
      if (end === start) return;
      const at = start + (where % (end - start));
      const changed = genuine.slice();
      changed[at] = (changed[at] ?? 0) ^ flip;
      const evidence = await check(changed);
      assert.equal(evidence.word, "TAMPERED");
    }),
    { numRuns: 150 },
  );
});

test("L2: in relaxed form only runs of blanks and blank lines at the end may differ", async () => {
  const canonical = (body: string) =>
    body
      .replace(/(?<!\r)\n/g, "\r\n")
      .replace(/[ \t]+(?=\r\n|$)/g, "")
      .replace(/[ \t]+/g, " ")
      .replace(/(?:\r\n)+$/, "");
  // A blank in the empty line below a part's header makes header of what was body.
  const borders = (body: string) => body.replace(/(?:[ \t]*\r\n)+$/, "").split("\r\n\r\n").length;
  await fc.assert(
    fc.asyncProperty(
      anyMail,
      fc.nat(),
      fc.constantFrom("", " ", "\t", "x", "\r\n", "\n", "\r", "\u0000", "\u00a0"),
      async (bytes, where, insert) => {
        const genuine = text(await stamped(bytes));
        const start = genuine.indexOf("\r\n\r\n") + 4;
        const at = start + (where % (genuine.length - start + 1));
        const remove = where % 2;
        const changed = genuine.slice(0, at) + insert + genuine.slice(at + remove);
        const same = canonical(changed.slice(start)) === canonical(genuine.slice(start));
        const { word } = await check(octets(changed));
        if (!same) assert.equal(word, "TAMPERED", JSON.stringify([genuine.slice(start), changed.slice(start)]));
        else if (borders(changed.slice(start)) === borders(genuine.slice(start))) assert.notEqual(word, "TAMPERED");
      },
    ),
    { numRuns: 200 },
  );
});

test("L2: no change of a signed field's value, count or order is VALID", async () => {
  const value = fc.stringMatching(/^[a-z0-9<>@. ]{1,30}$/).map((v) => v.trim() || "x");
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...SIGNED_FIELDS), value, fc.boolean(), async (name, v, atEnd) => {
      const genuine = text(await stamped(mail()));
      const border = genuine.indexOf("\r\n\r\n") + 2;
      const added = `${name}: ${v}\r\n`;
      const changed = atEnd ? genuine.slice(0, border) + added + genuine.slice(border) : added + genuine;
      assert.equal((await check(octets(changed))).word, "TAMPERED");
    }),
    { numRuns: 60 },
  );
});

test("L1: fields outside the signed list never change a VALID into anything better or a failure into VALID", async () => {
  const name = fc.constantFrom(
    "Received",
    "X-Spam",
    "DKIM-Signature",
    "Return-Path",
    "Authentication-Results",
    "Comments",
  );
  await fc.assert(
    fc.asyncProperty(name, fc.stringMatching(/^[ -~]{0,30}$/), fc.boolean(), async (field, v, broken) => {
      const genuine = await stamped(mail());
      const bytes = broken ? edit(genuine, "1 000", "9 000") : genuine;
      const more = octets(`${field}: x${v}\r\n${text(bytes)}`);
      assert.equal((await check(more)).word, (await check(bytes)).word);
    }),
    { numRuns: 40 },
  );
});

test("L3: with a requirement, removing or mangling the stamp never improves the state", async () => {
  const bad = new Set(["malformed-trusted", "tampered", "not-found-required", "kid-unknown", "no-key"]);
  const knowledge = knowing({ trust: [record({ requireStamp: true })] });
  const genuine = text(await stamped(mail()));
  const end = genuine.indexOf("\r\nFrom:") + 2;
  await fc.assert(
    fc.asyncProperty(
      fc.nat(end - 3),
      fc.integer({ min: 1, max: 40 }),
      fc.stringMatching(/^[ -~]{0,5}$/),
      async (at, length, put) => {
        const stop = Math.min(at + length, end - 2);
        const changed = genuine.slice(0, at) + put + genuine.slice(stop);
        const evidence = await check(octets(changed), knowledge);
        const same = changed.replace(/[ \r\n]/g, "").toLowerCase() === genuine.replace(/[ \r\n]/g, "").toLowerCase();
        if (!same)
          assert.ok(bad.has(evidence.state) || evidence.required, `${evidence.state}: ${changed.slice(0, end)}`);
        if (!same) assert.notEqual(evidence.word, "VALID");
      },
    ),
    { numRuns: 300 },
  );
});

test("L7: taking the record or the key away never leaves more than there was", async () => {
  const bytes = await stamped(mail());
  const states = [knowing(), knowingKey(), knowing({ trust: [] })].map(
    async (knowledge) => (await check(bytes, knowledge)).state,
  );
  assert.deepEqual(await Promise.all(states), ["valid", "known-key", "no-key"]);
});
