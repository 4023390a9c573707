// The rules of Thunderbird's add-on site that lead to a rejection, over the built package. Its own linter is not in a
// package registry, so each rule is checked here; `store-rules-repository.mjs` has those about the repository.
import { packageFiles } from "./package-files.mjs";
import { repositoryProblems } from "./store-rules-repository.mjs";

const text = (octets) => Buffer.from(octets).toString("utf8");
const ending = (path) => path.slice(path.lastIndexOf(".") + 1);

const CSP =
  "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data:; connect-src 'self' https:";

/** Reviewers read the code: long lines and one-letter soup are what they cannot read. Tables of data are long lines. */
function unreadable(path, source) {
  const lines = source.split("\n");
  const code = lines.filter((line) => line.trim() !== "" && !/^\s*(?:\/\/|\*|\/\*)/.test(line));
  const average = code.reduce((sum, line) => sum + line.length, 0) / Math.max(1, code.length);
  if (lines.length < 3 && source.length > 2000)
    return [`${path} is minified: ${lines.length} lines for ${source.length} characters`];
  if (average > 200) return [`${path} looks minified: ${Math.round(average)} characters a line`];
  if (/\beval\(function\(p,a,c,k|_0x[0-9a-f]{4,}/.test(source)) return [`${path} is obfuscated`];
  return [];
}

/** Patterns that no script of the package may contain, and what they are. */
const SCRIPT_BANS = [
  [/\beval\s*\(/, "eval"],
  [/\bnew Function\s*\(|[^.\w]Function\s*\(\s*["'`]/, "code made from text"],
  [/\bimportScripts\s*\(/, "importScripts"],
  [/\bimport\s*\(\s*["'`](?:https?:)?\/\//, "remote code"],
  [/\b(?:innerHTML|outerHTML)\s*=(?!=)|insertAdjacentHTML\s*\(|document\.write\s*\(/, "markup made from text"],
  [/\b(?:setTimeout|setInterval)\s*\(\s*["'`]/, "code made from text"],
];

/** Ways out: none may be in a package that contacts nobody. `fetch` of the package's own files is allowed. */
const NETWORK =
  /\b(?:XMLHttpRequest|WebSocket|EventSource|WebTransport|RTCPeerConnection|sendBeacon)\b|\bfetch\s*\((?!\s*[\w.]*runtime\.getURL\()/;

/**
 * Lines of bundled libraries that contain such a pattern and are harmless, with the reason.
 * @type {{file: RegExp, line: RegExp, why: string}[]}
 */
const REVIEWED = [
  {
    file: /^lib\//,
    line: /\.__html == \w+\.innerHTML\) \|\| \(\w+\.innerHTML = \w+\.__html\)/,
    why: "Preact's dangerouslySetInnerHTML, which no page of ours uses: the house rules hold that",
  },
  {
    file: /^(?:background\.js|lib\/.*)$/,
    line: /^\s*const response = await fetch\(url, \{$/,
    why: "the rooms that contact anybody: look-ups that were switched on, and a webmail's own source; both under a grant",
  },
  {
    file: /^webmail\.js$/,
    line: /^\s*const response = await fetch\(url, \{ \.\.\.request, credentials: "same-origin", cache: "no-store", redirect: "error" \}\);$/,
    why: "the content script's fallback, on the page's own origin only",
  },
];

function scriptProblems(path, source) {
  const found = unreadable(path, source);
  for (const line of source.split("\n")) {
    if (/^\s*(?:\/\/|\*|\/\*)/.test(line)) continue;
    if (REVIEWED.some((one) => one.file.test(path) && one.line.test(line))) continue;
    for (const [pattern, what] of SCRIPT_BANS)
      if (pattern.test(line)) found.push(`${path}: ${what}: ${line.trim().slice(0, 120)}`);
    if (NETWORK.test(line)) found.push(`${path}: a way to the network: ${line.trim().slice(0, 120)}`);
  }
  return found;
}

/** Remote resources and cleartext addresses in pages and styles. */
function pageProblems(path, source) {
  const found = [];
  for (const [, reference] of source.matchAll(/(?:src|href|action|data)\s*=\s*["']?([^"'\s>]+)/gi))
    if (/^(?:[a-z]+:)?\/\//i.test(reference)) found.push(`${path}: remote resource ${reference}`);
  if (/url\(\s*["']?(?:https?:)?\/\//i.test(source) || /@import/i.test(source))
    found.push(`${path}: remote resource in a style`);
  if (/<script(?![^>]*\ssrc=)[^>]*>/i.test(source) || /\son[a-z]+\s*=/i.test(source))
    found.push(`${path}: inline script`);
  return found;
}

/** Files that no other file of the package names. */
function unused(files, manifest) {
  const texts = [...files].filter(([path]) => /^(?:manifest\.json|.*\.(?:js|html|css))$/.test(path));
  const named = (path) => {
    const name = path.slice(path.lastIndexOf("/") + 1);
    const stem = name.replace(/\.[a-z]+$/, "");
    return texts.some(([other, octets]) => {
      if (other === path) return false;
      const source = text(octets);
      // Icons of the badge are chosen by a name that the script puts together.
      return (
        source.includes(name) ||
        (path.startsWith("icons/") && new RegExp(`["'\`/]${stem}["'\`]|${stem}:`, "i").test(source))
      );
    });
  };
  const always = (path) => path === "manifest.json" || /^(?:LICENSE|THIRD-PARTY-NOTICES\.md|PRIVACY\.md)$/.test(path);
  const locale = (path) => path.startsWith("_locales/") && manifest.default_locale !== undefined;
  return [...files.keys()]
    .filter((path) => !always(path) && !locale(path) && !named(path))
    .map((path) => `${path} is used by nothing`);
}

function manifestProblems(manifest, files) {
  const found = [];
  const gecko = manifest.browser_specific_settings?.gecko ?? {};
  const say = (bad, what) => bad && found.push(`manifest.json: ${what}`);
  say(manifest.experiment_apis !== undefined, "experiment APIs");
  say(gecko.update_url !== undefined, "update_url");
  say(gecko.strict_max_version !== undefined, "strict_max_version without an experiment");
  say(!gecko.id, "no id");
  say(!/^\d+\.\d+$/.test(gecko.strict_min_version ?? ""), "no strict_min_version");
  say((manifest.web_accessible_resources ?? []).length > 0, "web_accessible_resources");
  say((manifest.host_permissions ?? []).length > 0, "host permissions that are not optional");
  say(manifest.content_security_policy?.extension_pages !== CSP, `the content security policy is not ${CSP}`);
  say(manifest.default_locale !== "en" || !files.has("_locales/en/messages.json"), "English is missing");
  say(manifest.manifest_version !== 3, "not Manifest V3");
  say(/\bhttp:/.test(JSON.stringify(manifest)), "a cleartext address");
  return found;
}

/** Permissions that no script uses, by the interface that needs each. */
const USED_BY = new Map([
  ["accountsRead", /\b(?:accounts|identities|folders)\.|onNewMailReceived/],
  ["messagesRead", /\b(?:messages|messageDisplay)\./],
  ["storage", /\bstorage\./],
  ["alarms", /\balarms\./],
  ["scripting", /\bscripting\./],
  // Gives the address of the tab over which the button was pressed.
  ["activeTab", /\btabs\.query\(\{ active: true/],
]);

function permissionProblems(manifest, scripts) {
  return (manifest.permissions ?? [])
    .filter((name) => !USED_BY.get(name)?.test(scripts))
    .map((name) => `permission ${name} is unknown here or unused`);
}

/**
 * @param {Map<string, Uint8Array>} files the package
 * @returns {string[]}
 */
export function packageProblems(files) {
  const manifestFile = files.get("manifest.json");
  if (manifestFile === undefined) return ["no manifest.json"];
  const manifest = JSON.parse(text(manifestFile));
  const found = [...manifestProblems(manifest, files), ...unused(files, manifest)];
  const scripts = [];
  for (const [path, octets] of files) {
    const kind = ending(path);
    if (kind === "js") {
      scripts.push(text(octets));
      found.push(...scriptProblems(path, text(octets)));
    } else if (kind === "html" || kind === "css" || kind === "svg") found.push(...pageProblems(path, text(octets)));
    else if (["zip", "xpi", "jar", "wasm", "map", "ts", "tsx"].includes(kind))
      found.push(`${path} does not belong into the package`);
  }
  const all = scripts.join("\n");
  if (/onMessage\.addListener\(\s*async\b/.test(all)) found.push("an async listener of runtime.onMessage");
  return [...found, ...permissionProblems(manifest, all)];
}

export const problems = () => [
  ...packageProblems(packageFiles()),
  ...packageProblems(packageFiles("firefox")),
  ...repositoryProblems(),
];
