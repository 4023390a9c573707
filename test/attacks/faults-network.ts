import type { SeededFault } from "./faults.ts";

const HOST = "core/trust/remote-host.ts";
const FETCH = "core/cli/fetch-answer.ts";

/** Mistakes around the one request an operator can ask for, and around what is stored for good (B.15, B.17). */
export const NETWORK_FAULTS: readonly SeededFault[] = [
  { rows: ["NET-02", "IPP-10"], file: HOST, find: 'host.startsWith("[") || /^[0-9.]+$/.test(host)', replace: "false" },
  { rows: ["NET-03"], file: HOST, find: '["10.0.0.0", 8],', replace: "" },
  {
    rows: ["NET-05"],
    file: FETCH,
    find: "const headers = { accept, ",
    replace: 'const headers = { accept, cookie: "a=b", ',
  },
  {
    rows: ["ADM-08"],
    file: "core/cli/records.ts",
    find: 'key.status === "compromised"',
    replace: 'key.status === "retired"',
  },
  {
    rows: ["EXT-14"],
    file: "extension/packaging/zip.mjs",
    find: "[...files.keys()].sort()",
    replace: "[...files.keys()]",
  },
  {
    rows: ["NET-01", "NET-07"],
    file: "core/describe.ts",
    find: "net: [],",
    replace: 'net: (fetch("https://canary.example/"), []),',
  },
];
