import type { SeededFault } from "./faults.ts";

const HPKE = "core/hpke";

/** Mistakes in reading sealed messages (B.13). */
export const HPKE_FAULTS: readonly SeededFault[] = [
  {
    rows: ["E2E-01"],
    file: `${HPKE}/open.ts`,
    find: 'const proven = inner.badge === "VERIFIED" || inner.badge === "INTACT";',
    replace: 'const proven = inner.badge !== "ALERT";',
  },
  {
    rows: ["E2E-02"],
    file: `${HPKE}/protected-headers.ts`,
    find: "isOwnAddress(address, own)) ?? false;",
    replace: "address !== '') ?? false;",
  },
  {
    rows: ["E2E-03"],
    file: `${HPKE}/aad.ts`,
    find: 'people !== undefined && writeAad(eid, people) === aad ? "same" : "other"',
    replace: '"same"',
  },
  {
    rows: ["E2E-03"],
    file: `${HPKE}/protected-headers.ts`,
    find: 'told.get("subject") === textOf(outer, "subject")',
    replace: 'told.has("subject")',
  },
  {
    rows: ["E2E-04"],
    file: "core/message/sealed-carrier.ts",
    find: " || !standsAlone(message)",
    replace: "",
  },
  {
    rows: ["E2E-04"],
    file: "core/message/sealed-carrier.ts",
    find: " || more.length > 0",
    replace: "",
  },
  {
    rows: ["E2E-04"],
    file: "core/message/sealed-carrier.ts",
    find: '!is(first, "text/plain") || isAttachment(first)',
    replace: "isAttachment(first)",
  },
  {
    rows: ["E2E-06"],
    file: `${HPKE}/examine.ts`,
    find: 'if (answer !== "same") return',
    replace: 'if (answer === "unsupported") return',
  },
  {
    rows: ["E2E-06"],
    file: "extension/ui/sealed/reply.tsx",
    find: "replies.unsealed(inside, false)",
    replace: "replies.unsealed(inside, true)",
  },
  {
    rows: ["E2E-09"],
    file: `${HPKE}/jwe.ts`,
    find: '!hasExactly(header, ["alg", "enc"]) || ',
    replace: "",
  },
  {
    rows: ["E2E-09"],
    file: `${HPKE}/jwe.ts`,
    find: "if (keys === undefined || ",
    replace: "if (",
  },
  {
    rows: ["E2E-11"],
    file: `${HPKE}/open.ts`,
    find: 'return recipients > 1 ? "anyone-or-recipient" : "anyone";',
    replace: 'return "anyone";',
  },
  {
    rows: ["E2E-14"],
    file: `${HPKE}/open.ts`,
    find: "if (key === undefined) return CANNOT_OPEN;",
    replace: 'if (key === undefined) return { state: "refused", code: "unsupported" };',
  },
  {
    rows: ["E2E-13"],
    file: `${HPKE}/key.ts`,
    find: 'importKey("jwk", jwk, "X25519", false, ["deriveBits"])',
    replace: 'importKey("jwk", jwk, "X25519", true, ["deriveBits"])',
  },
  {
    rows: ["E2E-13"],
    file: "extension/sealed/keys.ts",
    find: '{ name: "AES-GCM", length: 256 }, false,',
    replace: '{ name: "AES-GCM", length: 256 }, true,',
  },
  {
    rows: ["E2E-05"],
    file: "core/display/harmless-html.ts",
    find: 'if (name === "img") return escaped(',
    replace: 'if (name === "img") return "<img src=https://canary.example/>" + escaped(',
  },
  {
    rows: ["E2E-05"],
    file: "core/display/harmless-html.ts",
    find: "const POLICY = \"default-src 'none'; ",
    replace: 'const POLICY = "default-src https:; ',
  },
  {
    rows: ["E2E-12"],
    file: "extension/sealed/reading.ts",
    find: "const inside = readInside(message, engine);",
    replace: "const inside = readInside(message, engine); console.info(inside.subject);",
  },
];
