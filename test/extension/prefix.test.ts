import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { prefixLength } from "../../extension/thunderbird/prefix.ts";
import { received } from "../../extension/thunderbird/received.ts";

const octets = (text: string) => Uint8Array.from(Buffer.from(text, "latin1"));
const PAIR = "X-Mozilla-Status: 0001\nX-Mozilla-Status2: 00000000\n";
const KEYS = `X-Mozilla-Keys: ${" ".repeat(80)}\n`;
const POP3 = `X-Account-Key: account3\nX-UIDL: uid0\n${PAIR}${KEYS}`;
const MAIL = "From: a@example.org\r\nSubject: x\r\n\r\nbody\r\n";

/** What stands above the message in each kind of store, mbox and maildir alike, as read from Thunderbird 153. */
const STORES: Readonly<Record<string, string>> = {
  "IMAP from the server": "",
  "IMAP offline": PAIR,
  "Local Folders, copied from the server": `${PAIR}${KEYS}`,
  "Local Folders, copied from an offline store": `${PAIR}${KEYS}${PAIR}`,
  "POP3 and its copies": POP3,
};

for (const [store, prefix] of Object.entries(STORES))
  test(`ACQ-05: Thunderbird's own lines go, and nothing else: ${store}`, () => {
    for (const mail of [MAIL, MAIL.replaceAll("\r\n", "\n")])
      assert.equal(prefixLength(octets(prefix + mail), false), prefix.length);
  });

const SENDERS: readonly (readonly [string, string, number])[] = [
  ["received with CRLF", "X-Mozilla-Status: 0001\r\nX-Mozilla-Status2: 00000000\r\n", 0],
  ["keys alone", "X-Mozilla-Keys: verified\n", 0],
  ["account key alone", "X-Account-Key: account1\n", 0],
  ["half a pair", "X-Mozilla-Status: 0001\n", 0],
  ["not the first field", `X-A: b\n${PAIR}`, 0],
  ["wrong order", `X-Mozilla-Status2: 00000000\nX-Mozilla-Status: 0001\n`, 0],
  ["below the IMAP pair, with CRLF", `${PAIR}X-Mozilla-Keys: verified\r\n`, PAIR.length],
  ["a second Keys line", `${PAIR}${KEYS}X-Mozilla-Keys: verified\n`, PAIR.length + KEYS.length],
  ["a third pair", `${PAIR}${KEYS}${PAIR}${PAIR}`, 2 * PAIR.length + KEYS.length],
  ["account key below the run", `${POP3}X-Account-Key: account1\n`, POP3.length],
  ["no status value", "X-Mozilla-Status: abcg\nX-Mozilla-Status2: 00000000\n", 0],
  ["a folded Keys line", `${PAIR}X-Mozilla-Keys: a\n b\n`, PAIR.length + "X-Mozilla-Keys: a\n".length],
];

for (const [what, lines, length] of SENDERS)
  test(`ACQ-05: the sender's own such lines stay: ${what}`, () => {
    assert.equal(prefixLength(octets(lines + MAIL), false), length);
  });

test("a store with CRLF line ends has CRLF in its own lines", () => {
  const prefix = POP3.replaceAll("\n", "\r\n");
  assert.equal(prefixLength(octets(prefix + MAIL), true), prefix.length);
  assert.equal(prefixLength(octets(prefix + MAIL), false), 0);
});

test("taking the lines off leaves every octet of the message", () => {
  fc.assert(
    fc.property(fc.constantFrom(...Object.values(STORES)), fc.uint8Array({ maxLength: 300 }), (prefix, body) => {
      const mail = Buffer.concat([octets(MAIL), body]);
      const raw = { octets: Uint8Array.from(Buffer.concat([octets(prefix), mail])), windows: false };
      const { bytes, partial } = received(raw, { size: raw.octets.length, headersOnly: false }, "local");
      assert.deepEqual(Buffer.from(bytes), mail);
      assert.equal(partial, false);
    }),
  );
});

const rawOf = (text: string) => ({ octets: octets(text), windows: false });
const sized = (size: number) => ({ size, headersOnly: false });

test("ACQ-07: what a store on this machine cut off (at a NUL) is missing, not changed", () => {
  const whole = POP3 + MAIL;
  assert.equal(received(rawOf(whole), sized(whole.length), "local").partial, false);
  assert.equal(received(rawOf(whole.slice(0, -1)), sized(whole.length), "local").partial, true);
});

test("ACQ-07: headers only, and nothing at all, are partial in every store", () => {
  for (const store of ["imap", "local", "file"] as const) {
    assert.equal(received(rawOf(MAIL), { size: MAIL.length, headersOnly: true }, store).partial, true);
    assert.equal(received(rawOf(""), sized(0), store).partial, true);
  }
});

test("an IMAP server's estimate raises nothing, a gross difference does", () => {
  assert.equal(received(rawOf(MAIL), sized(Math.ceil(MAIL.length * 1.2)), "imap").partial, false);
  assert.equal(received(rawOf(MAIL), sized(MAIL.length * 2), "imap").partial, true);
  // The offline copy is longer than the server said, by Thunderbird's own lines.
  assert.equal(received(rawOf(PAIR + MAIL), sized(MAIL.length), "imap").partial, false);
});
