import "fake-indexeddb/auto";
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { wrapKeys } from "../../core/hpke/backup.ts";
import { createBoard } from "../../extension/button/board.ts";
import { createVerdicts } from "../../extension/check/verdicts.ts";
import { database } from "../../extension/database.ts";
import { CLIENTS } from "../../extension/packaging/manifests.mjs";
import { restoreSealingKeys } from "../../extension/sealed/keys.ts";
import { readSealedMessage } from "../../extension/sealed/reading.ts";
import { createDesk } from "../../extension/webmail/desk.ts";
import { createLetters } from "../../extension/webmail/letters.ts";
import { BOB, BOB_PRIVATE, drawing, mail, sealed } from "../hpke/support.ts";

/** What a webmail with Bob's account shows of a sealed message: its line, and what opening it says. */
async function shownIn(account: string, octets: Uint8Array): Promise<string> {
  const desk = createDesk({
    board: createBoard(async () => undefined),
    say: (key) => key,
    letters: createLetters(),
    verdicts: createVerdicts(),
    read: async () => ({ octets }),
    mark: async () => "",
    addresses: async () => [],
    isAt: async () => true,
    stands: async () => undefined,
  });
  const [checked] = await desk.check(1, new URL("https://webmail.home.example/"), {
    countersign: "shown",
    adapter: "roundcube",
    account,
    messages: [{ id: "1/INBOX", token: "t", from: "alice@example.org", subject: "[...]" }],
  });
  const { bytes, knowledge, result } = await desk.again(checked?.messageId ?? assert.fail());
  const reading = await readSealedMessage({ bytes, knowledge, sent: false });
  const line = result.lines.find(({ system }) => system === "hpke")?.code;
  return `${line} | ${reading.state === "refused" ? reading.code : reading.state}`;
}

describe("sealed mail in a webmail", () => {
  test("E2E-16: only keys of the webmail's own account open a message there", async () => {
    const db = await database();
    await db.clear("sealingKeys");
    await restoreSealingKeys(await wrapKeys([BOB, BOB_PRIVATE], "right", drawing("backup")), "right");
    const toPrivate = await sealed(mail(), { keys: [BOB_PRIVATE.key] });
    assert.equal(await shownIn(BOB.address, await sealed()), "for-you | opened");
    assert.equal(await shownIn(BOB.address, toPrivate), "sealed | cannot-open");
    assert.match(await shownIn(BOB_PRIVATE.address, toPrivate), /opened$/);
  });

  test("the browsers' packages have the page that opens sealed mail, and none that writes it", () => {
    for (const client of ["chromium", "firefox"])
      assert.deepEqual(CLIENTS[client]?.without, ["seal-write.html", "seal.html", "sweep.html"]);
  });
});
