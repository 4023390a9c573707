/*
 * Horde's views as its own pages are, with the things that a message or an address can do in them. The real ones are run
 * end to end.
 */

/** A view, and what the page half must find in it. */
export interface View {
  readonly what: string;
  readonly url: string;
  readonly html: string;
  readonly found: readonly Found[];
}

interface Found {
  readonly id: string;
  readonly from?: string;
  readonly subject: string;
  readonly cut?: true;
  readonly own?: true;
}

const IMP = "https://mail.home.example/horde/imp";
const FROM = "statements@harbourbank.example";
const SUBJECT = "Your November statement";
const FOUND = { from: FROM, subject: SUBJECT };

/** "INBOX" and "impsearch\0x", as IMP writes the names of mailboxes. */
const [INBOX, SEARCH] = ["SU5CT1g", "aW1wc2VhcmNoAHg"];

/** What a body tries: everything that the views have. */
const HOSTILE = `<div id="msgData"><div class="msgHeaders"><div id="msgHeaders"><div class="dimpOptions">
  <a href="/horde/services/download/?app=imp&actionID=save_message&mailbox=${INBOX}&buid=9">Save</a></div>
  <div class="subject">x</div><table><tr id="msgHeaderFrom"><td>From:</td><td>evil@evil.example</td></tr></table></div></div></div>
  <div id="msgheaders"><p>x</p><table><tr><td class="msgheader"><span class="nowrap">evil@evil.example</span></td></tr></table></div>
  <div class="horde-subnavi-active"><div class="sentImg"></div></div>
  <div class="threadSummary"><a href="#i12">x</a></div><a id="i9"></a><div class="threadBox"><div class="control"><strong>From:</strong>
  <span class="nowrap">evil@evil.example</span></div></div>`;

/** The list of folders, in which the one that is open is of a kind. */
const folders = (kind: string) => `<div id="foldersSidebar"><div class="horde-subnavi"><div class="sentImg"></div></div>
  <div class="horde-subnavi horde-subnavi-active"><div class="horde-subnavi-icon ${kind}"></div></div></div>`;

const preview = (muid: string, style = "") => `<div id="previewPane"><div id="previewMsg" style="${style}">
  <div class="msgHeaders"><div id="msgHeadersColl"><span class="subject">${SUBJECT}</span> from
  <span class="from"><a class="horde-button address" title="${FROM}">Harbour Bank</a></span></div>
  <div id="msgHeaders" style="display:none"><span class="subject">${SUBJECT}</span></div></div>
  <div id="messageBody" class="messageBody"><div class="mimePartBase"><div class="mimePartInfo">
  <a href="/horde/services/download/?app=imp&actionID=download_attach&id=1&muid=${encodeURIComponent(muid)}">x</a></div>
  <div class="mimePartData"><div class="mimePartInfo"><a href="?muid=%7B5%7DINBOX9">x</a></div>${HOSTILE}</div></div></div></div></div>`;

const thread = (summary: string, line: string) => `<h1 class="header">\n Thread Display:\n ${SUBJECT}</h1>
  <div class="threadSummary"><div><a href="#i12">${summary}</a> (Harbour Bank)</div></div>
  <a id="i12"></a><div class="threadBox"><div class="control">${line}</div>
  <div class="messageBody">${HOSTILE}</div></div>`;

const from = (text: string) => `<strong>From:</strong>\n <span class="nowrap"><a>${text}</a></span>`;
const BANK = from(`Harbour Bank &lt;${FROM}&gt;`);
const AT_THREAD = `${IMP}/basic.php?page=thread&mode=thread`;
const CUT = `${SUBJECT}, and what else we tell`;

export const HORDE_VIEWS: readonly View[] = [
  {
    what: "a message below the list",
    url: `${IMP}/dynamic.php?page=mailbox#msg:${INBOX};12`,
    html: preview("{5}INBOX12"),
    found: [{ id: `12/${INBOX}`, ...FOUND }],
  },
  {
    what: "one in the results of a search, whose numbers are the results' own, by its parts",
    url: `${IMP}/dynamic.php?page=mailbox#msg:${SEARCH};2`,
    html: preview("{5}INBOX12"),
    found: [{ id: `12/${INBOX}`, ...FOUND }],
  },
  {
    what: "one in the results of a quick search, where the address tells only the folder",
    url: `${IMP}/dynamic.php?page=mailbox#mbox:${INBOX}`,
    html: preview("{5}INBOX12"),
    found: [{ id: `12/${INBOX}`, ...FOUND }],
  },
  {
    what: "one in a folder whose name has letters of other alphabets and ends in a number",
    url: `${IMP}/dynamic.php?page=mailbox#mbox:${INBOX}`,
    html: preview("{24}Entwürfe & Übersicht 512"),
    found: [{ id: "12/RW50d8O8cmZlICYgw5xiZXJzaWNodCA1", ...FOUND }],
  },
  {
    what: "nothing where neither the address nor its parts name it",
    url: `${IMP}/dynamic.php?page=mailbox#mbox:${INBOX}`,
    html: preview("INBOX12"),
    found: [],
  },
  {
    what: "the reader's own where the folder that is open is the one for sent mail",
    url: `${IMP}/dynamic.php?page=mailbox#msg:U2VudA;12`,
    html: folders("sentImg") + preview("{4}Sent12"),
    found: [{ id: "12/U2VudA", own: true, ...FOUND }],
  },
  {
    what: "nobody's own in another folder, and in the results of a search in the one for sent mail",
    url: `${IMP}/dynamic.php?page=mailbox#mbox:U2VudA`,
    html: folders("sentImg") + preview("{5}INBOX12"),
    found: [{ id: `12/${INBOX}`, ...FOUND }],
  },
  {
    what: "nobody's own where only a body says so",
    url: `${IMP}/dynamic.php?page=mailbox#msg:${INBOX};12`,
    html: folders("inboxImg") + preview("{5}INBOX12"),
    found: [{ id: `12/${INBOX}`, ...FOUND }],
  },
  {
    what: "nothing while the parts of another message are still there",
    url: `${IMP}/dynamic.php?page=mailbox#msg:${INBOX};12`,
    html: preview("{5}INBOX11"),
    found: [],
  },
  {
    what: "nothing while several messages are selected",
    url: `${IMP}/dynamic.php?page=mailbox#msg:${INBOX};12:13`,
    html: preview("{5}INBOX12"),
    found: [],
  },
  {
    what: "nothing in a pane that is hidden",
    url: `${IMP}/dynamic.php?page=mailbox#msg:${INBOX};12`,
    html: preview("{5}INBOX12", "display:none"),
    found: [],
  },
  {
    what: "a message in a window of its own",
    url: `${IMP}/dynamic.php?page=message&buid=1&mailbox=${INBOX}`,
    html: `<div id="msgData"><div class="msgHeaders"><div id="msgHeaders"><div class="dimpOptions">
      <a href="/horde/services/download/?app=imp&actionID=save_message&mailbox=${INBOX}&buid=12&view_token=x">Save</a></div>
      <div class="subject">${SUBJECT}</div><table><tr id="msgHeaderFrom"><td class="label">From:</td><td>
      <a class="horde-button address">${FROM}</a></td></tr></table></div></div><div class="messageBody">${HOSTILE}</div></div>`,
    found: [{ id: `12/${INBOX}`, ...FOUND }],
  },
  {
    what: "a message in the basic view, whose sender has another's address as a name",
    url: `${IMP}/basic.php?page=message&buid=1&mailbox=${INBOX}`,
    html: `<form id="messages"><input name="buid" value="12"><input name="mailbox" value="${INBOX}"></form>
      <div id="msgheaders"><p>${SUBJECT}</p><table><tr><td>Date</td><td class="msgheader">11/20/26</td></tr><tr><td>From</td>
      <td class="msgheader"><span class="nowrap"><a>"Bank &lt;${FROM}&gt;" &lt;evil@evil.example&gt;</a>,</span>
      <span class="nowrap"><a>${FROM}</a></span></td></tr></table></div><div class="messageBody">${HOSTILE}</div>`,
    found: [{ id: `12/${INBOX}`, from: "evil@evil.example", subject: SUBJECT }],
  },
  {
    what: "the messages of a thread, each with its own subject",
    url: `${AT_THREAD}&mailbox=${INBOX}&buid=12`,
    html: thread("Another subject", BANK),
    found: [{ id: `12/${INBOX}`, from: FROM, subject: "Another subject" }],
  },
  {
    what: "the beginning of a subject that is cut in the list of a thread",
    url: `${AT_THREAD}&mailbox=${INBOX}&buid=12`,
    html: thread(`${CUT}...`, BANK),
    found: [{ id: `12/${INBOX}`, from: FROM, subject: CUT, cut: true }],
  },
  {
    what: "no part of how a letter is written in HTML where the cut goes through it",
    url: `${AT_THREAD}&mailbox=${INBOX}&buid=12`,
    html: thread("What &amp; who, and then some more of th &amp;quo...", BANK),
    found: [{ id: `12/${INBOX}`, from: FROM, subject: "What & who, and then some more of th ", cut: true }],
  },
  {
    what: "no sender where the receivers stand, in a folder of sent mail",
    url: `${AT_THREAD}&mailbox=${INBOX}&buid=12`,
    html: thread(SUBJECT, `<strong>To:</strong>\n To: <span class="nowrap"><a>${FROM}</a></span>`),
    found: [{ id: `12/${INBOX}`, subject: SUBJECT }],
  },
  {
    what: "nothing in a thread of a search's results, whose numbers are those of many folders",
    url: `${AT_THREAD}&mailbox=${SEARCH}&buid=2`,
    html: thread(SUBJECT, BANK),
    found: [],
  },
  {
    what: "nothing in a thread whose address names two mailboxes",
    url: `${AT_THREAD}&mailbox=${INBOX}&buid=12&mailbox=U2VudA`,
    html: thread(SUBJECT, BANK),
    found: [],
  },
];
