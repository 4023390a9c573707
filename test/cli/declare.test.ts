import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { readIssuedToken } from "../../core/ipp/issued-token.ts";
import { command, countersign, folderFor } from "./command.ts";

const AT = Math.floor(Date.now() / 1000);

const letter = (more: { from?: string; eol?: string; drop?: string; add?: string } = {}) =>
  [
    ...(more.add === undefined ? [] : [more.add]),
    `From: ${more.from ?? "Anna <anna@bank.example>"}`,
    "To: robin@home.example",
    `Date: ${new Date(AT * 1000).toUTCString().replace("GMT", "+0000")}`,
    "Message-ID: <1@bank.example>",
    "Subject: Your statement",
    "",
    "Dear Robin,",
    "good morning.",
    "",
  ]
    .filter((line) => more.drop === undefined || !line.startsWith(`${more.drop}:`))
    .join(more.eol ?? "\n");

async function keyFor(t: TestContext, ...words: readonly string[]) {
  const folder = folderFor(t);
  const key = join(folder, "key");
  const made = await countersign(["ipp", "keygen", "--address", "anna@bank.example", "--out", key, ...words]);
  assert.equal(made.code, 0, made.err);
  return { folder, key };
}

/** The tags of the one declaration. */
function tagsOf(text: string): ReadonlyMap<string, string> {
  const value = /^IPP-Declaration:((?:.*(?:\r?\n[ \t].*)*))/m.exec(text)?.[1] ?? assert.fail(text);
  return new Map(value.split(";").map((tag) => [tag.split("=")[0]?.trim() ?? "", tag.slice(tag.indexOf("=") + 1)]));
}

/** What a reader who pinned the sender's certificate makes of a message. */
async function readBy(folder: string, key: string, message: Buffer) {
  const dir = join(folder, "published");
  const words = ["ipp", "publish", dir, "--url", "https://keys.bank.example/ipp/", "--address", "anna@bank.example"];
  const published = await countersign([...words, "--key", key]);
  assert.equal(published.code, 0, published.err);
  const pub = readFileSync(join(dir, "anna.pub"), "utf8");
  const knowledge = join(folder, "knowledge.json");
  const senderCertificates = [{ address: "anna@bank.example", pub, anchor: "dnssec", since: AT }];
  writeFileSync(knowledge, JSON.stringify({ senderCertificates }));
  const { text } = await countersign(["verify", "--json", "--knowledge", knowledge, "-"], { input: message });
  const { axes, lines } = JSON.parse(text);
  return [axes.nature, ...lines.map(({ code, params }: { code: string; params: object }) => [code, params])];
}

test("what declare writes is read as signed, for a key of the address and one of the whole domain, of each type", async (t) => {
  for (const type of ["ed25519", "p256"]) {
    const { folder, key } = await keyFor(t, "--type", type);
    const org = join(folder, "org");
    await countersign(["keygen", "--org", "bank.example", "--kid", "ipp", "--out", org, "--type", type]);
    for (const path of [key, org]) {
      const own = folderFor(t);
      const made = await countersign(["declare", "--key", path, "--nature", "transaction"], { input: letter() });
      assert.deepEqual([made.code, made.err], [0, ""]);
      assert.match(made.text, /^IPP-Declaration: v=IPP1; d=bank\.example; l=anna;/);
      const signed = ["signed", { address: "anna@bank.example", nature: "transaction" }];
      assert.deepEqual(await readBy(own, path, made.out), ["signed", signed]);
      const altered = Buffer.from(made.out.toString("latin1").replace("good morning", "send money"), "latin1");
      assert.deepEqual((await readBy(own, path, altered))[0], "claimed");
    }
  }
});

test("every copy has a token of its own with at least 128 random bits, and holds as long as --days says", async (t) => {
  const { key } = await keyFor(t);
  const tokens = new Set<string>();
  for (let i = 0; i < 4; i++) {
    const words = ["declare", "--key", key, "--nature", "net.example:adv", "--days", "3", "--cover", "List-Id"];
    const made = await countersign([...words, "--now", String(AT)], { input: letter() });
    const tags = tagsOf(made.text);
    tokens.add(tags.get("n") ?? "");
    assert.deepEqual([tags.get("t"), tags.get("x")], [String(AT), String(AT + 3 * 86_400)]);
    assert.match(tags.get("h")?.replace(/\s/g, "") ?? "", /^from:to:cc:subject:date:message-id:list-id$/);
    assert.equal(tags.get("nature"), "net.example:adv");
  }
  assert.equal(tokens.size, 4);
  for (const token of tokens) assert.match(token, /^[A-Za-z0-9_-]{32}$/);
});

test("with --token-secret the receiver knows the token again, for this address and until this moment", async (t) => {
  const { folder, key } = await keyFor(t);
  const secret = Buffer.alloc(32, 9);
  writeFileSync(join(folder, "secret"), `${secret.toString("hex")}\n`, { mode: 0o600 });
  const words = ["declare", "--key", key, "--nature", "personal", "--token-secret", join(folder, "secret")];
  const made = await countersign([...words, "--now", String(AT)], { input: letter() });
  const token = tagsOf(made.text).get("n") ?? "";
  assert.deepEqual(readIssuedToken([secret], "anna@bank.example", token), {
    expires: AT + 14 * 86_400,
    nature: "personal",
  });
  writeFileSync(join(folder, "short"), "AAAA\n", { mode: 0o600 });
  const short = await countersign([...words.slice(0, -1), join(folder, "short")], { input: letter() });
  assert.deepEqual([short.code, /SERVE: .* holds no secret/.test(short.err)], [75, true]);
});

test("line ends come out as they went in, and after -- the message goes to a command", async (t) => {
  const { key } = await keyFor(t);
  const words = ["declare", "--key", key, "--nature", "personal"];
  assert.doesNotMatch((await countersign(words, { input: letter() })).text, /\r/);
  assert.doesNotMatch((await countersign(words, { input: letter({ eol: "\r\n" }) })).text, /[^\r]\n/);
  const handed = await countersign([...words, "--", "cat"], { input: letter() });
  assert.match(handed.text, /^IPP-Declaration:/);
  const failed = await countersign([...words, "--", "sh", "-c", "cat >/dev/null; exit 67"], { input: letter() });
  assert.equal(failed.code, 67);
});

test("declare hands on to stamp, and both hold in the order of G60", async (t) => {
  const { folder, key } = await keyFor(t);
  const [stampKey, knowledge] = [join(folder, "stamp"), join(folder, "k.json")];
  await countersign(["keygen", "--org", "bank.example", "--kid", "a", "--out", stampKey]);
  await countersign(["trust", "add", "--knowledge", knowledge, "--org", "bank.example", "--key", `${stampKey}.pub`]);
  const stamp = [process.execPath, await command(), "stamp", "--key", stampKey, "--", "cat"];
  const made = await countersign(["declare", "--key", key, "--nature", "transaction", "--", ...stamp], {
    input: letter(),
  });
  assert.deepEqual([made.code, made.err], [0, ""]);
  assert.match(made.text, /^X-GuardMail-Stamp:[\s\S]*^IPP-Declaration:/m);
  const words = ["verify", "--json", "--knowledge", knowledge, "--account", "robin@home.example", "-"];
  assert.equal(JSON.parse((await countersign(words, { input: made.out })).text).badge, "VERIFIED");
  assert.equal((await readBy(folder, key, made.out))[0], "signed");
});

test("every failure keeps the message with the mail server: exit code 75 and not one octet of output", async (t) => {
  const { key, folder } = await keyFor(t);
  const good = ["--key", key, "--nature", "personal"];
  const cases: readonly (readonly [readonly string[], string, RegExp])[] = [
    [["--bad"], letter(), /USAGE: unknown option --bad/],
    [["--key", key], letter(), /USAGE: --nature is missing/],
    [["--key", key, "--nature", "Marketing"], letter(), /USAGE: --nature Marketing is none of personal/],
    [[...good, "--days", "91"], letter(), /USAGE: --days/],
    [[...good, "--cover", "a:b"], letter(), /USAGE: --cover a:b/],
    [["--key", `${key}.pub`, "--nature", "personal"], letter(), /KEY_FILE: .* public half only/],
    [["--key", `${folder}/none`, "--nature", "personal"], letter(), /FILE_UNREADABLE/],
    [good, "", /NO_MESSAGE/],
    [good, letter({ from: "bob@bank.example" }), /NOT_DECLARED: From is bob@bank\.example, and the key is anna@/],
    [good, letter({ from: "a@bank.example, b@bank.example" }), /NOT_DECLARED: /],
    [good, letter({ drop: "Message-ID" }), /NOT_DECLARED: a field that every declaration covers .*\(message-id\)/],
    [good, letter({ drop: "Date" }), /NOT_DECLARED: .*\(date\)/],
    [good, letter({ add: "IPP-Declaration: v=IPP1" }), /NOT_DECLARED: there is a declaration already/],
    [good, letter({ add: "X-GuardMail-Stamp: v=1" }), /NOT_DECLARED: the message is stamped already/],
    [[...good, "--cover", "ipp-declaration"], letter(), /NOT_DECLARED: a value cannot stand/],
    [[...good, "message.eml"], letter(), /USAGE: message\.eml/],
  ];
  for (const [words, input, expected] of cases) {
    const { code, text, err } = await countersign(["declare", ...words], { input });
    assert.deepEqual([code, text], [75, ""], words.join(" "));
    assert.match(err, expected);
  }
  const passed = await countersign(["declare", ...good, "--pass-undeclarable"], {
    input: letter({ from: "x@y.example" }),
  });
  assert.deepEqual([passed.code, passed.text], [0, letter({ from: "x@y.example" })]);
});

test("a group of commands says what there is in it", async () => {
  const { code, err } = await countersign(["ipp", "publsh"]);
  assert.equal(code, 2);
  assert.match(err, /there is no command "ipp publsh"\nThere are ipp keygen, .*ipp publish/);
  assert.match((await countersign(["ipp", "keygen", "--help"])).text, /^Usage: countersign ipp keygen --address/m);
});
