import { REPORT_CODES, type ReportCode } from "../../ipp/report-codes.ts";
import { readOneOf } from "../../trust/fields.ts";
import { choice, list, paragraph, reportBase, whole } from "../kinds.ts";
import { domainRules } from "../recipient-rules.ts";
import { given, listed, setting } from "../setting.ts";

/** What people want to get, and what becomes of reports about messages that mislead them. */
export const REPORT_SETTINGS = {
  recipientRules: listed({
    kind: domainRules,
    user: "own-entries",
    title: "Rules about wanted mail",
    description:
      "Which declared mail is wanted at the addresses of a domain, in the form of a .pol file. A person's own rules come first, then these, then those that the domain publishes; with the lock people's own do not count. It is advice beside a message: nothing is moved or deleted. One wrong value refuses the whole entry, and of two entries for a domain the second.",
    example: [
      {
        accountDomain: "example.org",
        policy: {
          v: 1,
          mode: "enforce",
          default: "accept",
          rules: [
            { match: { nature: ["list"], list_id: ["all-staff.example.org"] }, action: "accept" },
            { match: { nature: ["marketing", "list"] }, action: "reject" },
          ],
        },
      },
    ],
  }),
  reportRoutes: setting<"off" | "provider" | "all">({
    kind: choice(["off", "provider", "all"]),
    standard: "all",
    strict: "off",
    user: "none",
    title: "Ways of reports",
    description:
      "Which ways are open: off (none), provider (to what the reader's own domain publishes, or to the collector) or all (also to the sender itself, which learns who complains: each person has to agree to that in the options, and to tick it for each report).",
    example: "provider",
  }),
  reportCollector: given({
    kind: reportBase,
    title: "Collector of reports",
    description:
      "Where people's reports about misleading messages go, in the place of what their own domain publishes: an https address that ends with /, on a public name. It gets the reason, the Message-ID and the header fields that the sender's declaration covers, and never content. A report is made by a click on a reason; the access to the host is the user's to give.",
    example: "https://reports.example.org/ipp/",
  }),
  reportReasons: setting<readonly ReportCode[]>({
    kind: list(readOneOf(REPORT_CODES), { type: "string", enum: REPORT_CODES }),
    standard: REPORT_CODES,
    strict: [],
    user: "none",
    title: "Reasons that are offered",
    description:
      "The reasons that people can choose from when they report a message, in this order. None closes reporting.",
    example: ["impersonation", "undeclared-marketing", "wrong-recipient"],
  }),
  reportNote: given({
    kind: paragraph,
    title: "Your words about reports",
    description:
      "One or two sentences of plain text, at most 200 characters, shown as yours beside the reasons and again once a message was reported: what becomes of a report, whom to call. No line breaks, no links. The extension's own words stay.",
    example: "The security team reads every report. Did you type a password? Call extension 4711 now.",
  }),
  reportDays: setting<number>({
    kind: whole(14, 400),
    standard: 400,
    strict: 90,
    user: "none",
    title: "Days until reports are forgotten",
    description:
      "How many days a report that has ended stays in the list, from the click on; what still waits for its server is given up after 14 days. Whoever reports a forgotten message again is told by the server that it was counted before.",
    example: 90,
  }),
} as const;
