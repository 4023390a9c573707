import type { SeededFault } from "./faults.ts";

const AUTHRES = "core/authres";
const CRYPTO = "core/crypto";

/** Mistakes in cryptographic primitives (B.4) and in reading Authentication-Results (B.6). */
export const PRIMITIVE_FAULTS: readonly SeededFault[] = [
  {
    rows: ["CRY-01"],
    file: `${CRYPTO}/key-lint.ts`,
    find: 'return SMALL_ORDER_Y.has(toHex(y)) ? "small-order" : "usual";',
    replace: 'return "usual";',
  },
  {
    rows: ["CRY-01"],
    file: `${CRYPTO}/ed25519.ts`,
    find: "return expected.every((octet, i) => octet === r[i]);",
    replace: "return ed25519.verify(signature, input, key, { zip215: false });",
  },
  { rows: ["CRY-02"], file: `${CRYPTO}/ed25519.ts`, find: "|| littleEndian(s) < L;", replace: "|| true;" },
  { rows: ["CRY-03"], file: `${CRYPTO}/signature.ts`, find: "n > 0n && n < P256_N", replace: "n < P256_N / 2n" },
  { rows: ["CRY-04"], file: `${CRYPTO}/key-lint.ts`, find: "bits < 2048", replace: "bits < 512" },
  { rows: ["CRY-04"], file: `${CRYPTO}/key-lint.ts`, find: "exponent < 65537 ||", replace: "" },
  {
    rows: ["CRY-05"],
    file: `${CRYPTO}/signature.ts`,
    find: 'import: { name: "RSA-PSS", hash: "SHA-256" },\n    use: { name: "RSA-PSS", saltLength: 32 },',
    replace: 'import: { name: "RSASSA-PKCS1-v1_5", hash: "SHA-256" },\n    use: { name: "RSASSA-PKCS1-v1_5" },',
  },
  {
    rows: ["CRY-06"],
    file: `${CRYPTO}/engine-noble.ts`,
    find: "import { sha3_256 }",
    replace: "import { keccak_256 as sha3_256 }",
  },
  {
    rows: ["CRY-09"],
    file: `${CRYPTO}/key-lint.ts`,
    find: 'if (key.length !== 65 || key[0] !== 4) return "encoding";',
    replace: "",
  },
  {
    rows: ["CRY-10"],
    file: `${CRYPTO}/signature.ts`,
    find: "return answer === true;",
    replace: "return Boolean(answer);",
  },
  {
    rows: ["CRY-11"],
    file: `${CRYPTO}/octets.ts`,
    find: "if (!(chunk instanceof Uint8Array))",
    replace: "if (chunk === null)",
  },
  {
    rows: ["CRY-11"],
    file: "core/canonical/encoding.ts",
    find: "if (bytes.length !== text.length)",
    replace: "if (bytes.length === -1)",
  },
  {
    rows: ["AR-01"],
    file: `${AUTHRES}/border.ts`,
    find: 'if (placement === "above") return index < border;',
    replace: 'if (placement === "above") return true;',
  },
  {
    rows: ["AR-01"],
    file: `${AUTHRES}/border.ts`,
    find: "(?<![A-Za-z0-9.-])by[\\t ]+(?=([A-Za-z0-9.-]+))/gi",
    replace: "^from [^ ]+ .*? ?by[\\t ]+([A-Za-z0-9.-]+)/gi",
  },
  { rows: ["AR-01"], file: `${AUTHRES}/border.ts`, find: "inPlace.length < found.length ||", replace: "" },
  {
    rows: ["AR-02"],
    file: `${AUTHRES}/check.ts`,
    find: "const configured = reports.length > 0;",
    replace: "const configured = account !== undefined;",
  },
  {
    rows: ["AR-03"],
    file: `${AUTHRES}/border.ts`,
    find: 'if (id === "") return SILENT;',
    replace:
      'if (id === "") return { kind: "report", server: id, results: candidates(message, id).flatMap((c) => c.parsed?.results ?? [{ method: "dmarc", result: "pass", reason: undefined, properties: new Map([["header.from", "bank.example"]]) }]), irregular: 0 };',
  },
  {
    rows: ["AR-04"],
    file: `${AUTHRES}/border.ts`,
    find: "return asciiLower(own) === id ?",
    replace: "return asciiLower(own).startsWith(id) ?",
  },
  {
    rows: ["AR-04"],
    file: `${AUTHRES}/border.ts`,
    find: "parsed?.version === 1 ?",
    replace: "parsed ?",
  },
  {
    rows: ["AR-05"],
    file: `${AUTHRES}/parse.ts`,
    find: "if (properties.has(item.name)) return undefined;",
    replace: "",
  },
  { rows: ["AR-05"], file: `${AUTHRES}/cursor.ts`, find: "cursor.at = start;\n        return;", replace: "return;" },
  {
    rows: ["AR-06"],
    file: `${AUTHRES}/parse.ts`,
    find: "      properties.set(item.name, item.value);",
    replace:
      "      properties.set(item.name, item.value);\n      const [a = '', b = ''] = item.name.split('.');\n      Reflect.set(Object(Reflect.get({}, a)), b, item.value);",
  },
  {
    rows: ["AR-07"],
    file: `${AUTHRES}/identity.ts`,
    find: "if (value !== undefined) return toALabel(read(value));",
    replace: 'if (value !== undefined) return toALabel(read(value));\n    return "bank.example";',
  },
  {
    rows: ["AR-08"],
    file: `${AUTHRES}/judge.ts`,
    find: "const others = dmarc.filter(({ domain }) => domain !== from);",
    replace: "const others = dmarc.filter(({ domain }) => !aligned(domain, from));",
  },
  {
    rows: ["AR-09"],
    file: `${AUTHRES}/judge.ts`,
    find: 'const dmarc = [...said("fail"), ...said("pass")]',
    replace: 'const dmarc = said("pass")',
  },
  {
    rows: ["AR-10"],
    file: `${AUTHRES}/judge.ts`,
    find: "named.filter(({ result }) => result.result === word)",
    replace: "named.filter(({ result }) => result.result.includes(word))",
  },
  {
    rows: ["AR-11"],
    file: `${AUTHRES}/border.ts`,
    find: 'field.lowerName === "authentication-results" && !field.spaceBeforeColon',
    replace: 'field.lowerName.endsWith("authentication-results")',
  },
  {
    rows: ["AR-12"],
    file: `${AUTHRES}/judge.ts`,
    find: "const failed = own.find(",
    replace: 'const failed = statements.some(({ result }) => result.method === "arc") ? undefined : own.find(',
  },
  { rows: ["AR-13"], file: `${AUTHRES}/dkim-scope.ts`, find: 'tags.has("l") ||', replace: "" },
  { rows: ["AR-13"], file: `${AUTHRES}/judge.ts`, find: "weak && !carried ? undefined :", replace: "" },
  {
    rows: ["AR-15"],
    file: `${AUTHRES}/check.ts`,
    find: 'const delivered = origin === "account";',
    replace: 'const delivered = origin !== "file";',
  },
  {
    rows: ["AR-16"],
    file: `${AUTHRES}/check.ts`,
    find: "(account?.authserv ?? []).map(",
    replace:
      '[...(account?.authserv ?? []), { authservId: "mx.example", borderHosts: ["mx.example"], placement: "above" } as const].map(',
  },
  {
    rows: ["AR-17"],
    file: `${AUTHRES}/judge.ts`,
    find: 'if (word !== "pass" && word !== "fail")',
    replace: 'if (word === "none") return [];\n  if (word !== "pass" && word !== "fail")',
  },
  {
    rows: ["AR-03"],
    file: `${AUTHRES}/parse.ts`,
    find: "const authservId = take(cursor, TOKEN);",
    replace: 'const authservId = take(cursor, TOKEN) ?? "mx.example";',
  },
];
