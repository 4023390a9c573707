import { addressIn, type OnScreen, type PageHalf, type SourceHalf, textOf } from "../adapter.ts";
import { drawnFor } from "../drawn-for.ts";
import { onlyEntry } from "../zip.ts";

/* SOGo 5: run end to end against Debian's package. It shows one message at a time, in the page or in a window. */

const AT = {
  page: "[ng-app^='SOGo.Mailer']",
  body: ".msg-body",
  subject: "[ng-bind='viewer.message.subject']",
  sender: "[ng-bind='::viewer.message.from[0].email']",
  account: "[ng-bind='::activeUser.email']",
} as const;

/** `#!/Mail/<account>/<folder>/<uid>`; the folder's path is one part, escaped twice. */
const PLACE = /^#!\/Mail\/(\d{1,3})\/([^/]+)\/([1-9]\d{0,9})$/;
const ID = /^(\d{1,3})\/([^\u0000-\u001f]+)\/([1-9]\d{0,9})$/;
const TOKEN = /^[\w-]{1,200}$/;

function shown(page: Document): string | undefined {
  const [, account, folder = "", uid] = PLACE.exec(new URL(page.URL).hash) ?? [];
  if (account === undefined) return undefined;
  try {
    return `${account}/${decodeURIComponent(decodeURIComponent(folder))}/${uid}`;
  } catch {
    return undefined;
  }
}

/** Kinds of special folders that hold what the reader writes; SOGo's own names. */
const OWN = new Set(["Sent", "Drafts", "Templates"]);

/**
 * Whether a folder is one of those, or below it, as the server told the page's own script in a line of JSON. A message
 * cannot contain a script. A window of its own is not told: there every message is judged.
 */
function isOwn(page: Document, account: string, path: string): boolean {
  const special = specialOf(page)[Number(account)] ?? [];
  return special.some((folder) => `${path}/`.startsWith(`${folder}/`));
}

const known = new WeakMap<Document, readonly (readonly string[])[]>();

/** The names of those folders, for each account. */
function specialOf(page: Document): readonly (readonly string[])[] {
  const before = known.get(page);
  if (before !== undefined) return before;
  for (const { textContent } of page.scripts) {
    const line = /^[\t ]*var mailAccounts = (\[.*\]);$/m.exec(textContent ?? "")?.[1];
    if (line === undefined) continue;
    const found = accountsIn(line).map(({ specialMailboxes: folders }) =>
      Object.entries(folders ?? {}).flatMap(([kind, name]) => (OWN.has(kind) && typeof name === "string" ? name : [])),
    );
    known.set(page, found);
    return found;
  }
  return [];
}

function accountsIn(json: string): readonly { readonly specialMailboxes?: object | null }[] {
  try {
    const read: unknown = JSON.parse(json);
    return Array.isArray(read) ? read.filter((one) => typeof one === "object" && one !== null) : [];
  } catch {
    // Another version writes something else there: then nothing is known.
    return [];
  }
}

const outside = (page: Document, selector: string) =>
  [...page.querySelectorAll(selector)].find((one) => one.closest(AT.body) === null);

export const sogoPage: PageHalf = {
  name: "sogo",
  recognises: (page) => page.querySelector(AT.page) !== null,
  messages(page): readonly OnScreen[] {
    // Going back and forth changes the address before the page draws the other message.
    const id = shown(page);
    const [, account = "", path = ""] = ID.exec(id ?? "") ?? [];
    const sender = outside(page, AT.sender);
    if (id === undefined || sender === undefined || !drawnFor(sender, id)) return [];
    const from = addressIn(sender.textContent);
    const subject = outside(page, AT.subject);
    return [
      {
        id,
        token: /(?:^|; )XSRF-TOKEN=([^;]*)/.exec(page.cookie)?.[1] ?? "",
        subject: subject?.textContent?.trim() ?? "",
        ...(from === undefined ? {} : { from }),
        ...(isOwn(page, account, path) ? { own: true } : {}),
        // The sender's own column is too narrow, and the recipients would lie over it.
        place: (marker) => (subject?.parentElement ?? sender).append(marker),
      },
    ];
  },
  account: (page) => addressIn(textOf(page, AT.account)),
};

/** SOGo's own escapes in the names of folders. */
const ESCAPES: ReadonlyMap<string, string> = new Map([
  ["_", "_U_"],
  [".", "_D_"],
  ["#", "_H_"],
  ["@", "_A_"],
  ["*", "_S_"],
  [":", "_C_"],
  [",", "_CO_"],
  [" ", "_SP_"],
  ["'", "_SQ_"],
  ["&", "_AM_"],
  ["+", "_P_"],
]);

const escaped = (name: string) =>
  encodeURIComponent(
    name
      .replace(/[_.#@*:, '&+]/g, (letter) => ESCAPES.get(letter) ?? letter)
      .replace(/[^\u0000-\u007f]/g, "")
      .replace(/^\d/, "_$&"),
  );

export const sogoSource: SourceHalf = {
  name: "sogo",
  request(page, id, token) {
    const [, account, path = "", uid] = ID.exec(id) ?? [];
    const mail = /^.*\/so\/[^/]+\/Mail\//.exec(page.pathname)?.[0];
    if (account === undefined || mail === undefined || !TOKEN.test(token)) return undefined;
    const folders = path.split("/").map((name) => `folder${escaped(name)}`);
    // Its "export" makes text of the message and "view source" escapes it; the archive holds the octets, with LF.
    return {
      url: new URL(`${mail}${account}/${folders.join("/")}/saveMessages`, page.origin),
      method: "POST",
      headers: { "content-type": "application/json", "x-xsrf-token": token },
      body: JSON.stringify({ uids: [uid] }),
    };
  },
  accepts: (headers) => /^application\/zip\b/i.test(headers.get("content-type") ?? ""),
  unpack: onlyEntry,
};
