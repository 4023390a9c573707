import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { chmodSync, copyFileSync, mkdirSync, readFileSync, renameSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { needsPostfix, startPostfix } from "../world/postfix.ts";
import { sendBySmtp } from "../world/smtp-send.ts";
import { startSmtpSink } from "../world/smtp-sink.ts";
import { until } from "../world/until.ts";
import { createWorld } from "../world/world.ts";
import { command, countersign } from "./command.ts";

/** A configuration block of docs/stamping.md. */
function documented(name: string): string {
  const block = new RegExp(`^\`\`\`text ${name}\n([\\s\\S]*?)^\`\`\``, "m").exec(
    readFileSync("docs/stamping.md", "utf8"),
  );
  return block?.[1] ?? assert.fail(`docs/stamping.md shows no ${name}`);
}

const letter = (more: Partial<{ from: string; id: string }> = {}) =>
  Buffer.from(
    [
      `From: Anna <${more.from ?? "anna@example.org"}>`,
      "To: robin@home.example, kim@home.example",
      "Subject: =?utf-8?B?R3LDvMOfZQ==?=",
      `Date: ${new Date().toUTCString().replace("GMT", "+0000")}`,
      `Message-ID: <${more.id ?? "1"}@example.org>`,
      "MIME-Version: 1.0",
      'Content-Type: multipart/mixed; boundary="b"',
      "",
      "--b",
      "Content-Type: text/plain; charset=utf-8",
      "Content-Transfer-Encoding: 8bit",
      "",
      "Grüße aus dem Büro,",
      "",
      ".a line with a dot",
      ".",
      "From here on   blanks\tand tabs stay. ",
      "--b",
      'Content-Type: application/octet-stream; name="a.bin"',
      'Content-Disposition: attachment; filename="a.bin"',
      "Content-Transfer-Encoding: base64",
      "",
      Buffer.from("attached").toString("base64"),
      "--b--",
      "",
    ].join("\r\n"),
  );

test(
  "Postfix as documented: submitted mail is stamped once, arrives valid, and waits while the key is away",
  needsPostfix(),
  async (t) => {
    const world = createWorld("postfix");
    t.after(() => world.end());
    chmodSync(world.dir, 0o755);
    const keys = join(world.dir, "keys");
    mkdirSync(keys);
    const [key, knowledge, cli] = [join(keys, "2026a"), join(world.dir, "k.json"), join(world.dir, "countersign.mjs")];
    await countersign(["keygen", "--org", "example.org", "--kid", "2026a", "--out", key]);
    await countersign(["trust", "add", "--knowledge", knowledge, "--org", "example.org", "--key", `${key}.pub`]);
    execFileSync("chown", ["-R", "nobody", keys]);
    copyFileSync(await command(), cli);
    chmodSync(cli, 0o755);
    const sink = await startSmtpSink(world);
    const postfix = await startPostfix(world, {
      mainCf: documented("main.cf"),
      masterCf: documented("master.cf")
        .replace("user=countersign", "user=nobody")
        .replace("/usr/local/bin/countersign", `${process.execPath} ${cli}`)
        .replace("/etc/countersign/2026a", key),
      relayPort: sink.port,
    });
    const send = (from: string, message: Buffer) =>
      sendBySmtp(postfix.port, from, ["robin@home.example", "kim@home.example"], message);
    const log = () => readFileSync(postfix.log, "utf8");
    const arrived = (count: number) => until(`message ${count}\n${log().slice(-3000)}`, () => sink.sent[count - 1]);
    const verdict = async (raw: Buffer) => {
      const words = ["verify", "--json", "--knowledge", knowledge, "--account", "robin@home.example", "-"];
      return JSON.parse((await countersign(words, { input: raw })).text);
    };

    await send("anna@example.org", letter());
    const first = await arrived(1);
    assert.equal((await verdict(first.raw)).badge, "VERIFIED");
    assert.equal(first.raw.toString("latin1").match(/^X-GuardMail-Stamp:/gim)?.length, 1);
    assert.deepEqual(first.to.map((line) => /<(.*)>/.exec(line)?.[1]).sort(), [
      "kim@home.example",
      "robin@home.example",
    ]);
    assert.match(first.from, /<anna@example\.org>/);

    // Somebody else's mail, and a bounce with an empty sender, pass as they are.
    await send("", letter({ from: "x@other.example", id: "2" }));
    const second = await arrived(2);
    assert.deepEqual([(await verdict(second.raw)).gmp, /FROM:<>/.test(second.from)], ["NOT_FOUND", true]);
    assert.match(log(), /NOT_STAMPED: From is x@other\.example/);

    // Without its key nothing leaves and nothing is lost.
    renameSync(key, `${key}.away`);
    await send("anna@example.org", letter({ id: "3" }));
    await until("the message to be deferred", () => /status=deferred .*FILE_UNREADABLE/.test(log()));
    assert.deepEqual([postfix.queued().length, sink.sent.length], [1, 2]);
    renameSync(`${key}.away`, key);
    postfix.flush();
    const third = await arrived(3);
    assert.equal((await verdict(third.raw)).badge, "VERIFIED");
    await until("the queue to be empty", () => postfix.queued().length === 0);
  },
);
