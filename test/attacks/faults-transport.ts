import type { SeededFault } from "./faults.ts";

const AUTHRES = "core/authres";

/** Mistakes in proposing servers, in reading for the eyes, and in excusing ordinary failures (B.6). */
export const TRANSPORT_FAULTS: readonly SeededFault[] = [
  {
    rows: ["AR-01", "AR-02"],
    file: `${AUTHRES}/propose.ts`,
    find: "protocols.every((word) =>",
    replace: "protocols.some((word) =>",
  },
  {
    rows: ["AR-01"],
    file: `${AUTHRES}/border.ts`,
    find: "(?=([A-Za-z0-9.-]+))/gi",
    replace: "([A-Za-z0-9.-]+)/gi",
  },
  {
    rows: ["AR-02"],
    file: `${AUTHRES}/propose.ts`,
    find: "addresses.every((address) =>",
    replace: "addresses.some((address) =>",
  },
  {
    rows: ["AR-01", "AR-02"],
    file: `${AUTHRES}/propose.ts`,
    find: 'return readReport(message, trust).kind === "report" ? [trust] : [];',
    replace: "return [trust];",
  },
  {
    rows: ["AR-15"],
    file: `${AUTHRES}/check.ts`,
    find: "const proposals = delivered ? proposeServers(message) : [];",
    replace: "const proposals = proposeServers(message);",
  },
  {
    rows: ["AR-16"],
    file: "extension/state/seen-servers.ts",
    find: "JSON.stringify([accountId, choiceOf(server)])",
    replace: "choiceOf(server)",
  },
  {
    rows: ["AR-12"],
    file: `${AUTHRES}/judge.ts`,
    find: "lists.some((list) => aligned(domain, list))",
    replace: "lists.length > 0",
  },
  {
    rows: ["AR-12"],
    file: `${AUTHRES}/judge.ts`,
    find: 'if (result.method !== "dmarc") return result.method !== "map";',
    replace: 'if (result.method !== "dmarc") return true;',
  },
  {
    rows: ["AR-03", "AR-05"],
    file: `${AUTHRES}/display.ts`,
    find: "!believed.has(index)",
    replace: "believed.has(index)",
  },
  {
    rows: ["AR-12"],
    file: "core/verdict/reasons.ts",
    find: 'TRANSPORT_RELAYED: { effect: "caution", unstamped: "note"',
    replace: 'TRANSPORT_RELAYED: { effect: "note"',
  },
  {
    rows: ["EXT-16"],
    file: "extension/diagnostics/diagnostics.ts",
    find: "addresses: [], addressed, enveloped,",
    replace: "addresses: [], addressed,",
  },
  {
    rows: ["EXT-16"],
    file: "extension/diagnostics/diagnostics.ts",
    find: "mapKeys: mapKeys.filter(about)",
    replace: "mapKeys",
  },
];
