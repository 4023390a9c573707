import assert from "node:assert/strict";
import { test } from "node:test";
import { concat } from "../../core/canonical/concat.ts";
import { toHex } from "../../core/canonical/encoding.ts";
import { bouncedMessages, envelopeIdOf } from "../../core/map/sent.ts";
import { sentEnvelopes } from "../../extension/check/sent-envelopes.ts";
import { mail, OPTIONS, octets, sealed } from "./support.ts";

const bounce = (dsn = "MAP-DSN: v=1; cose=AA==\r\n", returned = "Message-ID:\r\n <4711@example.org>\r\n") =>
  octets(
    `${dsn}In-Reply-To: <first@example.org>\r\nContent-Type: multipart/report; boundary=b\r\n\r\n--b\r\n\r\nSorry\r\n--b\r\nContent-Type: message/rfc822\r\n\r\n${returned}Subject: x\r\n\r\n--b--\r\n`,
  );

test("T18: a signed bounce names the message it answers, in its own header or in the returned one", () => {
  assert.deepEqual(bouncedMessages(bounce()), ["first@example.org", "4711@example.org"]);
  assert.deepEqual(bouncedMessages(bounce("")), []);
  const many = Array.from({ length: 50 }, (_, n) => `Message-ID: <${n}@example.org>\r\n`).join("");
  assert.equal(bouncedMessages(bounce(undefined, many)).length, 3);
});

test("T18: the envelope of a sent copy is found by the bounce's names among the user's own sent mail", async () => {
  const copy = await sealed();
  assert.equal(envelopeIdOf(copy), toHex(OPTIONS.id));
  assert.equal(envelopeIdOf(mail()), undefined);
  assert.equal(envelopeIdOf(concat([copy.subarray(0, copy.length), copy])), toHex(OPTIONS.id));
  assert.equal(envelopeIdOf(octets("MAP-Envelope: v=1; cose=AA==\r\n\r\n")), undefined);
  const asked: string[] = [];
  const copies = async (id: string) => {
    asked.push(id);
    return id === "4711@example.org" ? [copy, mail()] : [];
  };
  assert.deepEqual(await sentEnvelopes(bounce(), copies), [toHex(OPTIONS.id)]);
  assert.deepEqual(asked, ["first@example.org", "4711@example.org"]);
  assert.deepEqual(await sentEnvelopes(bounce(""), copies), []);
  assert.equal(asked.length, 2);
});
