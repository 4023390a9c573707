import { CLIENT_MX_TYPE } from "../../dns/records/client-mx.ts";
import { RESOLVERS } from "../../dns/resolvers.ts";
import { choice, recordType, resolverUrl } from "../kinds.ts";
import { setting, withoutPath } from "../setting.ts";

/** What may be looked up, and at whom. */
export const LOOKUP_SETTINGS = {
  lookups: setting<"off" | "known" | "all">({
    kind: choice(["off", "known", "all"]),
    standard: "off",
    strict: "off",
    user: "choice",
    title: "Look-ups",
    description:
      "What may be looked up in the DNS and fetched from organisations that stamp: off, known (domains that are trusted, pinned or written to) or all. The resolver learns which domains are asked for; the user sees that you decided it. The access to hosts is still the user's to give.",
    example: "known",
  }),
  resolver: setting<string>({
    kind: resolverUrl,
    // Some services know their customers by the path.
    mask: (url) => (RESOLVERS.some((offered) => offered.url === url) ? url : withoutPath(url)),
    standard: RESOLVERS[0]?.url ?? "",
    strict: "",
    user: "choice",
    title: "DNS resolver",
    description:
      "Address of a DNS over HTTPS resolver (RFC 8484): https, a public name, no query. It is not believed, as signatures are checked here; it learns which domains are asked for. Where the value cannot be read, nobody is asked.",
    example: "https://dns.example.org/dns-query",
  }),
  clientMxType: setting<number>({
    kind: recordType,
    standard: CLIENT_MX_TYPE,
    strict: 0,
    user: "choice",
    title: "Number of the Client MX type",
    description:
      "The number under which Client MX records are asked for, from 256 to 65279; 0 asks for none. The draft's number is a placeholder: change it only if another is assigned. Needs look-ups.",
    example: 265,
  }),
} as const;
