import type { SeededFault } from "./faults.ts";

const POLICY = "core/settings/policy.ts";

/** Mistakes in reading and applying what an administrator decided (B.17). */
export const POLICY_FAULTS: readonly SeededFault[] = [
  {
    rows: ["ADM-01"],
    file: "core/settings/trust-entries.ts",
    find: 'source: "policy" }',
    replace: 'source: "user" }',
  },
  {
    rows: ["ADM-01"],
    file: "extension/check/trust-organisation.ts",
    find: "if (trust.locked || decided)",
    replace: "if (trust.locked && decided)",
  },
  { rows: ["ADM-02"], file: POLICY, find: "kind.read(value, place) ?? strict", replace: "kind.read(value, place)" },
  { rows: ["ADM-02"], file: POLICY, find: 'at.report("unknown-setting", value);', replace: "continue;" },
  {
    rows: ["ADM-02"],
    file: "extension/policy/current.ts",
    find: '{ state: "missing", policy: LOCKDOWN,',
    replace: '{ state: "missing", policy: NO_POLICY,',
  },
  {
    rows: ["ADM-02"],
    file: "core/settings/find.ts",
    find: "(CHROMIUM_ID.test(id) && isOurs(settings))",
    replace: "isOurs([])",
  },
  {
    rows: ["ADM-03"],
    file: "core/trust/servers.ts",
    find: 'return publicSuffix(value) === value ? place.report("public-suffix", value) : value;',
    replace: "return value;",
  },
  {
    rows: ["ADM-03"],
    file: "core/trust/servers.ts",
    find: 'return publicSuffix(domain) === domain ? place.report("public-suffix", value) : domain;',
    replace: "return domain;",
  },
  {
    rows: ["ADM-04"],
    file: "core/settings/declared/trust.ts",
    find: 'requireStamp: listed({\n    kind: list(readScopeDomain, { type: "string" }),',
    replace:
      'requireStamp: listed({\n    kind: list((value) => (typeof value === "string" ? value : undefined), { type: "string" }),',
  },
  {
    rows: ["ADM-05", "ADM-06"],
    file: "core/settings/declared/records.ts",
    find: "  keepHistory: setting<boolean>({",
    replace:
      '  hideAlerts: setting<boolean>({ kind: flag, standard: false, strict: false, direction: "loosens", user: "none", title: "", description: "", example: true }),\n  keepHistory: setting<boolean>({',
  },
  {
    rows: ["ADM-07"],
    file: "extension/audit/webhook.ts",
    find: 'if (!(await parts.allowed(read.url))) return "not-allowed";',
    replace: "",
  },
  { rows: ["ADM-11"], file: "core/level.ts", find: "rank < 0 || ", replace: "" },
  {
    rows: ["ADM-11"],
    file: "core/settings/resolve.ts",
    find: "order.indexOf(chosen) > order.indexOf(decided.value)",
    replace: "order.indexOf(chosen) < order.indexOf(decided.value)",
  },
  {
    rows: ["REP-14"],
    file: "extension/reports/ask.ts",
    find: "const exercise = (await isExerciseMail(checked.bytes)) ? { exercise: true as const } : {};",
    replace: "const exercise = {};\n  if (await isExerciseMail(checked.bytes)) return undefined;",
  },
  {
    rows: ["REP-14"],
    file: "core/settings/exercise.ts",
    find: "unfoldedValue(message, field) === value",
    replace: "value.startsWith(unfoldedValue(message, field))",
  },
  {
    rows: ["REP-14"],
    file: "extension/reports/arrived.ts",
    find: ' && state === "done" && outcome !== "too-late"',
    replace: "",
  },
  {
    rows: ["ADM-09"],
    file: "extension/saved/take.ts",
    find: 'await putKey({ ...key, proof: { how: "user", at: now } });',
    replace: "await putKey(key);",
  },
  { rows: ["ADM-08"], file: POLICY, find: "return older ? fromOlder(read) : read;", replace: "return read;" },
  {
    rows: ["ADM-08"],
    file: "extension/policy/marks.ts",
    find: "Math.max(before.serial, to.serial)",
    replace: "to.serial",
  },
  {
    rows: ["ADM-08"],
    file: "core/trust/revoked.ts",
    find: '{ ...key, status: "compromised" }',
    replace: "key",
  },
  {
    rows: ["ADM-09"],
    file: "extension/ui/options/take-in.ts",
    find: '({ ...record, source: "user", addedAt })',
    replace: '({ addedAt, ...record, source: "user" })',
  },
];
