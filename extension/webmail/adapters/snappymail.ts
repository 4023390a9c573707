import { addressIn, type OnScreen, type PageHalf, type SourceHalf, textOf } from "../adapter.ts";

/* SnappyMail, from its public source; untested live. RainLoop's page is alike. */

const AT = {
  page: "#rl-app",
  header: "#messageItem .messageItemHeader",
  sender: ".messageItemHeader .from a, .messageItemHeader .from",
  subject: ".messageItemHeader .subject, #messageItem .subject",
  source: "#messageItem a[href*='/ViewAsPlain/']",
  body: ".bodyText",
  account: ".accountPlace, .account-item.current .account-name",
} as const;

/** The key of a message: base64url of folder, uid and account, made by SnappyMail itself. */
const KEY = /^[A-Za-z0-9_-]{20,2000}$/;

export const snappymailPage: PageHalf = {
  name: "snappymail",
  recognises: (page) => page.querySelector(AT.page) !== null,
  messages(page): readonly OnScreen[] {
    const header = page.querySelector(AT.header);
    const sender = page.querySelector(AT.sender);
    const link = [...page.querySelectorAll(AT.source)]
      .find((one) => one.closest(AT.body) === null)
      ?.getAttribute("href");
    const id = /\/ViewAsPlain\/&q(?:\[\]|%5B%5D)=\/([A-Za-z0-9_-]+)$/.exec(link ?? "")?.[1] ?? "";
    if (header === null || sender === null || !KEY.test(id)) return [];
    const from = addressIn(sender.getAttribute("title") ?? sender.textContent);
    const place = (marker: HTMLElement) => sender.after(marker);
    return [{ id, token: "", subject: textOf(page, AT.subject) ?? "", place, ...(from === undefined ? {} : { from }) }];
  },
  account: (page) => addressIn(textOf(page, AT.account)),
};

export const snappymailSource: SourceHalf = {
  name: "snappymail",
  request(page, id) {
    if (!KEY.test(id)) return undefined;
    const url = new URL("./", page);
    url.search = `?/Raw/&q[]=/0/ViewAsPlain/&q[]=/${id}`;
    return { url };
  },
  accepts: (headers) => /^(?:text\/plain|message\/rfc822)\b/i.test(headers.get("content-type") ?? ""),
};
