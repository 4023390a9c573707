import assert from "node:assert/strict";
import { test } from "node:test";
import { freePort } from "./ports.ts";

test("ports that are asked for at the same time differ, and none is one that a system takes by itself", async () => {
  const all = await Promise.all(Array.from({ length: 50 }, () => freePort()));
  assert.equal(new Set(all).size, 50);
  assert.ok(all.every((port) => port < 32_768));
});
