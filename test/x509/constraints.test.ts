import assert from "node:assert/strict";
import { test } from "node:test";
import { asciiBytes } from "../../core/canonical/encoding.ts";
import {
  basicConstraints,
  dnsName,
  keyUsage,
  mailboxName,
  nameConstraints,
  subjectAltName,
} from "../../core/x509/make-extensions.ts";
import { implicit, oid, sequence, setOf, tagged, utf8String } from "../../core/x509/write-der.ts";
import { CA, issue, LEAF, root, unknownCritical, validate, verdict } from "./build.ts";

const ADDRESS = "alice@example.org";
const MAILBOX = mailboxName(ADDRESS);

test("X5-04: path length and unknown critical extensions are enforced", async () => {
  const short = await root([basicConstraints(true, 0), keyUsage("keyCertSign")]);
  const middle = await issue({ name: "Middle", extensions: CA }, short);
  const below = await issue({ name: "Leaf" }, middle);
  assert.equal(verdict(await validate(below, [middle], short)), "PATH_LENGTH");
  assert.equal(verdict(await validate(await issue({ name: "Leaf" }, short), [], short)), "valid");
  const anchor = await root();
  const odd = await issue({ name: "Odd", extensions: [...CA, unknownCritical] }, anchor);
  assert.equal(verdict(await validate(await issue({ name: "Leaf" }, odd), [odd], anchor)), "UNKNOWN_CRITICAL");
  const oddLeaf = await issue({ name: "Leaf", extensions: [...LEAF, unknownCritical] }, anchor);
  assert.equal(verdict(await validate(oddLeaf, [], anchor)), "UNKNOWN_CRITICAL");
  const oddRoot = await root([...CA, unknownCritical]);
  assert.equal(verdict(await validate(await issue({ name: "Leaf" }, oddRoot), [], oddRoot)), "UNKNOWN_CRITICAL");
});

test("X5-04: name constraints hold for mailboxes, internationalised ones included, hosts and subjects", async () => {
  const mailbox = (text: string) => implicit(1, asciiBytes(text));
  const named = (...names: readonly Uint8Array[]) => [...LEAF, subjectAltName(...names)];
  const unit = sequence(setOf(sequence(oid("2.5.4.10"), utf8String("Example  LTD"))));
  const inUnit = sequence(
    setOf(sequence(oid("2.5.4.10"), utf8String("example ltd"))),
    setOf(sequence(oid("2.5.4.3"), utf8String("A"))),
  );
  const cases: readonly {
    readonly expected: string;
    readonly permitted?: readonly Uint8Array[];
    readonly excluded?: readonly Uint8Array[];
    readonly extensions: readonly Uint8Array[];
    readonly subject?: Uint8Array;
  }[] = [
    { expected: "valid", permitted: [mailbox("example.org")], extensions: named(MAILBOX) },
    { expected: "valid", permitted: [mailbox(ADDRESS)], extensions: named(MAILBOX) },
    { expected: "NAME_CONSTRAINTS", permitted: [mailbox("example.com")], extensions: named(MAILBOX) },
    { expected: "NAME_CONSTRAINTS", permitted: [mailbox(".example.org")], extensions: named(MAILBOX) },
    { expected: "NAME_CONSTRAINTS", permitted: [mailbox("bob@example.org")], extensions: named(MAILBOX) },
    { expected: "NAME_CONSTRAINTS", permitted: [mailbox("ample.org")], extensions: named(MAILBOX) },
    { expected: "NAME_CONSTRAINTS", excluded: [mailbox("example.org")], extensions: named(MAILBOX) },
    { expected: "NAME_CONSTRAINTS", excluded: [mailbox("EXAMPLE.org")], extensions: named(MAILBOX) },
    {
      expected: "NAME_CONSTRAINTS",
      permitted: [mailbox("example.com")],
      extensions: named(mailboxName("ä@example.org")),
    },
    {
      expected: "NAME_CONSTRAINTS",
      excluded: [mailbox("example.org")],
      extensions: named(mailboxName("ä@example.org")),
    },
    { expected: "valid", permitted: [mailbox("example.org")], extensions: named(mailboxName("ä@example.org")) },
    { expected: "valid", permitted: [dnsName("example.org")], extensions: named(dnsName("mx.example.org")) },
    { expected: "NAME_CONSTRAINTS", permitted: [dnsName("example.org")], extensions: named(dnsName("badexample.org")) },
    {
      expected: "NAME_CONSTRAINTS",
      excluded: [dnsName("bad.example.org")],
      extensions: named(dnsName("*.example.org")),
    },
    {
      expected: "NAME_CONSTRAINTS",
      permitted: [dnsName("a.example.org")],
      extensions: named(dnsName("*.example.org")),
    },
    { expected: "valid", permitted: [tagged(4, unit)], extensions: LEAF, subject: inUnit },
    { expected: "NAME_CONSTRAINTS", excluded: [tagged(4, unit)], extensions: LEAF, subject: inUnit },
    { expected: "NAME_CONSTRAINTS", permitted: [tagged(4, unit)], extensions: LEAF },
    {
      expected: "NAME_CONSTRAINTS",
      permitted: [mailbox("example.com")],
      extensions: LEAF,
      subject: sequence(setOf(sequence(oid("1.2.840.113549.1.9.1"), utf8String(ADDRESS)))),
    },
    // A kind that nobody can compare.
    {
      expected: "NAME_CONSTRAINTS",
      excluded: [implicit(8, Uint8Array.of(42))],
      extensions: named(implicit(8, Uint8Array.of(43))),
    },
  ];
  for (const { expected, permitted = [], excluded = [], extensions, subject } of cases) {
    const anchor = await root([...CA, nameConstraints(permitted, excluded)]);
    const leaf = await issue({ name: "Leaf", extensions, ...(subject && { subject }) }, anchor);
    assert.equal(verdict(await validate(leaf, [], anchor)), expected);
  }
});
