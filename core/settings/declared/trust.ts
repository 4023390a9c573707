import { readScopeDomain } from "../../trust/fields.ts";
import type { Reader } from "../../trust/reading.ts";
import { readDomainServer } from "../../trust/servers.ts";
import { readAuthority } from "../../x509/authority.ts";
import { list } from "../kinds.ts";
import { DOMAIN_SERVER, TRUST_RECORD } from "../schemas.ts";
import { listed } from "../setting.ts";
import { demandsOnly, readPolicyRecords } from "../trust-entries.ts";

/** A certificate authority as base64 of its DER, whatever form it was written in. */
const readAuthorityText: Reader<string> = (value, place) => {
  const read = typeof value === "string" ? readAuthority(value) : undefined;
  return read === undefined ? place.report("not-a-certificate", value) : read.certificate;
};

/** Of nobody: its key was thrown away. */
const EXAMPLE_AUTHORITY =
  "MIIBWzCCAQ2gAwIBAgIURzBCMWYg1kyCrD79q+xEE37MAr8wBQYDK2VwMBoxGDAWBgNVBAMMD2V4YW1wbGUub3JnIE1UMjAgFw0yNjExMjIxMDA2MjZaGA8yMTI2MTAyOTEwMDYyNlowGjEYMBYGA1UEAwwPZXhhbXBsZS5vcmcgTVQyMCowBQYDK2VwAyEAKLqRed/OBcbnmwMGl6DLfm2NWs6KobhrRoEzUYTkgsajYzBhMB0GA1UdDgQWBBRoIuk/YQnMV6XOIDp8nF7iyuqTLzAfBgNVHSMEGDAWgBRoIuk/YQnMV6XOIDp8nF7iyuqTLzAPBgNVHRMBAf8EBTADAQH/MA4GA1UdDwEB/wQEAwICBDAFBgMrZXADQQAClfvj6nk5Umd7y2fIzSO/OuMkSxlJMYoPMcqrKKFRMap0d4/MopR9Z1F3eEhdeWUZbNdQzdv/u0jvo42raXwC";

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
      "Mail from one of these domains without a valid stamp is an ALERT. Each name stands for itself only; name subdomains one by one. Name a domain once all of its mail is stamped; sealed mail is stamped outside, where alone a stamp can be seen.",
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
  mt2Authorities: listed({
    kind: list(readAuthorityText, { type: "string" }),
    direction: "loosens",
    fromOlder: () => [],
    user: "own-entries",
    title: "Certificate authorities for MT2",
    description:
      "Certificates of authorities that issue certificates for MT2 hosts and senders, each as the base64 of its DER in one text, or as PEM. They are added to those the user puts in. A hop under the name of one of them is checked against it alone: what a domain publishes under the same name does not count.",
    example: [EXAMPLE_AUTHORITY],
  }),
  mt2Validators: listed({
    kind: list(readScopeDomain, { type: "string" }),
    direction: "loosens",
    fromOlder: () => [],
    user: "none",
    title: "Hosts that check MT2 hops for others",
    description:
      "Hosts of your own, such as an inner gateway, that check every MT2 hop before theirs. Where one of them signed the last hop and its own certificate was checked here, hops whose certificates nobody could prove here count as checked by it, and the popup says so. What does not fit here is not lifted by it.",
    example: ["mx.example.org"],
  }),
} as const;
