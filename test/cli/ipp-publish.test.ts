import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { readPublished } from "../../core/x509/published.ts";
import { countersign, folderFor } from "./command.ts";

const URL_ = "https://keys.bank.example/ipp/";
const AT = 1_795_291_303;
const DAY = 86_400;

async function setting(t: TestContext) {
  const folder = folderFor(t);
  const file = (name: string) => join(folder, name);
  await countersign(["ipp", "keygen", "--address", "anna@bank.example", "--out", file("key")]);
  const publish = (words: readonly string[] = [], at = AT, key = file("key")) =>
    countersign(["ipp", "publish", file("www"), "--url", URL_, "--key", key, "--now", String(at), ...words]);
  return { folder, file, publish, pub: () => readFileSync(file("www/anna.pub"), "utf8") };
}

const POLICY = JSON.stringify({ v: 1, mode: "enforce", default: "accept", rules: [] });

test("ipp publish writes what a reader finds: .pub, .pol and the record, readable by a web server", async (t) => {
  const { file, publish, pub } = await setting(t);
  await countersign(["hpke-keygen", "--address", "anna@bank.example", "--out", file("sealing")]);
  writeFileSync(file("policy.json"), POLICY);
  const more = ["--encryption", file("sealing.pub"), "--policy", file("policy.json")];
  const made = await publish(more);
  assert.equal(made.code, 0, made.err);
  assert.equal(made.text, `_ipp.bank.example.\t3600\tIN\tTXT\t"v=IPP1; t=url; url=${URL_}"\n`);
  const read = await readPublished(pub(), "anna@bank.example", [AT]);
  assert.ok(read.kind === "published");
  assert.ok(read.encryption !== undefined);
  assert.equal(readFileSync(file("www/anna.pol"), "utf8"), POLICY);
  assert.equal(statSync(file("www/anna.pub")).mode & 0o777, 0o644);
  // OpenSSL, which shares no code with us, says the same about the first certificate and the second one's issuer.
  writeFileSync(file("first.pem"), `${pub().split(/(?<=END CERTIFICATE-----\n)/)[0]}`);
  writeFileSync(file("second.pem"), `${pub().split(/(?<=END CERTIFICATE-----\n)/)[1]}`);
  const openssl = (...words: string[]) => execFileSync("openssl", words, { encoding: "utf8" });
  assert.match(openssl("x509", "-in", file("first.pem"), "-noout", "-email"), /^anna@bank\.example$/m);
  const verify = ["verify", "-CAfile", file("first.pem"), "-attime", String(AT), file("second.pem")];
  assert.match(openssl(...verify), /second\.pem: OK/);
});

test("X5-01: run again it changes nothing, renews before the end, and never puts other keys in the place unasked", async (t) => {
  const { file, publish, pub } = await setting(t);
  await publish();
  const first = pub();
  const again = await publish([], AT + 100 * DAY);
  assert.deepEqual([again.code, /unchanged/.test(again.err), pub() === first], [0, true, true]);
  const late = await publish([], AT + 380 * DAY);
  assert.deepEqual([late.code, /renewed/.test(late.err), pub() === first], [0, true, false]);
  const renewed = pub();

  await countersign(["ipp", "keygen", "--address", "anna@bank.example", "--out", file("next")]);
  const other = await publish([], AT, file("next"));
  assert.deepEqual([other.code, other.text, pub() === renewed], [2, "", true]);
  assert.match(other.err, /PUBLISHED: .* publishes other keys\n--replace/);
  const replaced = await publish(["--replace"], AT, file("next"));
  assert.deepEqual([replaced.code, /replaced/.test(replaced.err), pub() === renewed], [0, true, false]);

  writeFileSync(file("www/anna.pub"), "hello");
  assert.match((await publish()).err, /PUBLISHED: .* something that is no \.pub/);
  assert.equal(pub(), "hello");
});

test("an encryption key may be added, and is not dropped or changed unasked", async (t) => {
  const { file, publish, pub } = await setting(t);
  for (const name of ["one", "two"])
    await countersign(["hpke-keygen", "--address", "anna@bank.example", "--out", file(name)]);
  await publish();
  const added = await publish(["--encryption", file("one.pub")]);
  assert.deepEqual([added.code, /renewed/.test(added.err)], [0, true]);
  const before = pub();
  for (const words of [[], ["--encryption", file("two.pub")]]) {
    const { code, err } = await publish(words);
    assert.deepEqual([code, /PUBLISHED/.test(err), pub() === before], [2, true, true]);
  }
});

test("a policy that readers would refuse is not published, nor one over another", async (t) => {
  const { file, publish } = await setting(t);
  const policy = (text: string) => {
    writeFileSync(file("policy.json"), text);
    return publish(["--policy", file("policy.json")]);
  };
  const bad = await policy(POLICY.replace("accept", "delete"));
  assert.deepEqual([bad.code, /RECORD: .*\/default: unknown-value/.test(bad.err)], [2, true]);
  assert.throws(() => readdirSync(file("www")));
  assert.equal((await policy(POLICY)).code, 0);
  assert.match((await policy(POLICY)).err, /anna\.pol {2}unchanged/);
  const other = await policy(POLICY.replace("enforce", "testing"));
  assert.deepEqual([other.code, /PUBLISHED: .*anna\.pol is another policy/.test(other.err)], [2, true]);
  assert.equal(readFileSync(file("www/anna.pol"), "utf8"), POLICY);
});

test("a key of the organisation publishes for many addresses, one of an address for that alone", async (t) => {
  const { file, publish } = await setting(t);
  await countersign(["keygen", "--org", "bank.example", "--kid", "a", "--out", file("org")]);
  const both = ["--address", "anna@bank.example", "--address", "a+b@bank.example"];
  const made = await publish(both, AT, file("org"));
  assert.equal(made.code, 0, made.err);
  assert.deepEqual(readdirSync(file("www")).sort(), ["a+b.pub", "anna.pub"]);
  const cases: readonly (readonly [readonly string[], string, RegExp])[] = [
    [[], file("org"), /USAGE: --address is missing/],
    [["--address", "x@other.example"], file("org"), /KEY_UNUSABLE: the key is bank\.example's/],
    [["--address", "bob@bank.example"], file("key"), /KEY_UNUSABLE: the key is anna@/],
    [["--address", "../x@bank.example"], file("org"), /USAGE: .*no plain file name/],
    [["--address", "..@bank.example"], file("org"), /USAGE: --address \.\.@bank\.example is no address/],
    [["--address", ".htaccess@bank.example"], file("org"), /USAGE: .*no plain file name/],
    [["--days", "900"], file("key"), /USAGE: --days/],
    [["--encryption", file("key.pub")], file("key"), /KEY_FILE/],
    [["--certificate", file("www/a+b.pub")], file("key"), /KEY_UNUSABLE: the certificate is none/],
  ];
  for (const [words, key, expected] of cases) {
    const { code, err, text } = await publish(words, AT, key);
    assert.deepEqual([code, text, expected.test(err)], [2, "", true], `${words.join(" ")}: ${err}`);
  }
});

test("IPP-09: a base that no reader takes is not printed", async (t) => {
  const { file } = await setting(t);
  for (const url of ["http://keys.bank.example/", "https://keys.bank.example/ipp", "https://127.0.0.1/", `${URL_}?a`]) {
    const { code, text, err } = await countersign(["ipp", "publish", file("w"), "--url", url, "--key", file("key")]);
    assert.deepEqual([code, text, /USAGE: --url/.test(err)], [2, "", true], url);
  }
});
