import { addressIn, type OnScreen, type PageHalf, type SourceHalf, textOf } from "../adapter.ts";

/* Horde IMP's dynamic view, from its public source; untested live. */

const AT = {
  page: "#dimpmain, #previewPane, body.horde-dynamic",
  header: "#msgHeaders",
  sender: "#msgHeaderFrom",
  address: ".address",
  subject: "#msgHeaderSubject, .msgHeaderSubject",
  source: "a[href*='actionID=view_source'], #msg_view_source",
} as const;

/** `buid` and the mailbox in base64url, as they stand in IMP's own addresses. */
const ID = /^(\d{1,12})\/([A-Za-z0-9_-]{1,500})$/;

export const hordePage: PageHalf = {
  name: "horde",
  recognises: (page) => page.querySelector(AT.page) !== null && page.querySelector("script[src*='/imp/']") !== null,
  messages(page): readonly OnScreen[] {
    const header = page.querySelector(AT.header);
    const sender = header?.querySelector(AT.sender);
    if (!header || !sender) return [];
    const address = page.querySelector(AT.source)?.getAttribute("href") ?? page.URL;
    if (!URL.canParse(address, page.URL)) return [];
    const query = new URL(address, page.URL).searchParams;
    const id = `${query.get("buid") ?? ""}/${query.get("mailbox") ?? ""}`;
    if (!ID.test(id)) return [];
    const from = addressIn(sender.querySelector(AT.address)?.getAttribute("title") ?? sender.textContent);
    const place = (marker: HTMLElement) => sender.after(marker);
    return [{ id, token: "", subject: textOf(page, AT.subject) ?? "", place, ...(from === undefined ? {} : { from }) }];
  },
  account: () => undefined,
};

export const hordeSource: SourceHalf = {
  name: "horde",
  request(page, id) {
    const [, buid, mailbox] = ID.exec(id) ?? [];
    const imp = /^.*\/imp\//.exec(page.pathname)?.[0];
    if (buid === undefined || mailbox === undefined || imp === undefined) return undefined;
    const url = new URL(`${imp}view.php`, page.origin);
    url.search = new URLSearchParams({ actionID: "view_source", id: "0", buid, mailbox }).toString();
    return { url };
  },
  accepts: (headers) => /^(?:text\/plain|message\/rfc822)\b/i.test(headers.get("content-type") ?? ""),
};
