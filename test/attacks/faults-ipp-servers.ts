import type { SeededFault } from "./faults.ts";

const CLI = "core/cli";

/** Mistakes of the operators' commands: publishing, finding and filtering (B.11, B.12, B.14). */
export const IPP_SERVER_FAULTS: readonly SeededFault[] = [
  {
    rows: ["IPP-05"],
    file: `${CLI}/ipp-filter.ts`,
    find: "folders.filter((folder) => folder.name === domain)",
    replace: "folders",
  },
  {
    rows: ["IPP-05"],
    file: `${CLI}/published-name.ts`,
    find: "return /^\\.|[/\\\\:*?<>|\\u0000-\\u001f\\u007f]/.test(localPart) ? undefined : localPart;",
    replace: "return localPart;",
  },
  {
    rows: ["IPP-09"],
    file: `${CLI}/dns-records.ts`,
    find: 'if (readIppAnchor(answer(text)).kind !== "found")',
    replace: "if (!url)",
  },
  {
    rows: ["IPP-10"],
    file: `${CLI}/ipp-discover.ts`,
    find: 'return read.fault === "port" && anyPort === true',
    replace: 'return read.fault === "port"',
  },
  {
    rows: ["IPP-12"],
    file: "core/ipp/anchor.ts",
    find: "[...new Set([domain, registrableDomain(domain) ?? domain])]",
    replace:
      'domain.split(".").map((_, at, labels) => labels.slice(at).join(".")).filter((name) => name.includes("."))',
  },
  {
    rows: ["X5-01"],
    file: `${CLI}/ipp-files.ts`,
    find: "if (!same && !replace)",
    replace: "if (false)",
  },
  {
    rows: ["REP-04"],
    file: "core/ipp/issued-token.ts",
    find: "hmac(sha256, secret, ",
    replace: "hmac(sha256, secret.subarray(0, 0), ",
  },
];
