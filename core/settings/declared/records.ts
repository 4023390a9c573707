import { flag, resolverUrl, whole } from "../kinds.ts";
import { given, setting, withoutPath } from "../setting.ts";

/** What is kept of the verdicts, how long, and who gets it. */
export const RECORD_SETTINGS = {
  keepHistory: setting<boolean>({
    kind: flag,
    standard: true,
    strict: false,
    user: "choice",
    title: "Keep a history of verdicts",
    description: "Whether a line is kept for each verdict that was shown: time, badge, domain and digest, no content.",
    example: true,
  }),
  historyDays: setting<number>({
    kind: whole(1, 400),
    standard: 90,
    strict: 90,
    user: "none",
    title: "Days until the history forgets",
    description: "How many days a line of the history is kept. At most 1000 lines are kept in any case.",
    example: 30,
  }),
  auditDays: setting<number>({
    kind: whole(1, 400),
    standard: 400,
    strict: 400,
    user: "none",
    title: "Days until the activity log forgets",
    description:
      "How many days the counts of a day and the entries of the activity log are kept. At most 5000 entries are kept in any case.",
    example: 180,
  }),
  auditWebhook: given({
    kind: resolverUrl,
    // Services tell their customers apart by the path.
    mask: withoutPath,
    title: "Receiver of the activity log",
    description:
      "An https address on a public name, without a query, to which the activity log is posted: counts of verdicts per day, changes of trust and of policy, reports made; no content and no addresses. The user sees it in the options and gives the access to the host there by a click; nothing is sent before.",
    example: "https://log.example.org/countersign",
  }),
} as const;
