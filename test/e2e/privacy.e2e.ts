import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";
import { KNOWLEDGE } from "../samples/people.ts";
import { makeSamples } from "../samples/samples.ts";
import { readButton, rowsByArrival, selectRows } from "../world/badge-button.ts";
import { type Canary, startCanary } from "../world/canary.ts";
import { compose } from "../world/compose.ts";
import { ID, type MailClient, startMailClient } from "../world/mail-client.ts";
import { openPopup } from "../world/popup-page.ts";
import { grow } from "../world/state.ts";
import { sleep } from "../world/until.ts";
import { createWorld } from "../world/world.ts";
import { look, show } from "./look.ts";
import { ORDINARY } from "./ordinary.ts";

// Ordinary mail raises nothing, opening mail contacts nobody, and nothing of a receipt leaves with an answer.

const world = createWorld("privacy");
after(() => world.end());

/** Every way by which a message could make a program that reads it ask its sender's server for something. */
const hostile = (port: number): Uint8Array => {
  const url = (name: string) => `http://127.0.0.1:${port}/${name}`;
  return Buffer.from(
    [
      "From: Mallory <mallory@hostile.example>",
      "To: robin@home.example",
      "Subject: hostile",
      "Date: Fri, 20 Nov 2026 10:00:00 +0000",
      "Message-ID: <hostile@hostile.example>",
      `X-GuardMail-Stamp: v=1; org_id=127.0.0.1:${port}; verify_url=${url("verify")}`,
      `List-Unsubscribe: <${url("unsubscribe")}>`,
      "List-Unsubscribe-Post: List-Unsubscribe=One-Click",
      `Disposition-Notification-To: <mdn@[127.0.0.1]>`,
      `Face: ${url("face")}`,
      "MIME-Version: 1.0",
      'Content-Type: multipart/mixed; boundary="h"',
      "",
      "--h",
      "Content-Type: text/html; charset=utf-8",
      "",
      `<link rel="stylesheet" href="${url("style.css")}"><link rel="prefetch" href="${url("prefetch")}">`,
      `<style>@import "${url("import.css")}"; body { background: url(${url("background.png")}) }</style>`,
      `<img src="${url("image.png")}"><iframe src="${url("frame")}"></iframe><script src="${url("script.js")}"></script>`,
      `<object data="${url("object")}"></object><video src="${url("video")}" poster="${url("poster")}"></video>`,
      `<form action="${url("form")}"><input type="image" src="${url("input.png")}"></form><meta http-equiv="refresh" content="0;url=${url("refresh")}">`,
      `<p>${"text<br>".repeat(400)}</p>`,
      "--h",
      `Content-Type: message/external-body; access-type=URL; URL="${url("external")}"`,
      "",
      "Content-Type: text/plain",
      "",
      "--h",
      "Content-Type: application/pdf; name=a.pdf",
      `X-Mozilla-External-Attachment-URL: ${url("attachment")}`,
      "X-Mozilla-Altered: AttachmentDetached",
      "Content-Disposition: attachment; filename=a.pdf",
      "",
      "",
      "--h--",
      "",
    ].join("\r\n"),
  );
};

let client: MailClient;
let canary: Canary;
let verified = 0;
before(async () => {
  canary = await startCanary(world);
  const samples = await makeSamples();
  verified = ORDINARY.length + 1 + samples.findIndex(({ file }) => file.startsWith("verified-bank"));
  const messages = [...ORDINARY.map(({ bytes }) => bytes), hostile(canary.port), ...samples.map(({ bytes }) => bytes)];
  client = await startMailClient(world, { messages });
  await grow(client.marionette, KNOWLEDGE);
});

test("ordinary mail of every kind has no badge but NONE and no reason", async () => {
  for (const [n, { kind, hidden }] of ORDINARY.entries()) {
    if (hidden) continue;
    const { button, popup } = await look(client, n, "NONE");
    assert.deepEqual([popup.badge, popup.gmp, popup.reasons], ["NONE", "NOT_FOUND", []], kind);
    assert.equal(button.icon, "none.svg", kind);
  }
});

test("a message that Thunderbird cannot decrypt, and shows without any header, has no badge that says something", async () => {
  const n = ORDINARY.findIndex(({ hidden }) => hidden);
  await show(client, 0);
  await selectRows(client.marionette, [(await rowsByArrival(client.marionette))[n] ?? 0]);
  await sleep(1500);
  const icon = (await readButton(client.marionette, ID))?.icon ?? "";
  assert.ok(["pending.svg", "none.svg"].includes(icon), icon);
});

test("NET-01: a hostile message, scrolled to its end and looked at in every way, makes no contact", async () => {
  const n = ORDINARY.length;
  await show(client, n);
  await client.marionette.run(async () => {
    const win = Services.wm.getMostRecentWindow("mail:3pane");
    const pane = win.document.getElementById("tabmail").currentAboutMessage.document.getElementById("messagepane");
    for (let step = 0; step < 20; step++) {
      pane.browsingContext.currentWindowGlobal
        .getActor("MarionetteCommands")
        .executeScript("window.scrollBy(0, 1000)", [], {
          timeout: 5000,
          sandboxName: null,
          newSandbox: true,
          async: false,
        });
      await new Promise((done) => win.setTimeout(done, 20));
    }
  });
  const popup = await openPopup(client.marionette);
  assert.ok(!["VERIFIED", "INTACT", "TRANSPORT"].includes(popup.badge));
  assert.deepEqual(canary.hits, []);
  // The canary does hear those who ask.
  await fetch(`http://127.0.0.1:${canary.port}/control`);
  assert.deepEqual(canary.hits, ["GET /control"]);
});

test("this test can reach nothing but loopback", () => {
  const lines = (file: string, heads: number) => readFileSync(file, "utf8").trim().split("\n").slice(heads);
  const interfaces = lines("/proc/net/dev", 2).map((line) => line.trim().split(":")[0]);
  // A cable whose both ends are here: what goes into it comes out of it.
  assert.deepEqual(
    interfaces.filter((name) => name !== "end0" && name !== "end1"),
    ["lo"],
  );
  const routes = lines("/proc/net/route", 1).map((line) => line.split("\t").slice(0, 2).join(" "));
  assert.deepEqual(
    routes.filter((route) => route !== "end0 000200C0"),
    [],
  );
});

test("reply, forward inline and forward as attachment: no stamp of ours leaves in the new message's header", async () => {
  for (const manner of ["reply", "forward-inline", "forward-attached"] as const) {
    await show(client, verified);
    const { raw } = await compose(client.marionette, client.sink, manner, "carol@friends.example");
    const text = raw.toString("latin1");
    const header = text.slice(0, text.indexOf("\r\n\r\n"));
    assert.doesNotMatch(header, /^X-GuardMail-|^X-Countersign/im, manner);
    const outside = manner === "forward-attached" ? text.split(/Content-Type: message\/rfc822/i)[0] : text;
    assert.doesNotMatch(
      outside ?? "",
      /GuardMail|moz-extension|[Cc]ountersign/,
      `${manner}: nothing of the check is in the text`,
    );
  }
});
