import type { SeededFault } from "./faults.ts";

const X509 = "core/x509";

/** Mistakes in reading certificates and validating paths (B.12). */
export const X509_FAULTS: readonly SeededFault[] = [
  {
    rows: ["X5-01"],
    file: `${X509}/pin.ts`,
    find: 'if (pin.key !== keyFingerprint(certificate)) return "changed";',
    replace: 'if (pin.key !== keyFingerprint(certificate)) return "renewed";',
  },
  {
    rows: ["X5-01"],
    file: `${X509}/published.ts`,
    find: "const moments = at.length > 0 ? at : [Math.max(signing.notBefore, encryption.notBefore)];",
    replace: "const moments = at;",
  },
  { rows: ["X5-02"], file: `${X509}/purpose.ts`, find: " || more.length > 0) return", replace: ") return" },
  {
    rows: ["X5-02"],
    file: `${X509}/purpose.ts`,
    find: "  const own = name && mailboxOf(name);",
    replace:
      '  const shown = leaf.subject.attributes.find(({ type }) => type === COMMON_NAME)?.text;\n  const own = mailboxOf(name ?? { kind: "rfc822Name", text: shown ?? "" });',
  },
  {
    rows: ["X5-02"],
    file: `${X509}/mailbox.ts`,
    find: "const domain = toALabel(text.slice(at + 1));",
    replace: 'const domain = toALabel(text.slice(at + 1).split("\\0")[0] ?? "");',
  },
  {
    rows: ["X5-03"],
    file: `${X509}/rules.ts`,
    find: "if (basicConstraints?.ca !== true || !basicConstraints.critical)",
    replace: "if (basicConstraints?.ca === false)",
  },
  { rows: ["X5-03"], file: `${X509}/rules.ts`, find: 'if (!keyUsage?.has("keyCertSign"))', replace: "if (false)" },
  { rows: ["X5-04"], file: `${X509}/rules.ts`, find: "if (unknownCritical.length > 0)", replace: "if (false)" },
  { rows: ["X5-04"], file: `${X509}/path.ts`, find: "if (between > allowed || total", replace: "if (total" },
  { rows: ["X5-04"], file: `${X509}/path.ts`, find: 'if (names !== "kept")', replace: 'if (names === "limit")' },
  {
    rows: ["X5-04"],
    file: `${X509}/constraints.ts`,
    find: 'if (name.kind === "smtpUtf8Mailbox") return "rfc822Name";',
    replace: "",
  },
  {
    rows: ["X5-04"],
    file: `${X509}/constraints.ts`,
    find: '|| (list === "excluded" && host.wildcard && isBelow(base.domain, host.domain))',
    replace: "",
  },
  {
    rows: ["X5-08"],
    file: `${X509}/algorithms.ts`,
    find: 'return { octets, key: octets, algorithm: isSound("rsa", octets) ? "rsa" : "unsupported" };',
    replace:
      'return { octets, key: octets.subarray(-65), algorithm: octets.at(-65) === 4 ? "p256" : isSound("rsa", octets) ? "rsa" : "unsupported" };',
  },
  {
    rows: ["X5-08"],
    file: `${X509}/algorithms.ts`,
    find: 'if (algorithm === "rsa") return lintKey("rsa-pss-sha256", key) === undefined && hasWholeOctets(key);',
    replace: "",
  },
  {
    rows: ["X5-09"],
    file: `${X509}/certificate.ts`,
    find: "if (!equalOctets(inner.octets, outer.octets))",
    replace: "if (false)",
  },
  {
    rows: ["X5-10"],
    file: `${X509}/extensions.ts`,
    find: "    const read = location && readGeneralName(location);",
    replace:
      '    const read = location && readGeneralName(location);\n    if (read?.kind === "uniformResourceIdentifier") void fetch(read.text).catch(() => undefined);',
  },
  {
    rows: ["X5-11"],
    file: `${X509}/path.ts`,
    find: 'if (status === "unknown") revocation = "unknown";',
    replace: "",
  },
  {
    rows: ["X5-11"],
    file: `${X509}/revocation-list.ts`,
    find: 'if (list.thisUpdate <= now && now <= list.nextUpdate) status = "good";',
    replace: 'status = "good";',
  },
  {
    rows: ["X5-11"],
    file: `${X509}/revocation-list.ts`,
    find: "    if (!(await verifySigned(issuer.publicKey, list.scheme, list.tbs, list.signature))) continue;\n",
    replace: "",
  },
  {
    rows: ["MT2-08"],
    file: `${X509}/delegation.ts`,
    find: "return issuer === registrable || isBelow(issuer, registrable);",
    replace: "return true;",
  },
  {
    rows: ["MT2-09"],
    file: `${X509}/delegation.ts`,
    find: "(issuer !== domain && !isBelow(domain, issuer))",
    replace: "!domain.endsWith(issuer)",
  },
  {
    rows: ["MT2-09"],
    file: `${X509}/delegation.ts`,
    find: 'if (name?.kind !== "dNSName" || more.length > 0 || toALabel',
    replace: 'if (name?.kind !== "dNSName" || toALabel',
  },
  {
    rows: ["MT2-10"],
    file: `${X509}/delegation.ts`,
    find: 'if (known.length > 0) return validate(known, "LOCAL_PATH");',
    replace:
      'if (known.length > 0) {\n    const own = await validate(known, "LOCAL_PATH");\n    if (own.kind === "valid") return own;\n  }',
  },
  {
    rows: ["X5-04"],
    file: `${X509}/policies.ts`,
    find: "if (parents.size === 0 && above.has(ANY_POLICY)) parents.add(ANY_POLICY);",
    replace: "if (parents.size === 0) parents.add(ANY_POLICY);",
  },
  {
    rows: ["X5-11"],
    file: `${X509}/revocation-list.ts`,
    find: "!critical && !PARTIAL.includes(id)",
    replace: "!critical",
  },
];
