import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { simpleParser } from "mailparser";
import PostalMime from "postal-mime";
import { nobleEngine } from "../../core/crypto/engine-noble.ts";
import { decodeText, readMessage } from "../../core/index.ts";
import { mail, signedAnyway } from "../gmp/support.ts";
import { verdictOf } from "./support.ts";

/** Messages of several shapes that could be stamped. */
const SHAPE = fc
  .record({
    from: fc.constantFrom(
      "alice@example.org",
      "Alice <alice@example.org>",
      '"Alice, the first" <alice@example.org>',
      "=?utf-8?q?Al=C3=ADce?= <alice@example.org>",
      "alice@example.org (Alice)",
      "Alice <alice@example.org>, <bob@example.org>",
      "A: alice@example.org;",
      "<@x.example:alice@example.org>",
      "Alice <bob@example.org> <alice@example.org>",
    ),
    boundary: fc.constantFrom("cut", '"cut"', "cut; boundary=other", '"cut here"', "cut; boundary*0=other"),
    type: fc.constantFrom("multipart/mixed", "multipart/alternative", "text/plain", "text/html", "multipart/related"),
    encoding: fc.constantFrom("7bit", "base64", "quoted-printable", "8bit"),
    name: fc.constantFrom("", "; name=a.txt", "; name=a.txt; name=b.txt", "; name*=utf-8''a.txt"),
    close: fc.constantFrom("--cut--", "--cut", "", "--cut--\r\nepilogue"),
  })
  .map(({ from, boundary, type, encoding, name, close }) => {
    const encoded = (leaf: string) => (encoding === "base64" ? Buffer.from(leaf).toString("base64") : leaf);
    const part = (leaf: string) =>
      `--cut\r\nContent-Type: text/plain${name}\r\nContent-Transfer-Encoding: ${encoding}\r\n\r\n${encoded(leaf)}\r\n`;
    const multi = type.startsWith("multipart");
    return mail(
      {
        From: from,
        "Content-Type": multi ? `${type}; boundary=${boundary}` : type,
        "Content-Transfer-Encoding": multi ? undefined : encoding,
      },
      multi ? `${part("Leaf one")}${part("Leaf two")}${close}\r\n` : `${encoded("Leaf one")}\r\n`,
    );
  });

const unfold = (text: string) => text.replace(/\s+/g, " ");

/** Leaves that a parser shows or hands over, as text. */
async function leavesByPostalMime(bytes: Uint8Array): Promise<{ from: unknown; leaves: string }> {
  const {
    from,
    text: plain = "",
    html = "",
    attachments,
  } = await PostalMime.parse(bytes, { forceRfc822Attachments: true });
  const files = attachments.map(({ content }) =>
    typeof content === "string" ? content : new TextDecoder().decode(content),
  );
  return { from: from?.address, leaves: unfold([plain, html, ...files].join(" ")) };
}

async function leavesByMailparser(bytes: Uint8Array): Promise<{ from: unknown; leaves: string }> {
  const { from, text: plain = "", html, attachments } = await simpleParser(Buffer.from(bytes));
  const files = attachments.map(({ content }) => content.toString("latin1"));
  const only = from?.value.length === 1 ? from.value[0]?.address : undefined;
  return { from: only, leaves: unfold([plain, html || "", ...files].join(" ")) };
}

test("L9: where this program says VERIFIED, other parsers see the same sender and the same leaves", async () => {
  let agreed = 0;
  await fc.assert(
    fc.asyncProperty(SHAPE, async (bytes) => {
      const message = await signedAnyway(bytes);
      const result = await verdictOf(message);
      if (result.badge !== "VERIFIED") return;
      agreed += 1;
      const read = readMessage(message);
      const own = read.leaves.map((leaf) => unfold(decodeText(read, leaf, nobleEngine)).trim());
      for (const other of [await leavesByPostalMime(message), await leavesByMailparser(message)]) {
        assert.equal(other.from, result.from?.addrSpec);
        for (const leaf of ["Leaf one", "Leaf two"])
          assert.equal(other.leaves.includes(leaf), own.includes(leaf), `${leaf}: ${other.leaves}`);
      }
    }),
    { numRuns: 200 },
  );
  assert.ok(agreed > 10, `${agreed} messages were VERIFIED`);
});
