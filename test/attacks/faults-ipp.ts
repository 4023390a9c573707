import type { SeededFault } from "./faults.ts";

const IPP = "core/ipp";

/** Mistakes in declarations and reports (B.11, B.12, B.14). */
export const IPP_FAULTS: readonly SeededFault[] = [
  {
    rows: ["IPP-01"],
    file: `${IPP}/check.ts`,
    find: 'nature: signed ? "signed" : "claimed",',
    replace: 'nature: "signed",',
  },
  {
    rows: ["IPP-03"],
    file: `${IPP}/check.ts`,
    find: "if (!equalOctets(body, declaration.bodyHash))",
    replace: "if (body.length !== declaration.bodyHash.length)",
  },
  {
    rows: ["IPP-04"],
    file: `${IPP}/check.ts`,
    find: "only.localPart !== localPart || only.domain !== domain",
    replace: "only.domain !== domain",
  },
  {
    rows: ["IPP-08"],
    file: `${IPP}/alias.ts`,
    find: 'localPart === "." || localPart === ".."',
    replace: "false",
  },
  {
    rows: ["REP-04"],
    file: `${IPP}/shown.ts`,
    find: "const coveredBy = ofSender ? signed : undefined;",
    replace: "const coveredBy = signed;",
  },
  {
    rows: ["X5-01"],
    file: `${IPP}/check.ts`,
    find: "signed && key?.changed === true ?",
    replace: "signed && false ?",
  },
];
