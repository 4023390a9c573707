import assert from "node:assert/strict";
import { generateKeyPairSync, X509Certificate } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { packCrx, readCrx } from "../../extension/packaging/updates/crx.ts";
import { sha256 } from "../../extension/packaging/updates/packages.ts";
import { readZip } from "../../extension/packaging/updates/read-zip.ts";
import { refusalOf } from "../../extension/packaging/updates/refusal.ts";
import { checkSignedPackage } from "../../extension/packaging/updates/signed-package.ts";
import { zip } from "../../extension/packaging/zip.mjs";
import { mozillaLike } from "../packaging/mozilla-like.ts";
import { KNOWLEDGE } from "../samples/people.ts";
import { makeSamples } from "../samples/samples.ts";
import { launchFirefox } from "../world/firefox.ts";
import { firefoxTestRoot } from "../world/firefox-test-root.ts";
import { createCa, type LoopbackCa } from "../world/loopback-ca.ts";
import { addOnReady, ID, startMailClient } from "../world/mail-client.ts";
import { startManagedChromium } from "../world/managed-chromium.ts";
import type { Marionette } from "../world/marionette.ts";
import { NEXT_VERSION, nextRelease } from "../world/next-version.ts";
import { grow, stored } from "../world/state.ts";
import { privateInstall } from "../world/thunderbird-install.ts";
import { until } from "../world/until.ts";
import { startUpdateSite, type UpdateSite } from "../world/update-site.ts";
import { createWorld } from "../world/world.ts";
import { startXvfb } from "../world/xvfb.ts";

// An organisation's own server hands out the directory that the product's command made: every program is installed from
// it, takes no altered package, takes the next one, and what people decided is still there.

const world = createWorld("update");
after(() => world.end());
const { version: VERSION } = JSON.parse(readFileSync("package.json", "utf8"));
let next: string;
/** An authority that no program was told to believe. */
let stranger: LoopbackCa;
before(() => {
  next = nextRelease(world);
  stranger = createCa(world, "stranger");
});

type Files = ReadonlyMap<string, Buffer>;

/** The file with its middle octet changed. */
function altered(octets: Buffer): Buffer {
  const changed = Buffer.from(octets);
  const middle = changed.length >> 1;
  changed.writeUInt8(changed.readUInt8(middle) ^ 1, middle);
  return changed;
}

const versionIn = (marionette: Marionette): Promise<string> =>
  marionette.run((id: string) => WebExtensionPolicy.getByID(id)?.extension?.version ?? "", ID);

/** What is offered, as Thunderbird and Firefox hand it out. */
interface Install {
  addListener(listener: Readonly<Record<string, (install: { readonly error: number }) => void>>): void;
  install(): void;
}

/** Has Thunderbird or Firefox take what its list offers, and tells how that ended. */
const takeUpdate = (marionette: Marionette): Promise<string> =>
  marionette.run(async (id: string) => {
    const { AddonManager } = ChromeUtils.importESModule("resource://gre/modules/AddonManager.sys.mjs");
    const addon = await AddonManager.getAddonByID(id);
    const offered = await new Promise<Install | undefined>((resolve) => {
      const listener = {
        onUpdateAvailable: (_addon: unknown, install: Install) => resolve(install),
        onNoUpdateAvailable: () => resolve(undefined),
      };
      addon.findUpdates(listener, AddonManager.UPDATE_WHEN_USER_REQUESTED);
    });
    if (offered === undefined) return "nothing offered";
    return new Promise<string>((resolve) => {
      offered.addListener({
        onDownloadFailed: ({ error }) => resolve(AddonManager.errorToString(error)),
        onInstallFailed: ({ error }) => resolve(AddonManager.errorToString(error)),
        onInstallEnded: () => resolve("installed"),
      });
      offered.install();
    });
  }, ID);

/** Whether Firefox's verifier takes a package as signed under its authority for tests. */
const takenByFirefox = (marionette: Marionette, path: string): Promise<boolean> =>
  marionette.run(
    (place: string) =>
      new Promise<boolean>((resolve) => {
        const file = Cc["@mozilla.org/file/local;1"].createInstance(Ci.nsIFile);
        file.initWithPath(place);
        const { AppXPCShellRoot } = Ci.nsIX509CertDB;
        Cc["@mozilla.org/security/x509certdb;1"]
          .getService(Ci.nsIX509CertDB)
          .openSignedAppFileAsync(AppXPCShellRoot, file, (result: number) => resolve(result === 0));
      }),
    path,
  );

/** Has it look for updates as it does by itself once a day. */
const lookForUpdates = (marionette: Marionette): Promise<void> =>
  marionette.run(async () => {
    const { AddonManagerPrivate } = ChromeUtils.importESModule("resource://gre/modules/AddonManager.sys.mjs");
    await AddonManagerPrivate.backgroundUpdateCheck();
  });

/** While the server shows the certificate of a stranger, looking for updates ends at that, and nothing is asked for. */
async function unbelieved(site: UpdateSite, look: () => Promise<unknown>): Promise<void> {
  const { https, ca } = site;
  https.showCertificateOf(stranger);
  const [asked, left] = [https.asked.length, https.leftUnasked()];
  await look();
  await until("a connection that ended at the certificate", () => https.leftUnasked() > left);
  assert.equal(https.asked.length, asked, "a server that nobody vouches for was asked");
  https.showCertificateOf(ca);
}

/**
 * A server that shows another authority's certificate is not heard; an altered package is refused for its digest; the
 * right one is taken by itself.
 */
async function assertUpdates(marionette: Marionette, site: UpdateSite, client: "thunderbird" | "firefox") {
  assert.equal(await versionIn(marionette), VERSION);
  assert.ok(site.fetched(`countersign-${client}.xpi`) > 0, "installed from there");
  await site.publish(next);
  await unbelieved(site, async () => assert.equal(await takeUpdate(marionette), "nothing offered"));
  const file = `countersign-${client}-${NEXT_VERSION}.xpi`;
  site.instead.set(file, altered(site.file(file)));
  assert.equal(await takeUpdate(marionette), "ERROR_INCORRECT_HASH");
  assert.equal(site.fetched(file), 1);
  assert.equal(await versionIn(marionette), VERSION);
  site.instead.clear();
  await lookForUpdates(marionette);
  await until("the new version", async () => (await versionIn(marionette)) === NEXT_VERSION);
  await addOnReady(marionette);
}

test("EXT-14: Thunderbird: installed and updated from the organisation's server if that proves itself; an altered package is not taken, and trust is still there", async () => {
  const site = await startUpdateSite(world, "thunderbird");
  const client = await startMailClient(world, {
    messages: [(await makeSamples())[0]?.bytes ?? new Uint8Array(0)],
    policies: { ...site.policies("thunderbird"), Certificates: { Install: [site.ca.file] } },
    prefs: { ...site.https.prefs, "extensions.update.enabled": true },
  });
  await addOnReady(client.marionette);
  await grow(client.marionette, KNOWLEDGE);
  const trust = await stored(client.marionette, "trust");
  assert.ok(trust.length > 0);
  await assertUpdates(client.marionette, site, "thunderbird");
  assert.deepEqual(await stored(client.marionette, "trust"), trust);
  // The policy names the newest package, so that no start takes anybody back.
  await client.restart();
  await addOnReady(client.marionette);
  assert.equal(await versionIn(client.marionette), NEXT_VERSION);
});

describe("Firefox", () => {
  let site: UpdateSite;
  let marionette: Marionette;
  before(async () => {
    site = await startUpdateSite(world, "firefox");
    const display = await startXvfb(world);
    const policies = { ...site.policies("firefox"), DisableAppUpdate: true, Certificates: { Install: [site.ca.file] } };
    const program = privateInstall(join(world.dir, "app-firefox"), policies, "/usr/lib/firefox-esr", "firefox-esr");
    // Debian builds its Firefox so that it takes unsigned packages when told.
    const prefs = { ...site.https.prefs, "xpinstall.signatures.required": false, "extensions.update.enabled": true };
    ({ marionette } = await launchFirefox(world, display, program, prefs, "checked"));
    await addOnReady(marionette);
  });

  test("EXT-14: Firefox: installed and updated from the organisation's server if that proves itself, and an altered package is not taken", async () => {
    await assertUpdates(marionette, site, "firefox");
  });

  test("EXT-14: Firefox's own verifier and ours say the same of packages signed as Mozilla signs them", async () => {
    const root = firefoxTestRoot();
    const service = mozillaLike(root);
    world.defer(() => service.end());
    const built = readZip(site.file("countersign-firefox.xpi"), "built");
    const agree = async (what: string, files: Files): Promise<boolean> => {
      const path = join(world.dir, "signed.xpi");
      writeFileSync(path, zip(files));
      const theirs = await takenByFirefox(marionette, path);
      let ours = true;
      try {
        checkSignedPackage(files, what, { id: ID, authority: root.certificate, now: new Date() });
      } catch (error) {
        ours = refusalOf(error) === undefined;
      }
      assert.equal(ours, theirs, what);
      return theirs;
    };
    const right = service.sign(built, { id: ID });
    assert.equal(await agree("as it was signed", right), true);
    const [rsa, script] = ["META-INF/mozilla.rsa", "background.js"];
    const last = Buffer.from(right.get(rsa) ?? assert.fail());
    last.writeUInt8(last.readUInt8(last.length - 1) ^ 1, last.length - 1);
    const otherDigest = (_list: string, octets: Buffer) =>
      Buffer.from(`${octets}`.replace(/(?<=SHA256-Digest: )./, "_"));
    const wrong: readonly (readonly [string, Files])[] = [
      ["a file changed", new Map([...right, [script, altered(right.get(script) ?? assert.fail())]])],
      ["a file more", new Map([...right, ["more.js", Buffer.from("1")]])],
      ["a file less", new Map([...right].filter(([path]) => path !== script))],
      ["another PKCS #7 signature", new Map([...right, [rsa, last]])],
      ["another COSE signature", service.sign(built, { id: ID, payload: Buffer.from("x") })],
      ["another digest", service.sign(built, { id: ID, list: otherDigest })],
      ["a certificate for servers", service.sign(built, { id: ID, usage: "serverAuth" })],
      ["an issuer that is no authority", service.sign(built, { id: ID, issuer: "no-authority" })],
    ];
    for (const [what, files] of wrong) assert.equal(await agree(what, files), false, what);
  });
});

test("EXT-14: Chromium: installed and updated from the organisation's server if that proves itself; an altered package, and one of another key, are not taken", async () => {
  const site = await startUpdateSite(world, "chromium");
  const chromium = await startManagedChromium(world, { serial: 1 }, undefined, site);
  // Its page of extensions looks for updates at once, and answers when it is done with them.
  const manager = await chromium.browser.newPage();
  await manager.goto("chrome://extensions");
  const look = () => manager.evaluate(() => chrome.developerPrivate.autoUpdate());
  const version = () =>
    manager.evaluate(async (id) => (await chrome.developerPrivate.getExtensionInfo(id)).version, chromium.id);
  assert.equal(await version(), VERSION);
  const file = `countersign-chromium-${NEXT_VERSION}.crx`;
  await site.publish(next);
  const right = site.file(file);
  site.instead.set(file, altered(right));
  // Chromium tries again until it is answered.
  const answered: Promise<unknown>[] = [];
  await unbelieved(site, async () => void answered.push(look()));
  await Promise.all(answered);
  assert.ok(site.fetched(file) > 0);
  assert.equal(await version(), VERSION, "altered on its way");
  // Whoever holds the server alone can put other digests into the list, and has no key.
  const other = packCrx(readCrx(right, file).zip, generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey);
  const list = site.file("updates.xml").toString("utf8").replaceAll(sha256(right), sha256(other));
  site.instead.set(file, other);
  site.instead.set("updates.xml", Buffer.from(list));
  const before = site.fetched(file);
  await look();
  assert.ok(site.fetched(file) > before);
  assert.equal(await version(), VERSION, "signed with another key");
  site.instead.clear();
  await look();
  // At once: what was refused above had its time, too.
  assert.equal(await version(), NEXT_VERSION);
});

test("EXT-14: the authority that Mozilla's signatures are checked against is the one in Firefox", () => {
  const { raw } = new X509Certificate(readFileSync("extension/packaging/updates/mozilla-root.pem"));
  assert.ok(readFileSync("/usr/lib/firefox-esr/libxul.so").includes(raw));
});
