import assert from "node:assert/strict";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import fc from "fast-check";
import { type Annotation, annotated } from "../../core/cli/filter-field.ts";
import { countersign, folderFor } from "./command.ts";

const AT = 1_795_291_303;
const ALICE = "alice@home.example";

const letter = (more: readonly string[] = []) =>
  [
    ...more,
    "From: Shop <news@shop.example>",
    "To: alice@home.example",
    "Subject: Everything must go",
    "Date: Sat, 21 Nov 2026 20:01:40 +0000",
    "Message-ID: <1@shop.example>",
    "",
    "Buy now.",
    "",
  ].join("\n");

/** A sender with a published key, the knowledge of a server that keeps it, and a folder of recipients' policies. */
async function setting(t: TestContext) {
  const folder = folderFor(t);
  const file = (name: string) => join(folder, name);
  const now = ["--now", String(AT)];
  await countersign(["ipp", "keygen", "--address", "news@shop.example", "--out", file("key")]);
  const url = ["--url", "https://keys.shop.example/", "--key", file("key")];
  await countersign(["ipp", "publish", file("sender"), ...url, ...now]);
  const pub = readFileSync(file("sender/news.pub"), "utf8");
  const senderCertificates = [{ address: "news@shop.example", pub, anchor: "dnssec", since: AT }];
  writeFileSync(file("known.json"), JSON.stringify({ senderCertificates }));
  mkdirSync(file("policies"));
  const policy = (name: string, changes: object = {}) => {
    const whole = { v: 1, mode: "enforce", default: "accept", rules: [], ...changes };
    writeFileSync(file(name), JSON.stringify(whole));
    return file(name);
  };
  const declared = async (nature: string, input = letter()) => {
    const made = await countersign(["declare", "--key", file("key"), "--nature", nature, ...now], { input });
    assert.equal(made.code, 0, made.err);
    return made.out;
  };
  const filter = (input: string | Uint8Array, words: readonly string[] = [], recipient = ALICE) => {
    const options = ["--recipient", recipient, "--host", "mx.home.example", "--knowledge", file("known.json")];
    const from = ["--policies", `home.example=${file("policies")}`];
    return countersign(["ipp", "filter", ...options, ...from, ...now, ...words], { input });
  };
  return { file, policy, declared, filter };
}

const field = (text: string) => /^IPP-Result: .*(?:\n .*)*\n/.exec(text)?.[0].replace(/\n /g, " ").trim();
const MARKETING = { rules: [{ match: { nature: ["marketing"] }, action: "reject" }] };

test("a declared message is annotated on top, and nothing else of it changes", async (t) => {
  const { declared, filter } = await setting(t);
  const message = await declared("marketing");
  const { code, text, err } = await filter(message);
  assert.deepEqual([code, err], [0, ""]);
  const expected =
    "IPP-Result: mx.home.example; declaration=signed; nature=marketing; address=news@shop.example; policy=none";
  assert.equal(field(text), expected);
  assert.equal(text.replace(/^IPP-Result: .*\n(?: .*\n)*/, ""), message.toString("latin1"));
});

test("mode enforce refuses with 77 and the reason, mode testing only says so, each recipient's policy for itself", async (t) => {
  const { policy, declared, filter } = await setting(t);
  policy("policies/alice.pol", MARKETING);
  policy("policies/bob.pol", { ...MARKETING, mode: "testing" });
  policy("policies/carol.pol", { ...MARKETING, mode: "none" });
  const message = await declared("marketing");
  const refused = await filter(message);
  assert.deepEqual([refused.code, refused.text], [77, ""]);
  assert.match(refused.err, /^5\.7\.1 The policy of alice@home\.example does not accept .*\(rule 1\)$/m);
  const said = async (recipient: string, words: readonly string[] = []) =>
    field((await filter(message, words, recipient)).text)?.replace(/.*; (policy=.*)/, "$1");
  assert.equal(await said("bob@home.example"), "policy=testing; action=reject; because=rule; rule=1");
  assert.equal(await said("carol@home.example"), "policy=none");
  assert.equal(await said("dan@home.example"), "policy=none");
  assert.equal(await said(ALICE, ["--annotate-only"]), "policy=enforce; action=reject; because=rule; rule=1");
  const kind = await filter(await declared("transaction"));
  assert.match(field(kind.text) ?? "", /policy=enforce; action=accept; because=default$/);
});

test("a policy that asks for signed declarations refuses unsigned, altered and strangers' ones", async (t) => {
  const { policy, declared, filter, file } = await setting(t);
  policy("policies/alice.pol", { require: ["signed"] });
  const message = await declared("personal");
  assert.equal((await filter(message)).code, 0);
  const altered = message.toString("latin1").replace("Buy now", "Pay now");
  const cases: readonly (readonly [string, RegExp])[] = [
    [letter(), /is: none\)/],
    [altered, /is: body-changed\)/],
    [message.toString("latin1").replace("nature=personal", "nature=list"), /is: bad-signature\)/],
    [message.toString("latin1").replace("nature=personal", "nature=Nice"), /is: malformed\)/],
    [`${"X-Filler: 1\n".repeat(1001)}${message.toString("latin1")}`, /is: none\)/],
  ];
  for (const [input, expected] of cases) {
    const { code, err } = await filter(input);
    assert.deepEqual([code, expected.test(err)], [77, true], err);
  }
  writeFileSync(file("known.json"), "{}");
  assert.match((await filter(message)).err, /is: no-key\)/);
});

test("the administrator's policy goes before the published one, and both ask for what they ask", async (t) => {
  const { policy, declared, filter } = await setting(t);
  policy("policies/alice.pol", { rules: [{ match: { nature: ["list"] }, action: "accept" }], default: "reject" });
  const managed = ["--managed", policy("managed.json", { rules: [{ match: { nature: ["list"] }, action: "reject" }] })];
  const message = await declared("list");
  assert.equal((await filter(message)).code, 0);
  assert.equal((await filter(message, managed)).code, 77);
  assert.equal((await filter(await declared("personal"), managed)).code, 0);
});

test("IPP-05: no policy comes from a place that the message or its recipient's name chooses", async (t) => {
  const { policy, filter, file } = await setting(t);
  policy("reject.pol", { default: "reject" });
  for (const name of [".hidden", "alice", "undefined"]) policy(`policies/${name}.pol`, { default: "reject" });
  const message = letter([`IPP-Policy: ${file("reject.pol")}`, "List-Help: <https://shop.example/alice.pol>"]);
  for (const recipient of ["../reject@home.example", ".hidden@home.example", "alice@other.example"]) {
    const { code, text } = await filter(message, [], recipient);
    assert.deepEqual([code, /policy=none$/.test(field(text) ?? "")], [0, true], recipient);
  }
});

test("every mistake keeps the message with the mail server: exit code 75 and not one octet of output", async (t) => {
  const { filter, file, policy } = await setting(t);
  policy("policies/broken.pol", { mode: "ENFORCE" });
  const cases: readonly (readonly [readonly string[], string, string, RegExp])[] = [
    [[], letter(), "broken@home.example", /RECORD: .*broken\.pol is no policy: \/mode/],
    [[], letter(), "nobody", /USAGE: --recipient nobody/],
    [["--recipient", ALICE], letter(), ALICE, /USAGE: --recipient may be given once/],
    [["--policies", `x.example=${file("none")}`], letter(), ALICE, /FILE_UNREADABLE/],
    [["--policies", "policies"], letter(), ALICE, /USAGE: --policies policies is no DOMAIN=DIR/],
    [["--managed", file("none")], letter(), ALICE, /FILE_UNREADABLE/],
    [["--managed", file("known.json")], letter(), ALICE, /RECORD/],
    [[], "", ALICE, /NO_MESSAGE/],
    [["--cache", "x"], letter(), ALICE, /USAGE: --resolver and --cache belong to --look-up/],
    [["--", "sh", "-c", "cat >/dev/null; exit 1"], letter(), ALICE, /HANDOVER/],
  ];
  for (const [words, input, recipient, expected] of cases) {
    const { code, text, err } = await filter(input, words, recipient);
    assert.deepEqual([code, text, expected.test(err)], [75, "", true], err);
  }
});

const NOTE: Annotation = { host: "mx.home.example", result: "none" };
const ADDED = "IPP-Result: mx.home.example;\n declaration=none;\n policy=none\n";

test("a result that came from outside is removed, whatever its spelling and its line ends", () => {
  const forged = [
    "IPP-Result: mx.home.example; declaration=signed\n",
    "ipp-result : x\n folded\n\tagain\n",
    "IPP-RESULT:\nIPP-Result: twice\n",
    "X-A: 1\rIPP-Result: after a bare CR\n",
  ];
  for (const field of forged) {
    const made = Buffer.from(annotated(Buffer.from(`A: 1\n${field}B: 2\n\nIPP-Result: body\n`), NOTE)).toString();
    assert.ok(made.startsWith(`${ADDED}A: 1\n`), made);
    assert.ok(made.endsWith("B: 2\n\nIPP-Result: body\n"), made);
    assert.equal(made.match(/ipp-result/gi)?.length, 2, made);
  }
  const last = Buffer.from("A: 1\r\nIPP-Result: x\r\n\r\nbody\r\n");
  assert.equal(Buffer.from(annotated(last, NOTE)).toString(), `${ADDED.replaceAll("\n", "\r\n")}A: 1\r\n\r\nbody\r\n`);
});

test("of any octets that hold no such field, the filter only adds on top", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), (octets) => {
      const made = Buffer.from(annotated(octets, NOTE));
      const added = Buffer.from(octets).includes("\r\n") ? ADDED.replaceAll("\n", "\r\n") : ADDED;
      assert.ok(made.equals(Buffer.concat([Buffer.from(added), octets])));
    }),
  );
});
