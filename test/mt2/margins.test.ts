import assert from "node:assert/strict";
import { test } from "node:test";
import { edited, gatewayed, octets, text, told } from "./support.ts";

test("MIME-07, T41: text around the parts stands in no digest, so such a message is not said to be unchanged", async () => {
  const bytes = await gatewayed();
  const border = /\r\n\r\n(?=--mt2-)/;
  assert.match(await told(bytes), /^INTACT/);
  assert.match(await told(edited(bytes, border, "\r\n\r\nPay to another account.\r\n")), /^NONE /);
  assert.match(await told(octets(`${text(bytes)}Pay to another account.\r\n`)), /^NONE /);
});
