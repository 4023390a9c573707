import { addressIn, type OnScreen, type PageHalf, type SourceHalf, textOf } from "../adapter.ts";

/* Yahoo Mail, from public descriptions of its page; untested live. */

const HOST = "mail.yahoo.com";

const AT = {
  message: "[data-test-id='message-view'] [data-mid], [data-mid][data-test-id='message-view']",
  body: "[data-test-id='message-view-body']",
  sender: "[data-test-id='message-from'] [data-test-id='email-pill']",
  subject: "[data-test-id='message-group-subject-text']",
  account: "[data-test-id='account-switcher'] [title*='@']",
} as const;

const ID = /^[A-Za-z0-9_-]{10,100}$/;

export const yahooPage: PageHalf = {
  name: "yahoo",
  recognises: (page) => page.location?.hostname === HOST,
  messages(page): readonly OnScreen[] {
    const subject = textOf(page, AT.subject) ?? "";
    return [...page.querySelectorAll(AT.message)].flatMap((message) => {
      const id = message.getAttribute("data-mid") ?? "";
      const sender = message.querySelector(AT.sender);
      if (!ID.test(id) || message.closest(AT.body) !== null || sender === null || sender.closest(AT.body) !== null)
        return [];
      const from = addressIn(sender.getAttribute("title") ?? sender.textContent);
      const place = (marker: HTMLElement) => sender.after(marker);
      return [{ id, token: "", subject, conversation: true, place, ...(from === undefined ? {} : { from }) }];
    });
  },
  account: (page) => addressIn(page.querySelector(AT.account)?.getAttribute("title")),
};

export const yahooSource: SourceHalf = {
  name: "yahoo",
  request(page, id) {
    if (page.hostname !== HOST || !ID.test(id)) return undefined;
    return { url: new URL(`/ws/v3/mailboxes/@/messages/@.id==${id}/content/rawplaintext`, page.origin) };
  },
  accepts: (headers) =>
    /^(?:text\/plain|message\/rfc822|application\/octet-stream)\b/i.test(headers.get("content-type") ?? ""),
};
