import type { SeededFault } from "./faults.ts";

const WEBMAIL = "extension/webmail";

/** Mistakes in the browsers' packages: who is heard, whose source it is, what a marker says (B.1, B.16). */
export const WEBMAIL_FAULTS: readonly SeededFault[] = [
  { rows: ["ACQ-08"], file: `${WEBMAIL}/faces.ts`, find: "title, ...source].join", replace: "title].join" },
  { rows: ["ACQ-09"], file: `${WEBMAIL}/same-message.ts`, find: "if (!sameSubject) return false;", replace: "" },
  {
    rows: ["ACQ-09"],
    file: `${WEBMAIL}/same-message.ts`,
    find: "return comparable(from) === comparable(result.from.addrSpec);",
    replace: "return true;",
  },
  {
    rows: ["ACQ-09"],
    file: `${WEBMAIL}/same-message.ts`,
    find: "conversation === true ? withoutPrefixes : ",
    replace: "conversation === undefined ? withoutPrefixes : ",
  },
  {
    rows: ["ACQ-09"],
    file: `${WEBMAIL}/php-query.ts`,
    find: "values.length === 1 ? values[0] : undefined",
    replace: "values[0]",
  },
  {
    rows: ["ACQ-09"],
    file: `${WEBMAIL}/adapters/horde.ts`,
    find: "!searched && !(asSelected && ",
    replace: "false && !(asSelected && ",
  },
  {
    rows: ["ACQ-09"],
    file: `${WEBMAIL}/same-message.ts`,
    find: 'cut === true ? shown !== "" && written.startsWith(shown)',
    replace: "cut === true ? true",
  },
  {
    rows: ["ACQ-09"],
    file: `${WEBMAIL}/adapters/horde.ts`,
    find: "outside(page, AT.preview.own).length > 0",
    replace: "page.querySelector(AT.preview.own) !== null",
  },
  { rows: ["ACQ-10"], file: `${WEBMAIL}/faces.ts`, find: "worstFirst(checked)", replace: "checked" },
  { rows: ["EXT-01"], file: `${WEBMAIL}/faces.ts`, find: 'if (mark === "")', replace: "if (mark === hint)" },
  {
    rows: ["EXT-03"],
    file: `${WEBMAIL}/faces.ts`,
    find: 'label: faceOf(result, say).label, hint, mark: "" }',
    replace: "label: faceOf(result, say).label, hint, mark }",
  },
  { rows: ["EXT-04"], file: `${WEBMAIL}/hears.ts`, find: "frameId !== 0 ||", replace: "" },
  {
    rows: ["EXT-04"],
    file: `${WEBMAIL}/wire.ts`,
    find: "messages.length > MOST || ",
    replace: "",
  },
  {
    rows: ["EXT-05"],
    file: `${WEBMAIL}/hears.ts`,
    find: "if (url.startsWith(ownUrl))",
    replace: "if (readWish(message))",
  },
  {
    rows: ["EXT-05"],
    file: `${WEBMAIL}/adapters/roundcube.ts`,
    find: "if (!UID.test(uid) ||",
    replace: "if (",
  },
  {
    rows: ["EXT-10"],
    file: `${WEBMAIL}/hears.ts`,
    find: "if (site === undefined) return undefined;",
    replace: "",
  },
  {
    rows: ["EXT-10", "EXT-15"],
    file: "extension/packaging/manifests.mjs",
    find: "permissions: [...permissions",
    replace: 'host_permissions: ["https://*/*"], permissions: ["tabs", ...permissions',
  },
  {
    rows: ["ACQ-04"],
    file: `${WEBMAIL}/zip.ts`,
    find: "octets.length > most ? undefined : octets",
    replace: "octets.length > most ? undefined : octets.subarray(1)",
  },
  {
    rows: ["EXT-05"],
    file: `${WEBMAIL}/adapters/sogo.ts`,
    find: "mail === undefined || !TOKEN.test(token)",
    replace: "mail === undefined",
  },
  {
    rows: ["EXT-10"],
    file: "core/settings/kinds.ts",
    find: ' && !value.includes("*")',
    replace: "",
  },
  {
    rows: ["EXT-10"],
    file: "core/settings/entries.ts",
    find: "webmailSites.locked ? decided : ",
    replace: "",
  },
];
