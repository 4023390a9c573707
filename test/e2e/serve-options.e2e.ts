import assert from "node:assert/strict";
import { chmodSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { openEmbedded } from "../../core/cli/serve/embedded.ts";
import { operator, queueReports } from "../serve/operator.ts";
import { reportsIn, startProgram } from "../serve/program.ts";
import { bareReport, folderFor, HOME, newToken, rows, send } from "../serve/support.ts";
import { until } from "../world/until.ts";

test("the command passes reports on by mail and HTTPS, believes its proxy, and forgets what is old", async (t) => {
  const folder = folderFor(t);
  const where = reportsIn(folder);
  const now = Math.floor(Date.now() / 1000);
  const before = await openEmbedded(where);
  await queueReports(before, ["old.example"], now - 40 * 86_400);
  await queueReports(before, ["mail.example", "web.example", "quiet.example"], now - 60);
  await before.close();
  const { got, caFile, url } = await operator(t, (_, response) => response.writeHead(200).end());
  const sendmail = join(folder, "sendmail");
  writeFileSync(
    sendmail,
    `#!/bin/sh\nprintf '%s ' "$@" > ${folder}/args\ncat > ${folder}/mail.new\nmv ${folder}/mail.new ${folder}/mail\n`,
  );
  chmodSync(sendmail, 0o755);
  const push = ["mail.example=mailto:fbl@mail.example", `web.example=${url}`, "quiet.example=none"];
  const words = [
    ...[folder, "--domain", HOME, "--contact", `abuse@${HOME}`, "--listen", "127.0.0.1:0", "--path", "/ipp/"],
    ...["--database", where, "--keep-days", "30", "--per-minute", "1", "--proxy", "127.0.0.1", "--sendmail", sendmail],
    ...push.flatMap((rule) => ["--push", rule]),
  ];
  const server = await startProgram(t, words, { env: { NODE_EXTRA_CA_CERTS: caFile } });
  const statuses = [];
  for (const client of ["192.0.2.1", "192.0.2.1", "192.0.2.2"])
    statuses.push(await send(server.origin, bareReport(newToken()), { headers: { "x-forwarded-for": client } }));
  assert.deepEqual(statuses, [201, 429, 201]);
  await until("both ways out", () => got.length > 0 && existsSync(`${folder}/mail`));
  assert.equal(await server.end("SIGTERM"), 0);
  assert.equal(got.length, 1);
  assert.equal(JSON.parse(got[0]?.body ?? "{}").source_identifier, "web.example");
  assert.equal(readFileSync(`${folder}/args`, "utf8").trim(), `-i -f abuse@${HOME} -- fbl@mail.example`);
  assert.match(readFileSync(`${folder}/mail`, "utf8"), /^Feedback-Type: abuse$/m);
  const database = await openEmbedded(where);
  const domains = new Set((await rows(database)).map(({ domain }) => domain));
  const deliveries = await database.query("SELECT domain, state FROM deliveries ORDER BY domain");
  await database.close();
  assert.deepEqual(domains, new Set(["mail.example", "web.example", "quiet.example", "example.org"]));
  assert.deepEqual(
    deliveries.map(({ domain, state }) => `${domain} ${state}`),
    ["mail.example sent", "quiet.example dropped", "web.example sent"],
  );
});

test("values that cannot be meant are refused before anything is opened", async (t) => {
  const words = ["--domain", HOME, "--contact", `abuse@${HOME}`, "--database", reportsIn(folderFor(t))];
  for (const [wrong, expected] of [
    [["--proxy", "proxy.example"], /--proxy proxy\.example is no network address/],
    [["--keep-days", "0"], /--keep-days is a number from 1/],
    [["--push", "a.example=http://a.example/"], /--push a\.example=http:\/\/a\.example\/ is no DOMAIN=WHERE/],
    [["--listen", "8443"], /--listen is/],
  ] as const)
    await assert.rejects(startProgram(t, [folderFor(t), ...words, ...wrong]), expected);
});
