import type { SeededFault } from "./faults.ts";

const MAP = "core/map";

/** Mistakes in reading MAP envelopes (B.7) and mutual TLS (B.9). */
export const MAP_FAULTS: readonly SeededFault[] = [
  {
    rows: ["MAP-01"],
    file: `${MAP}/check.ts`,
    find: "if (!attributed || all.reasons.length > 0) return all;",
    replace: "if (all.reasons.length > 0) return all;",
  },
  {
    rows: ["MAP-01"],
    file: `${MAP}/gateway.ts`,
    find: "(key === undefined || key === envelope.keyId)",
    replace: "true",
  },
  {
    rows: ["MAP-02"],
    file: `${MAP}/check.ts`,
    find: "return equalOctets(await hashPayload(payload, engine), envelope.digest);",
    replace: "return hashPayload(payload, engine).then(() => true);",
  },
  {
    rows: ["MAP-02"],
    file: `${MAP}/check.ts`,
    find: "if (payload.length !== envelope.length) return false;",
    replace: "",
  },
  {
    rows: ["MAP-02"],
    file: "core/verdict/reasons.ts",
    find: 'MAP_PAYLOAD_MISMATCH: { effect: "caution", vouched: "alert"',
    replace: 'MAP_PAYLOAD_MISMATCH: { effect: "caution"',
  },
  {
    rows: ["MAP-04"],
    file: `${MAP}/cbor.ts`,
    find: "return equalOctets(encode(value, rfc8949EncodeOptions), octets) ? value : undefined;",
    replace: "return value;",
  },
  {
    rows: ["MAP-05"],
    file: `${MAP}/cbor.ts`,
    find: "  useMaps: true,\n",
    replace: "",
  },
  {
    rows: ["MAP-06"],
    file: `${MAP}/cbor.ts`,
    find: "if (open.length > MAX_DEPTH) return true;",
    replace: "",
  },
  {
    rows: ["MAP-07"],
    file: `${MAP}/gateway.ts`,
    find: "from !== undefined && aligned(domain, from)",
    replace: "from !== undefined",
  },
  {
    rows: ["MAP-08"],
    file: `${MAP}/check.ts`,
    find: "if (delivered && !enveloped)",
    replace: "if (delivered && !enveloped && recipients.length === 0)",
  },
  {
    rows: ["MAP-09"],
    file: `${MAP}/key.ts`,
    find: 'record.usage !== "envelope" || ',
    replace: "",
  },
  {
    rows: ["MAP-09"],
    file: `${MAP}/key.ts`,
    find: 'return record.p === "" ? { kind: "revoked" } :',
    replace: 'return record.p === "" ? { kind: "gone" } :',
  },
  {
    rows: ["MAP-11"],
    file: `${MAP}/key.ts`,
    find: 'if (answer === undefined || more.length > 0 || answer.state === "bogus" || answer.state === "indeterminate")',
    replace: "if (answer === undefined || more.length > 0)",
  },
  {
    rows: ["MAP-11"],
    file: `${MAP}/check.ts`,
    find: 'if (key.anchor === "https")',
    replace: 'if (key.anchor === "https" && key.record.usage === "")',
  },
  {
    rows: ["MAP-12"],
    file: "core/authres/judge.ts",
    find: 'if (mapMode(result) !== "enforce") return false;',
    replace: "",
  },
  {
    rows: ["MAP-13"],
    file: `${MAP}/envelope.ts`,
    find: 'if ([...map.keys()].some((key) => !KEYS.has(key))) return { kind: "unsupported" };',
    replace: "",
  },
  {
    rows: ["MTLS-01"],
    file: "core/mtls/check.ts",
    find: "const said = found.filter(",
    replace:
      'if (found.length === 0 && hasOptedIn(from.domain, knowledge) === true) return evidence([], [line("pass", { server: "", domain: from.domain })], []);\n  const said = found.filter(',
  },
  {
    rows: ["MTLS-02"],
    file: "core/mtls/check.ts",
    find: "report.domain !== undefined && aligned(report.domain, from.domain)",
    replace: "report.domain !== undefined",
  },
  {
    rows: ["MTLS-02"],
    file: "core/authres/judge.ts",
    find: "methods.includes(result.method) && aligned(domain, from)",
    replace: 'methods.includes(result.method) && (result.method === "mtls" || aligned(domain, from))',
  },
];
