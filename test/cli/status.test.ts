import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { type TestContext, test } from "node:test";
import { countersign, folderFor } from "./command.ts";

const DAY = 86_400;

async function setting(t: TestContext) {
  const folder = folderFor(t);
  const file = `${folder}/knowledge.json`;
  for (const kid of ["a", "b"])
    await countersign(["keygen", "--org", "bank.example", "--kid", kid, "--out", `${folder}/${kid}`]);
  const keys = ["--key", `${folder}/a.pub`, "--key", `${folder}/b.pub`];
  const list = ["--status-url", "https://bank.example/status"];
  await countersign(["trust", "add", "--knowledge", file, "--org", "bank.example", ...keys, ...list]);
  const make = async (name: string, ...words: string[]) => {
    const made = await countersign(["status", "make", "--key", `${folder}/a`, ...words]);
    assert.deepEqual([made.code, made.err], [0, ""]);
    writeFileSync(`${folder}/${name}`, made.text);
    return `${folder}/${name}`;
  };
  const on = (action: string, path: string, ...words: string[]) =>
    countersign(["status", action, "--knowledge", file, "--org", "bank.example", ...words, path]);
  return { folder, file, make, on };
}

const letter = `From: anna@bank.example
To: robin@home.example
Date: ${new Date().toUTCString().replace("GMT", "+0000")}
Message-ID: <1@bank.example>

Hello
`;

test("H15 H17: a kept list decides what verify says about keys and receipts", async (t) => {
  const { folder, file, make, on } = await setting(t);
  const stamped = await countersign(["stamp", "--key", `${folder}/b`], { input: letter });
  const rid = / rid=([^;]+);/.exec(stamped.text)?.[1] ?? "";
  const verdict = async () => {
    const words = ["verify", "--json", "--knowledge", file, "--account", "robin@home.example", "-"];
    const { badge, reasons } = JSON.parse((await countersign(words, { input: stamped.out })).text);
    return [badge, ...reasons.map((reason: { code: string }) => reason.code)].join(" ");
  };
  assert.equal(await verdict(), "UNCHECKED REVOCATION_UNKNOWN");
  const first = await make("1");
  assert.equal((await on("keep", first)).code, 0);
  assert.equal(await verdict(), "VERIFIED");
  const second = await make("2", "--previous", first, "--revoke-rid", rid);
  assert.equal((await on("check", second)).code, 0);
  assert.equal(await verdict(), "VERIFIED");
  await on("keep", second);
  assert.equal(await verdict(), "ALERT RID_REVOKED");
  const third = await make("3", "--previous", second, "--revoke-kid", "b");
  await on("keep", third);
  assert.equal(await verdict(), "ALERT KEY_STATUS");
});

test("ST-01: serials rise, entries stay, and an older list never takes the place of a newer one", async (t) => {
  const { file, make, on } = await setting(t);
  const first = await make("1", "--revoke-kid", "old", "--now", String(1_795_000_000));
  const second = await make(
    "2",
    "--previous",
    first,
    "--revoke-rid",
    "r".repeat(20),
    "--now",
    String(1_795_000_000 + DAY),
  );
  const shown = await on("check", second, "--now", String(1_795_000_000 + 2 * DAY));
  assert.match(shown.text, /^serial +2$/m);
  assert.match(shown.text, /^keys +old$/m);
  assert.match(shown.text, /^receipts +r{20}$/m);
  assert.doesNotMatch(shown.text, /too old/);
  assert.match((await on("check", second, "--now", String(1_795_000_000 + 9 * DAY))).text, /too old to be used/);
  await on("keep", second);
  const before = readFileSync(file, "utf8");
  for (const path of [first, second]) {
    const { code, err } = await on("keep", path);
    assert.deepEqual([code, /STATUS_LIST: serial \d is not above/.test(err)], [2, true]);
  }
  assert.equal(readFileSync(file, "utf8"), before);
});

test("ST-03: a list that no active key of the organisation signed is refused", async (t) => {
  const { folder, make, on } = await setting(t);
  await countersign(["keygen", "--org", "bank.example", "--kid", "a", "--out", `${folder}/stranger`]);
  const made = await countersign(["status", "make", "--key", `${folder}/stranger`]);
  writeFileSync(`${folder}/theirs`, made.text);
  writeFileSync(`${folder}/cut`, readFileSync(await make("1"), "utf8").slice(0, -5));
  for (const path of [`${folder}/theirs`, `${folder}/cut`, `${folder}/knowledge.json`]) {
    const { code, text, err } = await on("keep", path);
    assert.deepEqual([code, text, /STATUS_LIST/.test(err)], [2, "", true], path);
  }
});

test("make refuses what could not be read later", async (t) => {
  const { folder, make } = await setting(t);
  const first = await make("1", "--serial", "5");
  const run = async (...words: string[]) =>
    (await countersign(["status", "make", "--key", `${folder}/a`, ...words])).err;
  assert.match(await run("--previous", first, "--serial", "5"), /USAGE: --serial 5 is not above 5/);
  assert.match(await run("--revoke-kid", "A B"), /STATUS_LIST: .*kids/);
  assert.match(await run("--revoke-rid", "short"), /STATUS_LIST: .*rids/);
  assert.match(await run("--days", "0"), /USAGE: --days/);
  await countersign(["keygen", "--org", "bank.example", "--kid", "p", "--type", "p256", "--out", `${folder}/p`]);
  assert.match((await countersign(["status", "make", "--key", `${folder}/p`])).err, /KEY_UNUSABLE: .*ed25519/);
});
