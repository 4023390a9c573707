import type { SeededFault } from "./faults.ts";

const ROOM = "extension/packaging/updates";
const rows = ["EXT-14"];

/** Mistakes in what an organisation publishes, and in what it takes back from Mozilla. */
export const UPDATE_FAULTS: readonly SeededFault[] = [
  { rows, file: `${ROOM}/signed-package.ts`, find: "|| !one.equals(other)", replace: "" },
  { rows, file: `${ROOM}/signers.ts`, find: "issued(certificate, by)", replace: "by !== certificate" },
  {
    rows,
    file: `${ROOM}/signed-data.ts`,
    find: '!verify("sha256", input, certificate.publicKey, signature.content)',
    replace: "false",
  },
  { rows, file: `${ROOM}/crx.ts`, find: '!verify("sha256", signedData(spki, zip), key, signature)', replace: "false" },
  { rows, file: `${ROOM}/directory.ts`, find: "!isSignedBy(sums, signature, publisher)", replace: "false" },
];
