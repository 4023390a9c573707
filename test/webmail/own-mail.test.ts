import assert from "node:assert/strict";
import { test } from "node:test";
import { needsChromium } from "../ui/gallery/browser.ts";
import { usePageReader } from "./read-page.ts";

// Where a webmail's own page says that a folder holds what its reader sent or still writes, and where only a message says
// so. The real ones are run end to end.

const chromium = needsChromium();
const readAt = usePageReader(chromium);

const FROM = "robin@home.example";

/** As Roundcube writes it; the sender's name is the message's. */
const environment = (sender: string, sent = "Sent") =>
  JSON.stringify({
    sender,
    mailbox: "Sent",
    delimiter: "/",
    mailboxes: {
      INBOX: { id: "INBOX", class: "inbox" },
      Drafts: { id: "Drafts", class: "drafts" },
      [sent]: { id: sent, class: "sent" },
      Archive: { id: "Archive", class: "archive" },
    },
    request_token: "OmYnYStCkE9LJ7iZ",
  });

const FORGED = `"});\\nrcmail.set_env(${environment("x", "INBOX")});`;

const roundcube = (mbox: string, env: string, body = "") => ({
  url: `https://webmail.home.example/?_task=mail&_action=show&_uid=3&_mbox=${encodeURIComponent(mbox)}`,
  html: `<link href="skins/elastic/styles.css"><script>\n/* licence */\nvar rcmail = new rcube_webmail();\nrcmail.set_env(${env});
rcmail.add_label({});\n</script><script>document.body.className = "task-mail action-show";</script>
    <div id="layout-content"><div id="message-header"><h2 class="subject"><span class="voice">Subject: </span>Parcel</h2>
    <div class="header-summary">To <span class="adr"><a class="rcmContactAddress" title="kim@friends.example">Kim</a></span></div>
    <table><tr><td class="header from"><span class="adr"><a class="rcmContactAddress" title="${FROM}">Robin</a></span></td></tr></table>
    </div><div id="messagebody">${body}</div></div>`,
});

const sogo = (folder: string, account: number, accounts: unknown, body = "") => ({
  url: `https://groupware.home.example/SOGo/so/robin/Mail/view#!/Mail/${account}/${encodeURIComponent(encodeURIComponent(folder))}/12`,
  html: `<script>\n    var mailAccounts = ${JSON.stringify(accounts)};\n    var userNames = ["robin"];\n  </script>
    <div ng-app="SOGo.MailerUI"><md-card><h5 ng-bind="viewer.message.subject">Parcel</h5>
    <a ng-bind="::viewer.message.from[0].email">${FROM}</a><div class="msg-body">${body}</div></md-card></div>`,
});

const SPECIAL = { Sent: "Sent", Drafts: "Drafts", Templates: "Templates", Trash: "Trash", Junk: "Junk" };
const ACCOUNTS = [{ name: FROM, specialMailboxes: SPECIAL }, { specialMailboxes: { Sent: "Gesendet" } }];

async function isOwn(page: { readonly url: string; readonly html: string }): Promise<boolean> {
  const [found, ...more] = (await readAt(page)).found;
  assert.deepEqual([found?.from, found?.subject, more], [FROM, "Parcel", []]);
  return found?.own === true;
}

test(
  "Roundcube: mail in the folders for sent mail and drafts, and below them, is the reader's own",
  chromium,
  async () => {
    const env = environment("Robin <robin@home.example>");
    for (const mbox of ["Sent", "Drafts", "Sent/2026"]) assert.equal(await isOwn(roundcube(mbox, env)), true, mbox);
    for (const mbox of ["INBOX", "Sent 2", "Sentinel", "Archive", "Archive/Sent", "sent"])
      assert.equal(await isOwn(roundcube(mbox, env)), false, mbox);
    const named = environment("x", "Gesendete &- &ANw-bersicht");
    assert.equal(await isOwn(roundcube("Gesendete &- &ANw-bersicht", named)), true);
    assert.equal(await isOwn(roundcube("Sent", named)), false);
  },
);

test(
  "EXT-09: Roundcube: no message makes itself the reader's own, by its sender's name or by its body",
  chromium,
  async () => {
    assert.equal(await isOwn(roundcube("INBOX", environment(FORGED))), false);
    const text = `rcmail.set_env(${environment("x", "INBOX")});`;
    assert.equal(
      await isOwn(roundcube("INBOX", environment("x"), `<pre>\n${text}\n</pre><style>\n${text}\n</style>`)),
      false,
    );
    assert.equal(await isOwn(roundcube("Sent", '{"mailboxes":{"Sent":"sent"},"delimiter":7}')), false, "another form");
  },
);

test("SOGo: mail in an account's own folders for what is written there is the reader's own", chromium, async () => {
  for (const folder of ["Sent", "Drafts", "Templates", "Sent/2026"])
    assert.equal(await isOwn(sogo(folder, 0, ACCOUNTS)), true, folder);
  for (const folder of ["INBOX", "Trash", "Junk", "Sent2", "Gesendet"])
    assert.equal(await isOwn(sogo(folder, 0, ACCOUNTS)), false, folder);
  assert.equal(await isOwn(sogo("Gesendet", 1, ACCOUNTS)), true);
  assert.equal(await isOwn(sogo("Sent", 1, ACCOUNTS)), false);
  assert.equal(await isOwn(sogo("Sent", 2, ACCOUNTS)), false, "an account that nobody told of");
});

test("EXT-09: SOGo: no message makes itself the reader's own, and another form tells nothing", chromium, async () => {
  const text = 'var mailAccounts = [{"specialMailboxes":{"Sent":"INBOX"}}];';
  assert.equal(await isOwn(sogo("INBOX", 0, ACCOUNTS, `<pre>\n${text}\n</pre>`)), false);
  for (const accounts of [[null], {}, [{ specialMailboxes: ["Sent"] }], [{ specialMailboxes: { Sent: 7 } }]])
    assert.equal(await isOwn(sogo("Sent", 0, accounts)), false, JSON.stringify(accounts));
});
