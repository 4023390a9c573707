import type { SeededFault } from "./faults.ts";

/** Mistakes in trust, names and the decision (B.1, B.4 to B.6, B.17, B.18). */
export const VERDICT_FAULTS: readonly SeededFault[] = [
  {
    rows: ["ACQ-02"],
    file: "core/gmp/parse.ts",
    find: "const exact = message.fields.filter(isStampField);",
    replace:
      "const exact = [...message.fields, ...message.leaves.flatMap((part) => part.fields)].filter(isStampField);",
  },
  {
    rows: ["ACQ-14"],
    file: "core/authres/check.ts",
    find: 'const delivered = origin === "account";',
    replace: 'const delivered = origin !== "local";',
  },
  {
    rows: ["CRY-10"],
    file: "core/verdict/decide.ts",
    find: 'receipt.trusted ? badge : "UNCHECKED"',
    replace: "receipt.trusted ? badge : badge",
  },
  {
    rows: ["ID-02"],
    file: "core/trust/names.ts",
    find: "if (comparable(local, host) !== own) return",
    replace: "if (local === own && host === own) return",
  },
  {
    rows: ["ID-09"],
    file: "core/trust/lookalike.ts",
    find: "[...CONFUSABLES, ...EXTRA].flatMap",
    replace: "[...EXTRA].flatMap",
  },
  {
    rows: ["ID-09"],
    file: "core/trust/lookalike.ts",
    find: "registrableDomain(other) === own.whole",
    replace: "sight(other) === sight(own.whole)",
  },
  {
    rows: ["ID-12"],
    file: "core/trust/identity.ts",
    find: "return ownLocal === local;",
    replace: "return ownLocal.localeCompare(local) === 0;",
  },
  {
    rows: ["AR-14"],
    file: "core/verdict/decide.ts",
    find: 'if (badge === "TRANSPORT" && axes.structure === "ambiguous") return "NONE";',
    replace: "",
  },
  {
    rows: ["AR-18"],
    file: "core/verdict/table.ts",
    find: '"not-found": { badge: { pass: "TRANSPORT", none: "NONE", fail: "CAUTION" } }',
    replace: '"not-found": { badge: { pass: "TRANSPORT", none: "TRANSPORT", fail: "CAUTION" } }',
  },
  {
    rows: ["ADM-02"],
    file: "core/trust/record.ts",
    find: '"requireStamp", place, readFlag(true)',
    replace: '"requireStamp", place, readFlag(false)',
  },
  {
    rows: ["ADM-02"],
    file: "core/trust/record.ts",
    find: "keys: narrowing(found,",
    replace: "keys: optional(found,",
  },
  {
    rows: ["ADM-03", "ADM-04", "GMR-08"],
    file: "core/trust/fields.ts",
    find: 'if (isSuffix) return place.report("public-suffix", value);',
    replace: 'if (isSuffix) place.report("public-suffix", value);',
  },
  {
    rows: ["ADM-04"],
    file: "core/trust/fields.ts",
    find: 'if (isSharedProvider(domain)) place.report("shared-provider", domain);',
    replace: "",
  },
  {
    rows: ["GMR-08"],
    file: "core/trust/scope.ts",
    find: "isBelow(domain, own) && aligned(domain, own)",
    replace: "isBelow(domain, own)",
  },
  {
    rows: ["DOS-08"],
    file: "core/source-reasons.ts",
    find: "if (message.limit !== undefined) return [{ code: message.limit, params: {} }];",
    replace: "if (message.limit !== undefined) return [];",
  },
  {
    rows: ["ACQ-12"],
    file: "core/display/values.ts",
    find: 'if (value === "") return false;',
    replace: "return true;",
  },
];
