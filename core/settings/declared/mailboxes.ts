import { choice, list, readSite } from "../kinds.ts";
import { listed, setting } from "../setting.ts";

/** On which mail this works, and what it leaves there. */
export const MAILBOX_SETTINGS = {
  webmailSites: listed({
    kind: list(readSite, { type: "string", pattern: "^https://[^/*]+$" }),
    user: "own-entries",
    clients: ["chromium", "firefox"],
    title: "Webmails on which this is used",
    description:
      "Sites whose opened messages are read, beside those the user named: https and the host, with the port where it is not 443; no paths, no wildcards. Browsers let no policy grant an extension a site: the user gives the access once, by a click in the button's popup, which says that you named the site. With the lock no other site can be named.",
    example: ["https://webmail.example.org"],
  }),
  arrival: setting<"off" | "negatives" | "all">({
    kind: choice(["off", "negatives", "all"]),
    standard: "off",
    strict: "off",
    user: "choice",
    clients: ["thunderbird"],
    title: "New mail is checked and tagged",
    description:
      "Whether new mail is checked when it arrives and gets a tag, so that list, search and filters can use the verdict: off, negatives (warnings alone) or all. Nobody is asked about a message for it. Thunderbird lets no policy grant the permission to tag: the user gives it once, by a click in the options.",
    example: "negatives",
  }),
} as const;
