import assert from "node:assert/strict";
import { test } from "node:test";
import { createSay } from "../../extension/button/create-say.ts";

const OWN = new Map([
  ["face_worst_of", { message: "$COUNT$ messages", placeholders: { count: { content: "$1" } } }],
  ["marker_hint", { message: "see the toolbar" }],
]);

test("what the browser does not say, the package's own texts do, with their values", () => {
  const say = createSay(() => "", OWN);
  assert.equal(say("face_worst_of", ["3"]), "3 messages");
  assert.equal(say("marker_hint"), "see the toolbar");
  assert.equal(say("unheard_of"), "unheard_of");
});

test("what the browser says goes first", () => {
  const say = createSay((key, values) => [key, ...values].join("|"), OWN);
  assert.equal(say("face_worst_of", ["3"]), "face_worst_of|3");
});

test("texts that are read later are said from then on", () => {
  const own = new Map<string, { message: string }>();
  const say = createSay(() => "", own);
  assert.equal(say("marker_hint"), "marker_hint");
  own.set("marker_hint", { message: "see the toolbar" });
  assert.equal(say("marker_hint"), "see the toolbar");
});
