import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, test } from "node:test";
import fc from "fast-check";
import { checkDirectory } from "../../extension/packaging/updates/check.ts";
import {
  contentOf,
  packagesIn,
  publicHalf,
  readDirectory,
  signedSums,
  writeDirectory,
} from "../../extension/packaging/updates/directory.ts";
import { readAuthorityFile } from "../../extension/packaging/updates/keys.ts";
import { sha256 } from "../../extension/packaging/updates/packages.ts";
import { type Publication, publish } from "../../extension/packaging/updates/publish.ts";
import { ADDRESS, PUBLISHER_KEY, publicationOf, refusedBy } from "./small-packages.ts";

const dir = mkdtempSync(join(tmpdir(), "countersign-checked-"));
const publisher = publicHalf(PUBLISHER_KEY);
let made = 0;
/** A directory that is not there yet. */
const fresh = () => join(dir, `d${++made}`);

describe("a directory of updates, checked", () => {
  after(() => rmSync(dir, { recursive: true, force: true }));
  const authority = readAuthorityFile();

  const put = (out: string, version: string, changes: Partial<Publication> = {}) =>
    publish(publicationOf(out, version, authority, changes));
  const check = (out: string, key = publisher) => checkDirectory(out, { publisher: key, authority, now: new Date() });
  const checked = (out: string) => refusedBy(() => check(out)) ?? "";
  const text = (out: string, path: string) => readFileSync(join(out, path), "utf8");

  test("EXT-14: its signature and digests are verified by OpenSSH and coreutils alone, and a changed list is not", () => {
    const out = fresh();
    put(out, "1.0");
    const verify = () => {
      const who = ["-f", "publisher.pub", "-I", "countersign-updates", "-n", "countersign-updates"];
      return spawnSync("ssh-keygen", ["-Y", "verify", ...who, "-s", "SHA256SUMS.sig"], {
        cwd: out,
        input: readFileSync(join(out, "SHA256SUMS")),
      });
    };
    assert.equal(verify().status, 0, verify().stderr.toString());
    execFileSync("sha256sum", ["--check", "--strict", "--quiet", "SHA256SUMS"], { cwd: out });
    writeFileSync(join(out, "SHA256SUMS"), text(out, "SHA256SUMS").replace("firefox.xpi", "firefox.xpj"));
    assert.notEqual(verify().status, 0);
  });

  test("EXT-14: a signature that ssh-keygen made with the publisher's key is taken as well, one for another purpose is not", () => {
    const out = fresh();
    put(out, "1.0");
    const key = join(dir, "openssh-key");
    execFileSync("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-C", "", "-f", key]);
    const line = text(dir, "openssh-key.pub").trim();
    const sign = (purpose: string) => {
      rmSync(join(out, "SHA256SUMS.sig"));
      execFileSync("ssh-keygen", ["-q", "-Y", "sign", "-f", key, "-n", purpose, "SHA256SUMS"], {
        cwd: out,
        stdio: "pipe",
      });
    };
    writeFileSync(join(out, "publisher.pub"), `countersign-updates namespaces="countersign-updates" ${line}\n`);
    const sums = text(out, "SHA256SUMS").replace(
      /^.*publisher\.pub$/m,
      `${sha256(readFileSync(join(out, "publisher.pub")))}  publisher.pub`,
    );
    writeFileSync(join(out, "SHA256SUMS"), sums);
    const trusted = { publisher: undefined, authority, now: new Date() };
    sign("countersign-updates");
    assert.equal(checkDirectory(out, trusted).url, ADDRESS);
    assert.match(checked(out), /^other-publisher:/);
    sign("file");
    assert.match(refusedBy(() => checkDirectory(out, trusted)) ?? "", /^other-publisher:/);
  });

  test("EXT-14: with any octet of any file changed, or a file missing or too many, it is refused by name", () => {
    const out = fresh();
    put(out, "1.0");
    put(out, "2.0", { firefox: "nothing" });
    const files = [...readDirectory(out)];
    fc.assert(
      fc.property(fc.nat(files.length - 1), fc.nat(), fc.integer({ min: 1, max: 255 }), (which, offset, bits) => {
        const [path, octets] = files[which] ?? assert.fail();
        const changed = Buffer.from(octets);
        const at = offset % octets.length;
        changed.writeUInt8(changed.readUInt8(at) ^ bits, at);
        writeFileSync(join(out, path), changed);
        assert.match(checked(out), /^(?:altered|other-publisher|missing|unlisted|bad-package): (?:\S+)/, path);
        writeFileSync(join(out, path), octets);
      }),
      { numRuns: 150 },
    );
    assert.equal(checked(out), "");
    for (const [path, octets] of files) {
      rmSync(join(out, path));
      assert.match(checked(out), new RegExp(`^(?:missing|not-a-directory-of-updates): ${path}`), path);
      writeFileSync(join(out, path), octets);
    }
    writeFileSync(join(out, "crx.pem"), "x");
    assert.match(checked(out), /^unlisted: crx\.pem/);
    rmSync(join(out, "crx.pem"));
    symlinkSync("/etc/hostname", join(out, "link"));
    assert.match(checked(out), /^unlisted: link/);
  });

  test("EXT-14: a list that its publisher signed and that does not follow from the packages is refused", () => {
    const out = fresh();
    put(out, "1.0");
    const content = new Map(contentOf(packagesIn(readDirectory(out), new Map()), ADDRESS, publisher));
    assert.equal(content.size, 1, "without packages there is the key alone");
    for (const [path, octets] of readDirectory(out)) if (!path.startsWith("SHA256SUMS")) content.set(path, octets);
    const list = content.get("thunderbird.json")?.toString() ?? assert.fail();
    content.set("thunderbird.json", Buffer.from(list.replace("153.0", "152.0")));
    writeDirectory(out, new Map([...content, ...signedSums(content, PUBLISHER_KEY)]), []);
    assert.match(checked(out), /^altered: thunderbird\.json/);
  });
});
