import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { openSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { command, countersign, folderFor } from "./command.ts";

const letter = (more: { from?: string; eol?: string; drop?: string } = {}) =>
  [
    `From: ${more.from ?? "Anna <anna@bank.example>"}`,
    "To: robin@home.example",
    `Date: ${new Date().toUTCString().replace("GMT", "+0000")}`,
    "Message-ID: <1@bank.example>",
    "Subject: Hello",
    "",
    "Dear Robin,",
    "",
    "good morning.",
    "",
  ]
    .filter((line) => more.drop === undefined || !line.startsWith(`${more.drop}:`))
    .join(more.eol ?? "\n");

async function setting(t: TestContext, ...kids: readonly (readonly string[])[]) {
  const folder = folderFor(t);
  const knowledge = join(folder, "knowledge.json");
  for (const [kid = "", ...words] of kids.length > 0 ? kids : [["a"]]) {
    const out = join(folder, kid);
    await countersign(["keygen", "--org", "bank.example", "--kid", kid, "--out", out, ...words]);
    await countersign(["trust", "add", "--knowledge", knowledge, "--org", "bank.example", "--key", `${out}.pub`]);
  }
  const words = ["verify", "--json", "--knowledge", knowledge, "--account", "robin@home.example", "-"];
  const verdict = async (message: Buffer) => {
    const { badge, reasons } = JSON.parse((await countersign(words, { input: message })).text);
    return [badge, ...reasons.map((reason: { code: string }) => reason.code).sort()].join(" ");
  };
  return { folder, key: join(folder, "a"), knowledge, verdict };
}

test("what stamp writes verifies, with every type of key, footer and body form", async (t) => {
  const types = ["ed25519", "p256", "rsa"];
  const { folder, verdict } = await setting(t, ...types.map((type) => [type, "--type", type]));
  for (const type of types)
    for (const words of [[], ["--footer"], ["--simple"], ["--policy-id", "default"]]) {
      const made = await countersign(["stamp", "--key", join(folder, type), ...words], { input: letter() });
      assert.deepEqual([made.code, made.err], [0, ""]);
      assert.match(made.text, /^X-GuardMail-Stamp: v=1;/);
      assert.equal(made.text.includes("BEGIN GUARDMAIL RECEIPT"), words.includes("--footer"));
      assert.equal(await verdict(made.out), "VERIFIED", `${type} ${words.join(" ")}`);
    }
});

test("line ends come out as they went in", async (t) => {
  const { key } = await setting(t);
  const lf = await countersign(["stamp", "--key", key, "--footer"], { input: letter() });
  assert.doesNotMatch(lf.text, /\r/);
  const crlf = await countersign(["stamp", "--key", key, "--footer"], { input: letter({ eol: "\r\n" }) });
  assert.doesNotMatch(crlf.text, /[^\r]\n/);
});

test("every failure keeps the message with the mail server: exit code 75 and not one octet of output", async (t) => {
  const { key, folder } = await setting(t, ["a"], ["later", "--not-before", "2090-01-01T00:00:00Z"]);
  const cases: readonly (readonly [readonly string[], string, RegExp])[] = [
    [["--bad"], letter(), /USAGE: unknown option --bad/],
    [[], letter(), /USAGE: --key is missing/],
    [["--key", `${folder}/none`], letter(), /FILE_UNREADABLE/],
    [["--key", join(folder, "later")], letter(), /KEY_UNUSABLE: it is not the time/],
    [["--key", key, "--kid", "b"], letter(), /KEY_UNUSABLE: none of the keys/],
    [["--key", key, "--org", "shop.example"], letter(), /KEY_UNUSABLE: .* is a key of bank\.example/],
    [["--key", key], "", /NO_MESSAGE/],
    [["--key", key], letter({ from: "x@other.example" }), /NOT_STAMPED: From is x@other\.example/],
    [["--key", key], letter({ from: "a@bank.example, b@bank.example" }), /NOT_STAMPED: From does not name exactly one/],
    [["--key", key], letter({ drop: "Message-ID" }), /NOT_STAMPED: there is no Message-ID/],
    [["--key", key], letter({ drop: "Date" }), /NOT_STAMPED: Date is missing/],
    [["--key", key], `X-GuardMail-Stamp: v=1\n${letter()}`, /NOT_STAMPED: there is a receipt already/],
    [["--key", key, "--policy-id", "a b"], letter(), /NOT_STAMPED: a value cannot stand in a stamp \(policy_id\)/],
    [["--key", key, "--verify-url", "http://bank.example/"], letter(), /NOT_STAMPED: .*\(verify_url\)/],
    [["--key", key, "message.eml"], letter(), /USAGE: message\.eml/],
  ];
  for (const [words, input, expected] of cases) {
    const { code, text, err } = await countersign(["stamp", ...words], { input });
    assert.deepEqual([code, text], [75, ""], words.join(" "));
    assert.match(err, expected);
  }
});

test("--pass-unstampable hands such mail on unchanged, octet by octet", async (t) => {
  const { key } = await setting(t);
  const input = Buffer.concat([
    Buffer.from(letter({ from: "x@other.example" })),
    Buffer.from([0xff, 0x0d, 0x0a, 0x00]),
  ]);
  const { code, out, err } = await countersign(["stamp", "--key", key, "--pass-unstampable"], { input });
  assert.equal(code, 0);
  assert.ok(out.equals(input));
  assert.match(err, /NOT_STAMPED: .*; passed on as it is/);
});

test("of several keys the one whose time came last is used, so that rotation needs no restart", async (t) => {
  const old = ["old", "--not-before", "2020-01-01T00:00:00Z", "--not-after", "2089-12-31T00:00:00Z"];
  const { folder, verdict } = await setting(
    t,
    old,
    ["new", "--not-before", "2021-01-01T00:00:00Z"],
    ["next", "--not-before", "2089-01-01T00:00:00Z"],
  );
  const keys = ["old", "new", "next"].flatMap((kid) => ["--key", join(folder, kid)]);
  const made = await countersign(["stamp", ...keys], { input: letter() });
  assert.match(made.text, / kid=new;/);
  const named = await countersign(["stamp", ...keys, "--kid", "old"], { input: letter() });
  assert.match(named.text, / kid=old;/);
  for (const { out } of [made, named]) assert.equal(await verdict(out), "VERIFIED");
});

test("--replace, --sender and --domain do what they say", async (t) => {
  const { key, knowledge, verdict } = await setting(t);
  const first = await countersign(["stamp", "--key", key], { input: letter() });
  const again = await countersign(["stamp", "--key", key, "--replace"], { input: first.out });
  assert.equal(again.text.match(/^X-GuardMail-Stamp/gm)?.length, 1);
  assert.equal(await verdict(again.out), "VERIFIED");
  const other = letter({ from: "news@shop.example" });
  const words = ["--sender", "anna@bank.example", "--domain", "shop.example"];
  const delegated = await countersign(["stamp", "--key", key, ...words], { input: other });
  assert.equal(await verdict(delegated.out), "ALERT IDENTITY_MISMATCH ORG_SCOPE");
  const scope = ["--domain", "bank.example", "--domain", "shop.example"];
  const pair = ["--delegate", "news@shop.example=anna@bank.example"];
  await countersign(["trust", "add", "--knowledge", knowledge, "--org", "bank.example", ...scope, ...pair]);
  assert.equal(await verdict(delegated.out), "VERIFIED");
});

test("after -- the stamped message goes to a command, and its failure never loses mail", async (t) => {
  const { key, verdict, folder } = await setting(t);
  const pipe = (...words: string[]) => countersign(["stamp", "--key", key, "--", ...words], { input: letter() });
  const handed = await pipe("cat");
  assert.equal(handed.code, 0);
  assert.equal(await verdict(handed.out), "VERIFIED");
  assert.equal((await pipe("sh", "-c", "cat >/dev/null; exit 67")).code, 67);
  assert.equal((await pipe("sh", "-c", "cat >/dev/null; exit 1")).code, 75);
  assert.equal((await pipe("sh", "-c", "kill -9 $$")).code, 75);
  const missing = await pipe(`${folder}/missing`);
  assert.deepEqual([missing.code, /HANDOVER: .*no such file/.test(missing.err)], [75, true]);
  // The words reach the command as they are: no shell reads them.
  const words = await pipe("printf", "%s\\n", "--help", "$(id)", "a b");
  assert.equal(words.text, "--help\n$(id)\na b\n");
});

test("a command that does not take the whole message, or a full disk, is a failure", async (t) => {
  const { key } = await setting(t);
  const long = `${letter()}${"x".repeat(70)}\n`.concat(`${"y".repeat(70)}\n`.repeat(20_000));
  const half = await countersign(["stamp", "--key", key, "--", "true"], { input: long });
  assert.deepEqual([half.code, /HANDOVER/.test(half.err)], [75, true]);
  const full = spawnSync(process.execPath, [await command(), "stamp", "--key", key], {
    input: letter(),
    stdio: ["pipe", openSync("/dev/full", "w"), "pipe"],
    encoding: "utf8",
  });
  assert.deepEqual([full.status, /HANDOVER: .*no space left/.test(full.stderr)], [75, true]);
});

test("a message of 8 MB is stamped in one go", async (t) => {
  const { key, folder, verdict } = await setting(t);
  const input = `${letter()}${`${"z".repeat(76)}\n`.repeat(110_000)}`;
  writeFileSync(join(folder, "big"), input);
  const { code, out } = await countersign(["stamp", "--key", key], { input });
  assert.equal(code, 0);
  assert.equal(await verdict(out), "VERIFIED");
});
