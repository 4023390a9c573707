import "fake-indexeddb/auto";
import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import { peopleOf } from "../../core/hpke/aad.ts";
import { wrapKeys } from "../../core/hpke/backup.ts";
import { protectHeaders } from "../../core/hpke/make.ts";
import { mapKeyText } from "../../core/hpke/published.ts";
import { NOTHING_KNOWN } from "../../core/index.ts";
import { displayHeader } from "../../core/message/display.ts";
import { readMessage } from "../../core/message/reader.ts";
import { database } from "../../extension/database.ts";
import { quotation } from "../../extension/sealed/inside.ts";
import { restoreSealingKeys } from "../../extension/sealed/keys.ts";
import { type Reading, readSealedMessage } from "../../extension/sealed/reading.ts";
import { takeInKey } from "../../extension/sealed/recipients.ts";
import { sealDraft } from "../../extension/sealed/seal-draft.ts";
import { type Draft, writeMessage } from "../../extension/sealed/write-message.ts";
import { ALICE, BOB, BOB_PRIVATE, drawing, mail, sealed } from "../hpke/support.ts";
import { emptyInstallation } from "./empty-installation.ts";

const CANARY = "Invoice 4711";
const NOW = 1_795_300_000;

// The hook concerns these tests alone, not the others of the same process.
describe("reading sealed mail", () => {
  before(async () => {
    await emptyInstallation();
    const backup = await wrapKeys([BOB, BOB_PRIVATE, ALICE], "right", drawing("backup"));
    assert.equal(await restoreSealingKeys(backup, "right"), 3);
  });

  const read = (bytes: Uint8Array, sealingKids: readonly string[], addresses = [BOB.address, BOB_PRIVATE.address]) =>
    readSealedMessage({
      bytes,
      knowledge: { ...NOTHING_KNOWN, now: NOW, account: { addresses, authserv: [], sealingKids } },
      sent: false,
    });

  const told = (reading: Reading) =>
    reading.state === "opened"
      ? `opened ${reading.writer}`
      : reading.state === "refused"
        ? reading.code
        : reading.state;

  /** Everything that is kept, as text. */
  async function kept(): Promise<string> {
    const db = await database();
    const all = await Promise.all([...db.objectStoreNames].map((store) => db.getAll(store)));
    return JSON.stringify(all);
  }

  test("E2E-12: reading keeps nothing: no store of the database and no log holds a word of the text", async (t) => {
    const logged: unknown[] = [];
    for (const name of ["log", "info", "warn", "error", "debug"] as const)
      t.mock.method(console, name, (...words: unknown[]) => void logged.push(...words));
    const before = await kept();
    const reading = await read(await sealed(), [BOB.key.kid]);
    assert.equal(told(reading), "opened anyone-or-recipient");
    assert.ok(reading.state === "opened" && JSON.stringify(reading.inside).includes(CANARY), "the text is in memory");
    assert.equal(await kept(), before);
    assert.deepEqual(logged, []);
  });

  test("E2E-16: only keys of the account in which the message lies open it, whatever others are there", async () => {
    const bytes = await sealed(mail(), { keys: [BOB_PRIVATE.key] });
    assert.equal(told(await read(bytes, [BOB.key.kid])), "cannot-open");
    assert.equal(told(await read(bytes, [])), "cannot-open");
    assert.match(told(await read(bytes, [BOB_PRIVATE.key.kid])), /^opened/);
  });

  const DRAFT: Draft = {
    from: "Bob Bäcker <bob@example.net>",
    to: ['"Alice, of Example" <alice@example.org>'],
    cc: [],
    subject: "Grüße vom Markt, und noch viel mehr, was nicht in ein einziges Wort passt",
    text: "Bis morgen.\nBob",
    html: "<p>Bis <b>morgen</b>.</p>",
    attachments: [{ name: "Einkauf für Alice.txt", type: "text/plain", octets: new TextEncoder().encode("Brot") }],
    date: NOW,
    thread: [],
  };

  test("what is written is one message without ambiguities, and its people are those of the composer", () => {
    const message = readMessage(writeMessage(DRAFT, "b".repeat(32)));
    assert.deepEqual(message.ambiguities, []);
    assert.deepEqual(peopleOf(message), { from: "bob@example.net", to: ["alice@example.org"] });
    assert.deepEqual(
      message.leaves.map(({ type, subtype }) => `${type}/${subtype}`),
      ["text/plain", "text/html", "text/plain"],
    );
  });

  test("E2E-06: a quotation holds the plain text, or of a page what its reader saw, and nothing hidden", () => {
    const html = '<p>Until tomorrow.</p><p style="display:none">captured</p>';
    const part = (kind: "text" | "html", text: string) => ({ kind, path: "1", text });
    const inside = { from: "", people: [], subject: "", date: "" };
    assert.equal(quotation({ ...inside, parts: [part("text", "Hello\r\nBob"), part("html", html)] }), "> Hello\n> Bob");
    assert.equal(quotation({ ...inside, parts: [part("html", html)] }), "> Until tomorrow.");
    // A style at the end of a page that is too long, and one that is too deep to be looked through.
    for (const more of ["x ".repeat(600_000), "<div>".repeat(600)])
      assert.equal(quotation({ ...inside, parts: [part("html", `<p class="x">a</p>${more}${html}`)] }), "> ");
  });

  test("an answer names its thread inside, and says that it stands outside as well (RFC 9788)", () => {
    const thread = ["first@example.org", `${"long".repeat(50)}@example.org`, "last@example.org"];
    const message = readMessage(writeMessage({ ...DRAFT, thread }, "b".repeat(32)));
    assert.deepEqual(message.ambiguities, []);
    assert.equal(displayHeader(message, "in-reply-to"), "<last@example.org>");
    assert.equal(displayHeader(message, "references"), thread.map((id) => `<${id}>`).join(" "));
    const ready = protectHeaders(message.bytes);
    assert.ok(ready instanceof Uint8Array);
    assert.match(Buffer.from(ready).toString(), /^HP-Outer: In-Reply-To: <last@example\.org>\r$/m);
  });

  test("text of the composer breaks out of no header field", () => {
    const nasty = "x\r\nBcc: eve@example.com\r\n\r\n--";
    const message = readMessage(
      writeMessage(
        {
          ...DRAFT,
          subject: nasty,
          from: `${nasty} <bob@example.net>`,
          attachments: [{ name: nasty, type: nasty, octets: new Uint8Array(1) }],
        },
        "b".repeat(32),
      ),
    );
    assert.ok(!message.fields.some(({ lowerName }) => lowerName === "bcc"));
    assert.equal(message.leaves.length, 3);
  });

  test("a missing key is named and nothing is sealed; taken in, the sender's own copy opens too", async () => {
    assert.deepEqual(await sealDraft({ ...DRAFT, to: ["carol@example.com"] }), {
      fault: "missing",
      addresses: ["carol@example.com"],
    });
    assert.equal(await takeInKey("alice@example.org", `eve@example.org ${mapKeyText(ALICE.key)}`, NOW), false);
    assert.equal(await takeInKey("alice@example.org", `alice@example.org ${mapKeyText(ALICE.key)}`, NOW), true);
    const jwe = await sealDraft(DRAFT);
    assert.ok(jwe instanceof Uint8Array, JSON.stringify(jwe));
    const { recipients } = JSON.parse(new TextDecoder().decode(jwe));
    assert.deepEqual(
      recipients.map(({ header }: { header: { kid: string } }) => header.kid),
      [ALICE.key.kid, BOB.key.kid],
    );
    assert.deepEqual(await sealDraft({ ...DRAFT, from: "kim@example.net" }), {
      fault: "no-own-key",
      address: "kim@example.net",
    });
  });
});
