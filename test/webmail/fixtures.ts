/*
 * Pages that imitate the public structure of webmails: element names, attributes and classes as their sources and other
 * extensions describe them, with invented content. A message's body tries to be a message of its own in each (ACQ-09).
 */

/** One imitated page. */
export interface PageFixture {
  readonly url: string;
  readonly html: string;
  /** What the page half must find. */
  readonly found: readonly { readonly id: string; readonly from: string; readonly subject: string }[];
  /** What its requests must carry; "" where they carry nothing. */
  readonly token?: string;
  /** Address of the raw source of the first message. */
  readonly source: string;
}

const FROM = "statements@harbourbank.example";
const ANSWERING = "robin@home.example";
const SUBJECT = "Your November statement";

export const FIXTURES: Readonly<Record<string, PageFixture>> = {
  gmail: {
    url: "https://mail.google.com/mail/u/0/#inbox/FMfcgz",
    html: `<h2 class="hP">${SUBJECT}</h2>
      <div class="adn" data-message-id="#msg-f:1850" data-legacy-message-id="19ab34cd56ef7890">
        <h3 class="iw"><span class="gD" email="${FROM}">Harbour Bank</span></h3>
        <div class="a3s"><div class="adn" data-legacy-message-id="0000000000000001"><span class="gD" email="evil@evil.example">x</span></div></div>
      </div>
      <div class="adn" data-message-id="#msg-f:1851" data-legacy-message-id="19ab34cd56ef7891">
        <h3 class="iw"><span class="gD" email="${ANSWERING}">Robin</span></h3><div class="a3s">Thanks</div>
      </div>`,
    found: [
      { id: "19ab34cd56ef7890", from: FROM, subject: SUBJECT },
      { id: "19ab34cd56ef7891", from: ANSWERING, subject: SUBJECT },
    ],
    source: "https://mail.google.com/mail/u/0/?view=att&th=19ab34cd56ef7890&attid=0&disp=comp&safe=1&zw=",
  },
  yahoo: {
    url: "https://mail.yahoo.com/d/folders/1/messages/AAbbCCdd",
    html: `<span data-test-id="message-group-subject-text">${SUBJECT}</span>
      <div data-test-id="message-view" data-mid="AAbbCCddEEff0011">
        <span data-test-id="message-from"><span data-test-id="email-pill" title="${FROM}">Harbour Bank</span></span>
        <div data-test-id="message-view-body"><div data-mid="ZZZZZZZZZZZZ" data-test-id="message-view"><span data-test-id="message-from"><span data-test-id="email-pill">evil@evil.example</span></span></div></div>
      </div>
      <div data-test-id="message-view" data-mid="AAbbCCddEEff0022">
        <span data-test-id="message-from"><span data-test-id="email-pill" title="${ANSWERING}">Robin</span></span>
        <div data-test-id="message-view-body">Thanks</div>
      </div>`,
    found: [
      { id: "AAbbCCddEEff0011", from: FROM, subject: SUBJECT },
      { id: "AAbbCCddEEff0022", from: ANSWERING, subject: SUBJECT },
    ],
    source: "https://mail.yahoo.com/ws/v3/mailboxes/@/messages/@.id==AAbbCCddEEff0011/content/rawplaintext",
  },
  zimbra: {
    url: "https://zimbra.home.example/",
    html: `<link rel="stylesheet" href="/zimbra/css/zm.css"><div id="z_shell"></div>
      <table id="zv__TV-main__MSG257_hdrTable"><tr><td id="zv__TV-main__MSG257_subject">${SUBJECT}</td></tr>
      <tr><td id="zv__TV-main__MSG257_from">Harbour Bank &lt;${FROM}&gt;</td></tr></table>
      <table id="zv__TV-main__MSG258_hdrTable"><tr><td id="zv__TV-main__MSG258_subject">Re: ${SUBJECT}</td></tr>
      <tr><td id="zv__TV-main__MSG258_from">Robin &lt;${ANSWERING}&gt;</td></tr></table>`,
    found: [
      { id: "257", from: FROM, subject: SUBJECT },
      { id: "258", from: ANSWERING, subject: `Re: ${SUBJECT}` },
    ],
    source: "https://zimbra.home.example/service/home/~/?auth=co&view=text&id=257",
  },
  horde: {
    url: "https://mail.home.example/horde/imp/basic.php?page=thread&mailbox=SU5CT1g&buid=12",
    html: `<h1 class="header">\n Thread Display:\n ${SUBJECT}</h1>
      <div class="solidbox striped threadSummary"><div><a href="#i12">${SUBJECT}</a> (Harbour Bank)</div>
      <div><a href="#i13">Re: ${SUBJECT}</a> (Robin)</div></div>
      <a id="i12"></a><div class="solidbox threadBox"><div class="control"><strong>From:</strong>
      <span class="nowrap"><a>Harbour Bank &lt;${FROM}&gt;</a></span></div>
      <div class="messageBody"><a id="i9"></a><div class="threadBox"><div class="control"><strong>From:</strong>
      <span class="nowrap">evil@evil.example</span></div></div></div></div>
      <a id="i13"></a><div class="solidbox threadBox"><div class="control"><strong>From:</strong>
      <span class="nowrap"><a>${ANSWERING}</a></span></div><div class="messageBody">Thanks</div></div>`,
    found: [
      { id: "12/SU5CT1g", from: FROM, subject: SUBJECT },
      { id: "13/SU5CT1g", from: ANSWERING, subject: `Re: ${SUBJECT}` },
    ],
    source: "https://mail.home.example/horde/imp/view.php?actionID=view_source&id=0&buid=12&mailbox=SU5CT1g",
  },
  snappymail: {
    url: "https://snappy.home.example/mail/#/mailbox/INBOX/m12",
    html: `<div id="rl-app"><div id="messageItem"><div class="messageItemHeader">
      <div class="subject">${SUBJECT}</div><div class="from" title="Harbour Bank &lt;${FROM}&gt;">Harbour Bank</div></div>
      <a href="?/Raw/&q[]=/0/ViewAsPlain/&q[]=/eyJmb2xkZXIiOiJJTkJPWCIsInVpZCI6MTJ9">Source</a>
      <div class="bodyText"><a href="?/Raw/&q[]=/0/ViewAsPlain/&q[]=/ZXZpbGV2aWxldmlsZXZpbGV2aWw">x</a></div></div></div>`,
    found: [{ id: "eyJmb2xkZXIiOiJJTkJPWCIsInVpZCI6MTJ9", from: FROM, subject: SUBJECT }],
    source: "https://snappy.home.example/mail/?/Raw/&q[]=/0/ViewAsPlain/&q[]=/eyJmb2xkZXIiOiJJTkJPWCIsInVpZCI6MTJ9",
  },
  nextcloud: {
    url: "https://cloud.home.example/index.php/apps/mail/box/7/thread/42",
    html: `<div id="content" class="app-mail"><div id="mail-thread-header"><h2>${SUBJECT}</h2></div><div class="thread">
      <div class="envelope" data-envelope-id="42"><div class="envelope__header"><span class="sender" title="${FROM}">Harbour Bank</span></div>
      <div class="message-body"><div class="envelope" data-envelope-id="9"><div class="envelope__header"><span class="sender">evil@evil.example</span></div></div></div></div>
      <div class="envelope" data-envelope-id="43"><div class="envelope__header"><span class="sender" title="${ANSWERING}">Robin</span></div>
      <div class="message-body">Thanks</div></div></div></div>`,
    found: [
      { id: "42", from: FROM, subject: SUBJECT },
      { id: "43", from: ANSWERING, subject: SUBJECT },
    ],
    source: "https://cloud.home.example/index.php/apps/mail/api/messages/42/export",
  },
  sogo: {
    url: "https://groupware.home.example/SOGo/so/robin/Mail/view#!/Mail/0/INBOX%252FHome%2520and%2520bank/12",
    html: `<div ng-app="SOGo.MailerUI"><p ng-bind="::activeUser.email">robin@home.example</p><md-card>
      <h5 ng-bind="viewer.message.subject">${SUBJECT}</h5>
      <div><a ng-bind="::viewer.message.from[0].email">${FROM}</a></div>
      <div class="msg-body"><h5 ng-bind="viewer.message.subject">Other</h5><a ng-bind="::viewer.message.from[0].email">evil@evil.example</a></div>
      </md-card></div>`,
    found: [{ id: "0/INBOX/Home and bank/12", from: FROM, subject: SUBJECT }],
    token: "d41d8c",
    source: "https://groupware.home.example/SOGo/so/robin/Mail/0/folderINBOX/folderHome_SP_and_SP_bank/saveMessages",
  },
};
