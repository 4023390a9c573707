import { httpsUrl, line } from "../kinds.ts";
import { given } from "../setting.ts";

/** Who decided, and whom people can ask. */
export const ORGANISATION_SETTINGS = {
  organisationName: given({
    kind: line,
    title: "Name of your organisation",
    description:
      "Shown where a setting is locked and on the status page, so that people know who decided. At most 80 characters.",
    example: "Example Ltd",
  }),
  supportUrl: given({
    kind: httpsUrl,
    title: "Help page of your organisation",
    description: "An https address that people can open from the status page. It is contacted on a click only.",
    example: "https://help.example.org/mail",
  }),
  privacyUrl: given({
    kind: httpsUrl,
    title: "Privacy text of your organisation",
    description:
      "An https address of what your organisation says about the data that its settings have sent: reports, look-ups, the activity log. People open it from the status page. It is contacted on a click only.",
    example: "https://help.example.org/mail/privacy",
  }),
  supportContact: given({
    kind: line,
    title: "Contact of your help desk",
    description: "A telephone number, a room or an address, shown on the status page as text. At most 80 characters.",
    example: "Help desk, extension 4711",
  }),
} as const;
