import { readScopeDomain } from "../../trust/fields.ts";
import { readDomainServer } from "../../trust/servers.ts";
import { list } from "../kinds.ts";
import { DOMAIN_SERVER, TRUST_RECORD } from "../schemas.ts";
import { listed } from "../setting.ts";
import { demandsOnly, readPolicyRecords } from "../trust-entries.ts";

/** Whom a verdict may rest on: nothing but these can raise a badge. */
export const TRUST_SETTINGS = {
  trust: listed({
    kind: { read: readPolicyRecords, schema: { type: "array", items: TRUST_RECORD } },
    direction: "loosens",
    fromOlder: demandsOnly,
    user: "own-entries",
    title: "Trusted organisations",
    description:
      "Organisations whose stamps count as trusted, with their domains and keys. They are added to those the user trusts; for one organisation the entry of the policy counts alone. A record without keys trusts the organisation by name, with the keys its zone proves. Domains at or above a public suffix are refused.",
    example: [
      {
        org_id: "bank.example",
        name: "Example Bank",
        domains: ["bank.example"],
        includeSubdomains: true,
        keys: [{ kid: "2026a", alg: "ed25519", key: "11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=" }],
        requireStamp: true,
      },
    ],
  }),
  requireStamp: listed({
    kind: list(readScopeDomain, { type: "string" }),
    direction: "tightens",
    user: "none",
    title: "Domains that always stamp",
    description:
      "Mail from one of these domains without a valid stamp is an ALERT. Each name stands for itself only; name subdomains one by one. Name a domain once all of its mail is stamped.",
    example: ["bank.example", "payroll.example.org"],
  }),
  mailServers: listed({
    kind: list(readDomainServer, DOMAIN_SERVER),
    direction: "loosens",
    fromOlder: () => [],
    user: "own-entries",
    clients: ["thunderbird"],
    title: "Mail servers that are believed",
    description:
      "Servers whose Authentication-Results count for the accounts of one domain: the authserv-id, the hosts that may stand in the Received field where mail enters, and whether the results stand above or below that field. For an account of a domain named here the user's own entries do not count.",
    example: [
      {
        accountDomain: "example.org",
        authservId: "mx.example.org",
        borderHosts: ["mx.example.org"],
        placement: "above",
      },
    ],
  }),
  certifiers: listed({
    kind: list(readScopeDomain, { type: "string" }),
    user: "own-entries",
    title: "Certifiers",
    description:
      "Domains whose vouching for others (RFC 5518) is shown beside the sender, proven by DNSSEC. They are added to those the user names. It informs and changes no badge. Needs look-ups.",
    example: ["certifier.example"],
  }),
} as const;
