import assert from "node:assert/strict";
import { test } from "node:test";
import { nobleEngine } from "../../core/crypto/engine-noble.ts";
import { hidesText } from "../../core/display/hidden-text.ts";
import { NOTHING_KNOWN, type Result, readMessage, verify } from "../../core/index.ts";
import { decodeText } from "../../core/message/leaf.ts";
import { needsCorpus } from "../corpus.ts";
import { STAMPED } from "../gmp/support.ts";
import { type CorpusMail, corpusMails } from "../message/corpus-mails.ts";

const know = { ...NOTHING_KNOWN, now: STAMPED };
const fresh = (bytes: Uint8Array): Promise<Result> => verify(bytes, know, nobleEngine);

/** Reasons that are more than notes, by code, of the mails that are not NONE. */
async function raised(mails: readonly CorpusMail[]): Promise<readonly string[]> {
  const found: string[] = [];
  for (const { file, bytes } of mails) {
    const { badge, reasons } = await fresh(bytes);
    const codes = reasons.filter(({ effect }) => effect !== "note").map(({ code }) => code);
    if (badge !== "NONE") found.push(`${file}: ${badge} ${codes.join(" ")}`);
  }
  return found;
}

test("decision 30: real ham, list mail included, raises nothing", needsCorpus(), async () => {
  const ham = corpusMails("mime/spamassassin-public-corpus").filter(({ file }) => /ham-/.test(file));
  assert.ok(ham.length > 150, `${ham.length}`);
  assert.deepEqual(await raised(ham), []);
});

test("decision 30: bounces of many systems raise nothing", needsCorpus(), async () => {
  const bounces = corpusMails("mime/sisimai-bounces").filter(({ file }) => /\/maildir\/(?:bsd|dos)\//.test(file));
  assert.ok(bounces.length > 60, `${bounces.length}`);
  assert.deepEqual(await raised(bounces), []);
});

test("decision 30: real mail that was signed with DKIM raises nothing", needsCorpus(), async () => {
  const mails = ["dkim-arc/mailauth-fixtures", "dkim-arc/spamassassin"].flatMap(corpusMails);
  assert.ok(mails.length > 40, `${mails.length}`);
  assert.deepEqual(await raised(mails), []);
});

test("decision 29: no page of ordinary mail counts as one that hides text", needsCorpus(), () => {
  const pages = ["mime", "dkim-arc"].flatMap(corpusMails).flatMap(({ file, bytes }) => {
    const message = readMessage(bytes);
    const html = message.leaves.filter(({ type, subtype }) => type === "text" && subtype === "html");
    return html.map((leaf) => ({ file, text: decodeText(message, leaf, nobleEngine) }));
  });
  assert.ok(pages.length > 150, `${pages.length}`);
  const hiding = pages.filter(({ text }) => hidesText(text)).map(({ file }) => file);
  // Three pieces of spam do hide text, white on white.
  assert.deepEqual(
    hiding.filter((file) => !/spam/.test(file)),
    [],
  );
  assert.ok(hiding.length > 0, "the three are seen");
});

/** A message of one of the kinds that decision 30 names; `lines` are its header and body. */
const KINDS: readonly (readonly [string, readonly string[]])[] = [
  [
    "sent",
    ["From: Bob <bob@example.net>", "To: alice@example.org", "Subject: Re: x", "X-Identity-Key: id1", "", "Hello"],
  ],
  ["draft", ["X-Mozilla-Draft-Info: internal/draft; vcard=0", "From: Bob <bob@example.net>", "Subject: ", "", ""]],
  ["template", ["From: Bob <bob@example.net>", "Subject: Offer", "X-Mozilla-Draft-Info: internal/draft", "", "Dear"]],
  [
    "feed",
    [
      "From: Example Blog <blog@example.org>",
      "Content-Base: https://example.org/1",
      "Subject: News",
      "Content-Type: text/html",
      "",
      "<p>News <img src=https://example.org/a.png>",
    ],
  ],
  [
    "news",
    [
      "Path: news.example!not-for-mail",
      "From: Carol <carol@example.org>",
      "Newsgroups: de.test",
      "Subject: test",
      "",
      "Hello",
    ],
  ],
  [
    "invitation",
    [
      "From: Carol <carol@example.org>",
      "To: bob@example.net",
      "Content-Type: multipart/alternative; boundary=b",
      "",
      "--b",
      "",
      "Meeting",
      "--b",
      "Content-Type: text/calendar; method=REQUEST",
      "",
      "BEGIN:VCALENDAR",
      "END:VCALENDAR",
      "--b--",
    ],
  ],
  [
    "S/MIME",
    [
      "From: Carol <carol@example.org>",
      'Content-Type: multipart/signed; protocol="application/pkcs7-signature"; micalg=sha-256; boundary=b',
      "",
      "--b",
      "",
      "Hello",
      "--b",
      "Content-Type: application/pkcs7-signature; name=smime.p7s",
      "Content-Transfer-Encoding: base64",
      "",
      "MIIB",
      "--b--",
    ],
  ],
  [
    "S/MIME encrypted",
    [
      "From: Carol <carol@example.org>",
      "Content-Type: application/pkcs7-mime; smime-type=enveloped-data; name=smime.p7m",
      "Content-Transfer-Encoding: base64",
      "",
      "MIIB",
    ],
  ],
  [
    "OpenPGP",
    [
      "From: Carol <carol@example.org>",
      'Content-Type: multipart/encrypted; protocol="application/pgp-encrypted"; boundary=b',
      "",
      "--b",
      "Content-Type: application/pgp-encrypted",
      "",
      "Version: 1",
      "--b",
      "Content-Type: application/octet-stream",
      "",
      "-----BEGIN PGP MESSAGE-----",
      "--b--",
    ],
  ],
  [
    "list mail",
    [
      "From: Carol via List <list@lists.example>",
      "Reply-To: Carol <carol@example.org>",
      "List-Id: <list.lists.example>",
      "List-Unsubscribe: <mailto:leave@lists.example>",
      "Content-Type: multipart/mixed; boundary=b",
      "",
      "--b",
      "",
      "Hello",
      "--b--",
      "_______________",
      "A list",
      "https://lists.example/",
    ],
  ],
  [
    "bounce",
    [
      "From: MAILER-DAEMON <>",
      "To: bob@example.net",
      'Content-Type: multipart/report; report-type=delivery-status; boundary="b"',
      "",
      "--b",
      "",
      "Sorry",
      "--b",
      "Content-Type: message/delivery-status",
      "",
      "Reporting-MTA: dns; a.example",
      "--b",
      "Content-Type: message/rfc822",
      "",
      "From: bob@example.net",
    ],
  ],
  ["cron", ["From: root (Cron Daemon)", "To: root", "Subject: Cron <root@host> job", "", "done"]],
];

test("decision 30: sent mail, drafts, templates, feeds, news, invitations, S/MIME, OpenPGP, lists, bounces raise nothing", async () => {
  for (const [kind, lines] of KINDS) {
    const { badge, reasons } = await fresh(new Uint8Array(Buffer.from(lines.map((line) => `${line}\r\n`).join(""))));
    assert.equal(badge, "NONE", `${kind}: ${JSON.stringify(reasons)}`);
    assert.deepEqual(
      reasons.filter(({ effect }) => effect !== "note"),
      [],
      kind,
    );
  }
});

test("decision 30: a name instead of an address stays doubtful where it claims one", async () => {
  for (const from of [
    '"ceo@bank.example" <>',
    "ceo@bank.example <>",
    "ceo\uFF20bank.example <>",
    "a, b",
    "x: ;",
    "<>, <>",
  ]) {
    const bytes = new TextEncoder().encode(`From: ${from}\r\nSubject: x\r\n\r\nHello\r\n`);
    assert.equal((await fresh(bytes)).badge, "CAUTION", from);
  }
});
