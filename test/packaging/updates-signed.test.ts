import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import fc from "fast-check";
import { EXTENSION_IDS } from "../../core/index.ts";
import { readAuthorityFile } from "../../extension/packaging/updates/keys.ts";
import { readZip } from "../../extension/packaging/updates/read-zip.ts";
import { checkSameContent, checkSignedPackage } from "../../extension/packaging/updates/signed-package.ts";
import { zip } from "../../extension/packaging/zip.mjs";
import { type MozillaLike, mozillaLike, type Signing } from "./mozilla-like.ts";
import { filesOf, refusedBy } from "./small-packages.ts";

type Files = ReadonlyMap<string, Buffer>;

const id = EXTENSION_IDS.gecko;
const BUILT = filesOf("firefox", "1.2.3");

/** The files with one of them changed, put in or (undefined) taken away. */
function but(files: Files, path: string, octets: Buffer | undefined): Map<string, Buffer> {
  const changed = new Map([...files, [path, octets ?? Buffer.alloc(0)]]);
  if (octets === undefined) changed.delete(path);
  return changed;
}

describe("a package that Mozilla signed", () => {
  let service: MozillaLike;
  let signed: Map<string, Buffer>;
  before(() => {
    service = mozillaLike();
    signed = service.sign(BUILT, { id });
  });
  after(() => service.end());

  /** What the check says of files that came back. */
  const says = (files: Files, now = new Date()) => {
    const { authority } = service;
    return refusedBy(() => {
      checkSignedPackage(files, "x.xpi", { id, authority, now });
      checkSameContent(files, BUILT, "x.xpi");
    });
  };
  const signedWith = (signing: Partial<Signing>, files: Files = BUILT) => says(service.sign(files, { id, ...signing }));

  test("EXT-14: is taken when both signatures fit every file, and it is said who signed", () => {
    const read = readZip(zip(signed), "x.xpi");
    assert.equal(says(read), undefined);
    const who = checkSignedPackage(read, "x.xpi", { id, authority: service.authority, now: new Date() });
    assert.equal(who, `C=US, O=Example Corporation, OU=Production, CN=${id}`);
  });

  test("EXT-14: is refused by the name of the file that is not what was built here", () => {
    const other = BUILT.get("background.js") ?? assert.fail();
    const changed = but(BUILT, "background.js", Buffer.concat([other, Buffer.from(" ")]));
    assert.match(signedWith({}, changed) ?? "", /^not-our-build: x\.xpi: background\.js:/);
    assert.match(signedWith({}, but(BUILT, "extra.js", other)) ?? "", /^not-our-build: x\.xpi: extra\.js:/);
    assert.match(
      signedWith({}, but(BUILT, "background.js", undefined)) ?? "",
      /^not-our-build: x\.xpi: background\.js:/,
    );
    assert.match(signedWith({}, but(BUILT, "META-INF/extra", other)) ?? "", /^not-our-build: x\.xpi: META-INF\/extra:/);
  });

  test("EXT-14: is refused when a file of the signature is missing, or lists and files differ", () => {
    for (const path of ["cose.manifest", "cose.sig", "manifest.mf", "mozilla.sf", "mozilla.rsa"].map(
      (name) => `META-INF/${name}`,
    ))
      assert.match(
        says(but(signed, path, undefined)) ?? "",
        new RegExp(`^(?:not-signed|manifest-differs): x\\.xpi: .*${path}`),
        path,
      );
    const js = BUILT.get("background.js") ?? assert.fail();
    assert.match(says(but(signed, "background.js", Buffer.from("x"))) ?? "", /^manifest-differs: .*background\.js:/);
    assert.match(says(but(signed, "late.js", js)) ?? "", /^manifest-differs: .*late\.js:/);
    assert.match(says(but(signed, "background.js", undefined)) ?? "", /^manifest-differs: .*background\.js:/);
    const mf = "META-INF/manifest.mf";
    const longer = Buffer.from(`${signed.get(mf)}`.replace("1.0\n", "1.0\nCreated-By: somebody\n"));
    assert.match(says(but(signed, mf, longer)) ?? "", /^manifest-differs: x\.xpi: META-INF\/mozilla\.sf:/);
  });

  test("EXT-14: is refused when a list that was signed names a file twice, with another digest, or not at all", () => {
    for (const [name, at] of [
      ["cose", "META-INF/cose.manifest"],
      ["jar", "META-INF/manifest.mf"],
    ] as const) {
      const list = (change: (text: string) => string) => ({
        list: (of: string, octets: Buffer) => (of === name ? Buffer.from(change(octets.toString())) : octets),
      });
      const section = /Name: background\.js\n[\s\S]*?\n\n/;
      const twice = signedWith(list((text) => text + (section.exec(text)?.[0] ?? "")));
      assert.match(twice ?? "", new RegExp(`^manifest-differs: x\\.xpi: ${at}:`));
      for (const change of [
        (text: string) => text.replace(section, ""),
        (text: string) => text.replace(/(?<=background[\s\S]*?SHA256-Digest: )./, "_"),
      ])
        assert.match(signedWith(list(change)) ?? "", new RegExp(`^manifest-differs: x\\.xpi: ${at}: background\\.js:`));
    }
  });

  test("EXT-14: is refused when the signature is for other files, of another kind, or by nobody known", () => {
    const foreign = service.sign(but(BUILT, "background.js", Buffer.from("other")), { id });
    const rsa = "META-INF/mozilla.rsa";
    assert.match(says(but(signed, rsa, foreign.get(rsa))) ?? "", /^signature-wrong: x\.xpi: META-INF\/mozilla\.rsa/);
    assert.match(signedWith({ payload: Buffer.from("x") }) ?? "", /^signature-wrong: x\.xpi: META-INF\/cose\.sig/);
    const whole = signed.get(rsa) ?? assert.fail();
    const last = Buffer.from(whole);
    last.writeUInt8(last.readUInt8(last.length - 1) ^ 1, last.length - 1);
    for (const broken of [Buffer.from("x"), Buffer.alloc(0), whole.subarray(0, 900), last])
      assert.match(says(but(signed, rsa, broken)) ?? "", /^signature-wrong: x\.xpi: META-INF\/mozilla\.rsa/);
    assert.match(signedWith({ digest: "sha1" }) ?? "", /^signature-wrong: x\.xpi: META-INF\/mozilla\.rsa/);
    assert.match(signedWith({ id: "other@example.org" }) ?? "", /^signer-unknown: .*CN=other@example\.org/);
    assert.match(signedWith({ issuer: "no-authority" }) ?? "", /^signer-unknown:/);
    assert.match(signedWith({ usage: "serverAuth" }) ?? "", /^signer-unknown:/);
    assert.match(says(signed, new Date(Date.now() + 3 * 86_400_000)) ?? "", /^signer-unknown:/);
    const authority = readAuthorityFile();
    const now = new Date();
    assert.match(refusedBy(() => checkSignedPackage(signed, "x", { id, authority, now })) ?? "", /^signer-unknown:/);
    assert.match(authority.subject, /CN=root-ca-production-amo/);
  });

  test("EXT-14: with any octet changed it is refused, or every file is still the built one", () => {
    const archive = zip(signed);
    const anywhere = fc.record({ at: fc.nat(archive.length - 1), bits: fc.integer({ min: 1, max: 255 }) });
    let refused = 0;
    fc.assert(
      fc.property(anywhere, ({ at, bits }) => {
        const changed = Buffer.from(archive);
        changed.writeUInt8(changed.readUInt8(at) ^ bits, at);
        let files: Files = new Map();
        const message = refusedBy(() => {
          files = readZip(changed, "x.xpi");
        });
        if ((message ?? says(files)) !== undefined) refused += 1;
        else assert.deepEqual(files, signed);
      }),
      { numRuns: 300 },
    );
    assert.ok(refused > 200, `${refused} of 300`);
  });
});
