import { addressIn, type OnScreen, type PageHalf, type SourceHalf, textOf } from "../adapter.ts";

/* Nextcloud Mail, from its public source; untested live. */

const AT = {
  page: "#content.app-mail, #content-vue.app-mail, .app-mail",
  /** A conversation: one envelope for each message that is unfolded. */
  envelope: ".thread .envelope[data-envelope-id], .thread [data-envelope-id]",
  body: ".message-body, .html-message-body, iframe",
  sender: ".envelope__header .sender",
  subject: ".mail-message-header h2, #mail-thread-header h2",
  account: ".app-navigation .account.active [title*='@']",
} as const;

const ID = /^[1-9]\d{0,18}$/;

export const nextcloudPage: PageHalf = {
  name: "nextcloud",
  recognises: (page) => page.querySelector(AT.page) !== null,
  messages(page): readonly OnScreen[] {
    const subject = textOf(page, AT.subject) ?? "";
    return [...page.querySelectorAll(AT.envelope)].flatMap((envelope) => {
      const id = envelope.getAttribute("data-envelope-id") ?? "";
      const sender = envelope.querySelector(AT.sender);
      if (!ID.test(id) || envelope.closest(AT.body) !== null || sender === null) return [];
      const from = addressIn(sender.getAttribute("title") ?? sender.textContent);
      const place = (marker: HTMLElement) => sender.after(marker);
      return [{ id, token: "", subject, conversation: true, place, ...(from === undefined ? {} : { from }) }];
    });
  },
  account: (page) => addressIn(page.querySelector(AT.account)?.getAttribute("title")),
};

export const nextcloudSource: SourceHalf = {
  name: "nextcloud",
  request(page, id) {
    const app = /^.*\/apps\/mail\//.exec(page.pathname)?.[0];
    if (app === undefined || !ID.test(id)) return undefined;
    return { url: new URL(`${app}api/messages/${id}/export`, page.origin) };
  },
  accepts: (headers) => /^message\/rfc822\b/i.test(headers.get("content-type") ?? ""),
};
