import assert from "node:assert/strict";
import { test } from "node:test";
import { phpParameter } from "../../extension/webmail/php-query.ts";

const uid = (query: string) => phpParameter(`https://mail.home.example/?_task=mail&_uid=3${query}`, "_uid");

test("ACQ-09: a parameter of which PHP would read another value than the one in sight has no value", () => {
  // Each of these makes PHP 8.2 read "4" as `_uid`, or an array with it.
  for (const also of [
    "_uid=4",
    ".uid=4",
    "%20_uid=4",
    "+_uid=4",
    "_uid%00x=4",
    "_uid[]=4",
    "_uid%5B0%5D=4",
    "%5F%75id=4",
  ])
    assert.equal(uid(`&${also}`), undefined, also);
});

test("a parameter that PHP reads under another name, or that stands alone, changes nothing", () => {
  // These stay under names of their own in PHP 8.2.
  for (const also of [
    "",
    "&uid=4",
    "&%20uid=4",
    "&_uid+=4",
    "&_uid.=4",
    "&_u.id=4",
    "&%09_uid=4",
    "&_uid%0A=4",
    "#_uid=4",
  ])
    assert.equal(uid(also), "3", also);
  assert.equal(phpParameter("https://mail.home.example/?.uid=4", "_uid"), "4");
  assert.equal(phpParameter("https://mail.home.example/", "_uid"), undefined);
});
