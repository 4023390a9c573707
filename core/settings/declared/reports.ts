import { reportBase } from "../kinds.ts";
import { given } from "../setting.ts";

/** Where reports about misleading messages go. */
export const REPORT_SETTINGS = {
  reportCollector: given({
    kind: reportBase,
    clients: ["thunderbird"],
    title: "Collector of reports",
    description:
      "Where people's reports about misleading messages go, in the place of what their own domain publishes: an https address that ends with /, on a public name. It gets the reason, the Message-ID and the header fields that the sender's declaration covers, and never content. A report is made by a click on a reason; the access to the host is the user's to give.",
    example: "https://reports.example.org/ipp/",
  }),
} as const;
