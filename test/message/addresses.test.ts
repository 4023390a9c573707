import assert from "node:assert/strict";
import { test } from "node:test";
import { MAX_AUTHORS } from "../../core/limits.ts";
import { readFrom, readMailboxes } from "../../core/message/address.ts";
import { codes, from, lines, read } from "./mail.ts";

const specs = (field: { readonly mailboxes: readonly { readonly addrSpec: string }[] }) =>
  field.mailboxes.map(({ addrSpec }) => addrSpec);

/** Each value is AMBIG_FROM. */
function ambiguous(values: readonly string[]): void {
  for (const value of values) assert.deepEqual(codes(from(value)), ["AMBIG_FROM"], JSON.stringify(value));
}

/** Each value is one plain mailbox. */
function plain(values: Readonly<Record<string, readonly [string, string]>>): void {
  for (const [value, [displayName, addrSpec]] of Object.entries(values)) {
    const field = from(value);
    assert.deepEqual(codes(field), [], value);
    assert.deepEqual(
      field.mailboxes.map((mailbox) => [mailbox.displayName, mailbox.addrSpec]),
      [[displayName, addrSpec]],
      value,
    );
  }
}

test("From: one plain mailbox, with the display name decoded and the domain in lower-case A-labels", () => {
  plain({
    "a@b.example": ["", "a@b.example"],
    "<a@b.example>": ["", "a@b.example"],
    "Alice Doe <Alice.Doe@B.Example>": ["Alice Doe", "Alice.Doe@b.example"],
    '"Doe, Alice" <a+b@b.example>': ["Doe, Alice", "a+b@b.example"],
    '"a \\"b\\" c" <a@b.example>': ['a "b" c', "a@b.example"],
    "=?utf-8?q?Andr=C3=A9?= <a@b.example>": ["André", "a@b.example"],
    "=?utf-8?q?Andr=C3=A9?=\r\n =?utf-8?q?_X?= <a@b.example>": ["André X", "a@b.example"],
    '"=?utf-8?q?Andr=C3=A9?=" <a@b.example>': ["André", "a@b.example"],
    "Andr\u00c3\u00a9 <a@b.example>": ["André", "a@b.example"],
    "a@b\u00c3\u00bccher.example": ["", "a@xn--bcher-kva.example"],
    "Alice\r\n <a@b.example>\r\n ": ["Alice", "a@b.example"],
  });
});

test("H23: a full stop may stand in an unquoted display name", () => {
  plain({ "John Q. Public <j@b.example>": ["John Q. Public", "j@b.example"] });
});

test("G42: one comment behind a bare addr-spec is its display name, any other is AMBIG_FROM", () => {
  plain({ "a@b.example (Alice)": ["Alice", "a@b.example"] });
  ambiguous([
    "(Alice) a@b.example",
    "a@b.example (Alice) (Bob)",
    "Alice (x) <a@b.example>",
    "Alice <a@b.example> (x)",
    "Alice <a@b.example(x)>",
    "a(x)@b.example",
  ]);
});

test("G42: an unquoted @ in the display name is AMBIG_FROM", () => {
  ambiguous(["ceo@bank.example <a@evil.example>", "ceo@bank <a@evil.example>", "@ <a@evil.example>"]);
  plain({ '"ceo@bank.example" <a@evil.example>': ["ceo@bank.example", "a@evil.example"] });
});

test("G41: From stands exactly once", () => {
  assert.deepEqual(codes(readFrom(read("To: a@b.example\r\n\r\n"))), ["AMBIG_FROM"]);
  const twice = readFrom(read(lines("From: a@b.example", "From: c@d.example", "")));
  assert.deepEqual([codes(twice), specs(twice)], [["AMBIG_FROM"], ["a@b.example", "c@d.example"]]);
});

test("H24: a non-ASCII local part in From is AMBIG_FROM, elsewhere it is read", () => {
  ambiguous(["j\u00c3\u00b8ran@b.example", "J <j\u00c3\u00b8ran@b.example>", "j\u00f8ran@b.example"]);
  const to = readMailboxes(read("To: j\u00c3\u00b8ran@b.example\r\n\r\n"), "to");
  assert.deepEqual([codes(to), specs(to)], [[], ["jøran@b.example"]]);
});

test("ID-03: two angle addresses are AMBIG_FROM and both are found", () => {
  const field = from("Spoofed <a@x.example> <b@y.example>");
  assert.deepEqual([codes(field), specs(field)], [["AMBIG_FROM"], ["a@x.example", "b@y.example"]]);
});

test("ID-04: group syntax and an empty From are AMBIG_FROM", () => {
  ambiguous([
    "ceo@bank.example: a@evil.example;",
    "Bank: a@evil.example;",
    "",
    "<>",
    "undisclosed-recipients:;",
    "Bank:;",
  ]);
  assert.equal(from("Bank: a@evil.example;").groups, true);
  assert.deepEqual(specs(from("ceo@bank.example: a@evil.example;")), ["ceo@bank.example", "a@evil.example"]);
});

test("ID-05: several From addresses are AMBIG_FROM and all are found", () => {
  const field = from("<a@x.example>, <b@y.example>");
  assert.deepEqual([codes(field), specs(field)], [["AMBIG_FROM"], ["a@x.example", "b@y.example"]]);
  ambiguous([
    "a@x.example,b@y.example",
    "a@x.example, ",
    ",a@x.example",
    "a@x.example;b@y.example",
    "a@x.example b@y.example",
  ]);
});

test("ID-06: routes, quoted local parts, escapes, comments, blanks around the @ are AMBIG_FROM", () => {
  ambiguous([
    "<@attack.example,@any.example:admin@bank.example>",
    "<@attack.example:admin@bank.example>",
    '"admin@bank.example"@attack.example',
    '<"a b"@attack.example>',
    "<admin@bank.example>\\,<second@attack.example>",
    "admin\\@bank.example@attack.example",
    "<admin@bank.example(comment)@attack.example>",
    "<admin@bank.example,attack.example>",
    "admin @bank.example",
    "admin@ bank.example",
    "< admin@bank.example>",
    "admin..x@bank.example",
    ".admin@bank.example",
    "admin@bank.example@attack.example",
    "Admin <admin@bank.example",
    "Admin admin@bank.example>",
    '"Admin <admin@bank.example>',
  ]);
});

test("ID-07: encoded words in the address and control characters anywhere are AMBIG_FROM", () => {
  ambiguous([
    "=?utf-8?b?cG90dXNAYmFuay5leGFtcGxl?=@attack.example",
    "=?utf-8?b?cG90dXNAYmFuay5leGFtcGxl?==?utf-8?Q?=00?=@attack.example",
    "<=?utf-8?q?a?=@attack.example>",
    "=?utf-8?q?boss=40bank.example=00?= <a@attack.example>",
    "=?utf-8?b?dGVzdCIgPHBvdHVzQGJhbmsuZXhhbXBsZT4=?==?utf-8?Q?=00=0A?= <a@attack.example>",
    "boss\0 <a@attack.example>",
    "boss <a\0@attack.example>",
    "boss <a@attack.example\0.bank.example>",
    "boss\u0007 <a@attack.example>",
    "boss\u00c2\u0085 <a@attack.example>",
  ]);
});

test("ID-14: trailing dot, IP literal, port, NUL, % and other non-domains are AMBIG_FROM", () => {
  ambiguous([
    "a@b.example.",
    "a@[192.0.2.1]",
    "a@192.0.2.1",
    "a@b.example:25",
    "a@b.example\0",
    "a%x@b.example%c",
    "a@b%2eexample",
    "a@-b.example",
    "a@b_c.example",
    "a@b..example",
    "a@ban\u00e2\u0084\u00aa.example",
    "a@b\u00fccher.example",
    "\u00fc <a@b\u00fccher.example>",
    "\u00ef\u00bb\u00bfa@b.example",
    "a@b.example\u00ef\u00bb\u00bf",
    "a@",
    "@b.example",
    "a",
  ]);
});

test("ID-02: the address that is checked is kept apart from a name that looks like one", () => {
  for (const value of [
    '"ceo@bank.example" <a@evil.example>',
    "=?utf-8?q?ceo=40bank.example?= <a@evil.example>",
    "a@evil.example (ceo@bank.example)",
  ]) {
    const [mailbox] = from(value).mailboxes;
    assert.deepEqual([mailbox?.displayName, mailbox?.addrSpec], ["ceo@bank.example", "a@evil.example"]);
  }
});

test("ID-08, ID-13, ID-18: invisible and turning characters stay in the name, for the display to show", () => {
  for (const char of [
    "\u2800",
    "\u00ad",
    "\u200b",
    "\u202e",
    "\u2066",
    "\u3164",
    "\ufe00",
    "\u{e0041}",
    "\u00a0",
    "\u2028",
  ]) {
    const encoded = Buffer.from(`Boss${char}x`).toString("base64");
    assert.equal(from(`=?utf-8?b?${encoded}?= <a@b.example>`).mailboxes[0]?.displayName, `Boss${char}x`);
  }
});

test("To and Cc: groups are opened, comments and quotes ignored (G35)", () => {
  const message = read(
    lines('To: Team: "X, Y" <x@a.example>, y@a.example (Y);, z@A.example', "Cc: undisclosed-recipients:;", ""),
  );
  const to = readMailboxes(message, "to");
  assert.deepEqual([codes(to), specs(to), to.groups], [[], ["x@a.example", "y@a.example", "z@a.example"], true]);
  const cc = readMailboxes(message, "cc");
  assert.deepEqual([codes(cc), specs(cc), cc.groups], [[], [], true]);
});

test("T22: a local part is unquoted where it needs no quotes", () => {
  const to = readMailboxes(read('To: "a.b"@c.example, "a b"@c.example, "a\\"b"@c.example\r\n\r\n'), "to");
  assert.deepEqual([codes(to), specs(to)], [[], ["a.b@c.example", '"a b"@c.example', '"a\\"b"@c.example']]);
});

test("To: what programs read differently is AMBIG_ADDRESS", () => {
  for (const value of [
    "a@b.example c@d.example",
    "<a@b.example",
    "a:b:c@d.example;",
    "nobody",
    "x <a@b.example> y",
    "a@b.example;",
    "(a@b.example",
  ]) {
    const to = readMailboxes(read(`To: ${value}\r\n\r\n`), "to");
    assert.deepEqual(to.ambiguities, [{ code: "AMBIG_ADDRESS", params: { field: "to" } }], value);
  }
});

test("DOS-04: 100 kB of brackets, quotes or separators is read to the end, without recursion", () => {
  for (const piece of [
    "(",
    "<",
    "<a@b>",
    "a@",
    '"',
    "\\",
    "a,",
    ":",
    ";",
    "=?a?q?",
    "(a)",
    "<>,",
    "@",
    "[",
    "a:b;",
    "((()))",
    "x <a@b.c> ",
  ]) {
    const field = from(piece.repeat(100_000 / piece.length));
    assert.deepEqual(codes(field), ["AMBIG_FROM"], piece);
  }
});

test("DOS-04: of a From with more mailboxes than anybody shows, the first and the last are judged", () => {
  const many = Array.from({ length: 130_000 }, (_, index) => `a@${index}.cd`);
  for (const list of [many.join(), many.map((address) => `<${address}>`).join("")].map((text) => text.slice(0, 1e6))) {
    const field = from(list);
    assert.deepEqual(codes(field), ["AMBIG_FROM"]);
    assert.equal(field.mailboxes.length, MAX_AUTHORS);
    assert.equal(field.mailboxes[0]?.domain, "0.cd");
  }
  assert.equal(from(many.slice(0, 1000).join()).mailboxes.at(-1)?.domain, "999.cd");
});
