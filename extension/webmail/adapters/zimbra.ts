import { addressIn, type OnScreen, type PageHalf, type SourceHalf, textOf } from "../adapter.ts";

/* Zimbra's classic client, from its public source; untested live. */

const AT = {
  page: "#z_shell, #skin_outer",
  header: "table[id^='zv__'][id$='_hdrTable']",
  sender: "[id$='_from']",
  subject: "[id$='_subject'], td.LabelColValue.SubjectCol",
  account: "#skin_container_username",
} as const;

/** A message's number, or an account's UUID and the number for a shared folder. */
const ID = /^(?:[0-9a-f-]{36}:)?\d{1,12}$/;

export const zimbraPage: PageHalf = {
  name: "zimbra",
  recognises: (page) =>
    page.querySelector(AT.page) !== null &&
    page.querySelector("script[src*='/zimbra/'], link[href*='/zimbra/']") !== null,
  messages(page): readonly OnScreen[] {
    return [...page.querySelectorAll(AT.header)].flatMap((header) => {
      // zv__<view>__MSG<number>_hdrTable, or the number in the view's own attribute.
      const id =
        header.getAttribute("data-msg-id") ?? /(?:MSG|__)((?:[0-9a-f-]{36}:)?\d+)_hdrTable$/.exec(header.id)?.[1] ?? "";
      const sender = header.querySelector(AT.sender);
      if (!ID.test(id) || sender === null) return [];
      const from = addressIn(sender.getAttribute("title") ?? sender.textContent);
      const place = (marker: HTMLElement) => sender.append(marker);
      return [
        { id, token: "", subject: textOf(header, AT.subject) ?? "", place, ...(from === undefined ? {} : { from }) },
      ];
    });
  },
  account: (page) => addressIn(textOf(page, AT.account)),
};

export const zimbraSource: SourceHalf = {
  name: "zimbra",
  request(page, id) {
    if (!ID.test(id)) return undefined;
    const url = new URL("/service/home/~/", page.origin);
    url.search = new URLSearchParams({ auth: "co", view: "text", id }).toString();
    return { url };
  },
  accepts: (headers) => /^(?:text\/plain|message\/rfc822)\b/i.test(headers.get("content-type") ?? ""),
};
