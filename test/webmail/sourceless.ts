/*
 * Pages that imitate Outlook on the web and Fastmail, which give extensions no source of a message. What they are made
 * like is what public programs that work in these pages look for; neither was compared with the live service.
 *
 * Outlook: `#ReadingPaneContainerId`, `#ConversationReadingPaneContainer` with `span[role=heading]`, messages as
 * `div[aria-label="Email message"]` with "From: …" in a label and the body in `div[role=document]`, and
 * `UniqueMessageBody` in front of its id: PreMiD's activity for Outlook; lucolvin/zero-for-outlook.
 * Its source for readers: `https://attachment.outlook.live.net/…/DownloadMessage?…&token=…`.
 *
 * Fastmail: `#mailbox`, `#conversation`, `div.v-MessageCard.app-contentCard` with `div.v-MessageCard-header`:
 * yohasebe/fastmail-plus, content/selectors.js, "last verified: 2026-06-04". Addresses `/mail/Inbox/T<thread>.M<message>`.
 * Its source for readers: `https://www.fastmailusercontent.com/jmap/download/…`.
 */

/** An imitated page. */
export interface Sourceless {
  readonly url: string;
  readonly html: string;
  /** What the reader can save there. */
  readonly saved: "exact" | "rebuilt";
}

const FROM = "statements@harbourbank.example";
const SUBJECT = "Your November statement is ready";

const outlook = (host: string): Sourceless => ({
  url: `https://${host}/mail/0/inbox/id/AAQkADAwATM0MDAAMi1iNmY1LTY0`,
  saved: "rebuilt",
  html: `<button aria-label="Account manager for robin@home.example"></button><div role="main">
    <div id="MailList"><div role="listbox"><div role="option" aria-selected="true" data-convid="AAQkADAwATM0"></div></div></div>
    <div id="ReadingPaneContainerId"><div id="ConversationReadingPaneContainer" data-convid="AAQkADAwATM0">
      <div role="heading"><span role="heading" title="${SUBJECT}">${SUBJECT}</span></div>
      <div aria-label="Email message" tabindex="-1">
        <div class="item-header-actions"><span class="lpc-hoverTarget" aria-label="From: Harbour Bank&lt;${FROM}&gt;">Harbour Bank&lt;${FROM}&gt;</span></div>
        <div role="toolbar"><button aria-label="Reply"></button>
          <a href="https://attachment.outlook.live.net/owa/MSA%3Arobin/service.svc/s/DownloadMessage?id=AAQk&token=x">Save as</a></div>
        <div role="document" aria-label="Message body" id="UniqueMessageBody_2"><p>We never send links.</p></div>
      </div>
    </div></div></div>`,
});

/** By the name of their halves, or of their host where one webmail has several. */
export const SOURCELESS: ReadonlyMap<string, Sourceless> = new Map([
  ["outlook", outlook("outlook.live.com")],
  ["outlook at work", outlook("outlook.office.com")],
  [
    "outlook on its own host",
    { ...outlook("mail.school.example"), url: "https://mail.school.example/owa/#path=/mail" },
  ],
  [
    "fastmail",
    {
      url: "https://app.fastmail.com/mail/Inbox/Tb5f0ee3a1c2d4e5f.M1c2d4e5fb5f0ee3a1c2d4e5f?u=d30140a0",
      saved: "exact",
      html: `<div class="v-Page"><div class="v-Split--left" id="mailbox"><ul><li class="v-MailboxItem u-list-item is-focused">
        <a class="u-list-link" href="/mail/Inbox/Tb5f0ee3a1c2d4e5f">${SUBJECT}</a></li></ul></div>
        <div class="v-Split--right" id="conversation"><h1 class="v-Thread-title">${SUBJECT}</h1>
          <div class="v-MessageCard app-contentCard is-expanded is-focused"><div class="v-MessageCard-header">
            <span title="${FROM}">Harbour Bank</span>
            <a href="https://www.fastmailusercontent.com/jmap/download/u1/G1/message.eml?type=message%2Frfc822">Show raw message</a></div>
            <div class="v-MessageCard-body"><p>We never send links.</p></div></div>
          <div class="v-MessageCard app-contentCard is-collapsed"><div class="v-MessageCard-header">Robin</div></div>
        </div></div>`,
    },
  ],
]);
