import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { nobleEngine } from "../../core/crypto/engine-noble.ts";
import { unwrap } from "../../core/mt2/unwrap.ts";
import { wrap } from "../../core/mt2/wrap.ts";
import { mailWithAttachments } from "../gmp/support.ts";
import { above } from "../verify/support.ts";
import { gatewayed, mail, OPTIONS, octets, text, told } from "./support.ts";

const word = fc.stringMatching(/^[ -~]{0,30}$/);
const field = fc.oneof(
  fc
    .tuple(fc.constantFrom("X-A", "Received", "Content-Language", "List-Id", "content-x"), word)
    .map(([n, v]) => `${n}: ${v}`),
  fc.constantFrom("MIME-Version: 1.0", "Comments: a\r\n\tb", "X-Empty:"),
);
const NEEDED = ["From: Alice <alice@example.org>", "Message-ID: <1@example.org>"];

test("T38: the gateway gives back octet by octet what it wrapped", async () => {
  let whole = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.uniqueArray(field, { maxLength: 8, selector: (line) => line.split(":")[0]?.toLowerCase() }),
      fc.nat(8),
      fc.array(fc.constantFrom("text", "\r\n", "--cut", ".", "From x", "\xe9", "\r\n\r\n", "=20"), { maxLength: 12 }),
      async (fields, place, body) => {
        const header = fields.toSpliced(place, 0, ...NEEDED).join("\r\n");
        const original = octets(`${header}\r\n\r\n${body.join("")}`);
        const made = await wrap(original, OPTIONS, nobleEngine);
        if (!(made instanceof Uint8Array)) return;
        whole++;
        assert.deepEqual(unwrap(made), original);
        // What servers put on top stays on top.
        assert.deepEqual(
          unwrap(above(made, "Received: from a by b", "Return-Path: <>")),
          above(original, "Received: from a by b", "Return-Path: <>"),
        );
      },
    ),
    { numRuns: 200 },
  );
  assert.ok(whole > 150, `${whole}`);
});

test("T38: attachments, other character sets and their header survive the way, and are INTACT at its end", async () => {
  for (const original of [
    mail(),
    mailWithAttachments(),
    mail({ Subject: "=?utf-8?q?Gr=C3=BC=C3=9Fe_<&>?=", "Content-Type": "text/html", "X-Last": "x" }),
    mail({ Date: undefined, Subject: undefined, To: "Bob <bob@example.net>, carol@example.net" }),
  ]) {
    const message = await gatewayed(original);
    assert.deepEqual(unwrap(message), original);
    assert.match(await told(message), /^INTACT /);
    assert.ok(
      text(message)
        .split("\r\n")
        .every((line) => line.length <= 998 && !/[\x80-\xff]/.test(line)),
    );
  }
});

test("T02: what a gateway could not give back, or readers would refuse, is not wrapped", async () => {
  const fault = async (bytes: Uint8Array, options = OPTIONS) => {
    const made = await wrap(bytes, options, nobleEngine);
    return made instanceof Uint8Array ? "made" : `${made.fault} ${made.detail}`.trim();
  };
  assert.equal(await fault(octets(text(mail()).replaceAll("\r\n", "\n"))), "line-ends");
  assert.equal(await fault(octets(text(mail()).replace("\r\n\r\n", "\r\nno field\r\n\r\n"))), "header lines");
  assert.equal(await fault(mail({ From: "a@example.org, b@example.org" })), "header From");
  assert.equal(await fault(mail({ "Message-ID": undefined })), "header Message-ID");
  assert.equal(await fault(mail({ Date: "yesterday" })), "header Date");
  assert.equal(await fault(mail({ Subject: `=?utf-8?q?${"=F0=9F=98=80".repeat(150)}?=` })), "header text");
  assert.equal(await fault(mail(), { ...OPTIONS, sender: "Alice" }), "option sender");
  assert.equal(await fault(await gatewayed()), "header lines");
  assert.deepEqual(unwrap(mail()), { fault: "not-gatewayed", detail: "" });
});
