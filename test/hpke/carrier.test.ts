import assert from "node:assert/strict";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { splitMbox } from "../../core/cli/mbox.ts";
import { readMessage } from "../../core/message/reader.ts";
import { sealedCarrier } from "../../core/message/sealed-carrier.ts";
import { CORPUS, needsCorpus } from "../corpus.ts";
import { verdictOf } from "../verify/support.ts";
import { bobKnows, mail, octets, outcome, outside, replaced, sealed, text } from "./support.ts";

const wholeBody = (bytes: Uint8Array) => text(bytes).slice(text(bytes).indexOf("\r\n\r\n") + 4);
const typeOf = (bytes: Uint8Array) => /Content-Type: ([^\r]*(?:\r\n [^\r]*)*)/.exec(text(bytes))?.[1] ?? assert.fail();

/** The sealed body as one part among others. */
async function among(before: string, after: string, around = "multipart/mixed"): Promise<Uint8Array> {
  const bytes = await sealed(mail(), { form: "encrypted" });
  const part = `Content-Type: ${typeOf(bytes)}\r\n\r\n${wholeBody(bytes)}`;
  const body = `${before}--outer\r\n${part}\r\n${after}--outer--\r\n`;
  return mail({ Subject: "[...]", "Content-Type": `${around}; boundary="outer"` }, body);
}

const html = (text: string) => `--outer\r\nContent-Type: text/html\r\n\r\n${text}\r\n`;

test("E2E-04: ciphertext between HTML parts, beside text, wrapped or nested is no carrier and is never opened", async () => {
  const bytes = await sealed(mail(), { form: "encrypted" });
  const attached = await sealed();
  const [, cover = "", jwePart = ""] = wholeBody(attached).split(/--sealed-[0-9a-f]+(?:--)?\r\n/);
  const mixed = (parts: readonly string[], subtype = "mixed") =>
    mail(
      { Subject: "[...]", "Content-Type": `multipart/${subtype}; boundary="b"` },
      `${parts.map((part) => `--b\r\n${part}`).join("")}--b--\r\n`,
    );
  const page = (content: string) => `Content-Type: text/html\r\n\r\n${content}\r\n`;
  const shapes: Readonly<Record<string, Uint8Array>> = {
    "between two HTML parts": await among(html('<img src="https://evil.example/'), html('">')),
    "behind a text": await among("--outer\r\nContent-Type: text/plain\r\n\r\nHello\r\n", ""),
    "the only part of a multipart": await among("", ""),
    "in an alternative": await among(html("<p>"), "", "multipart/alternative"),
    "in a related": await among(html("<p>"), "", "multipart/related"),
    "in a signed": await among("", "", 'multipart/signed; protocol="application/pgp-signature"'),
    forwarded: mail({ Subject: "[...]", "Content-Type": "message/rfc822" }, text(bytes)),
    "a cover of HTML": mixed([page("<p>"), jwePart]),
    "HTML behind": mixed([cover, jwePart, page("<p>")]),
    "HTML before": mixed([page("<p>"), cover, jwePart]),
    "the file first": mixed([jwePart, cover]),
    "the file twice": mixed([cover, jwePart, jwePart]),
    "the file alone": mixed([jwePart]),
    "the cover an attachment": mixed([cover.replace("charset=utf-8", 'name="a.txt"'), jwePart]),
    "another name": mixed([cover, jwePart.replace("encrypted.jwe", "encrypted.jwe.txt")]),
    "another type": mixed([cover, jwePart.replace("application/jose+json", "text/plain")]),
    "quoted-printable": mixed([cover, jwePart.replace("base64", "quoted-printable")]),
    "an alternative of cover and file": mixed([cover, jwePart], "alternative"),
    "another protocol": replaced(bytes, 'protocol="application/map-hpke"', 'protocol="application/pgp-encrypted"'),
    "a third part": replaced(bytes, /(--sealed-[0-9a-f]+)--\r\n$/, "$1\r\n\r\nmore\r\n$1--\r\n"),
    "a text in front": replaced(bytes, /\r\n\r\n--sealed/, "\r\n\r\nread this\r\n--sealed"),
    "a text behind": replaced(bytes, /--\r\n$/, "--\r\nread this\r\n"),
    "no multipart": mail({ "Content-Type": "application/jose+json" }, "{}"),
  };
  for (const [name, shape] of Object.entries(shapes)) {
    assert.equal(await outcome(shape), "none", name);
    assert.match(await outside(shape), /\| {2}\| none$/, name);
  }
});

test("E2E-04: the two carriers themselves, a list footer behind the second, other spellings of the first", async () => {
  const first = await sealed(mail(), { form: "encrypted" });
  const second = await sealed();
  const good: readonly Uint8Array[] = [
    first,
    second,
    replaced(second, "application/jose+json", "application/octet-stream"),
    replaced(second, /--\r\n$/, "--\r\n\r\n_____\r\nunsubscribe here\r\n"),
    replaced(first, 'protocol="application/map-hpke"', "protocol=Application/MAP-HPKE"),
    octets(text(first).replaceAll("\r\n", "\n")),
  ];
  for (const bytes of good) assert.equal(await outcome(bytes), "opened", text(bytes).slice(0, 400));
  assert.equal(await outcome(replaced(first, /\r\nVersion: 1\r\n/, "\r\nVersion: 2\r\n")), "refused unsupported");
});

test("E2E-04: what programs could read differently is not opened", async () => {
  const bytes = await sealed();
  const doubtful: Readonly<Record<string, Uint8Array>> = {
    "mixed line ends": replaced(bytes, "\r\nSubject", "\nSubject"),
    "two boundaries": replaced(bytes, /boundary="(sealed-[0-9a-f]+)"/, 'boundary="x"; boundary="$1"'),
    "no end": replaced(bytes, /--sealed-[0-9a-f]+--\r\n$/, ""),
    "two types": replaced(bytes, "MIME-Version: 1.0\r\n", "MIME-Version: 1.0\r\nContent-Type: text/plain\r\n"),
  };
  for (const [name, shape] of Object.entries(doubtful))
    assert.match(await outcome(shape), /^(none|refused ambiguous)$/, name);
});

test("E2E-15: encrypted is said of what is sealed as a whole, and of nothing signed, partial or merely named so", async () => {
  assert.match(await outside(await sealed()), /^NONE \| for-you \| none$/);
  assert.match(await outside(await sealed(), bobKnows([])), /^NONE \| sealed \| none$/);
  const named: readonly Uint8Array[] = [
    await among("--outer\r\nContent-Type: text/plain\r\n\r\nHello\r\n", ""),
    mail({ "X-Encrypted": "yes", Subject: "encrypted" }),
    mail({ "Content-Type": 'text/plain; hp="cipher"' }),
  ];
  for (const bytes of named) assert.match(await outside(bytes), /\| {2}\| none$/);
});

/** The wrapped, partial and nested OpenPGP, S/MIME and EFAIL-like mails of other programs' tests. */
function* corpusMails(): Generator<{ name: string; bytes: Uint8Array }> {
  for (const folder of [
    "kde-mimetreeparser",
    "thunderbird-mailnews-smime",
    "thunderbird-openpgp-smime",
    "thunderbird-message-header",
  ]) {
    const base = join(CORPUS, "attack-mail", folder);
    for (const name of readdirSync(base, { recursive: true, encoding: "utf8" })) {
      const path = join(base, name);
      if (/\.(?:eml|mbox)$/.test(name) && statSync(path).isFile()) yield { name, bytes: readFileSync(path) };
    }
  }
}

test(
  "E2E-04: the wrapped mails of the corpus are none of ours, as they are and with sealed content put in",
  needsCorpus(),
  async () => {
    const jwe = /\r\n\r\n((?:[A-Za-z0-9+/=]+\r\n)+)--/.exec(text(await sealed()))?.[1] ?? assert.fail();
    let seen = 0;
    for (const { name, bytes } of corpusMails()) {
      async function* once() {
        yield bytes;
      }
      const messages: Uint8Array[] = name.endsWith(".mbox") && text(bytes).startsWith("From ") ? [] : [bytes];
      if (messages.length === 0) for await (const { bytes: one } of splitMbox(once(), false)) messages.push(one);
      for (const one of messages) {
        seen += 1;
        // Every encrypted part becomes ours in type, name and content: still not the whole body.
        const ours = octets(
          text(one)
            .replace(/application\/(?:pgp-encrypted|(?:x-)?pkcs7-mime)/gi, "application/map-hpke")
            .replace(/-----BEGIN PGP MESSAGE-----[\s\S]*?-----END PGP MESSAGE-----\r?\n/g, jwe),
        );
        assert.equal(sealedCarrier(readMessage(one)), undefined, name);
        assert.match(await outcome(ours), /^(none|refused)/, name);
        assert.equal(
          (await verdictOf(one, bobKnows())).lines.filter(({ system }) => system === "hpke").length,
          0,
          name,
        );
      }
    }
    assert.ok(seen > 90, String(seen));
  },
);
