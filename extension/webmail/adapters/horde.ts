import { addressIn, type OnScreen, type PageHalf, type SourceHalf, textOf } from "../adapter.ts";
import { drawnFor } from "../drawn-for.ts";
import { phpParameter } from "../php-query.ts";

/*
 * Horde's mail program IMP 6: run end to end against Debian's package. Its dynamic view shows a message below the list or
 * in a window, its basic view in a page; both show a thread as one page with all of its messages.
 */

const AT = {
  page: "#previewPane, #msgData, #msgheaders, .threadBox",
  body: ".messageBody",
  preview: {
    header: "#previewMsg .msgHeaders",
    sender: ".from",
    address: ".address",
    subject: ".subject",
    part: "#messageBody .mimePartInfo a[href*='muid=']",
    content: ".mimePartData",
    /** The folder that is chosen, if it is the one for sent mail or drafts. */
    own: ".horde-subnavi-active .sentImg, .horde-subnavi-active .draftsImg",
  },
  window: {
    header: "#msgData #msgHeaders",
    sender: "#msgHeaderFrom td:last-child",
    address: ".address",
    subject: ".subject",
    save: ".dimpOptions a[href*='save_message']",
  },
  basic: { header: "#msgheaders", sender: ".msgheader > .nowrap", subject: "p", form: "form#messages" },
  thread: { summary: ".threadSummary a", message: ".threadBox > .control", sender: ".nowrap" },
} as const;

/** `buid` and the mailbox in base64url, as they stand in IMP's own addresses. */
const ID = /^(\d{1,12})\/([A-Za-z0-9_-]{1,500})$/;

/** `#msg:<mailbox>;<buid>` while one message is selected, `#mbox:<mailbox>` above the results of a search in it. */
const SELECTED = /^#msg(?::|%3A)([\w-]+)(?:;|%3B)(\d+)$/i;
const CHOSEN = /^#(?:msg|mbox)(?::|%3A)([\w-]+)/i;

/** What the names of search results begin with ("impsearch") in base64. */
const SEARCH = "aW1wc2VhcmNo";

/** IMP writes an address with a display name in front, or alone; who wrote the name cannot write what stands last. */
const lastAddress = (text: string) => /<([^<>\s]+)>,?\s*$/.exec(text)?.[1] ?? addressIn(text);

type Seen = Pick<OnScreen, "subject" | "cut" | "own" | "place"> & { readonly from: string | undefined };

const message = (buid: string, mailbox: string, { from, ...seen }: Seen): readonly OnScreen[] => {
  const id = `${buid}/${mailbox}`;
  return ID.test(id) ? [{ id, token: "", ...seen, ...(from === undefined ? {} : { from }) }] : [];
};

const outside = (page: Document, selector: string) =>
  [...page.querySelectorAll(selector)].filter((one) => one.closest(AT.body) === null);

/** Below the list. The page's address tells which message is selected, and IMP's own links before a part whose it is. */
function inPreview(page: Document): readonly OnScreen[] {
  const [header] = outside(page, AT.preview.header);
  const sender = header?.querySelector(AT.preview.sender);
  const { hash } = new URL(page.URL);
  const [, selected = "", buid = ""] = SELECTED.exec(hash) ?? [];
  // The pane is there without a message, too, and shows the one before until the next has come.
  if (!header || !sender || header.getClientRects().length === 0) return [];
  const named = partsOf(page) ?? [buid, selected];
  const [number, mailbox] = named;
  // Among the results of a search the address tells a number that is the results' own, or none; elsewhere it must agree.
  const searched = selected.startsWith(SEARCH) || !hash.startsWith("#msg");
  const asSelected = named.join("/") === `${buid}/${selected}`;
  if (!searched && !(asSelected && drawnFor(sender, `${buid}/${selected}`))) return [];
  const own = CHOSEN.exec(hash)?.[1] === mailbox && outside(page, AT.preview.own).length > 0;
  return message(number, mailbox, {
    from: fromOf(sender),
    subject: textOf(header, AT.preview.subject) ?? "",
    ...(own ? { own } : {}),
    // Its header has a short and a long form, and the reader changes between them.
    place: (marker) => header.append(marker),
  });
}

/** Number and mailbox of the message that the links before its first part are about: `{octets}mailbox uid`. */
function partsOf(page: Document): readonly [string, string] | undefined {
  const parts = [...page.querySelectorAll(AT.preview.part)].filter((one) => one.closest(AT.preview.content) === null);
  const href = parts[0]?.getAttribute("href") ?? "";
  const muid = URL.canParse(href, page.URL) ? new URL(href, page.URL).searchParams.get("muid") : null;
  const [, length, rest = ""] = /^\{(\d{1,4})\}(.*)$/s.exec(muid ?? "") ?? [];
  if (length === undefined) return undefined;
  const octets = new TextEncoder().encode(rest);
  const number = new TextDecoder().decode(octets.subarray(Number(length)));
  const mailbox = btoa(String.fromCharCode(...octets.subarray(0, Number(length))));
  return [number, mailbox.replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "")];
}

/** In the dynamic view an address stands beside the name, unless there is no name. */
function fromOf(sender: Element): string | undefined {
  const address = sender.querySelector(AT.preview.address);
  return addressIn(address?.getAttribute("title") ?? sender.textContent);
}

/** In a window of its own, where the link that saves it tells which message it is. */
function inWindow(page: Document): readonly OnScreen[] {
  const [header] = outside(page, AT.window.header);
  const sender = header?.querySelector(AT.window.sender);
  const save = header?.querySelector(AT.window.save)?.getAttribute("href") ?? "";
  if (!sender || !header || !URL.canParse(save, page.URL)) return [];
  const { searchParams: query } = new URL(save, page.URL);
  return message(query.get("buid") ?? "", query.get("mailbox") ?? "", {
    from: fromOf(sender),
    subject: textOf(header, AT.window.subject) ?? "",
    place: (marker) => sender.append(marker),
  });
}

/** In the basic view, whose form tells which message it is about. */
function inBasic(page: Document): readonly OnScreen[] {
  const [header] = outside(page, AT.basic.header);
  const sender = header?.querySelector(AT.basic.sender);
  const form = page.querySelector(AT.basic.form);
  const field = (name: string) => form?.querySelector(`input[name='${name}']`)?.getAttribute("value") ?? "";
  if (!sender || !header) return [];
  return message(field("buid"), field("mailbox"), {
    from: lastAddress(sender.textContent ?? ""),
    subject: textOf(header, AT.basic.subject) ?? "",
    place: (marker) => sender.after(marker),
  });
}

/** All messages of a thread. A list of their subjects stands before them, which cuts long ones. */
function inThread(page: Document): readonly OnScreen[] {
  const mailbox = phpParameter(page.URL, "mailbox") ?? "";
  // There the page tells the numbers that messages have in their own folders, and not which folders.
  if (mailbox.startsWith(SEARCH)) return [];
  const subjects = new Map(
    outside(page, AT.thread.summary).map((link) => [link.getAttribute("href"), link.textContent?.trim() ?? ""]),
  );
  return outside(page, AT.thread.message).flatMap((control) => {
    const name = control.parentElement?.previousElementSibling?.id ?? "";
    const sender = control.querySelector(AT.thread.sender);
    if (!/^i\d+$/.test(name) || sender === null) return [];
    const subject = subjects.get(`#${name}`) ?? "";
    // In the folder of sent mail the receivers stand here, after their own word.
    const from = sender.previousSibling?.nodeValue?.trim() === "" ? lastAddress(sender.textContent ?? "") : undefined;
    const place = (marker: HTMLElement) => sender.after(marker);
    return message(name.slice(1), mailbox, { from, place, ...uncut(subject) });
  });
}

/**
 * What IMP leaves of a long subject in the list of a thread, before three dots: 57 letters of its HTML, where one letter may
 * be written as six, and where what is left of the last one may be nothing of the subject.
 */
const CUT = /^(.{10,57}?)(?:&[#\w]{0,5})?\.\.\.$/su;

function uncut(subject: string): Pick<OnScreen, "subject" | "cut"> {
  const beginning = CUT.exec(subject)?.[1];
  return beginning === undefined ? { subject } : { subject: beginning, cut: true };
}

export const hordePage: PageHalf = {
  name: "horde",
  recognises: (page) =>
    /\/imp\/(?:dynamic|basic)\.php$/.test(new URL(page.URL).pathname) && page.querySelector(AT.page) !== null,
  messages: (page) => [inPreview, inWindow, inBasic, inThread].flatMap((view) => view(page)),
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
  // No page of a message tells whose account it is; one that is still to be written does.
  account: {
    request: (page) => ({ url: new URL("basic.php?page=compose", page) }),
    read: (html) => addressIn(/\bname="identity".{0,1000}/s.exec(html)?.[0].replace(/&[lg]t;/g, " ")),
  },
  // A lost session leads elsewhere, and every error is a page.
  accepts: (headers) => /^(?:text\/plain|message\/rfc822)\b/i.test(headers.get("content-type") ?? ""),
};
