import assert from "node:assert/strict";
import { test } from "node:test";
import { notChecked, type Result } from "../../core/index.ts";
import { isSameMessage } from "../../extension/webmail/same-message.ts";

const written = (subject: string, addrSpec?: string): Result => ({
  ...notChecked("E_INTERNAL", false, subject),
  ...(addrSpec === undefined ? {} : { from: { displayName: "", addrSpec } }),
});

test("ACQ-09: the source is that of the message shown when subject and sender are the same", () => {
  const result = written("Your  statement\t", "a@bank.example");
  assert.ok(isSameMessage({ subject: "Your statement", from: "a@bank.example" }, result));
  assert.ok(isSameMessage({ subject: " Your\nstatement", from: "A@Bank.example" }, result));
  assert.ok(isSameMessage({ subject: "Your statement" }, result), "a page that shows no address");
});

test("ACQ-09: another subject, another sender or an empty page is another message", () => {
  const result = written("Your statement", "a@bank.example");
  for (const shown of [
    { subject: "Your statements", from: "a@bank.example" },
    { subject: "", from: "a@bank.example" },
    { subject: "Your statement", from: "b@bank.example" },
    { subject: "Your statement", from: "a@bank.example.evil.example" },
    { subject: "(no subject)", from: "a@bank.example" },
  ])
    assert.ok(!isSameMessage(shown, result), JSON.stringify(shown));
});

test("ACQ-09: a page may put words in brackets where there is no subject, and nothing else", () => {
  const result = written("", "a@bank.example");
  for (const subject of ["", "(no subject)", "[kein Betreff]"])
    assert.ok(isSameMessage({ subject, from: "a@bank.example" }, result), subject);
  assert.ok(!isSameMessage({ subject: "Hello", from: "a@bank.example" }, result));
});

test("ACQ-09: under the heading of a conversation an answer has the same subject with a prefix, and no other", () => {
  const under = (subject: string, heading: string) =>
    isSameMessage({ subject: heading, from: "a@bank.example", conversation: true }, written(subject, "a@bank.example"));
  for (const subject of ["Parcel", "Re: Parcel", "AW: Re: Parcel", "RE[2]: Parcel", "回复：Parcel", "Fwd: Parcel"])
    assert.ok(under(subject, "Parcel"), subject);
  assert.ok(under("Parcel", "Re: Parcel"), "the first that is left has a prefix");
  for (const subject of ["Re: Parcels", "Urgent: Parcel", "Re Parcel", "Re: ", ""])
    assert.ok(!under(subject, "Parcel"), subject);
  assert.ok(
    !isSameMessage({ subject: "Parcel" }, written("Re: Parcel")),
    "a page of one message shows its own subject",
  );
});

test("ACQ-09: of a subject that the page cuts the beginning is compared, and never nothing", () => {
  const result = written("Who brings what on Saturday, when we meet", "a@bank.example");
  const from = "a@bank.example";
  assert.ok(isSameMessage({ subject: "Who brings what on", from, cut: true }, result));
  for (const subject of ["Who brings that", "brings what on", "", "Who brings what on Saturday, when we meet again"])
    assert.ok(!isSameMessage({ subject, from, cut: true }, result), subject);
  assert.ok(!isSameMessage({ subject: "Who brings what on", from: "b@bank.example", cut: true }, result));
  assert.ok(!isSameMessage({ subject: "Who brings what on", from }, result), "a page that cuts nothing");
});

test("ACQ-09: pages show domains in letters, sources in A-labels", () => {
  const result = written("x", "a@xn--hrbourbank-zqi.example");
  assert.ok(isSameMessage({ subject: "x", from: "a@xn--hrbourbank-zqi.example" }, result));
  assert.ok(!isSameMessage({ subject: "x", from: "a@harbourbank.example" }, result));
});
