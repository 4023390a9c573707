import type { SeededFault } from "./faults.ts";

const SERVE = "core/cli/serve";

/** Mistakes in the receiver of reports. */
export const SERVE_FAULTS: readonly SeededFault[] = [
  {
    rows: ["REP-01"],
    file: `${SERVE}/answer.ts`,
    find: 'if (asked.method !== "POST") return only("POST");',
    replace: "",
  },
  {
    rows: ["REP-03"],
    file: `${SERVE}/store.ts`,
    find: "return inserted.length > 0;",
    replace: "return true;",
  },
  {
    rows: ["REP-04"],
    file: `${SERVE}/store.ts`,
    find: "(state = 'unverified' AND $5 = 'pending' AND fields <> $9)",
    replace: "false",
  },
  {
    rows: ["REP-05"],
    file: `${SERVE}/machine.ts`,
    find: 'scope.kind === "all" ? "own" : "sender"',
    replace: '"own"',
  },
  {
    rows: ["IPP-08"],
    file: `${SERVE}/published-files.ts`,
    find: "encodeAlias(localPart) !== alias",
    replace: "false",
  },
];
