import assert from "node:assert/strict";
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { say } from "../../core/words/format.ts";
import { countersign, folderFor } from "./command.ts";

const MAILBOX = "test/samples/mailbox";
const KNOWLEDGE = ["--knowledge", `${MAILBOX}/knowledge.json`];
const expected = new Map<string, { badge: string; gmp: string; reasons: string[] }>(
  Object.entries(JSON.parse(readFileSync(`${MAILBOX}/expected.json`, "utf8"))),
);
const sample = (name: string) => readFileSync(`${MAILBOX}/${name}.eml`);

interface Row {
  file: string;
  index: number;
  badge: string;
  gmp: string;
  reasons: { code: string }[];
}

async function judge(words: readonly string[], input: string | Uint8Array = ""): Promise<readonly Row[]> {
  const { text } = await countersign(["verify", "--json", ...words], { input });
  return text
    .split("\n")
    .slice(0, -1)
    .map((line) => JSON.parse(line));
}

/** A mailbox file as an mboxrd writer makes it. */
function mbox(messages: readonly Buffer[]): Buffer {
  const entries = messages.map((message) => message.toString("latin1").replaceAll("\r\n", "\n"));
  const quoted = entries.map((text) => `From robin Fri Nov 20 15:00:00 2026\n${text.replace(/^(>*From )/gm, ">$1")}\n`);
  return Buffer.from(quoted.join(""), "latin1");
}

test("a folder gives one JSON object a line for each message, as documented", async () => {
  const { code, text, err } = await countersign(["verify", "--json", ...KNOWLEDGE, MAILBOX]);
  assert.deepEqual([code, err], [1, ""]);
  const rows = text
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));
  assert.equal(rows.length, expected.size);
  for (const row of rows) {
    assert.deepEqual(Object.keys(row), ["file", "index", "badge", "gmp", "reasons", "axes", "lines", "wants"]);
    const { badge, gmp, reasons } = row;
    const codes = reasons.map((reason: { code: string }) => reason.code).sort();
    assert.deepEqual({ badge, gmp, reasons: codes }, expected.get(row.file.slice(MAILBOX.length + 1)), row.file);
  }
});

test("the exit code is 0 unless something is negative", async () => {
  const { code } = await countersign([
    "verify",
    "-q",
    ...KNOWLEDGE,
    `${MAILBOX}/verified-fr.eml`,
    `${MAILBOX}/none-neighbour.eml`,
  ]);
  assert.equal(code, 0);
  const negative = await countersign(["verify", "-q", ...KNOWLEDGE, `${MAILBOX}/caution-two-senders.eml`]);
  assert.deepEqual([negative.code, negative.text], [1, ""]);
});

test("a mailbox with LF line ends on standard input gives the verdicts of its messages", async () => {
  const names = ["verified-school-letter-with-footer", "alert-attachment-changed", "none-neighbour"];
  const rows = await judge([...KNOWLEDGE, "-"], mbox(names.map(sample)));
  assert.deepEqual(
    rows.map(({ file, index, badge }) => [file, index, badge]),
    names.map((name, i) => ["-", i, expected.get(`${name}.eml`)?.badge]),
  );
});

test("what cannot be read is told, the rest is judged, and the exit code is 2", async (t) => {
  const folder = folderFor(t);
  writeFileSync(join(folder, "empty.eml"), "");
  const words = [`${folder}/missing.eml`, `${folder}/empty.eml`, `${MAILBOX}/verified-fr.eml`];
  const { code, text, err } = await countersign(["verify", "--table", ...KNOWLEDGE, ...words]);
  assert.equal(code, 2);
  assert.match(text, /^✔ Stamped /);
  assert.match(err, /FILE_UNREADABLE: cannot read .*missing\.eml: no such file or folder\n/);
  assert.match(err, /NO_MESSAGE: .*empty\.eml is empty\n/);
});

test("in folders only mail is read: other files, hidden ones and links are passed over, but nothing that is named mail", async (t) => {
  const folder = folderFor(t);
  mkdirSync(join(folder, "cur"));
  writeFileSync(join(folder, "cur", "1700000000.M1.host:2,S"), sample("none-neighbour"));
  writeFileSync(join(folder, "Inbox"), mbox([sample("none-neighbour"), sample("verified-fr")]));
  writeFileSync(join(folder, "Inbox.msf"), "// <!-- <mdb:mork:z -->");
  writeFileSync(join(folder, "picture.png"), Buffer.from("89504e470d0a1a0a", "hex"));
  writeFileSync(join(folder, ".hidden"), sample("none-neighbour"));
  writeFileSync(join(folder, "no-field-first.EML"), "\r\nNo header field at all");
  symlinkSync("..", join(folder, "cur", "round"));
  const rows = await judge([...KNOWLEDGE, folder]);
  assert.deepEqual(
    rows.map(({ file, index }) => [file.slice(folder.length + 1), index]),
    [
      ["Inbox", 0],
      ["Inbox", 1],
      ["cur/1700000000.M1.host:2,S", 0],
      ["no-field-first.EML", 0],
    ],
  );
  mkdirSync(join(folder, "pictures"));
  writeFileSync(join(folder, "pictures", "one.png"), Buffer.from("89504e470d0a1a0a", "hex"));
  const nothing = await countersign(["verify", join(folder, "pictures")]);
  assert.deepEqual([nothing.code, nothing.err], [2, "countersign: NO_MESSAGE: no mail was found there\n"]);
});

test("--account and --now belong to what is known", async () => {
  const file = `${MAILBOX}/verified-fr.eml`;
  const codes = async (...words: string[]) =>
    (await judge([...KNOWLEDGE, ...words, file])).flatMap(({ reasons }) => reasons.map(({ code }) => code));
  assert.deepEqual(await codes("--account", "kim@other.example"), ["NOT_ADDRESSED_TO_YOU"]);
  assert.deepEqual(await codes("--account", "kim@other.example", "--account", "robin@home.example"), []);
  assert.deepEqual(await codes("--now", "2026-11-20T09:00:00Z"), ["FUTURE"]);
  assert.deepEqual(await codes("--now", "1795168800"), await codes("--now", "2026-11-20T10:00:00Z"));
});

test("without knowledge nothing is believed and nobody is accused", async () => {
  const [row] = await judge([`${MAILBOX}/verified-fr.eml`]);
  assert.deepEqual(
    [row?.badge, row?.gmp, row?.reasons.map(({ code }) => code)],
    ["NONE", "UNTRUSTED", ["UNKNOWN_ORG"]],
  );
});

test("the report speaks the language of the locale", async () => {
  const words = ["verify", "--table", ...KNOWLEDGE, `${MAILBOX}/none-neighbour.eml`];
  for (const language of ["de", "fr", "es", "ja", "ar", "en"]) {
    const { text } = await countersign(words, { env: { LC_ALL: `${language}_XX.UTF-8`, LANG: "C" } });
    assert.ok(text.includes(say(language, "badge_NONE_word")), text);
  }
  assert.notEqual(say("de", "badge_NONE_word"), say("en", "badge_NONE_word"));
});

test("the readable report has the three lines, the reasons and their codes", async () => {
  const { text } = await countersign(["verify", ...KNOWLEDGE, `${MAILBOX}/alert-account-number-changed.eml`]);
  assert.match(text, /^⬣ Does not match · /m);
  assert.match(text, /^ {2}From: Harbour Bank <payments@harbourbank\.example>$/m);
  assert.equal(text.match(/^ {2}- /gm)?.length, 3);
  assert.match(text, /^ {2}→ Do not act on it before asking the sender in another way/m);
  assert.match(text, /\[BODY\]$/m);
  const doubt = await countersign(["verify", ...KNOWLEDGE, `${MAILBOX}/caution-delivery-check-failed.eml`]);
  assert.match(doubt.text, /^▲ Caution · It came by an unusual route$/m);
  const subject = await countersign(["verify", ...KNOWLEDGE, `${MAILBOX}/alert-subject-changed.eml`]);
  assert.match(subject.text, /which ones\s+cannot be told/);
});

test("ID-08: text of a message cannot steer the terminal", async () => {
  const message = [
    "From: \u001b[2J <a@b.example>",
    "To: robin@home.example",
    `Subject: =?utf-8?B?${Buffer.from("\u001b]0;x\u0007\u009b2J \u202e tpircs").toString("base64")}?=`,
    "Date: Fri, 20 Nov 2026 13:00:00 +0000",
    "Message-ID: <a@b.example>",
    "",
    "x",
  ].join("\r\n");
  for (const form of ["--table", "--json"]) {
    const { text } = await countersign(["verify", form, "-"], { input: message });
    assert.doesNotMatch(text, /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/);
  }
  const { text } = await countersign(["verify", "-"], { input: message });
  assert.match(text, /Subject: .*\\u001B/);
});

test("a mailbox that was quoted gets a hint, and --mboxrd takes the quoting back", async (t) => {
  const folder = folderFor(t);
  await countersign(["keygen", "--org", "bank.example", "--kid", "a", "--out", `${folder}/key`]);
  await countersign([
    "trust",
    "add",
    "--knowledge",
    `${folder}/k.json`,
    "--org",
    "bank.example",
    "--key",
    `${folder}/key.pub`,
  ]);
  const letter = `From: a@bank.example\nTo: robin@home.example\nDate: ${new Date().toUTCString().replace("GMT", "+0000")}\nMessage-ID: <1@bank.example>\n\nDear Robin,\nFrom now on we close at six.\n`;
  const stamped = await countersign(["stamp", "--key", `${folder}/key`], { input: letter });
  const stored = mbox([stamped.out]);
  const words = ["verify", "--json", "--knowledge", `${folder}/k.json`, "--account", "robin@home.example"];
  const asStored = await countersign([...words, "-"], { input: stored });
  assert.equal(JSON.parse(asStored.text).badge, "ALERT");
  assert.match(asStored.err, /- #0: .*--mboxrd/);
  const undone = await countersign([...words, "--mboxrd", "-"], { input: stored });
  assert.deepEqual([JSON.parse(undone.text).badge, undone.err, undone.code], ["VERIFIED", "", 0]);
});

test("a level in the knowledge file holds, and the report says who wants it so", async (t) => {
  const file = join(folderFor(t), "level.json");
  const knowledge = JSON.parse(readFileSync(`${MAILBOX}/knowledge.json`, "utf8"));
  writeFileSync(file, JSON.stringify({ ...knowledge, minimumLevel: { level: "VERIFIED", by: "policy" } }));
  const letter = `${MAILBOX}/intact-newsletter.eml`;
  assert.equal((await judge([...KNOWLEDGE, letter]))[0]?.badge, "INTACT");
  assert.deepEqual(
    [(await judge(["--knowledge", file, letter]))[0]].map((row) => [row?.badge, row?.reasons[0]?.code]),
    [["NONE", "BELOW_POLICY_LEVEL"]],
  );
  const { text } = await countersign(["verify", "--knowledge", file, letter]);
  assert.match(text, /Below your level.*shows good news only from “Stamped” on/s);
  assert.doesNotMatch(text, /No receipt/);
  writeFileSync(file, JSON.stringify({ ...knowledge, minimumLevel: { level: "ALERT", by: "policy" } }));
  assert.equal((await countersign(["verify", "--knowledge", file, letter])).code, 2);
});

test("a knowledge file that cannot be used as a whole is not used at all", async (t) => {
  const file = join(folderFor(t), "k.json");
  const refused = async (value: unknown) => {
    writeFileSync(file, typeof value === "string" ? value : JSON.stringify(value));
    const { code, err, text } = await countersign(["verify", "--knowledge", file, `${MAILBOX}/none-neighbour.eml`]);
    assert.deepEqual([code, text], [2, ""]);
    return err;
  };
  assert.match(await refused("{"), /KNOWLEDGE_FILE: .* is not JSON/);
  assert.match(
    await refused({ trust: [{ org_id: "co.uk", domains: ["co.uk"] }] }),
    /\/trust\/0\/org_id: public-suffix/,
  );
  assert.match(await refused({ keys: [{ org_id: "a.example" }] }), /\/keys\/0\/proof: missing/);
  assert.match(await refused({ account: { addresses: ["robin"] } }), /\/account\/addresses\/0: not-an-address/);
  assert.match(await refused({ origin: "heaven" }), /\/origin: unknown-value \(heaven\)/);
  assert.match(await refused({ now: -1 }), /\/now: wrong-type/);
});

test("diagnostics copied from the extension replay as they are", async (t) => {
  const file = join(folderFor(t), "diagnostics.json");
  const knowledge = JSON.parse(readFileSync(`${MAILBOX}/knowledge.json`, "utf8"));
  writeFileSync(file, JSON.stringify({ result: {}, knowledge }));
  const [row] = await judge(["--knowledge", file, `${MAILBOX}/verified-fr.eml`]);
  assert.equal(row?.badge, "VERIFIED");
});
