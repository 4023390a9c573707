import "fake-indexeddb/auto";
import assert from "node:assert/strict";
import { test } from "node:test";
import { checkedUnread } from "../../extension/check/check.ts";
import type { Circumstances } from "../../extension/check/knowledge.ts";
import { message } from "./header.ts";

test("where nothing that is stored can be read, as after a step back to an older package, a message is unchecked, not pending", async () => {
  const circumstances: Circumstances = {
    now: 1_790_000_000,
    origin: "account",
    get addresses(): never {
      throw new Error("VersionError");
    },
  };
  const { result, bytes } = await checkedUnread("E_INTERNAL", message(1), circumstances);
  assert.equal(result.badge, "UNCHECKED");
  assert.deepEqual(
    result.reasons.map(({ code }) => code),
    ["E_INTERNAL"],
  );
  assert.equal(bytes.length, 0);
});
