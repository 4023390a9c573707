import { readScopeDomain } from "../../trust/fields.ts";
import { flag, list } from "../kinds.ts";
import { listed, setting } from "../setting.ts";

/** Rules about sealed mail: each can only ask for more care. */
export const SEALED_SETTINGS = {
  sealedDomains: listed({
    kind: list(readScopeDomain, { type: "string" }),
    direction: "tightens",
    user: "none",
    clients: ["thunderbird"],
    title: "Domains that get sealed mail only",
    description:
      "A message with a recipient at one of these domains is sealed when it is sent, marked or not, and held back where it cannot be: a missing key is named and nothing leaves. Each name stands for itself only; name subdomains one by one. Thunderbird lets no policy grant the permission to read what is written: each person allows it once, with the button Seal of any message, and before that nothing is held back.",
    example: ["clinic.example", "lawyers.example.org"],
  }),
  sealedQuoting: setting<boolean>({
    kind: flag,
    standard: true,
    strict: false,
    direction: "tightens",
    user: "none",
    clients: ["thunderbird"],
    title: "Quoting sealed text unsealed",
    description:
      "Whether the text of a sealed message may be quoted into an answer that is not sealed, after a warning that names who gets it. With false only sealed answers quote.",
    example: false,
  }),
} as const;
