import { addressIn, type OnScreen, type PageHalf, type SourceHalf, textOf } from "../adapter.ts";

/* Gmail, from public descriptions of its page; untested live. */

const HOST = "mail.google.com";

const AT = {
  message: "div.adn[data-legacy-message-id]",
  /** What a message's author writes is below this. */
  body: ".a3s",
  sender: "h3.iw span.gD[email], span.gD[email]",
  subject: "h2.hP",
  account: "a[aria-label*='@'][href*='accounts.google.com']",
} as const;

const ID = /^[0-9a-f]{16}$/;

export const gmailPage: PageHalf = {
  name: "gmail",
  recognises: (page) => page.location?.hostname === HOST,
  messages(page): readonly OnScreen[] {
    const subject = textOf(page, AT.subject) ?? "";
    return [...page.querySelectorAll(AT.message)].flatMap((message) => {
      const id = message.getAttribute("data-legacy-message-id") ?? "";
      const sender = [...message.querySelectorAll(AT.sender)].find((one) => one.closest(AT.body) === null);
      if (!ID.test(id) || message.closest(AT.body) !== null || sender === undefined) return [];
      const from = addressIn(sender.getAttribute("email"));
      const place = (marker: HTMLElement) => sender.after(marker);
      return [{ id, token: "", subject, conversation: true, place, ...(from === undefined ? {} : { from }) }];
    });
  },
  account: (page) => addressIn(page.querySelector(AT.account)?.getAttribute("aria-label")),
};

export const gmailSource: SourceHalf = {
  name: "gmail",
  request(page, id) {
    const user = /^\/mail\/u\/\d+\//.exec(page.pathname)?.[0];
    if (page.hostname !== HOST || user === undefined || !ID.test(id)) return undefined;
    const url = new URL(user, page.origin);
    const query = { view: "att", th: id, attid: "0", disp: "comp", safe: "1", zw: "" };
    url.search = new URLSearchParams(query).toString();
    return { url };
  },
  accepts: (headers) =>
    /^(?:attachment|message\/rfc822|text\/plain)\b/i.test(
      headers.get("content-disposition") ?? headers.get("content-type") ?? "",
    ),
};
