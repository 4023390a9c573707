import type { SeededFault } from "./faults.ts";

const CONTACT = "extension/lookups/contact.ts";
const DOCUMENTS = "extension/lookups/documents.ts";
const QUEUE = "extension/lookups/queue.ts";
const RUN = "extension/lookups/run.ts";
const STORE = "extension/lookups/store.ts";

/** Mistakes around everything that the extension asks of the network by itself (B.8, B.15, B.19). */
export const LOOKUP_FAULTS: readonly SeededFault[] = [
  { rows: ["NET-01"], file: QUEUE, find: 'if (mode === "off") return undefined;', replace: "" },
  { rows: ["NET-01"], file: RUN, find: 'lookups.mode === "off" || "fault" in', replace: '"fault" in' },
  {
    rows: ["NET-01"],
    file: QUEUE,
    find: 'mode === "all" || kind === "ipp-certificate"',
    replace: 'kind !== "status-list"',
  },
  { rows: ["NET-02"], file: RUN, find: '"fault" in readRemoteUrl(', replace: 'false && "fault" in readRemoteUrl(' },
  {
    rows: ["NET-02"],
    file: DOCUMENTS,
    find: 'return failed("HOST_REFUSED")',
    replace: 'return failed("NO_CONNECTION")',
  },
  { rows: ["NET-04"], file: CONTACT, find: 'redirect: "error"', replace: 'redirect: "follow"' },
  { rows: ["NET-05"], file: CONTACT, find: '"accept-language": "*", ', replace: 'cookie: "id=1", ' },
  { rows: ["NET-06"], file: RUN, find: 'return ended("not-allowed")', replace: 'console.info("not-allowed")' },
  { rows: ["NET-06"], file: DOCUMENTS, find: 'return failed("NOT_ALLOWED")', replace: 'failed("NOT_ALLOWED")' },
  { rows: ["NET-08"], file: CONTACT, find: "octets > most", replace: "octets < 0" },
  { rows: ["NET-09"], file: "extension/lookups/timing.ts", find: "(10 + 20 * random())", replace: "15" },
  {
    rows: ["NET-10"],
    file: "extension/lookups/choice.ts",
    find: '(read.url.search !== "" || text.includes("?"))',
    replace: "false",
  },
  { rows: ["NET-11"], file: RUN, find: 'return ended("offline")', replace: 'console.info("offline")' },
  { rows: ["DNS-05"], file: STORE, find: "waiting >= MAX_JOBS", replace: "waiting < 0" },
  { rows: ["DNS-15"], file: QUEUE, find: "finding === undefined || finding.next <= now", replace: "true" },
  { rows: ["DNS-15"], file: RUN, find: "pace.spent >= MOST_PER_HOUR", replace: "pace.spent < 0" },
  {
    rows: ["MAP-11"],
    file: DOCUMENTS,
    find: 'key.anchor === "dnssec" && key.state === "insecure"',
    replace: 'key.state !== "secure"',
  },
  { rows: ["ST-01"], file: STORE, find: "before === undefined || copy.serial > before.serial", replace: "true" },
  {
    rows: ["ST-05"],
    file: STORE,
    find: 'await lists.put(copy);\n    await raiseEpoch(tx.objectStore("facts"));',
    replace: "await lists.put(copy);",
  },
];
