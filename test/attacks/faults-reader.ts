import type { SeededFault } from "./faults.ts";

const MESSAGE = "core/message";

/** Mistakes in reading messages and addresses (B.1, B.2, B.5, B.18). */
export const READER_FAULTS: readonly SeededFault[] = [
  {
    rows: ["ACQ-04"],
    file: `${MESSAGE}/line-ends.ts`,
    find: "bytes: bareLf === 0 ? bytes :",
    replace: "bytes: bareLf === 0 ? new TextEncoder().encode(new TextDecoder().decode(bytes)) :",
  },
  {
    rows: ["ACQ-06"],
    file: `${MESSAGE}/check-part.ts`,
    find: "lowerName }) => lowerName === EXTERNAL)",
    replace: "name }) => name === EXTERNAL)",
  },
  {
    rows: ["MIME-01"],
    file: `${MESSAGE}/duplicates.ts`,
    find: "if (seen.has(lowerName)) ambiguities",
    replace: 'if (seen.has(lowerName) && lowerName !== "sender") ambiguities',
  },
  {
    rows: ["MIME-02"],
    file: `${MESSAGE}/fields.ts`,
    find: 'if (field.spaceBeforeColon) ambiguities.add("AMBIG_HEADER_SYNTAX");',
    replace: "",
  },
  { rows: ["MIME-02"], file: `${MESSAGE}/fields.ts`, find: "[!-9;-~]+)", replace: "[^:\\r\\n]+)" },
  { rows: ["MIME-03"], file: `${MESSAGE}/line-ends.ts`, find: " || bareCr || nul", replace: " || nul" },
  { rows: ["MIME-03"], file: `${MESSAGE}/line-ends.ts`, find: " || bareCr || nul", replace: " || bareCr" },
  { rows: ["MIME-03"], file: `${MESSAGE}/line-ends.ts`, find: "(bareLf > 0 && pairs > 0) || ", replace: "" },
  {
    rows: ["MIME-04"],
    file: `${MESSAGE}/fields.ts`,
    find: 'if (BLANK_CONTINUATION.test(lines)) ambiguities.add("AMBIG_BORDER");',
    replace: "",
  },
  {
    rows: ["MIME-05"],
    file: `${MESSAGE}/boundary.ts`,
    find: "named.length === 1 && !content.malformed",
    replace: "named.length > 0 && !content.malformed",
  },
  {
    rows: ["MIME-05"],
    file: `${MESSAGE}/boundary.ts`,
    find: "(p) => p.doubtful || p.escaped",
    replace: "(p) => p.doubtful",
  },
  { rows: ["MIME-06"], file: `${MESSAGE}/boundary.ts`, find: "if (tail === null || /", replace: "if (/" },
  {
    rows: ["MIME-07"],
    file: `${MESSAGE}/tree.ts`,
    find: "/[^ \\t\\r\\n]/g, 1, epilogue",
    replace: "/[^ \\t\\r\\n]/g, 1, place.end",
  },
  {
    rows: ["MIME-08"],
    file: `${MESSAGE}/transfer.ts`,
    find: '(!quanta.includes("=") && visit(quanta))',
    replace: "visit(quanta)",
  },
  {
    rows: ["MIME-12"],
    file: `${MESSAGE}/file-names.ts`,
    find: "if (lists.some(doubtfulNames)) return true;",
    replace: "",
  },
  {
    rows: ["MIME-14"],
    file: `${MESSAGE}/check-part.ts`,
    find: 'part.subtype === "partial" || ',
    replace: "",
  },
  {
    rows: ["MIME-16"],
    file: `${MESSAGE}/boundary.ts`,
    find: "parts.push({ start: open, end: Math.max(at, open) });",
    replace: "parts.push({ start: open, end: at });",
  },
  {
    rows: ["ID-03"],
    file: `${MESSAGE}/mailbox.ts`,
    find: 'open = nextSpecial(tokens, "<", phraseStart);',
    replace: "open = tokens.length;",
  },
  {
    rows: ["ID-04"],
    file: `${MESSAGE}/address.ts`,
    find: "return !groups && !malformed",
    replace: "return !malformed",
  },
  {
    rows: ["ID-05"],
    file: `${MESSAGE}/address.ts`,
    find: "    mailboxes.length === 1 &&\n",
    replace: "",
  },
  { rows: ["ID-06"], file: `${MESSAGE}/mailbox.ts`, find: "foreign || route >= 0 ||", replace: "foreign ||" },
  {
    rows: ["ID-06"],
    file: `${MESSAGE}/mailbox.ts`,
    find: 'literal || local.kind === "quoted" ||',
    replace: "literal ||",
  },
  { rows: ["ID-07"], file: `${MESSAGE}/mailbox.ts`, find: "    hasEncodedWord(local.text) ||\n", replace: "" },
  {
    rows: ["ID-07"],
    file: `${MESSAGE}/mailbox.ts`,
    find: "route >= 0 || CONTROL.test(displayName)",
    replace: "route >= 0",
  },
  {
    rows: ["ID-11"],
    file: `${MESSAGE}/domain.ts`,
    find: 'label !== original : !label.startsWith("xn--")',
    replace: "label !== original : false",
  },
  { rows: ["ID-14"], file: `${MESSAGE}/mailbox.ts`, find: '    domain.text.endsWith(".") ||\n', replace: "" },
  {
    rows: ["DOS-02", "DOS-08"],
    file: `${MESSAGE}/tree.ts`,
    find: 'else if (cut.parts.length > 0 && place.depth === MAX_DEPTH) limit = "E_TOO_DEEP";',
    replace: "",
  },
  {
    rows: ["DOS-03", "DOS-08"],
    file: `${MESSAGE}/fields.ts`,
    find: "fields.length + strayLines.length === MAX_HEADER_FIELDS",
    replace: "fields.length === MAX_HEADER_FIELDS",
  },
];
