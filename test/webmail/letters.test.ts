import assert from "node:assert/strict";
import { test } from "node:test";
import { createLetters } from "../../extension/webmail/letters.ts";
import type { Raw } from "../../extension/webmail/provider.ts";

const PAGE = new URL("https://webmail.home.example/mail/?_uid=3");
const about = (id: string, token = "t") => ({ ref: { id, token, subject: "s" }, page: PAGE, account: "" });

/** A store with a clock and a server that counts. */
function rig(answer: () => Raw = () => ({ octets: new Uint8Array(10) })) {
  let time = 1_000_000;
  let asked = 0;
  const letters = createLetters(() => time);
  const ask = async () => {
    asked++;
    return answer();
  };
  return {
    take: (id: string, token?: string) => letters.take(about(id, token), "roundcube", ask),
    find: letters.find,
    asked: () => asked,
    pass: (milliseconds: number) => {
      time += milliseconds;
    },
  };
}

test("a message is fetched once, however often it is shown", async () => {
  const { take, asked, find } = rig();
  const letter = take("1/INBOX");
  await letter.raw();
  assert.equal(take("1/INBOX").number, letter.number);
  assert.equal(find(letter.number)?.number, letter.number);
  assert.equal(asked(), 1);
});

test("another session, another message and an old copy are fetched anew", async () => {
  const { take, asked, pass } = rig();
  await take("1/INBOX").raw();
  await take("1/INBOX", "other").raw();
  await take("2/INBOX").raw();
  assert.equal(asked(), 3);
  pass(600_001);
  await take("1/INBOX").raw();
  assert.equal(asked(), 4);
});

test("what could not be had is asked for again when it is shown again", async () => {
  const { take, asked } = rig(() => ({ missing: "E_TIMEOUT" }));
  await take("1/INBOX").raw();
  await new Promise((done) => setImmediate(done));
  await take("1/INBOX").raw();
  assert.equal(asked(), 2);
});

test("old letters make room by number and by octets", async () => {
  const { take, find } = rig(() => ({ octets: new Uint8Array(50 * 1024 * 1024) }));
  const first = take("1/INBOX");
  await first.raw();
  for (const id of ["2/INBOX", "3/INBOX"]) await take(id).raw();
  await new Promise((done) => setImmediate(done));
  assert.equal(find(first.number), undefined);
});
