import { oneOf } from "./actions.ts";
import { certify, makeCa } from "./mt2-certificates.ts";
import { check } from "./mt2-check.ts";
import { hop, unwrapInput, wrapInput } from "./mt2-gateway.ts";
import { KNOWLEDGE_OPTIONS } from "./now.ts";
import type { Command } from "./options.ts";

/** `countersign mt2`. */
export const mt2: Command = {
  name: "mt2",
  usage:
    "ca --domain DOMAIN --out FILE\n       countersign mt2 certify --ca FILE --subject HOST|ADDR --out FILE\n       countersign mt2 wrap --sender ADDR --recipient ADDR [--key FILE --next HOST] < in > out\n       countersign mt2 hop --key FILE [--next HOST] < in > out\n       countersign mt2 unwrap < in > out\n       countersign mt2 check [--knowledge FILE] MESSAGE",
  summary: "Plays the part of an MT2 gateway: makes certificates, wraps and unwraps messages, signs hops, checks them.",
  options: {
    domain: { value: "DOMAIN", help: "ca: the domain that issues certificates" },
    ca: { value: "FILE", help: "certify: key file of mt2 ca" },
    subject: { value: "NAME", help: "certify: the host, or the address of a sender" },
    out: { value: "FILE", help: "ca, certify: where the key goes; FILE.pem gets the certificate" },
    days: { value: "N", help: "ca, certify: how long the certificate is good (default 365)" },
    "passphrase-file": { value: "FILE", help: "the key's passphrase (or set COUNTERSIGN_PASSPHRASE)" },
    sender: { value: "ADDR", help: "wrap: MAIL FROM of the message; empty for the null sender" },
    recipient: { value: "ADDR", many: true, help: "wrap: a RCPT TO of the message" },
    key: { value: "FILE", help: "wrap, hop: key file of mt2 certify that signs the hop" },
    next: { value: "HOST", help: "wrap, hop: whom the message is handed to; without it the way ends here" },
    ...KNOWLEDGE_OPTIONS,
  },
  takesCommand: true,
  details: `
wrap reads a message with CRLF line ends and writes a gatewayed one; unwrap gives the first back, octet by octet. With
--key, wrap signs the hop of the sender, whose certificate it must be; hop signs for a host and is run once for each.
Publish the certificate of ca with countersign dns --org DOMAIN --mt2 FILE.pem. docs/protocols/mt2.md describes every octet.

Exit code: wrap, hop, unwrap 0 handed on, 75 on every failure; check 0 nothing contradicts, 1 something does; else 2.`,
  ...oneOf(
    "mt2",
    {
      ca: { run: makeCa },
      certify: { run: certify },
      wrap: { inMailServer: true, run: wrapInput },
      hop: { inMailServer: true, run: hop },
      unwrap: { inMailServer: true, run: unwrapInput },
      check: { paths: "one", run: (args, path = "") => check(args, path) },
    },
    "ca, certify, wrap, hop, unwrap, or check and a file",
  ),
};
