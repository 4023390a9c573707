import type { SeededFault } from "./faults.ts";

const DKIM = "core/dkim";

/** Mistakes in the check of DKIM signatures on this device (B.6, and what else it touches). */
export const DKIM_FAULTS: readonly SeededFault[] = [
  {
    rows: ["AR-05"],
    file: `${DKIM}/signature.ts`,
    find: 'const domain = toALabel(value.get("d") ?? "");',
    replace: 'const domain = (value.get("d") ?? "").split(/[(\'"\\0]/)[0] ?? "";',
  },
  {
    rows: ["AR-06"],
    file: `${DKIM}/signed-header.ts`,
    find: "const taken = new Map<string, number>();",
    replace:
      "const o: any = {}; const taken = { get: (n: string) => o[n], set: (n: string, v: number) => { o[n] = v; } };",
  },
  {
    rows: ["AR-08"],
    file: `${DKIM}/check.ts`,
    find: "only !== undefined && aligned(domain, only)",
    replace: "only !== undefined && (aligned(domain, only) || domain.endsWith(only))",
  },
  {
    rows: ["AR-12"],
    file: `${DKIM}/check.ts`,
    find: "...(signer && { signedBy: signer.signature.domain }),",
    replace: '...((signer || chains?.lines.some(({ code }) => code === "arc-true")) && { signedBy: only ?? "" }),',
  },
  {
    rows: ["AR-12"],
    file: `${DKIM}/forwarders.ts`,
    find: 'const first = chain.kind === "true" ? chain.sets[0] : undefined;',
    replace: 'const first = "sets" in chain ? chain.sets[0] : undefined;',
  },
  {
    rows: ["AR-12"],
    file: `${DKIM}/arc-chain.ts`,
    find: 'if (!(await isTrue(seal, found, input))) return { kind: "broken", sets, domain: seal.domain };',
    replace: "",
  },
  {
    rows: ["AR-13"],
    file: `${DKIM}/judge.ts`,
    find: "const CREDIT_BITS = 2048;",
    replace: "const CREDIT_BITS = 1024;",
  },
  {
    rows: ["AR-13"],
    file: `${DKIM}/judge.ts`,
    find: "if (length !== undefined || leavesOpen(signature, header))",
    replace: "if (leavesOpen(signature, header))",
  },
  {
    rows: ["AR-14"],
    file: "core/verdict/decide.ts",
    find: 'if (badge === "TRANSPORT" && axes.structure === "ambiguous") return "NONE";',
    replace: "",
  },
  {
    rows: ["AR-18"],
    file: "core/authres/judge.ts",
    find: "some(({ partial, refuted }) => partial || refuted)",
    replace: "some(({ partial }) => partial)",
  },
  {
    rows: ["AR-18"],
    file: "core/verify.ts",
    find: 'authres.transport === "none" && dkim.signedBy !== undefined ? "pass"',
    replace: 'dkim.signedBy !== undefined ? "pass"',
  },
  {
    rows: ["MIME-11"],
    file: `${DKIM}/judge.ts`,
    find: '["from", "content-type"].some(',
    replace: '["from"].some(',
  },
  {
    rows: ["DOS-03"],
    file: `${DKIM}/check.ts`,
    find: "const tried = sorted.slice(0, MAX_DKIM_SIGNATURES);",
    replace: "const tried = sorted;",
  },
];
