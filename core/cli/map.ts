import { oneOf } from "./actions.ts";
import { check } from "./map-check.ts";
import { keygen, records } from "./map-keys.ts";
import { sealInput } from "./map-seal.ts";
import { NOW_OPTION } from "./now.ts";
import type { Command } from "./options.ts";

/** `countersign map`. */
export const map: Command = {
  name: "map",
  usage:
    "keygen --domain DOMAIN --id ID --out FILE [options]\n       countersign map dns [--revoke ID] [--domain DOMAIN] [KEY-FILE…]\n       countersign map seal --key FILE --sender ADDR --recipient ADDR [options] < in > out\n       countersign map check [--key FILE] MESSAGE",
  summary: "Plays the part of a MAP gateway: makes and publishes its key, puts envelopes on messages, checks them.",
  options: {
    domain: { value: "DOMAIN", help: "keygen, dns: the sending domain" },
    id: { value: "ID", help: "keygen: name of the key: a-z, 0-9 and inner hyphens, at most 63" },
    out: { value: "FILE", help: "keygen: where the private key goes; must not exist" },
    "not-before": { value: "TIME", help: "keygen: first moment of its use, as 2026-12-01T00:00:00Z" },
    "not-after": { value: "TIME", help: "keygen: last moment of its use" },
    "passphrase-file": { value: "FILE", help: "keygen, seal: its passphrase (or set COUNTERSIGN_PASSPHRASE)" },
    revoke: { value: "ID", many: true, help: "dns: print the record that says a key is revoked (empty p=)" },
    ttl: { value: "SECONDS", help: "dns: time to live of the records (default 3600)" },
    lines: { help: "dns: print the text of each record unquoted, one a line, for web forms" },
    key: { value: "FILE", help: "seal: key file of map keygen; check: the same or its public half" },
    sender: { value: "ADDR", help: "seal: MAIL FROM of the message, in the key's domain; empty for the null sender" },
    recipient: { value: "ADDR", many: true, help: "seal: a RCPT TO of the message" },
    days: { value: "N", help: "seal: how long the envelope is good, 1 to 14 (default 7)" },
    "envelope-id": { value: "HEX", help: "seal: 16 octets (default random)" },
    e2e: { value: "KIND", help: "seal: how the payload is encrypted end to end, for example hpke" },
    now: NOW_OPTION,
  },
  takesCommand: true,
  details: `
seal reads a message with CRLF line ends and writes it with one MAP-Envelope field on top; an envelope that is there
already is renamed. Nothing of the message may be changed afterwards: only trace fields may be added above. A message
with bare LF is refused. docs/protocols/map.md describes every octet.

Exit code: seal 0 handed on, 75 on every failure; check 0 everything fits, 1 something does not; otherwise 2.`,
  ...oneOf(
    "map",
    {
      keygen: { run: keygen },
      dns: { paths: "any", run: (args, ...paths) => records(args, paths) },
      seal: { inMailServer: true, run: sealInput },
      check: { paths: "one", run: (args, path = "") => check(args, path) },
    },
    "keygen, dns, seal, or check and a file",
  ),
};
