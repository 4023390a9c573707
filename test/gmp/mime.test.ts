import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { nobleEngine } from "../../core/crypto/engine-noble.ts";
import { computeHashes } from "../../core/gmp/hashes.ts";
import { isAttachment } from "../../core/message/attachment.ts";
import { readMessage } from "../../core/message/reader.ts";
import { check, edit, mail, mailWithAttachments, octets, signedAnyway, stamped, text, verdict } from "./support.ts";

const TYPE = /Content-Type: [^\r]*/;

/** Fourteen ways to put a genuine message inside a larger one that shows something else (Johnny, M1 to M4). */
const WRAPPINGS: readonly (readonly [name: string, type: string, body: (genuine: string, part: string) => string])[] = [
  [
    "text first",
    "mixed",
    (_, part) => `--w\r\nContent-Type: text/plain\r\n\r\nPay Mallory.\r\n--w\r\n${part}\r\n--w--`,
  ],
  [
    "text after blank lines",
    "mixed",
    (_, part) => `--w\r\nContent-Type: text/plain\r\n\r\nPay Mallory.${"\r\n".repeat(300)}\r\n--w\r\n${part}\r\n--w--`,
  ],
  ["text last", "mixed", (_, part) => `--w\r\n${part}\r\n--w\r\nContent-Type: text/plain\r\n\r\nPay Mallory.\r\n--w--`],
  [
    "plaintext tag",
    "mixed",
    (_, part) => `--w\r\nContent-Type: text/html\r\n\r\nPay Mallory.<plaintext hidden>\r\n--w\r\n${part}\r\n--w--`,
  ],
  [
    "open style",
    "mixed",
    (_, part) => `--w\r\nContent-Type: text/html\r\n\r\nPay Mallory.<style>\r\n--w\r\n${part}\r\n--w--`,
  ],
  [
    "open comment",
    "mixed",
    (_, part) => `--w\r\nContent-Type: text/html\r\n\r\nPay Mallory.<!--\r\n--w\r\n${part}\r\n--w--`,
  ],
  [
    "open div hidden by CSS",
    "mixed",
    (_, part) =>
      `--w\r\nContent-Type: text/html\r\n\r\nPay Mallory.<div style="display:none">\r\n--w\r\n${part}\r\n--w--`,
  ],
  [
    "genuine as picture of a page",
    "related",
    (_, part) =>
      `--w\r\nContent-Type: text/html\r\n\r\n<p>Pay Mallory.<img src="cid:g" hidden>\r\n--w\r\nContent-ID: <g>\r\n${part}\r\n--w--`,
  ],
  [
    "genuine in a frame",
    "related",
    (_, part) =>
      `--w\r\nContent-Type: text/html\r\n\r\n<p>Pay Mallory.<iframe src="cid:g" height=0>\r\n--w\r\nContent-ID: <g>\r\n${part}\r\n--w--`,
  ],
  [
    "genuine as the poorer alternative",
    "alternative",
    (_, part) => `--w\r\n${part}\r\n--w\r\nContent-Type: text/html\r\n\r\nPay Mallory.\r\n--w--`,
  ],
  [
    "genuine as the richer alternative",
    "alternative",
    (_, part) => `--w\r\nContent-Type: text/plain\r\n\r\nPay Mallory.\r\n--w\r\n${part}\r\n--w--`,
  ],
  [
    "genuine as attachment",
    "mixed",
    (_, part) =>
      `--w\r\nContent-Type: text/plain\r\n\r\nPay Mallory.\r\n--w\r\nContent-Disposition: attachment; filename=a.txt\r\n${part}\r\n--w--`,
  ],
  [
    "genuine as attached message",
    "mixed",
    (genuine) =>
      `--w\r\nContent-Type: text/plain\r\n\r\nPay Mallory.\r\n--w\r\nContent-Type: message/rfc822\r\n\r\n${genuine}\r\n--w--`,
  ],
  [
    "genuine in a digest",
    "digest",
    (genuine) => `--w\r\n\r\nSubject: x\r\n\r\nPay Mallory.\r\n--w\r\n\r\n${genuine}\r\n--w--`,
  ],
];

for (const [name, subtype, wrap] of WRAPPINGS) {
  test(`MIME-09: genuine message wrapped (${name}) is TAMPERED in the body`, async () => {
    const genuine = text(await stamped(mail()));
    const [header = "", ...rest] = genuine.split("\r\n\r\n");
    const part = `Content-Type: text/plain; charset=utf-8\r\n\r\n${rest.join("\r\n\r\n")}`;
    const wrapped = header.replace(TYPE, `Content-Type: multipart/${subtype}; boundary="w"`);
    const bytes = octets(`${wrapped}\r\n\r\n${wrap(genuine, part)}\r\n`);
    assert.match(await verdict(bytes), /^TAMPERED tampered HDR BODY/);
  });

  test(`MIME-09: wrapped (${name}) under an unchanged Content-Type it is TAMPERED all the same`, async () => {
    const inner = "--w\r\nContent-Type: text/plain\r\n\r\nHello Bob\r\n--w--\r\n";
    const genuine = text(await stamped(mail({ "Content-Type": `multipart/${subtype}; boundary="w"` }, inner)));
    const [header = ""] = genuine.split("\r\n\r\n");
    const bytes = octets(`${header}\r\n\r\n${wrap(genuine, "Content-Type: text/plain\r\n\r\nHello Bob")}\r\n`);
    assert.match(await verdict(bytes), /^TAMPERED tampered BODY/);
  });
}

test("MIME-07: text in preamble, epilogue or between parts changes the body hash", async () => {
  const genuine = await stamped(mailWithAttachments());
  const text1 = text(genuine);
  for (const mutated of [
    `${text1}epilogue\r\n`,
    text1.replace("\r\n\r\n--cut", "\r\n\r\npreamble\r\n--cut"),
    text1.replace("See the files.\r\n", "See the files.\r\nmore\r\n"),
    text1
      .replace("--cut\r\nContent-Type: image/png", "--cut \r\nContent-Type: image/png")
      .replace("--cut--", "--cut-- x"),
  ])
    assert.match(await verdict(octets(mutated)), /^TAMPERED tampered BODY/);
});

test("ACQ-11: every alternative is covered: dropping or editing one changes the body hash", async () => {
  const body =
    "--w\r\nContent-Type: text/plain\r\n\r\nPay Bob.\r\n--w\r\nContent-Type: text/html\r\n\r\n<p>Pay Bob.</p>\r\n--w--\r\n";
  const genuine = await stamped(mail({ "Content-Type": 'multipart/alternative; boundary="w"' }, body));
  assert.equal(await verdict(genuine), "VALID valid");
  for (const mutated of [
    edit(genuine, "<p>Pay Bob.</p>", "<p>Pay Eve.</p>"),
    edit(genuine, "\r\n\r\nPay Bob.", "\r\n\r\nPay Eve."),
    edit(genuine, /--w\r\nContent-Type: text\/html.*<\/p>\r\n/s, ""),
    edit(genuine, "--w--", "--w\r\nContent-Type: text/calendar\r\n\r\nx\r\n--w--"),
  ])
    assert.match(await verdict(mutated), /^TAMPERED tampered BODY/);
});

test("MIME-10: a stamp inside a nested message, a part's header or quoted text is no stamp of the message", async () => {
  const inner = text(await stamped(mail()));
  const stampField = /X-GuardMail-Stamp:.*?\r\n(?=[A-Z])/s.exec(inner)?.[0] ?? "";
  const nested = mail(
    { "Content-Type": 'multipart/mixed; boundary="w"' },
    `--w\r\nContent-Type: message/rfc822\r\n\r\n${inner}\r\n--w--\r\n`,
  );
  const inPart = mail(
    { "Content-Type": 'multipart/mixed; boundary="w"' },
    `--w\r\n${stampField}Content-Type: text/plain\r\n\r\nHi\r\n--w--\r\n`,
  );
  const quoted = mail({}, inner.replace(/^(?!\n)/gm, "> "));
  for (const bytes of [nested, inPart, quoted, mail({}, inner)])
    assert.equal(await verdict(bytes), "NOT_FOUND not-found");
});

test("MIME-14: every octet of every leaf is hashed, and a leaf is body text or attachment, never both or neither", async () => {
  const leaf = fc.tuple(
    fc.constantFrom(
      "text/plain",
      "text/html",
      "text/calendar",
      "message/partial",
      "message/external-body",
      "application/ms-tnef",
      "message/rfc822",
      "image/png",
      "application/pkcs7-signature",
    ),
    fc.stringMatching(/^[a-z]{1,12}$/),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(leaf, { minLength: 1, maxLength: 5 }), fc.nat(), async (leaves, which) => {
      const body = (parts: typeof leaves) =>
        `${parts.map(([type, content]) => `--w\r\nContent-Type: ${type}\r\n\r\n${content}\r\n`).join("")}--w--\r\n`;
      const build = (parts: typeof leaves) =>
        readMessage(mail({ "Content-Type": 'multipart/mixed; boundary="w"' }, body(parts)));
      const message = build(leaves);
      const shown = message.leaves.filter((part) => !isAttachment(part));
      assert.ok(shown.every((part) => part.type === "text" && ["plain", "html"].includes(part.subtype)));
      const hashes = await computeHashes(message, "relaxed", nobleEngine);
      assert.equal(hashes.records.length + shown.length, leaves.length);
      const index = which % leaves.length;
      const altered = leaves.map(([type, content], at) => [type, at === index ? `${content}x` : content] as const);
      const other = await computeHashes(build(altered.map(([a, b]) => [a, b])), "relaxed", nobleEngine);
      assert.notEqual(other.bodyHash, hashes.bodyHash);
      const part = message.leaves[index];
      assert.equal(other.attHash !== hashes.attHash, part !== undefined && isAttachment(part));
    }),
    { numRuns: 60 },
  );
});

test("MIME-15: the receipt speaks for the whole signed or encrypted message and says nothing of its inner layer", async () => {
  const signed = mail(
    { "Content-Type": 'multipart/signed; protocol="application/pkcs7-signature"; micalg=sha-256; boundary="s"' },
    "--s\r\nContent-Type: text/plain\r\n\r\nHi\r\n--s\r\nContent-Type: application/pkcs7-signature; name=smime.p7s\r\nContent-Transfer-Encoding: base64\r\n\r\nQUJD\r\n--s--\r\n",
  );
  const bytes = await stamped(signed);
  assert.equal(await verdict(bytes), "VALID valid");
  const stripped = edit(bytes, /--s\r\nContent-Type: application\/pkcs7-signature.*QUJD\r\n/s, "");
  assert.match(await verdict(stripped), /^TAMPERED tampered BODY ATT/);
  const unstamped = await check(signed);
  assert.equal(unstamped.word, "NOT_FOUND");
});

test("GMR-19: relaxed form joins runs of blanks and nothing else (superseded by 1.2)", async () => {
  const bytes = await stamped(mail({}, "a  b \r\n\r\nc\td\r\n\r\n\r\n"));
  for (const same of ["a b\r\n\r\nc d\r\n", "a \t b\r\n\r\nc d", "a b\r\n\r\nc  d\r\n\r\n"]) {
    const header = text(bytes).split("\r\n\r\n")[0];
    assert.equal(await verdict(octets(`${header}\r\n\r\n${same}`)), "VALID valid", same);
  }
  const pairs = [
    "ab\r\n\r\nc d",
    "a b\r\nc d",
    "a b\r\n\r\n\r\nc d",
    "a b\r\n\r\n c d",
    "A b\r\n\r\nc d",
    "a b\r\n\r\nc d\r\n\r\nx",
    "a\u00a0b\r\n\r\nc d",
    "a\u000bb\r\n\r\nc d",
    "",
    " \r\na b\r\n\r\nc d",
  ];
  for (const other of pairs) {
    const header = text(bytes).split("\r\n\r\n")[0];
    assert.equal(await verdict(octets(`${header}\r\n\r\n${other}`)), "TAMPERED tampered BODY", JSON.stringify(other));
  }
  const exact = await stamped(mail({}, "a  b\r\n"), { bodyForm: "simple" });
  assert.equal(await verdict(edit(exact, "a  b", "a b")), "TAMPERED tampered BODY");
});

test("CRY-06: a stamp whose hashes are of another function is TAMPERED", async () => {
  const sha256OfNothing = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
  const bytes = await signedAnyway(mail({}, ""), { body_hash: sha256OfNothing });
  assert.equal(await verdict(bytes), "TAMPERED tampered BODY");
});
