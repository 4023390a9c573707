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
    find: "AND $5 = 'pending' AND fields <> $9)",
    replace: "AND false)",
  },
  {
    rows: ["REP-04"],
    file: "core/cli/serve/receive.ts",
    find: "{asked.client} ",
    replace: "{''} ",
  },
  {
    rows: ["REP-05"],
    file: `${SERVE}/machine.ts`,
    find: 'audience: own ? "own" : "sender"',
    replace: 'audience: "own"',
  },
  {
    rows: ["REP-05"],
    file: `${SERVE}/machine.ts`,
    find: "until: own ? now - LAG : today - 1",
    replace: "until: now - LAG",
  },
  {
    rows: ["REP-05"],
    file: `${SERVE}/run.ts`,
    find: "delay = withinADay",
    replace: "delay = () => 0",
  },
  {
    rows: ["IPP-08"],
    file: `${SERVE}/published-files.ts`,
    find: "encodeAlias(localPart) !== alias",
    replace: "false",
  },
];
