import type { SeededFault } from "./faults.ts";

const DNS = "core/dns";

/** Mistakes in the DNSSEC validator and in the readers of published records. */
export const DNS_FAULTS: readonly SeededFault[] = [
  {
    rows: ["DNS-01"],
    file: `${DNS}/validate.ts`,
    find: 'if (zone === undefined) return { state: "INDETERMINATE", code: "SIGNATURE_MISSING", at: set.name };',
    replace:
      "if (zone === undefined) return { signature: { originalTtl: 0, inception: 0 } as unknown as Rrsig, wildcard: false };",
  },
  {
    rows: ["DNS-02"],
    file: `${DNS}/denial.ts`,
    find: 'return denial ?? fault ?? costly(session, name) ?? { state: "INDETERMINATE", code: "DENIAL_MISSING", at: name };',
    replace: 'return denial ?? fault ?? { kind: "nodata", insecure: type === TYPE.DS && "delegation" };',
  },
  {
    rows: ["DNS-03"],
    file: `${DNS}/zone.ts`,
    find: "from <= now && (until === undefined || now < until)",
    replace: "from <= now",
  },
  {
    rows: ["DNS-03"],
    file: `${DNS}/zone.ts`,
    find: "if (entries.length === 0 && anchored) {",
    replace: "if (entries.length === 0 && anchored && all.length === 0) {",
  },
  {
    rows: ["DNS-04"],
    file: `${DNS}/zone.ts`,
    find: "const entries = all.filter((key) => isZoneKey(key) && named(key));",
    replace: "const entries = all.some(named) ? all.filter(isZoneKey) : [];",
  },
  {
    rows: ["DNS-05"],
    file: `${DNS}/zone.ts`,
    find: "all.filter(({ tag }) => tag === key.tag).length > MAX_KEYS_PER_TAG",
    replace: "all.length < MAX_KEYS_PER_TAG && key.tag < 0",
  },
  {
    rows: ["DNS-05"],
    file: `${DNS}/verify-set.ts`,
    find: "if (++checks > MAX_CHECKS_PER_RRSET) return limit;",
    replace: "",
  },
  {
    rows: ["DNS-05"],
    file: `${DNS}/work.ts`,
    find: "if (outcomes.size >= MAX_DNS_CHECKS) return undefined;",
    replace: "",
  },
  { rows: ["DNS-06"], file: `${DNS}/work.ts`, find: "hashes.size >= MAX_NSEC3_HASHES", replace: "hashes.size < 0" },
  { rows: ["DNS-06"], file: `${DNS}/nsec3.ts`, find: "iterations > MAX_NSEC3_ITERATIONS || ", replace: "" },
  {
    rows: ["DNS-07"],
    file: `${DNS}/nsec.ts`,
    find: "covers(record, name, zone) && !isAtOrBelow(record.next, name) && closestEncloser(record, name) === encloser",
    replace: "isAtOrBelow(name, encloser) && isAtOrBelow(record.owner, zone)",
  },
  {
    rows: ["DNS-07"],
    file: `${DNS}/validate.ts`,
    find: "if (signature.labels === signedLabels(set.name)) return",
    replace: "if (signature.labels <= signedLabels(set.name)) return",
  },
  {
    rows: ["DNS-08"],
    file: `${DNS}/rrset.ts`,
    find: "return (b - a) >>> 0 < 0x80000000;",
    replace: "return a <= b;",
  },
  {
    rows: ["DNS-09"],
    file: `${DNS}/proof.ts`,
    find: 'if (!older || now > remembered.until) return "newer";',
    replace: 'if (!older || now <= remembered.until) return "newer";',
  },
  {
    rows: ["DNS-09"],
    file: "core/lookup/remember.ts",
    find: 'if (ages.includes("rollback")) return',
    replace: 'if (ages.includes("rollback") && before.until < now) return',
  },
  {
    // The age of any record of absence, not of the one about the name.
    rows: ["DNS-09"],
    file: `${DNS}/validate.ts`,
    find: "const { kind: absent, inception } = denial;",
    replace:
      "const absent = denial.kind; const inception = Math.max(...sets.flatMap(({ signatures }) => signatures.map((s) => s.inception)));",
  },
  {
    rows: ["DNS-09"],
    file: "core/trust/rollback.ts",
    find: "dnsRollbacks.filter((rolled) => authors.some((author) => aligned(author, rolled)));",
    replace: "dnsRollbacks.filter((rolled) => authors.includes(rolled.slice(1)));",
  },
  {
    // A sudden "unsigned" takes away what was proven.
    rows: ["DNS-02"],
    file: "core/lookup/remember.ts",
    find: 'if (found.state !== "secure") return kept(before, found, asked);',
    replace: 'if (found.state !== "secure" && found.state !== "insecure") return kept(before, found, asked);',
  },
  {
    rows: ["DNS-10"],
    file: `${DNS}/zone.ts`,
    find: "supported.some((ds) => ds.digestType === strongest && isNamedBy(session, name, key, ds))",
    replace: "supported.some((ds) => ds.digestType <= strongest && isNamedBy(session, name, key, ds))",
  },
  {
    rows: ["DNS-10"],
    file: "core/crypto/rsa-pkcs1.ts",
    find: "return exponent.length > 1 || exponent[0] !== 1;",
    replace: "return true;",
  },
  {
    rows: ["DNS-11"],
    file: `${DNS}/nsec.ts`,
    find: "if (isAtOrBelow(name, owner) && (isDelegation(types) || types.has(TYPE.DNAME))) return false;",
    replace: "",
  },
  {
    rows: ["DNS-11"],
    file: `${DNS}/nsec.ts`,
    find: "return !isDelegation(types);",
    replace: "return true;",
  },
  {
    rows: ["DNS-12"],
    file: `${DNS}/message.ts`,
    find: "answer: answer.records,",
    replace: "answer: [...answer.records, ...authority.records, ...additional.records],",
  },
  {
    rows: ["DNS-13"],
    file: `${DNS}/records/published.ts`,
    find: 'if (more !== undefined) return { kind: "unusable", fault: "several" };',
    replace: "",
  },
  {
    rows: ["DNS-13"],
    file: `${DNS}/records/txt.ts`,
    find: "/^[\\t ]*(?:;|$)/",
    replace: "/^[\\t ]*/",
  },
  {
    rows: ["DNS-07"],
    file: `${DNS}/records/published.ts`,
    find: 'if (wildcard) return { kind: "unusable", fault: "wildcard" };',
    replace: "",
  },
  {
    rows: ["DNS-16"],
    file: `${DNS}/records/client-mx.ts`,
    find: "host?.end === data.length && ",
    replace: "host !== undefined && ",
  },
  {
    rows: ["IPP-09"],
    file: `${DNS}/records/ipp.ts`,
    find: "if (/[?#]/.test(text) || !URL.canParse(text)) return false;",
    replace: "if (!URL.canParse(text)) return false;",
  },
  {
    rows: ["IPP-10"],
    file: `${DNS}/records/ipp.ts`,
    find: " && hostFault(url.hostname) === undefined",
    replace: "",
  },
  {
    rows: ["GMR-09"],
    file: "core/gmp/judge.ts",
    find: "if (key.octets.length === 0)",
    replace: "if (key.octets.length < 0)",
  },
  {
    rows: ["DNS-14"],
    file: `${DNS}/names.ts`,
    find: "if (target >= from || pointers > MAX_NAME_POINTERS) return undefined;",
    replace: "if (pointers > 5000) return undefined;",
  },
  {
    rows: ["DNS-15"],
    file: `${DNS}/query.ts`,
    find: 'if (message.truncated) return "TRUNCATED";',
    replace: "",
  },
];
