import { DKIM_FAULTS } from "./faults-dkim.ts";
import { DNS_FAULTS } from "./faults-dns.ts";
import { EXTENSION_FAULTS } from "./faults-extension.ts";
import { HPKE_FAULTS } from "./faults-hpke.ts";
import { IPP_FAULTS } from "./faults-ipp.ts";
import { IPP_SERVER_FAULTS } from "./faults-ipp-servers.ts";
import { LOOKUP_FAULTS } from "./faults-lookups.ts";
import { MAP_FAULTS } from "./faults-map.ts";
import { MT2_FAULTS } from "./faults-mt2.ts";
import { NETWORK_FAULTS } from "./faults-network.ts";
import { POLICY_FAULTS } from "./faults-policy.ts";
import { PRIMITIVE_FAULTS } from "./faults-primitives.ts";
import { READER_FAULTS } from "./faults-reader.ts";
import { RECEIPT_FAULTS } from "./faults-receipts.ts";
import { SERVE_FAULTS } from "./faults-serve.ts";
import { TRANSPORT_FAULTS } from "./faults-transport.ts";
import { UPDATE_FAULTS } from "./faults-updates.ts";
import { VERDICT_FAULTS } from "./faults-verdict.ts";
import { WEBMAIL_FAULTS } from "./faults-webmail.ts";
import { X509_FAULTS } from "./faults-x509.ts";

/**
 * Seeded faults: for a row of the attack table, one deliberate mistake in the code that its test must notice
 * (decision 28). `find` must occur exactly once in `file`; `replace` is what a careless change could have written.
 * `seed-faults.mjs` applies each in memory, runs the tests that carry the row's id, and fails if they still pass.
 */
export interface SeededFault {
  /** Rows whose tests must fail under this fault. */
  readonly rows: readonly string[];
  readonly file: string;
  readonly find: string;
  readonly replace: string;
}

export const FAULTS: readonly SeededFault[] = [
  ...EXTENSION_FAULTS,
  ...NETWORK_FAULTS,
  ...DKIM_FAULTS,
  ...DNS_FAULTS,
  ...IPP_FAULTS,
  ...IPP_SERVER_FAULTS,
  ...HPKE_FAULTS,
  ...LOOKUP_FAULTS,
  ...MAP_FAULTS,
  ...MT2_FAULTS,
  ...POLICY_FAULTS,
  ...PRIMITIVE_FAULTS,
  ...READER_FAULTS,
  ...RECEIPT_FAULTS,
  ...SERVE_FAULTS,
  ...TRANSPORT_FAULTS,
  ...UPDATE_FAULTS,
  ...VERDICT_FAULTS,
  ...WEBMAIL_FAULTS,
  ...X509_FAULTS,
];
