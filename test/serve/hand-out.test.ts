import assert from "node:assert/strict";
import { chmodSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { test } from "node:test";
import { destinationBy, isMailbox, readPushRule } from "../../core/cli/serve/destinations.ts";
import { handOut } from "../../core/cli/serve/hand-out.ts";
import { clientKey, rateLimit } from "../../core/cli/serve/rate.ts";
import type { StoredReport } from "../../core/cli/serve/store.ts";
import { FILER, folderFor } from "./support.ts";

const REPORT: StoredReport = {
  ...{ id: 1, uid: "e973a3c2-80d7-4184-823d-8861eb1f8084", candidate: 1, attempts: 1, settledAt: 1_800_000_000 },
  ...{ domain: "example.org", token: "A".repeat(30), code: "malware", route: "provider", state: "verified" },
  ...{ sender: "alice@example.org", nature: "list", messageId: "<1@x>", host: "home.example" },
  fields: JSON.stringify(["From: alice@example.org", "To: bob@home.example"]),
  receivedAt: 1_800_000_000,
};

test("mail goes through the program given, with the addresses as its arguments and the report as its input", async (t) => {
  const folder = folderFor(t);
  const program = join(folder, "sendmail");
  writeFileSync(program, `#!/bin/sh\nprintf '%s\\n' "$@" > ${folder}/args\ncat > ${folder}/mail\n`);
  chmodSync(program, 0o755);
  await handOut(FILER, { sendmail: program })(REPORT, { kind: "mail", to: "abuse@example.org" });
  assert.deepEqual(readFileSync(`${folder}/args`, "utf8").split("\n").slice(0, -1), [
    "-i",
    "-f",
    FILER.contact,
    "--",
    "abuse@example.org",
  ]);
  const mail = readFileSync(`${folder}/mail`, "utf8");
  assert.match(mail, /^Content-Type: multipart\/report; report-type=feedback-report;/m);
  assert.match(mail, /^Message-ID: <e973a3c2-80d7-4184-823d-8861eb1f8084@home\.example>$/m);
  assert.doesNotMatch(mail, /bob|\r/);
  writeFileSync(program, "#!/bin/sh\nexit 75\n");
  await assert.rejects(
    handOut(FILER, { sendmail: program })(REPORT, { kind: "mail", to: "abuse@example.org" }),
    /exit 75/,
  );
  await assert.rejects(
    handOut(FILER, { sendmail: `${folder}/none` })(REPORT, { kind: "mail", to: "abuse@example.org" }),
  );
});

test("a server that speaks no TLS gets no report", async (t) => {
  let asked = 0;
  const server = createServer((_, response) => {
    asked += 1;
    response.end();
  });
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  t.after(() => server.close());
  const address = server.address();
  const port = typeof address === "object" ? address?.port : 0;
  await assert.rejects(
    handOut(FILER, { sendmail: "" })(REPORT, { kind: "https", url: new URL(`https://127.0.0.1:${port}/`) }),
  );
  assert.equal(asked, 0);
});

test("rules name where the reports of a domain go, and nothing in them is an option or a second address", () => {
  for (const bad of [
    "",
    "x",
    "=abuse",
    "example.org",
    "example.org=http://a.example/",
    "example.org=mailto:a@b.example,c@d.example",
    "example.org=mailto:-oQ@b.example",
    "example.org=mailto:a@b.example?cc=x",
    "a b=abuse",
    "example.org=https://u@h.example/",
    "localhost=abuse",
  ])
    assert.equal(readPushRule(bad), undefined, bad);
  const rules = [
    "*=abuse",
    "quiet.example=none",
    "Big.Example=https://in.big.example/x",
    "m.example=mailto:fbl@m.example",
  ].flatMap((text) => readPushRule(text) ?? []);
  assert.equal(rules.length, 4);
  const where = destinationBy(rules);
  assert.deepEqual(where("any.example"), { kind: "mail", to: "abuse@any.example" });
  assert.equal(where("quiet.example"), undefined);
  assert.deepEqual(where("big.example"), { kind: "https", url: new URL("https://in.big.example/x") });
  assert.deepEqual(where("m.example"), { kind: "mail", to: "fbl@m.example" });
  assert.equal(destinationBy([])("any.example"), undefined);
  assert.ok(!isMailbox("a@b") && !isMailbox("a\n@b.example") && isMailbox("a+b@b.example"));
});

test("a limit lets so many through at once, and more as time passes", () => {
  const limit = rateLimit(3, 60);
  assert.deepEqual(
    [0, 0, 0, 0].map(() => limit.take("a", 1000)),
    [0, 0, 0, 20],
  );
  assert.equal(limit.take("b", 1000), 0);
  assert.equal(limit.take("a", 21_000), 0);
  assert.ok(limit.take("a", 21_000) > 0);
});

test("one subscriber is one client, whichever address of their network they use", () => {
  assert.equal(clientKey("192.0.2.1"), "192.0.2.1");
  assert.equal(clientKey("::ffff:192.0.2.1"), "192.0.2.1");
  assert.equal(clientKey("2001:db8:1:2::1"), clientKey("2001:db8:1:2:ffff::9"));
  assert.notEqual(clientKey("2001:db8:1:2::1"), clientKey("2001:db8:1:3::1"));
  assert.equal(clientKey("nonsense:"), "nonsense:");
});
