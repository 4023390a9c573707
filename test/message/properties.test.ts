import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { readFrom, readMailboxes } from "../../core/message/address.ts";
import { fileName, isAttachment } from "../../core/message/attachment.ts";
import { displayHeader } from "../../core/message/display.ts";
import { decodedLeaf, decodeText } from "../../core/message/leaf.ts";
import type { Message, Part } from "../../core/message/message.ts";
import { readMessage } from "../../core/message/reader.ts";
import { decodingEngine } from "./engine.ts";
import { octets } from "./mail.ts";
import { mutate, SEEDS } from "./mutate.ts";

/** Everything the reader says about a message, as plain data. */
function told(message: Message): unknown {
  const part = ({ fields, children, typeParams, dispositionParams, ...rest }: Part): unknown => ({
    ...rest,
    fields,
    typeParams: [...typeParams],
    dispositionParams: [...dispositionParams],
    children: children.map(part),
  });
  const { root, ambiguities, limit, strayLines, leaves } = message;
  return {
    root: part(root),
    leaves: leaves.map(({ path }) => path),
    ambiguities,
    limit,
    strayLines,
    from: readFrom(message),
    to: readMailboxes(message, "to"),
    subject: displayHeader(message, "subject"),
    names: leaves.map((leaf) => [fileName(leaf), isAttachment(leaf), decodeText(message, leaf, decodingEngine)]),
    octets: leaves.map((leaf) => decodedLeaf(message, leaf, decodingEngine).length),
  };
}

/** Every octet is header, delimiter, preamble, epilogue or leaf: the parts lie one behind the other, with only those between. */
function checkPartition(message: Message, part: Part): void {
  let at = part.start;
  for (const field of part.fields) {
    assert.ok(at <= field.start && field.start < field.valueStart && field.valueStart <= field.end);
    at = field.end;
  }
  assert.ok(at <= part.bodyStart && part.bodyStart <= part.bodyEnd);
  at = part.bodyStart;
  for (const child of part.children) {
    assert.ok(at <= child.start && child.bodyEnd <= part.bodyEnd);
    // A delimiter line stands between; its CRLF may be the one that ends the header or the delimiter before it.
    const between = message.text(Math.max(0, at - 2), child.start);
    assert.ok(
      between.slice(between.trimEnd().lastIndexOf("\r\n")).startsWith(`\r\n--${part.typeParams.get("boundary")}`),
    );
    checkPartition(message, child);
    at = child.bodyEnd;
  }
}

function checkAll(bytes: Uint8Array): void {
  const message = readMessage(bytes);
  assert.deepEqual(told(message), told(readMessage(bytes)));
  assert.deepEqual([message.root.start, message.root.bodyEnd], [0, message.bytes.length]);
  checkPartition(message, message.root);
  assert.deepEqual(
    message.leaves,
    (function leaves(part: Part): Part[] {
      return part.children.length === 0 ? [part] : part.children.flatMap(leaves);
    })(message.root),
  );
  // G01 done twice changes nothing.
  assert.equal(readMessage(message.bytes).bytes, message.bytes);
}

test("MIME-16: any octets give a message, twice the same, and its parts are a partition of its octets", () => {
  // Two delimiter lines share one CRLF.
  checkAll(octets("Content-Type: multipart/mixed; boundary=A\r\n\r\n--A\r\n--A\r\n\r\nx\r\n--A--"));
  fc.assert(fc.property(fc.uint8Array({ maxLength: 300 }), checkAll), { numRuns: 300 });
  const piece = fc.constantFrom(
    "\r\n",
    "\n",
    "\r",
    ":",
    " ",
    "--",
    "--A",
    "--A--",
    "--B",
    "From:",
    "Content-Type: multipart/mixed; boundary=A\r\n",
    "x",
    "Content-Type: multipart/digest; boundary=B\r\n",
    "Content-Transfer-Encoding: base64\r\n",
    "QUJD",
    "=",
    "\0",
    "\u00e9",
    "Content-Disposition: attachment; filename*0=a\r\n",
    "(",
    '"',
    "<a@b.example>",
    ",",
    ";",
  );
  const text = fc.array(piece, { maxLength: 40 }).map((pieces) => octets(pieces.join("")));
  fc.assert(fc.property(text, checkAll), { numRuns: 2000 });
});

test("MIME-16: mutated messages too", () => {
  fc.assert(
    fc.property(fc.constantFrom(...SEEDS), fc.integer(), fc.integer({ min: 1, max: 8 }), (seed, random, edits) => {
      checkAll(mutate(octets(seed), random, edits));
    }),
    { numRuns: 1500 },
  );
});

test("MIME-14: the leaves are a partition into text and attachments", () => {
  fc.assert(
    fc.property(fc.constantFrom(...SEEDS), fc.integer(), (seed, random) => {
      const { leaves } = readMessage(mutate(octets(seed), random, 2));
      for (const leaf of leaves) {
        const isText = leaf.type === "text" && (leaf.subtype === "plain" || leaf.subtype === "html");
        assert.ok(isAttachment(leaf) || isText);
      }
    }),
    { numRuns: 500 },
  );
});

test("ACQ-05: the same message stored with LF and with CRLF reads the same", () => {
  for (const seed of SEEDS) {
    const withCrlf = readMessage(octets(seed));
    const withLf = readMessage(octets(seed.replaceAll("\r\n", "\n")));
    assert.deepEqual(told(withLf), told(withCrlf));
    assert.deepEqual(withLf.bytes, withCrlf.bytes);
  }
});
