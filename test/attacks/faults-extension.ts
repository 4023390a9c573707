import type { SeededFault } from "./faults.ts";

const THUNDERBIRD = "extension/thunderbird";
const MANIFEST = "manifest.json";

/** Mistakes in the extension: display, state, manifest and the rules of its sources (B.1, B.15, B.16, B.18, B.19). */
export const EXTENSION_FAULTS: readonly SeededFault[] = [
  {
    rows: ["ACQ-01"],
    file: "extension/button/board.ts",
    find: "if (tab?.turn !== turn) return false;",
    replace: "if (!tab) return false;",
  },
  {
    rows: ["ACQ-01"],
    file: `${THUNDERBIRD}/display.ts`,
    find: 'const reset = board.show(turn, neutralFace("pending", say));',
    replace: "const reset = Promise.resolve(true);",
  },
  {
    rows: ["ACQ-03"],
    file: "extension/check/verdicts.ts",
    find: "[digest, epoch, origin,",
    replace: "[epoch, origin,",
  },
  {
    rows: ["ACQ-05"],
    file: `${THUNDERBIRD}/prefix.ts`,
    find: 'const BARE_LF = lines("\\n");',
    replace: 'const BARE_LF = lines("\\r?\\n");',
  },
  {
    rows: ["ACQ-07"],
    file: `${THUNDERBIRD}/received.ts`,
    find: "octets.length < header.size",
    replace: "octets.length > header.size",
  },
  {
    rows: ["ACQ-10"],
    file: `${THUNDERBIRD}/display.ts`,
    find: "message === undefined || messages.length > 1",
    replace: "message === undefined",
  },
  {
    rows: ["ACQ-14"],
    file: `${THUNDERBIRD}/place.ts`,
    find: "if (external || folder === undefined)",
    replace: "if (folder === undefined)",
  },
  { rows: ["DOS-05"], file: "extension/button/board.ts", find: "before?.controller.abort();", replace: "" },
  { rows: ["DOS-06"], file: "extension/state/ledger.ts", find: "count(entry.org_id)", replace: "count()" },
  {
    rows: ["DOS-07"],
    file: "extension/check/watchdog.ts",
    find: "silent = 0;\n    })",
    replace: "})",
  },
  {
    rows: ["DOS-08"],
    file: "extension/check/outcome.ts",
    find: "inScope(domain, record)",
    replace: "record.org_id === author",
  },
  {
    rows: ["EXT-02"],
    file: `${THUNDERBIRD}/badge.ts`,
    find: "await Promise.all([",
    replace: "await browser.scripting.executeScript({ target: { tabId } });\n  await Promise.all([",
  },
  {
    rows: ["ACQ-01"],
    file: "extension/webmail/desk.ts",
    find: "if (await isAt(turn.tabId, page)) await board.show(turn, face);",
    replace: "await board.show(turn, face);",
  },
  {
    rows: ["EXT-06"],
    file: "extension/state/observe.ts",
    find: "await tx.done;",
    replace: "await browser.storage.local.set({ digest });",
  },
  {
    rows: ["EXT-08"],
    file: MANIFEST,
    find: "script-src 'self' 'wasm-unsafe-eval'",
    replace: "script-src 'self' 'unsafe-eval'",
  },
  { rows: ["EXT-12"], file: "extension/icons/caution.svg", find: "#b8780a", replace: "#ffd000" },
  {
    rows: ["EXT-13"],
    file: "extension/button/say.ts",
    find: "browser.i18n.getMessage(key, values)",
    replace: "new Function(key)()",
  },
  {
    rows: ["EXT-15", "NET-06"],
    file: MANIFEST,
    find: '"permissions": [',
    replace: '"host_permissions": ["https://*/*"], "permissions": [',
  },
  {
    rows: ["EXT-16"],
    file: "extension/diagnostics/redaction.ts",
    find: "if (ADDRESS.test(given)) return address(given);",
    replace: "if (ADDRESS.test(given)) return given;",
  },
  {
    rows: ["ST-04"],
    file: "extension/check/knowledge.ts",
    find: "Math.max(facts.latestSeen, about.now)",
    replace: "about.now",
  },
  {
    rows: ["ST-05"],
    file: "extension/state/clockwork.ts",
    find: "epoch: before.epoch + 1",
    replace: "epoch: before.epoch",
  },
  {
    rows: ["ST-06"],
    file: "extension/state/observe.ts",
    find: "result.observations.stampedDomain",
    replace: "undefined",
  },
  {
    rows: ["ST-07"],
    file: "extension/state/ledger.ts",
    find: "epoch: facts.epoch + 1, ledgerSince: seconds()",
    replace: "epoch: facts.epoch + 1",
  },
  {
    rows: ["EXT-01"],
    file: MANIFEST,
    find: '"permissions": [',
    replace: '"message_display_scripts": [{ "js": ["banner.js"] }], "permissions": [',
  },
  {
    rows: ["EXT-11"],
    file: `${THUNDERBIRD}/waking.ts`,
    find: "again || board.current(id) === undefined",
    replace: "again",
  },
];
