import assert from "node:assert/strict";
import { test } from "node:test";
import { readFrom, readMailboxes } from "../../core/message/address.ts";
import { toALabel } from "../../core/message/domain.ts";
import { readMessage } from "../../core/message/reader.ts";
import { checkNames } from "../../core/trust/names.ts";

const trust = [{ org_id: "bank.example", domains: ["bank.example"] }];

/** The codes for these header lines, written in UTF-8. */
function codes(from: string, replyTo?: string, stampedBefore: readonly string[] = []): string[] {
  const reply = replyTo === undefined ? "" : `Reply-To: ${replyTo}\r\n`;
  const message = readMessage(new TextEncoder().encode(`From: ${from}\r\n${reply}\r\nHello\r\n`));
  return checkNames(readFrom(message), readMailboxes(message, "reply-to"), { trust, stampedBefore }).map(
    ({ code }) => code,
  );
}

test("ID-02: a display name that is another address", () => {
  for (const from of [
    '"ceo@bank.example" <a@evil.example>',
    '"Boss (ceo@bank.example)" <a@evil.example>',
    '"ceo @ bank.example" <a@evil.example>',
    '"ceo\uFF20bank.example" <a@evil.example>',
    '"ceo\uFE6Bbank\uFF0Eexample" <a@evil.example>',
    "=?utf-8?q?ceo=40bank=2Eexample?= <a@evil.example>",
    '"alice@example.org" <alice@example.net>',
    '"a@evil.example!ceo@bank.example" <a@evil.example>',
    '"ceo@b\u00E4nk.example" <a@evil.example>',
  ])
    assert.ok(codes(from).includes("NAME_IS_ADDRESS"), from);
  for (const from of [
    '"alice@example.org" <alice@example.org>',
    '"Alice@Example.ORG" <alice@example.org>',
    '"Alice (alice@example.org)" <alice@example.org>',
    "Alice <alice@example.org>",
    '"Alice @ work" <alice@example.org>',
    "alice@example.org",
    '"C@fe" <c@example.org>',
  ])
    assert.deepEqual(codes(from), [], from);
});

test("ID-08: blank-looking characters in a name", () => {
  for (const code of [0x2800, 0x3164, 0x115f, 0x1160, 0xffa0, 0x200b, 0x2060, 0xfeff, 0x00ad, 0x034f, 0x180e, 0x2028])
    assert.deepEqual(codes(`"Bank${String.fromCodePoint(code)}" <a@evil.example>`), ["NAME_HIDES"], code.toString(16));
  for (const blank of ["\u00A0", "\u2003", "\u3000", "\u1680", "\u202F"])
    assert.deepEqual(codes(`"Bank${blank.repeat(40)}" <a@evil.example>`), ["NAME_HIDES"], JSON.stringify(blank));
});

test("ID-13, ID-18: characters that turn or smuggle text in a name", () => {
  for (const code of [0x202a, 0x202b, 0x202d, 0x202e, 0x2066, 0x2068, 0xe0041, 0xe007f, 0xe0100, 0xfe00, 0x0007])
    assert.deepEqual(codes(`"Bank${String.fromCodePoint(code)}x" <a@evil.example>`), ["NAME_HIDES"], code.toString(16));
});

test("ID-08, decision 30: names as people write them hide nothing", () => {
  for (const name of [
    "山田\u3000太郎",
    "Jean\u00A0Dupont",
    "Shop \u2764\uFE0F",
    "\u{1F468}\u200D\u{1F469}\u200D\u{1F467} Family",
    "\u{1F44B}\u{1F3FD} Hi",
    "علی\u200Cرضا",
    "שלום\u200F",
    "क्\u200Dष",
    "Müller & Söhne",
    "O\u2019Brien\tSmith",
  ])
    assert.deepEqual(codes(`=?utf-8?b?${Buffer.from(name).toString("base64")}?= <a@example.org>`), [], name);
});

test("ID-09, ID-10: a sender whose domain imitates a trusted one", () => {
  assert.deepEqual(codes("a@b\u0430nk.example"), ["LOOKALIKE"]);
  assert.deepEqual(codes(`a@${toALabel("b\u0430nk.example")}`), ["LOOKALIKE"]);
  assert.deepEqual(codes("a@bank.example.evil.example"), ["LOOKALIKE_WEAK"]);
  assert.deepEqual(codes("a@bank.example"), []);
  assert.deepEqual(codes("a@mail.bank.example"), []);
  assert.deepEqual(codes("a@paypa1.example", undefined, ["paypal.example"]), ["LOOKALIKE_WEAK"]);
  // Every address counts where From has several.
  assert.deepEqual(codes("a@bank.example, b@b\u0430nk.example"), ["LOOKALIKE"]);
});

test("ID-16: answers that go to another organisation are named, and nothing more", () => {
  assert.deepEqual(codes("a@bank.example", "b@evil.example"), ["REPLY_ELSEWHERE"]);
  assert.deepEqual(codes("a@bank.example", "b@service.bank.example"), []);
  assert.deepEqual(codes("a@bank.example", "b@bank.example, c@evil.example"), ["REPLY_ELSEWHERE"]);
  assert.deepEqual(codes("a@bank.example"), []);
});

test("DOS-04: a hundred thousand answer addresses are looked through once", () => {
  const authors = Array.from({ length: 45_000 }, (_, index) => `a@d${index}.example`);
  const answers = "b@z.example, ".repeat(70_000);
  assert.deepEqual(codes(`${authors.join()}, a@z.example`, answers), []);
  assert.deepEqual(codes(`${authors.join()}, a@z.example`, `${answers}b@y.example`), ["REPLY_ELSEWHERE"]);
});

test("DOS-04: a long name is looked at in time that grows with its length", () => {
  const counted = (length: number) => {
    const from = `"${"a".repeat(length)}" <a@evil.example>`;
    return codes(from).length + codes(`"${"\u00A0".repeat(length)}x" <a@evil.example>`).length;
  };
  assert.equal(counted(200_000), 1);
  // Six letters each once they are folded, a hundred names of a thousand; and what hides among them is still found.
  const folded = (behind: string) =>
    Array.from({ length: 100 }, () => `"${"\u3316".repeat(990)}${behind}" <a@evil.example>`);
  assert.deepEqual(codes(folded("").join()), []);
  assert.ok(codes(folded("@b.example").join()).includes("NAME_IS_ADDRESS"));
});
