import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { KNOWLEDGE } from "../samples/people.ts";
import { makeSamples, type Sample } from "../samples/samples.ts";
import { deliver } from "../world/lmtp.ts";
import { ID, type MailClient, startMailClient, USER } from "../world/mail-client.ts";
import { grow, stored } from "../world/state.ts";
import { sleep, until } from "../world/until.ts";
import { createWorld } from "../world/world.ts";
import { addPop3Account, arrive, chooseArrival, fetchMail, keyOfTag, tagsInList } from "./arrival-world.ts";

// New mail is judged when it comes and gets a tag, once somebody wants that; tags that come with a message are worth nothing.

const world = createWorld("arrival");
after(() => world.end());

const ALERT = "Countersign: Does not match";
let client: MailClient;
let samples: readonly Sample[];

const sample = (start: string): Uint8Array => {
  const found = samples.find(({ file }) => file.startsWith(start));
  assert.ok(found, start);
  return found.bytes;
};

/** The message under another subject and Message-ID, with header fields of the sender's own in front. */
const renamed = (bytes: Uint8Array, subject: string, extra = ""): Uint8Array => {
  const other = Buffer.from(bytes)
    .toString("latin1")
    .replace(/^Subject: .*(?:\r\n[ \t].*)*/m, `Subject: ${subject}`)
    .replace(/^Message-ID:.*(?:\r\n[ \t].*)*/im, `Message-ID: <${subject}@sender.example>`);
  return Buffer.from(extra + other, "latin1");
};

const tagsOf = async (subject: string) => (await tagsInList(client))[subject];
const arrived = (subject: string) => until(`"${subject}" to arrive`, async () => (await tagsOf(subject)) !== undefined);
/** Nothing waits any more: every message that came was judged. */
const judged = () =>
  until("everything to be judged", async () => (await stored(client.marionette, "arrivals")).length === 0);

before(async () => {
  samples = await makeSamples();
  client = await startMailClient(world, { messages: [sample("none-neighbour")] });
  await grow(client.marionette, KNOWLEDGE);
});

test("while nobody wants it, new mail is not judged and gets no tag", async () => {
  await arrive(client, renamed(sample("alert-account"), "first"));
  await arrived("first");
  await sleep(2000);
  assert.deepEqual(await tagsOf("first"), []);
  assert.equal(await keyOfTag(client, ALERT), "");
});

test("after a click new mail is judged when it comes, and a warning is tagged", async () => {
  assert.equal(await chooseArrival(client, "negatives"), "stored");
  await arrive(client, renamed(sample("alert-account"), "second"));
  await until("the tag", async () => (await tagsOf("second"))?.includes(ALERT) === true);
  assert.match(await keyOfTag(client, ALERT), /^countersign_alert_[0-9a-f]{16}$/);
  await arrive(client, sample("verified-bank"));
  await arrived("Your November statement is ready");
  await judged();
  const all = Object.values(await tagsInList(client)).flat();
  assert.deepEqual(all, [ALERT], "good news and no news get no tag");
});

test("Thunderbird's own search finds the tagged messages, and nothing was looked up or shown for it", async () => {
  const key = await keyOfTag(client, ALERT);
  const found = await client.marionette.run((key: string) => {
    const { MailServices } = ChromeUtils.importESModule("resource:///modules/MailServices.sys.mjs");
    const server = MailServices.accounts.getAccount("account1").incomingServer;
    const inbox = server.rootFolder.getFolderWithFlags(Ci.nsMsgFolderFlags.Inbox);
    const session = Cc["@mozilla.org/messenger/searchSession;1"].createInstance(Ci.nsIMsgSearchSession);
    const term = session.createTerm();
    const value = term.value;
    term.attrib = Ci.nsMsgSearchAttrib.Keywords;
    value.attrib = Ci.nsMsgSearchAttrib.Keywords;
    value.str = key;
    term.value = value;
    term.op = Ci.nsMsgSearchOp.Contains;
    term.booleanAnd = true;
    session.appendTerm(term);
    session.addScopeTerm(Ci.nsMsgSearchScope.offlineMail, inbox);
    return new Promise<string[]>((done) => {
      const subjects: string[] = [];
      session.registerListener({
        onSearchHit: (header: { mime2DecodedSubject: string }) => subjects.push(header.mime2DecodedSubject),
        onSearchDone: () => done(subjects),
        onNewSearch() {},
      });
      session.search(null);
    });
  }, key);
  assert.deepEqual(found, ["second"]);
  assert.deepEqual(await stored(client.marionette, "lookupJobs"), []);
});

test("the quick filter lists the tagged messages, and a message filter acts on them", async () => {
  const key = await keyOfTag(client, ALERT);
  const listed = await client.marionette.run(async (key: string) => {
    const tabmail = Services.wm.getMostRecentWindow("mail:3pane").document.getElementById("tabmail");
    tabmail.switchToTab(0);
    const win = tabmail.tabInfo[0].chromeBrowser.contentWindow;
    const bar = win.document.querySelector("quick-filter-bar") ?? win.quickFilterBar;
    const rows = () => win.gDBView.rowCount as number;
    const settled = async (wanted: (count: number) => boolean) => {
      for (let turn = 0; turn < 200 && !wanted(rows()); turn++) await new Promise((done) => win.setTimeout(done, 50));
      return rows();
    };
    const all = rows();
    bar.setFilterValue("tags", { mode: "OR", tags: { [key]: true } });
    bar.updateSearch();
    const filtered = await settled((count) => count < all);
    const subject: string = win.gDBView.getMsgHdrAt(0).mime2DecodedSubject;
    bar.setFilterValue("tags", null);
    bar.updateSearch();
    return { filtered, subject, again: (await settled((count) => count === all)) === all };
  }, key);
  assert.deepEqual(listed, { filtered: 1, subject: "second", again: true });
  const flagged = await client.marionette.run(async (key: string) => {
    const { MailServices } = ChromeUtils.importESModule("resource:///modules/MailServices.sys.mjs");
    const server = MailServices.accounts.getAccount("account1").incomingServer;
    const inbox = server.rootFolder.getFolderWithFlags(Ci.nsMsgFolderFlags.Inbox);
    const list = MailServices.filters.getTempFilterList(inbox);
    const filter = list.createFilter("warned of");
    filter.enabled = true;
    filter.filterType = Ci.nsMsgFilterType.Manual;
    const term = filter.createTerm();
    const value = term.value;
    term.attrib = Ci.nsMsgSearchAttrib.Keywords;
    value.attrib = Ci.nsMsgSearchAttrib.Keywords;
    value.str = key;
    term.value = value;
    term.op = Ci.nsMsgSearchOp.Contains;
    term.booleanAnd = true;
    filter.appendTerm(term);
    const action = filter.createAction();
    action.type = Ci.nsMsgFilterAction.MarkFlagged;
    filter.appendAction(action);
    list.insertFilterAt(0, filter);
    const { msgWindow } = Services.wm.getMostRecentWindow("mail:3pane");
    await new Promise<void>((done) => {
      MailServices.filters.applyFiltersToFolders(list, [inbox], msgWindow, { onStopOperation: () => done() });
    });
    return [...inbox.messages].filter((header) => header.isFlagged).map((header) => header.mime2DecodedSubject);
  }, key);
  assert.deepEqual(flagged, ["second"]);
});

test("EXT-11: a background that is stopped while mail comes judges it when it wakes", async () => {
  await arrive(client, renamed(sample("alert-account"), "third"));
  await arrived("third");
  await client.marionette.run(async (id: string) => {
    await WebExtensionPolicy.getByID(id).extension.terminateBackground({
      ignoreDevToolsAttached: true,
      disableResetIdleForTest: true,
    });
  }, ID);
  await arrive(client, renamed(sample("alert-account"), "fourth"));
  await until(
    "both tags",
    async () => {
      const tags = await tagsInList(client);
      return [tags.third, tags.fourth].every((one) => one?.includes(ALERT));
    },
    { timeout: 60_000 },
  );
});

test("over POP3 a sender sets tags: one of ours goes before anybody sees the message, others stay, and no key can be guessed", async () => {
  const key = await keyOfTag(client, ALERT);
  const guessed = "countersign_alert";
  const pop3 = await addPop3Account(client);
  const forged = renamed(sample("none-neighbour"), "forged", `X-Mozilla-Keys: ${key} ${guessed} $label1\r\n`);
  await deliver(client.dovecot.lmtpPort, USER, forged);
  await fetchMail(client, pop3);
  const tags = async () => (await tagsInList(client, pop3)).forged ?? [];
  // The header field works: what the sender wanted besides is there.
  await until("the sender's own tag", async () => (await tags()).includes("Important"));
  await judged();
  await until("the forged tag to go", async () => !(await tags()).includes(ALERT));
  assert.deepEqual(await tags(), ["Important"]);
  assert.equal(
    await client.marionette.run((key: string) => {
      const { MailServices } = ChromeUtils.importESModule("resource:///modules/MailServices.sys.mjs");
      return MailServices.tags.isValidKey(key);
    }, guessed),
    false,
    "a key without the random part of this profile is no tag here",
  );
});
