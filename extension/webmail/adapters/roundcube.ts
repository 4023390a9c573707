import { addressIn, type OnScreen, type PageHalf, type SourceHalf, textOf } from "../adapter.ts";
import { phpParameter } from "../php-query.ts";

/* Roundcube 1.6, skin "elastic": run end to end against Debian's package. */

const AT = {
  body: "body[class*='task-']",
  style: "link[href*='skins/elastic']",
  frame: "iframe#messagecontframe",
  header: "#layout-content > #message-header, body > #message-header, #message-header",
  subject: "h2.subject",
  /** Among sent mail the summary has the receiver; the table has the sender everywhere. */
  sender: "td.header.from .adr",
  summary: ".header-summary .adr",
  address: "a.rcmContactAddress, span[title]",
  account: ".header-title.username",
} as const;

const UID = /^[1-9]\d{0,9}$/;
const TOKEN = /^[A-Za-z0-9]{1,64}$/;

/** `_mbox` and `_uid` of the page's address: the address is Roundcube's, never the message's. */
function shown(page: Document): readonly [string, string] | undefined {
  const of = (name: string) => phpParameter(page.URL, name) ?? "";
  const [uid, mbox] = [of("_uid"), of("_mbox")];
  if (of("_task") !== "mail" || !/^(?:show|preview)$/.test(of("_action"))) return undefined;
  return UID.test(uid) && mbox !== "" ? [uid, mbox] : undefined;
}

type Environment = Readonly<Record<string, unknown>>;

/** It does not change while a page stands. */
const environments = new WeakMap<Document, Environment>();

/**
 * What the server told the page's own script, as a line of JSON. A message cannot contain a script, and what of it stands in
 * a string there cannot begin a line.
 */
function environment(page: Document): Environment {
  const known = environments.get(page);
  if (known !== undefined) return known;
  for (const { textContent } of page.scripts) {
    const line = /^rcmail\.set_env\((\{.*\})\);$/m.exec(textContent ?? "")?.[1];
    if (line === undefined) continue;
    try {
      const read: unknown = JSON.parse(line);
      if (isRecord(read)) {
        environments.set(page, read);
        return read;
      }
    } catch {
      // Another version writes something else there: then nothing is known.
    }
  }
  return {};
}

const isRecord = (value: unknown): value is Environment => typeof value === "object" && value !== null;

function tokenIn({ request_token: token }: Environment): string {
  return typeof token === "string" && TOKEN.test(token) ? token : "";
}

/** Whether a folder is the one for sent mail or drafts, or below it: Roundcube's own rule. */
function isOwn(mbox: string, { mailboxes, delimiter }: Environment): boolean {
  if (!isRecord(mailboxes) || typeof delimiter !== "string" || delimiter === "") return false;
  return Object.entries(mailboxes).some(
    ([name, folder]) =>
      isRecord(folder) &&
      (folder.class === "sent" || folder.class === "drafts") &&
      `${mbox}${delimiter}`.startsWith(`${name}${delimiter}`),
  );
}

/** The subject's own text, without the words for screen readers and the buttons beside it. */
function subjectOf(header: Element): string {
  const nodes = [...(header.querySelector(AT.subject)?.childNodes ?? [])];
  return nodes
    .filter(({ nodeType }) => nodeType === 3)
    .map(({ nodeValue }) => nodeValue ?? "")
    .join("")
    .trim();
}

export const roundcubePage: PageHalf = {
  name: "roundcube",
  recognises: (page) => page.querySelector(AT.body) !== null && page.querySelector(AT.style) !== null,
  frame: AT.frame,
  messages(page): readonly OnScreen[] {
    const message = shown(page);
    const header = page.querySelector(AT.header);
    const sender = header?.querySelector(AT.sender);
    if (message === undefined || !header || !sender) return [];
    const link = sender.querySelector(AT.address);
    const from = addressIn(link?.getAttribute("title"));
    const env = environment(page);
    return [
      {
        id: message.join("/"),
        token: tokenIn(env),
        subject: subjectOf(header),
        ...(from === undefined ? {} : { from }),
        ...(isOwn(message[1], env) ? { own: true } : {}),
        place: (marker) => (header.querySelector(AT.summary) ?? sender).after(marker),
      },
    ];
  },
  account: (page) => addressIn(textOf(page, AT.account)),
};

export const roundcubeSource: SourceHalf = {
  name: "roundcube",
  request(page, id, token) {
    const slash = id.indexOf("/");
    const [uid, mbox] = [id.slice(0, slash), id.slice(slash + 1)];
    if (!UID.test(uid) || !/^[^\u0000-\u001f]+$/.test(mbox) || !TOKEN.test(token)) return undefined;
    const url = new URL("./", page);
    // Without _save Roundcube rewrites line ends and drops blanks; _save wants the token.
    const query = { _task: "mail", _action: "viewsource", _uid: uid, _mbox: mbox, _save: "1", _token: token };
    url.search = new URLSearchParams(query).toString();
    return { url };
  },
  // A message in a window of its own does not show whose account it is; the list does.
  account: {
    request: (page) => ({ url: new URL("./?_task=mail", page) }),
    read: (html) => addressIn(/\bheader-title\s+username\b[^<>]{0,500}>([^<]{1,500})</.exec(html)?.[1]),
  },
  // A refused token, a lost session and an unknown message all come as 200 with a page.
  accepts: (headers) => /^attachment\b/i.test(headers.get("content-disposition") ?? ""),
};
