import assert from "node:assert/strict";
import { test } from "node:test";
import { nobleEngine } from "../../core/crypto/engine-noble.ts";
import { seal } from "../../core/map/seal.ts";
import { arrived, KEY, mail, OPTIONS, octets, outcome, sealed, text } from "./support.ts";

const refused = async (bytes: Uint8Array, changes = {}) => {
  const made = await seal(bytes, { ...OPTIONS, ...changes }, KEY, nobleEngine);
  return made instanceof Uint8Array ? "sealed" : `${made.fault} ${made.detail}`.trim();
};

test("T03: the field stands directly above the untouched message, which gets a final CRLF where it has none", async () => {
  const made = text(await sealed());
  assert.ok(made.startsWith("MAP-Envelope: v=1; cose=\r\n "));
  assert.ok(made.endsWith(text(mail())));
  assert.ok(made.split("\r\n").every((line) => line.length <= 78));
  const open = text(await sealed(mail({}, "no end")));
  assert.ok(open.endsWith("no end\r\n"));
  assert.match(await outcome(arrived(octets(open))), /^INTACT \|/);
});

test("T02, T19: what a store or a relay would rewrite is not sealed", async () => {
  const good = text(mail());
  for (const bad of [
    good.replaceAll("\r\n", "\n"),
    good.replace("Bob,\r\n", "Bob,\n"),
    good.replace("pay", "p\ray"),
    `${good}\r`,
    good.replace("pay", "p\0ay"),
  ])
    assert.equal(await refused(octets(bad)), "line-ends");
  assert.equal(await refused(octets("no field here\r\n\r\n")), "no-field");
  assert.equal(await refused(new Uint8Array(0)), "no-field");
});

test("T05: an envelope that is there, or looks like one, gets a name that nobody evaluates", async () => {
  for (const name of ["MAP-Envelope", "map-envelope", "Map_Envelope", "MAP-Envelope "]) {
    const made = await sealed(octets(`${name}: v=1; cose=AAAA\r\n${text(mail())}`));
    assert.match(text(made), /\r\nMAP-Envelope-Previous: v=1; cose=AAAA\r\n/);
    assert.match(await outcome(arrived(made)), /^INTACT \|/);
  }
});

test("T10 to T12: values that a reader would refuse are not written", async () => {
  const cases: readonly (readonly [object, string])[] = [
    [{ sender: "alice" }, "sender"],
    [{ sender: "alice@other.example" }, "domain"],
    [{ sender: "", domain: "" }, "domain"],
    [{ recipients: [] }, "recipients"],
    [{ recipients: ["B@Example.net"] }, "recipients"],
    [{ id: new Uint8Array(3) }, "id"],
    [{ expires: OPTIONS.created - 1 }, "expires"],
  ];
  for (const [changes, detail] of cases) assert.equal(await refused(mail(), changes), `option ${detail}`);
  const made = await seal(mail(), OPTIONS, { id: "env1", privateKey: new Uint8Array(5) }, nobleEngine);
  assert.deepEqual(made, { fault: "key", detail: "env1" });
});
