import assert from "node:assert/strict";
import { createPublicKey } from "node:crypto";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, test } from "node:test";
import { EXTENSION_IDS } from "../../core/index.ts";
import { updates } from "../../extension/packaging/updates/main.ts";
import { zip } from "../../extension/packaging/zip.mjs";
import { mozillaLike } from "./mozilla-like.ts";
import { ADDRESS, builtOf, filesOf } from "./small-packages.ts";

const from = mkdtempSync(join(tmpdir(), "countersign-command-"));
const path = (name: string) => join(from, name);

/** Puts the packages of a version into a folder. */
function packagesAt(folder: string, version: string): string {
  mkdirSync(path(folder), { recursive: true });
  for (const { name, octets } of builtOf(version).values()) writeFileSync(join(path(folder), name), octets);
  return folder;
}

/** Runs the command; nothing is built. */
async function run(...options: readonly string[]): Promise<{ code: number; said: string; complained: string }> {
  const [said, complained]: [string[], string[]] = [[], []];
  const code = await updates(options, {
    from,
    build: async () => [...builtOf("7.0").values()].map(({ name }) => path(`built/${name}`)),
    print: (line) => void said.push(line),
    complain: (line) => void complained.push(line),
  });
  return { code, said: said.join("\n"), complained: complained.join("\n") };
}

const KEYS = ["--crx-key", "keys/crx.pem", "--publisher-key", "keys/publisher.pem"];
const SITE = ["--url", ADDRESS, "--out", "site", ...KEYS];

describe("node build.mjs updates", () => {
  after(() => rmSync(from, { recursive: true, force: true }));
  packagesAt("built", "7.0");
  packagesAt("old", "6.0");

  test("EXT-14: keys are made on request only, for their owner alone, never overwritten and never shown", async () => {
    const without = await run(...SITE);
    assert.equal(without.code, 1);
    assert.match(without.complained, /^key-missing: .*keys\/crx\.pem/);
    assert.equal(existsSync(path("site")), false);
    const first = await run(...SITE, "--make-keys", "--packages", "old");
    assert.equal(first.code, 0, first.complained);
    const keys = ["keys/crx.pem", "keys/publisher.pem"].map((name) => readFileSync(path(name), "utf8"));
    for (const name of ["keys/crx.pem", "keys/publisher.pem"]) assert.equal(statSync(path(name)).mode & 0o777, 0o600);
    const again = await run(...SITE, "--make-keys");
    assert.equal(again.code, 0, again.complained);
    assert.deepEqual(
      keys,
      ["keys/crx.pem", "keys/publisher.pem"].map((name) => readFileSync(path(name), "utf8")),
    );
    assert.match(again.said, /^thunderbird: 7\.0, after 6\.0$/m);
    assert.match(again.said, /^firefox: no package/m);
    for (const { said, complained } of [without, first, again])
      for (const line of keys.flatMap((key) =>
        key.split("\n").filter((one) => one.length > 20 && !one.startsWith("-")),
      ))
        assert.ok(!said.includes(line) && !complained.includes(line));
  });

  test("EXT-14: a key that others can read, of another kind, or in the directory itself is refused", async () => {
    chmodSync(path("keys/crx.pem"), 0o640);
    assert.match((await run(...SITE)).complained, /^key-open-to-others: .*crx\.pem/);
    chmodSync(path("keys/crx.pem"), 0o600);
    const swapped = ["--crx-key", "keys/publisher.pem", "--publisher-key", "keys/publisher.pem"];
    assert.match(
      (await run("--url", ADDRESS, "--out", "site", ...swapped)).complained,
      /^key-unreadable: .*publisher\.pem/,
    );
    const inside = ["--crx-key", "site/crx.pem", "--publisher-key", "keys/publisher.pem"];
    writeFileSync(path("site/crx.pem"), readFileSync(path("keys/crx.pem")), { mode: 0o600 });
    assert.match((await run("--url", ADDRESS, "--out", "site", ...inside)).complained, /^key-would-be-published:/);
    assert.match((await run("--check", "site")).complained, /^unlisted: crx\.pem/);
    rmSync(path("site/crx.pem"));
    const fresh = ["--crx-key", "new/crx.pem", "--publisher-key", "keys/publisher.pem", "--make-keys"];
    const within = await run("--url", ADDRESS, "--out", "new", ...fresh);
    assert.match(within.complained, /^key-would-be-published:/);
    assert.equal(existsSync(path("new/crx.pem")), false, "no key is made there");
    symlinkSync(path("site"), path("way"));
    const around = ["--crx-key", "way/sub/crx.pem", "--publisher-key", "keys/publisher.pem", "--make-keys"];
    assert.match((await run("--url", ADDRESS, "--out", "site", ...around)).complained, /^key-would-be-published:/);
  });

  test("EXT-14: --check says whose signature it is, and takes only the publisher's when it is named", async () => {
    const own = await run("--check", "site");
    assert.equal(own.code, 0, own.complained);
    assert.match(own.said, /^in order: 4 packages for https:\/\/packages\.example\.org\/countersign\/$/m);
    assert.match(own.said, /proves nobody/);
    const named = await run("--check", "site", "--publisher-key", "site/publisher.pub");
    assert.deepEqual([named.code, /proves nobody/.test(named.said)], [0, false]);
    const other =
      "countersign-updates ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJ2j9x8cvZZ7VDmV06EixJNV+dt3169AqwoJKzQT7QE/\n";
    writeFileSync(path("other.pub"), other);
    const stranger = await run("--check", "site", "--publisher-key", "other.pub");
    assert.deepEqual([stranger.code, stranger.complained.split(":")[0]], [1, "other-publisher"]);
    assert.match((await run("--check", "site", "--publisher-key", "keys/crx.pem")).complained, /^key-unreadable:/);
    assert.match((await run("--check", "site", "--publisher-key", "none")).complained, /^key-missing:/);
    const key = createPublicKey(readFileSync(path("keys/publisher.pem"))).export({ type: "spki", format: "der" });
    const line = readFileSync(path("site/publisher.pub"), "utf8").split(" ").at(-1) ?? "";
    assert.deepEqual(Buffer.from(line, "base64").subarray(-32), key.subarray(-32));
  });

  test("Firefox's package is published as Mozilla signed it, or unsigned when that is asked for", async () => {
    const service = mozillaLike();
    try {
      const signed = service.sign(filesOf("firefox", "7.0"), { id: EXTENSION_IDS.gecko });
      writeFileSync(path("signed.xpi"), zip(signed));
      const unknown = await run(...SITE, "--firefox-signed", "signed.xpi");
      assert.match(unknown.complained, /^signer-unknown: .*signed\.xpi/);
      const done = await run(...SITE, "--firefox-signed", "signed.xpi", "--mozilla-root", service.root);
      assert.equal(done.code, 0, done.complained);
      assert.match(done.said, /^firefox: 7\.0$/m);
      assert.match(done.said, /what was built here, signed by .*CN=countersign@countersign\.example/);
      const checked = await run("--check", "site", "--mozilla-root", service.root);
      assert.match(checked.said, /^countersign-firefox-7\.0\.xpi: signed by /m);
    } finally {
      service.end();
    }
    packagesAt("built8", "8.0");
    const plain = await run(...SITE, "--packages", "built8", "--firefox-unsigned");
    assert.match(plain.said, /^firefox: 8\.0, not signed by Mozilla, after 7\.0$/m);
  });

  test("options that nobody can follow end with the usage, and nothing happens", async () => {
    const wrong = [
      [],
      ["--url", ADDRESS],
      ["--nothing"],
      ["site"],
      ["--check"],
      ["--check", "site", "--out", "x"],
      [...SITE, "--firefox-unsigned", "--firefox-signed", "signed.xpi"],
    ];
    for (const options of wrong) {
      const { code, complained } = await run(...options);
      assert.equal(code, 2, options.join(" "));
      assert.match(complained, /usage: node build\.mjs updates/);
    }
    packagesAt("built8", "9.0");
    assert.match((await run(...SITE, "--packages", "built8")).complained, /^bad-packages: thunderbird/);
    assert.match((await run("--check", "nowhere")).complained, /^(?:missing|not-a-directory-of-updates):/);
  });
});
