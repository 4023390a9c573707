import "fake-indexeddb/auto";
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { beforeEach, describe, test } from "node:test";
import { nobleEngine } from "../../core/crypto/engine-noble.ts";
import { openSealed } from "../../core/hpke/open.ts";
import type { KeyKind } from "../../core/index.ts";
import { unwrapKeys } from "../../core/index.ts";
import { database } from "../../extension/database.ts";
import {
  forgetSealingKey,
  listSealingKeys,
  makeSealingKey,
  newestSealingKey,
  openingKeys,
  restoreSealingKeys,
  sealingKeyBackup,
} from "../../extension/sealed/keys.ts";
import { sealingKids } from "../../extension/sealed/stored-keys.ts";
import { mail, sealed } from "../hpke/support.ts";

const BOB = "bob@example.net";
const PASSPHRASE = "correct horse";
const NOW = 1_795_300_000;

// The hook concerns these tests alone, not the others of the same process.
describe("keys for sealed mail", () => {
  beforeEach(async () => (await database()).clear("sealingKeys"));

  async function opens(bytes: Uint8Array, addresses: readonly string[] = [BOB]): Promise<string> {
    return (await openSealed(bytes, await openingKeys(addresses), addresses, nobleEngine)).state;
  }

  test("keys of both kinds are made, kept, and open what is sealed to them", async () => {
    for (const kind of ["x25519", "x-wing"] as const satisfies readonly KeyKind[]) {
      const key = await makeSealingKey(BOB, kind, undefined, NOW);
      assert.equal((await newestSealingKey(BOB, kind))?.kid, key.kid);
      assert.equal(await opens(await sealed(mail(), { keys: [key] })), "opened");
    }
    assert.equal((await listSealingKeys()).filter(({ hasBackup }) => hasBackup).length, 0);
  });

  test("rotation: the newest key is the one to publish, the older one still reads", async () => {
    const old = await makeSealingKey(BOB, "x25519", undefined, NOW - 100);
    const fresh = await makeSealingKey(BOB, "x25519", undefined, NOW);
    assert.equal((await newestSealingKey(BOB, "x25519"))?.kid, fresh.kid);
    assert.deepEqual(await sealingKids([BOB]), [fresh.kid, old.kid]);
    assert.equal(await opens(await sealed(mail(), { keys: [old] })), "opened");
    assert.deepEqual(
      (await listSealingKeys()).map(({ kid, newest }) => [kid, newest]),
      [
        [fresh.kid, true],
        [old.kid, false],
      ],
    );
    await forgetSealingKey(old.kid);
    assert.equal(await opens(await sealed(mail(), { keys: [old] })), "refused");
  });

  test("E2E-16: only keys of the addresses asked for come out", async () => {
    const other = await makeSealingKey("bob@private.example", "x25519", undefined, NOW);
    await makeSealingKey(BOB, "x25519", undefined, NOW);
    assert.ok(!(await sealingKids([BOB])).includes(other.kid));
    assert.equal((await openingKeys([BOB])).length, 1);
    assert.equal(await opens(await sealed(mail(), { keys: [other] })), "refused");
  });

  test("a backup restores the key with its passphrase only, and twice is once", async () => {
    const key = await makeSealingKey(BOB, "x25519", PASSPHRASE, NOW);
    const backup = (await sealingKeyBackup(key.kid)) ?? assert.fail();
    const bytes = await sealed(mail(), { keys: [key] });
    await forgetSealingKey(key.kid);
    assert.equal(await opens(bytes), "refused");
    assert.equal(await restoreSealingKeys(backup, "wrong"), "passphrase");
    assert.equal(await restoreSealingKeys("{}", PASSPHRASE), "format");
    assert.equal(await restoreSealingKeys(backup.replace('"passes": 3', '"passes": 99'), PASSPHRASE), "format");
    assert.equal(await restoreSealingKeys(backup, PASSPHRASE), 1);
    assert.equal(await restoreSealingKeys(backup, PASSPHRASE), 0);
    assert.equal(await opens(bytes), "opened");
  });

  /** Every octet string and text of a stored value, keys of the platform as their type. */
  function* contents(value: unknown): Generator<Buffer | CryptoKey> {
    if (value instanceof CryptoKey) yield value;
    else if (value instanceof Uint8Array) yield Buffer.from(value);
    else if (value instanceof ArrayBuffer) yield Buffer.from(value);
    else if (typeof value === "string") yield Buffer.from(value);
    else if (typeof value === "object" && value !== null)
      for (const inner of Object.values(value)) yield* contents(inner);
  }

  test("E2E-13: nothing at rest gives the octets of a private key: not the record, not an export, not without passphrase", async () => {
    for (const kind of ["x25519", "x-wing"] as const) {
      const { kid } = await makeSealingKey(BOB, kind, PASSPHRASE, NOW);
      const record = (await (await database()).get("sealingKeys", kid)) ?? assert.fail();
      const secrets = await unwrapKeys(record.backup ?? "", PASSPHRASE);
      assert.ok(!("fault" in secrets));
      const secret = Buffer.from(secrets[0]?.secret ?? assert.fail());
      const forms = [
        secret,
        ...(["hex", "base64", "base64url"] as const).map((form) => Buffer.from(secret.toString(form))),
      ];
      let keys = 0;
      for (const found of contents(record)) {
        if (Buffer.isBuffer(found)) for (const form of forms) assert.equal(found.indexOf(form), -1);
        else if (found.type !== "public") {
          keys += 1;
          assert.equal(found.extractable, false);
          for (const format of ["jwk", "pkcs8", "raw"] as const)
            await assert.rejects(async () => crypto.subtle.exportKey(format, found));
        }
      }
      assert.equal(keys, 1);
    }
  });

  test("E2E-13: the key store uses the database of the extension's origin and no storage that content scripts reach", () => {
    for (const file of readdirSync("extension/sealed")) {
      const text = readFileSync(`extension/sealed/${file}`, "utf8");
      assert.doesNotMatch(text, /storage\.(?:local|sync|session|managed)|localStorage|sessionStorage|console\./, file);
    }
  });
});
