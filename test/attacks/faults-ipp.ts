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
  {
    rows: ["IPP-05"],
    file: "extension/lookups/documents.ts",
    find: 'return place.kind === "found" && place.url === want.base ? undefined : "NOT_LISTED";',
    replace: "return undefined;",
  },
  {
    rows: ["REP-01"],
    file: `${IPP}/report.ts`,
    find: 'return { method: "POST", url,',
    replace: 'return { method: "GET" as never, url,',
  },
  {
    rows: ["REP-02"],
    file: "extension/ui/popup/report.tsx",
    find: "if (!event.isTrusted || busy) return;",
    replace: "if (busy) return;",
  },
  {
    rows: ["REP-03", "REP-07"],
    file: "extension/reports/store.ts",
    find: 'const before = await tx.store.get(asked.id);\n  if (before !== undefined && !mayAskAgain(before)) return "already";\n  const all = await tx.store.getAll();',
    replace: "const all: StoredReport[] = [];",
  },
  {
    rows: ["REP-06"],
    file: "extension/reports/ask.ts",
    find: "subject.declaration === undefined ? undefined : senderBase(subject.domain, now)",
    replace: "senderBase(subject.domain, now)",
  },
  {
    rows: ["REP-05"],
    file: "extension/reports/destination.ts",
    find: 'if (!tellSenders || !isOpen(effective, "sender")) return undefined;',
    replace: 'if (!isOpen(effective, "sender")) return undefined;',
  },
  {
    rows: ["REP-05"],
    file: "extension/reports/destination.ts",
    find: 'if (!tellSenders || !isOpen(effective, "sender")) return undefined;',
    replace: "if (!tellSenders) return undefined;",
  },
  {
    rows: ["REP-12"],
    file: `${IPP}/advice.ts`,
    find: "return named(here) ?? here[0] ?? named(addresses);",
    replace: "return named(addresses) ?? named(here) ?? here[0];",
  },
  {
    rows: ["X5-01"],
    file: `${IPP}/pinned.ts`,
    find: 'if (comparePin(makePin(pinned, before.since), met) !== "changed")',
    replace: 'if (comparePin(makePin(pinned, before.since), met) !== "same")',
  },
  {
    rows: ["X5-01"],
    file: "extension/ipp/certificates.ts",
    find: 'await deleteKeys(tx.objectStore("keys"), address);',
    replace: "",
  },
  {
    rows: ["EXT-16"],
    file: `${IPP}/blinded.ts`,
    find: "rules: rules.map((one) => blindRule(one, place++ === rule)),",
    replace: "rules,",
  },
  {
    rows: ["EXT-16"],
    file: "extension/diagnostics/diagnostics.ts",
    find: ".map(withoutHolder(result))",
    replace: "",
  },
];
