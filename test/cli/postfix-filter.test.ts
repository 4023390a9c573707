import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { chmodSync, copyFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { needsPostfix, startPostfix } from "../world/postfix.ts";
import { sendBySmtp } from "../world/smtp-send.ts";
import { startSmtpSink } from "../world/smtp-sink.ts";
import { until } from "../world/until.ts";
import { createWorld } from "../world/world.ts";
import { command, countersign } from "./command.ts";

/** A configuration block of docs/receiving.md. */
function documented(name: string): string {
  const block = new RegExp(`^\`\`\`text ${name}\n([\\s\\S]*?)^\`\`\``, "m").exec(
    readFileSync("docs/receiving.md", "utf8"),
  );
  return block?.[1] ?? assert.fail(`docs/receiving.md shows no ${name}`);
}

const letter = (id: number, more = "") =>
  `${more}From: Shop <news@shop.example>\r\nTo: readers@home.example\r\nSubject: Sale\r\nDate: ${new Date()
    .toUTCString()
    .replace("GMT", "+0000")}\r\nMessage-ID: <${id}@shop.example>\r\n\r\nBuy now.\r\n.a dot\r\n`;

test(
  "Postfix as documented: each recipient's policy decides for its own copy, and nothing is lost while one cannot be read",
  needsPostfix(),
  async (t) => {
    const world = createWorld("postfix-filter");
    t.after(() => world.end());
    chmodSync(world.dir, 0o755);
    const file = (name: string) => join(world.dir, name);
    await countersign(["ipp", "keygen", "--address", "news@shop.example", "--out", file("key")]);
    const url = ["--url", "https://keys.shop.example/", "--key", file("key")];
    await countersign(["ipp", "publish", file("sender"), ...url]);
    const pub = readFileSync(file("sender/news.pub"), "utf8");
    const senderCertificates = [{ address: "news@shop.example", pub, anchor: "dnssec", since: 1_795_000_000 }];
    writeFileSync(file("senders.json"), JSON.stringify({ senderCertificates }));
    mkdirSync(file("policies"));
    const rules = [{ match: { nature: ["marketing"] }, action: "reject" }];
    const policy = (name: string, mode: string) =>
      writeFileSync(file(`policies/${name}.pol`), JSON.stringify({ v: 1, mode, default: "accept", rules }));
    policy("anna", "enforce");
    policy("bob", "testing");
    policy("dora", "ENFORCE");
    const cli = file("countersign.mjs");
    copyFileSync(await command(), cli);
    chmodSync(cli, 0o755);
    execFileSync("chmod", ["-R", "a+rX", world.dir]);
    chmodSync(file("key"), 0o600);
    const sink = await startSmtpSink(world);
    const postfix = await startPostfix(world, {
      mainCf: documented("main.cf"),
      masterCf: documented("master.cf")
        .replace(/^smtp {2,}inet/m, "submission inet")
        .replace("user=countersign", "user=nobody")
        .replace("/usr/local/bin/countersign", `${process.execPath} ${cli}`)
        .replace("example.net=/srv/ipp", `home.example=${file("policies")}`)
        .replace("/etc/countersign/senders.json", file("senders.json")),
      relayPort: sink.port,
    });
    const log = () => readFileSync(postfix.log, "utf8");
    const arrived = (count: number) =>
      until(`${count} messages\n${log().slice(-4000)}`, () => sink.sent[count - 1] !== undefined);
    const declared = async (nature: string, input: string) => {
      const made = await countersign(["declare", "--key", file("key"), "--nature", nature], { input });
      assert.equal(made.code, 0, made.err);
      return made.out;
    };
    const send = (message: Uint8Array, ...names: string[]) =>
      sendBySmtp(
        postfix.port,
        "news@shop.example",
        names.map((name) => `${name}@home.example`),
        message,
      );
    const to = (name: string) =>
      sink.sent.filter((mail) => mail.to.some((line) => line.toLowerCase().includes(`<${name}@`)));
    const result = (name: string, at = 0) =>
      /^IPP-Result: .*\r\n(?: .*\r\n)*/m.exec(to(name)[at]?.raw.toString("latin1") ?? "")?.[0].replace(/\s+/g, " ");

    await send(await declared("marketing", letter(1)), "Anna", "bob", "carol");
    // Two copies, and the answer to the sender for the third.
    await arrived(3);
    assert.equal(to("anna").length, 0);
    const said = "IPP-Result: mx.example.net; declaration=signed; nature=marketing; address=news@shop.example;";
    assert.equal(result("bob"), `${said} policy=testing; action=reject; because=rule; rule=1 `);
    assert.equal(result("carol"), `${said} policy=none `);
    const answer = to("news")[0];
    assert.match(answer?.from ?? "", /FROM:<>/);
    assert.match(answer?.raw.toString("latin1") ?? "", /Status: 5\.7\.1[\s\S]*policy of[\s\S]*anna@home\.example/);
    assert.ok(to("bob")[0]?.raw.toString("latin1").endsWith("\r\n\r\nBuy now.\r\n.a dot\r\n"));

    // What claims to be our result is removed; an undeclared message says so.
    await send(Buffer.from(letter(2, "IPP-Result: mx.example.net; declaration=signed\r\n")), "anna");
    await arrived(4);
    assert.equal(
      result("anna"),
      "IPP-Result: mx.example.net; declaration=none; policy=enforce; action=accept; because=default ",
    );
    assert.equal(
      to("anna")[0]
        ?.raw.toString("latin1")
        .match(/^IPP-Result/gm)?.length,
      1,
    );

    // A policy that cannot be read holds the mail of its owner, and of nobody else.
    await send(await declared("marketing", letter(3)), "dora", "carol");
    await arrived(5);
    await until("the copy to be deferred", () => /status=deferred .*RECORD: .*dora\.pol is no policy/.test(log()));
    assert.deepEqual([postfix.queued().length, to("dora").length, to("carol").length], [1, 0, 2]);
    policy("dora", "none");
    postfix.flush();
    await arrived(6);
    assert.equal(result("dora"), `${said} policy=none `);
    await until("the queue to be empty", () => postfix.queued().length === 0);
  },
);
