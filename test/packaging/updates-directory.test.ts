import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { generateKeyPairSync } from "node:crypto";
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { EXTENSION_IDS } from "../../core/index.ts";
import { checkDirectory } from "../../extension/packaging/updates/check.ts";
import { crxId } from "../../extension/packaging/updates/crx.ts";
import { publicHalf, readDirectory } from "../../extension/packaging/updates/directory.ts";
import { compareVersions, sha256 } from "../../extension/packaging/updates/packages.ts";
import { type Publication, publish } from "../../extension/packaging/updates/publish.ts";
import { zip } from "../../extension/packaging/zip.mjs";
import { type MozillaLike, mozillaLike } from "./mozilla-like.ts";
import { ADDRESS, builtOf, CRX_KEY, filesOf, PUBLISHER_KEY, publicationOf, refusedBy } from "./small-packages.ts";

const dir = mkdtempSync(join(tmpdir(), "countersign-updates-"));
const publisher = publicHalf(PUBLISHER_KEY);
let made = 0;
/** A directory that is not there yet. */
const fresh = () => join(dir, `d${++made}`);

describe("a directory of updates", () => {
  let service: MozillaLike;
  before(() => {
    service = mozillaLike();
  });
  after(() => {
    service.end();
    rmSync(dir, { recursive: true, force: true });
  });

  const put = (out: string, version: string, changes: Partial<Publication> = {}) =>
    publish(publicationOf(out, version, service.authority, changes));
  const refused = (out: string, version: string, changes: Partial<Publication> = {}) =>
    refusedBy(() => put(out, version, changes)) ?? "";
  const check = (out: string, key = publisher) =>
    checkDirectory(out, { publisher: key, authority: service.authority, now: new Date() });
  const checked = (out: string) => refusedBy(() => check(out)) ?? "";
  const text = (out: string, path: string) => readFileSync(join(out, path), "utf8");

  test("EXT-14: has packages, lists, policies and digests, and every digest and id is the right one", () => {
    const out = fresh();
    put(out, "1.2.3");
    assert.deepEqual(readdirSync(out).sort(), [
      "SHA256SUMS",
      "SHA256SUMS.sig",
      "countersign-chromium-1.2.3.crx",
      "countersign-firefox-1.2.3.xpi",
      "countersign-firefox.xpi",
      "countersign-thunderbird-1.2.3.xpi",
      "countersign-thunderbird.xpi",
      "firefox.json",
      "policy",
      "publisher.pub",
      "thunderbird.json",
      "updates.xml",
    ]);
    const digest = (file: string) => sha256(readFileSync(join(out, file)));
    assert.deepEqual(JSON.parse(text(out, "thunderbird.json")), {
      addons: {
        [EXTENSION_IDS.gecko]: {
          updates: [
            {
              version: "1.2.3",
              update_link: `${ADDRESS}countersign-thunderbird-1.2.3.xpi`,
              update_hash: `sha256:${digest("countersign-thunderbird-1.2.3.xpi")}`,
              applications: { gecko: { strict_min_version: "153.0" } },
            },
          ],
        },
      },
    });
    assert.equal(digest("countersign-thunderbird.xpi"), digest("countersign-thunderbird-1.2.3.xpi"));
    const xml = text(out, "updates.xml");
    const attributes = new Map([...xml.matchAll(/ (\w+)="([^"]*)"/g)].map(([, name, value]) => [name, value]));
    assert.equal(attributes.get("appid"), crxId(CRX_KEY));
    assert.equal(attributes.get("codebase"), `${ADDRESS}countersign-chromium-1.2.3.crx`);
    assert.equal(attributes.get("hash_sha256"), digest("countersign-chromium-1.2.3.crx"));
    assert.equal(attributes.get("prodversionmin"), "148");
    assert.deepEqual(JSON.parse(text(out, "policy/chromium-policies.json")), {
      ExtensionSettings: {
        [crxId(CRX_KEY)]: {
          installation_mode: "force_installed",
          update_url: `${ADDRESS}updates.xml`,
          override_update_url: true,
        },
      },
    });
    assert.deepEqual(
      JSON.parse(text(out, "policy/firefox-policies.json")).policies.ExtensionSettings[EXTENSION_IDS.gecko],
      {
        installation_mode: "force_installed",
        install_url: `${ADDRESS}countersign-firefox.xpi`,
        update_url: `${ADDRESS}firefox.json`,
      },
    );
    for (const path of readdirSync(join(out, "policy")))
      assert.ok(text(out, `policy/${path}`).includes("packages.example.org"), path);
    const xmls = [
      "updates.xml",
      ...["thunderbird", "firefox", "chrome", "edge"].map((name) => `policy/${name}.mobileconfig`),
    ];
    execFileSync("xmllint", ["--noout", "--nonet", ...xmls], { cwd: out, stdio: "pipe" });
    assert.deepEqual(
      check(out)
        .packages.map(({ file }) => file)
        .sort(),
      ["countersign-chromium-1.2.3.crx", "countersign-firefox-1.2.3.xpi", "countersign-thunderbird-1.2.3.xpi"],
    );
  });

  test("versions rise, older ones stay in the lists, and the same again changes no octet", () => {
    const out = fresh();
    put(out, "1.9");
    put(out, "1.10");
    const updates = JSON.parse(text(out, "thunderbird.json")).addons[EXTENSION_IDS.gecko].updates;
    assert.deepEqual(
      updates.map(({ version }: { version: string }) => version),
      ["1.10", "1.9"],
    );
    assert.match(text(out, "updates.xml"), /version="1\.10"/);
    assert.deepEqual(
      readFileSync(join(out, "countersign-thunderbird.xpi")),
      readFileSync(join(out, "countersign-thunderbird-1.10.xpi")),
    );
    const before = readDirectory(out);
    put(out, "1.10");
    assert.deepEqual(readDirectory(out), before);
    const elsewhere = fresh();
    put(elsewhere, "1.9");
    put(elsewhere, "1.10");
    assert.deepEqual(readDirectory(elsewhere), before);
    assert.match(
      refused(out, "1.9.5"),
      /^version-lower: countersign-thunderbird-1\.9\.5\.xpi after countersign-thunderbird-1\.10\.xpi/,
    );
    const other = builtOf("1.10");
    other.set("thunderbird", {
      name: "t",
      octets: zip(new Map([...filesOf("thunderbird", "1.10"), ["x", Buffer.from("x")]])),
    });
    assert.match(refused(out, "1.10", { built: other }), /^version-reused: countersign-thunderbird-1\.10\.xpi/);
    assert.deepEqual(readDirectory(out), before);
    assert.equal(
      compareVersions("1.10", "1.9") > 0 &&
        compareVersions("1.0", "1") === 0 &&
        compareVersions("1.2.3.4", "1.2.3.5") < 0,
      true,
    );
  });

  test("Firefox: Mozilla's package can come later under the same version, is checked again, and nothing unsigned takes its place", () => {
    const out = fresh();
    put(out, "1.0", { firefox: "nothing" });
    assert.equal(
      readdirSync(out).some((file) => file.includes("firefox")),
      false,
    );
    const octets = zip(service.sign(filesOf("firefox", "1.0"), { id: EXTENSION_IDS.gecko }));
    const { signer } = put(out, "1.0", { firefox: { signed: { name: "signed.xpi", octets } } });
    assert.match(signer ?? "", /CN=countersign@countersign\.example/);
    assert.deepEqual([...check(out).signers.keys()], ["countersign-firefox-1.0.xpi"]);
    assert.match(refused(out, "1.0"), /^version-reused: countersign-firefox-1\.0\.xpi/);
    const stranger = mozillaLike();
    try {
      const trusted = { publisher, authority: stranger.authority, now: new Date() };
      assert.match(
        refusedBy(() => checkDirectory(out, trusted)) ?? "",
        /^signer-unknown: countersign-firefox-1\.0\.xpi/,
      );
    } finally {
      stranger.end();
    }
    const old = { signed: { name: "old.xpi", octets } };
    assert.match(refused(out, "2.0", { firefox: old }), /^not-our-build: old\.xpi: background\.js/);
  });

  test("EXT-14: nothing is written to a directory that was altered, is another publisher's, or holds other things", () => {
    const out = fresh();
    put(out, "1.0");
    const whole = fresh();
    cpSync(out, whole, { recursive: true });
    const crxKey = generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey;
    assert.match(refused(out, "2.0", { crxKey }), /^other-crx-key: countersign-chromium-1\.0\.crx/);
    const publisherKey = generateKeyPairSync("ed25519").privateKey;
    assert.match(refused(out, "2.0", { publisherKey }), /^other-publisher: SHA256SUMS\.sig/);
    assert.deepEqual(readDirectory(out), readDirectory(whole));
    writeFileSync(join(out, "notes.txt"), "x");
    assert.match(refused(out, "2.0"), /^unlisted: notes\.txt/);
    rmSync(join(out, "notes.txt"));
    writeFileSync(join(out, "countersign-thunderbird-1.0.xpi"), "x");
    assert.match(refused(out, "2.0"), /^altered: countersign-thunderbird-1\.0\.xpi/);
    rmSync(join(out, "countersign-thunderbird-1.0.xpi"));
    assert.match(refused(out, "2.0"), /^missing: countersign-thunderbird-1\.0\.xpi/);
    const home = fresh();
    cpSync("test/packaging", home, { recursive: true });
    assert.match(refused(home, "1.0"), /^not-a-directory-of-updates:/);
  });

  test("a run that was stopped in between is made good by the next", () => {
    const [out, whole] = [fresh(), fresh()];
    put(out, "1.0");
    const before = readDirectory(out);
    put(out, "2.0");
    cpSync(out, whole, { recursive: true });
    for (const path of ["SHA256SUMS", "SHA256SUMS.sig", "updates.xml"])
      writeFileSync(join(out, path), before.get(path) ?? "");
    assert.match(checked(out), /^altered|^unlisted/);
    put(out, "2.0");
    assert.deepEqual(readDirectory(out), readDirectory(whole));
  });

  test("addresses, ids and manifests that no client could use are refused", () => {
    for (const url of [
      "http://a.example/",
      "https://a.example/x",
      "https://a.example/?x/",
      "https://u@a.example/",
      "https://a.example/#/",
      "a/",
    ])
      assert.match(refused(fresh(), "1.0", { url }), /^bad-url:/, url);
    const built = builtOf("1.0");
    const as = (files: Map<string, Buffer>) => ({
      built: new Map([...built, ["thunderbird", { name: "t.xpi", octets: zip(files) }] as const]),
    });
    assert.match(refused(fresh(), "1.0", as(filesOf("thunderbird", "1.0", "x@example.org"))), /^other-id: t\.xpi/);
    for (const version of ["", "1.a", "01", "1.2.3.4.5", "1-beta"])
      assert.match(refused(fresh(), "1.0", as(filesOf("thunderbird", version))), /^bad-package: t\.xpi/, version);
    assert.match(refused(fresh(), "1.0", as(new Map([["a", Buffer.from("b")]]))), /^bad-package: t\.xpi/);
    assert.match(refused(fresh(), "1.0", { built: new Map() }), /^bad-packages: thunderbird/);
    const out = fresh();
    put(out, "1.0");
    assert.equal(statSync(out).isDirectory(), true);
  });
});
