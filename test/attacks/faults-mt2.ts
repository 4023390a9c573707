import type { SeededFault } from "./faults.ts";

const MT2 = "core/mt2";

/** Mistakes in reading and judging MT2 messages (B.10). */
export const MT2_FAULTS: readonly SeededFault[] = [
  {
    rows: ["MT2-01"],
    file: `${MT2}/hop.ts`,
    find: "timeText, messageId, coreDigest, prev].join",
    replace: "timeText, messageId, prev].join",
  },
  {
    rows: ["MT2-01"],
    file: `${MT2}/parse.ts`,
    find: '|| !text.startsWith("<core>", start)) return undefined;',
    replace: ") return undefined;",
  },
  {
    rows: ["MIME-07"],
    file: `${MT2}/check.ts`,
    find: "if (!standsAlone(message)) return false;",
    replace: "",
  },
  {
    rows: ["MT2-02", "MT2-03"],
    file: `${MT2}/xml.ts`,
    find: 'if (text === undefined || FORBIDDEN.test(text) || /<[!?]/.test(text)) return "malformed";',
    replace:
      'if (text === undefined || FORBIDDEN.test(text)) return "malformed";\n  return readDocument(text.replace(/<[!?][^>]*>/g, ""));',
  },
  {
    rows: ["MT2-03"],
    file: `${MT2}/xml.ts`,
    find: 'let good = !raw.replace(REFERENCE, "").includes("&");',
    replace: "let good = true;",
  },
  {
    rows: ["MT2-05"],
    file: `${MT2}/xml.ts`,
    find: "const text = utf8Text(octets)?.replace(",
    replace: 'const text = new TextDecoder(octets[1] === 0 ? "utf-16le" : "latin1").decode(octets).replace(',
  },
  {
    rows: ["MT2-06"],
    file: `${MT2}/agreement.ts`,
    find: 'if (!sameList(from, [headers.from])) found.push("From");',
    replace: "",
  },
  {
    rows: ["MT2-06"],
    file: `${MT2}/agreement.ts`,
    find: 'if (displayHeader(message, "subject") !== headers.subject) found.push("Subject");',
    replace: "",
  },
  {
    rows: ["MT2-07"],
    file: `${MT2}/chain.ts`,
    find: "(next !== undefined && !follows(one.hop, next.hop))",
    replace: "(next !== undefined && one.hop.index + 1 !== next.hop.index && false)",
  },
  {
    rows: ["MT2-07"],
    file: `${MT2}/hop.ts`,
    find: "if (!(await isSigned(hop, leaf, context))) return REFUSED;",
    replace: "await isSigned(hop, leaf, context);",
  },
  {
    rows: ["MT2-07"],
    file: `${MT2}/check.ts`,
    find: "(!delivered || isOwnGateway(last.host, knowledge))",
    replace: "(!delivered || knowledge.account !== undefined)",
  },
  {
    rows: ["MT2-11"],
    file: "core/verdict/decide.ts",
    find: '(badge === "TRANSPORT" || badge === "NONE") && holds(axes)) return "INTACT";',
    replace: '(badge === "TRANSPORT" || badge === "NONE") && holds(axes)) return "VERIFIED";',
  },
  {
    rows: ["MT2-11"],
    file: `${MT2}/route.ts`,
    find: 'if (!proven) return { trust: "nobody" };',
    replace: 'if (proven) return { trust: "listed" };',
  },
  {
    rows: ["MT2-13"],
    file: `${MT2}/chain.ts`,
    find: 'if (last?.state.kind !== "validated" || !validators.includes(last.hop.host)) return judged;',
    replace: "if (last === undefined || !judged.some(({ hop }) => validators.includes(hop.host))) return judged;",
  },
  {
    rows: ["MT2-12"],
    file: `${MT2}/check.ts`,
    find: "const state = ends ? judged[chain.from - 1]?.state : undefined;",
    replace: 'const state = judged.find((one) => one.state.kind === "unproven")?.state;',
  },
];
