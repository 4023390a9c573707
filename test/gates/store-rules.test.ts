import assert from "node:assert/strict";
import { test } from "node:test";
import { packageProblems } from "./store-rules.mjs";
import { repositoryProblems } from "./store-rules-repository.mjs";

const octets = (text: string): Uint8Array => Buffer.from(text);

const MANIFEST = {
  manifest_version: 3,
  default_locale: "en",
  browser_specific_settings: { gecko: { id: "a@b.example", strict_min_version: "153.0" } as Record<string, unknown> },
  background: { scripts: ["background.js"] },
  message_display_action: { default_popup: "ui/popup.html", default_icon: "icons/none.svg" },
  permissions: ["messagesRead"],
  content_security_policy: {
    extension_pages:
      "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data:; connect-src 'self' https:",
  },
};

/** A sound package, with some files replaced (a text) or the manifest's members changed. */
function problems(files: Record<string, string> = {}, manifest: object = {}): string[] {
  const all = {
    "background.js": "messenger.messages.getRaw(1);\n",
    "ui/popup.html": '<!doctype html><link rel="stylesheet" href="popup.css"><p>x</p>',
    "ui/popup.css": "p { color: red }",
    "icons/none.svg": '<svg xmlns="http://www.w3.org/2000/svg"/>',
    "_locales/en/messages.json": "{}",
    "manifest.json": JSON.stringify({ ...MANIFEST, ...manifest }),
    ...files,
  };
  return packageProblems(new Map(Object.entries(all).map(([path, text]) => [path, octets(text)])));
}

const gecko = (extra: object) => ({
  browser_specific_settings: { gecko: { ...MANIFEST.browser_specific_settings.gecko, ...extra } },
});

test("store rules: a sound package is well", () => assert.deepEqual(problems(), []));

test("store rules: each fault in the package is found", () => {
  const script = (text: string) => ({ "background.js": `messenger.messages.getRaw(1);\n${text}\n` });
  const faults: [Record<string, string>, object][] = [
    [script(`${"a=1;".repeat(3000)}`), {}],
    [{ "background.js": `messages.x;${"a=1;".repeat(3000)}` }, {}],
    [script("eval(x);"), {}],
    [script('new Function("x");'), {}],
    [script('setTimeout("x", 1);'), {}],
    [script('import("https://example.org/a.js");'), {}],
    [script("element.innerHTML = x;"), {}],
    [script('fetch("https://example.org");'), {}],
    [script("new WebSocket(u);"), {}],
    [script("runtime.onMessage.addListener(async (m) => m);"), {}],
    [{ "ui/popup.html": '<link href="popup.css"><img src="https://example.org/a.png">' }, {}],
    [{ "ui/popup.html": '<link href="popup.css"><script>alert(1)</script>' }, {}],
    [{ "ui/popup.css": "p { background: url(//example.org/a.png) }" }, {}],
    [{ "lib/orphan.js": "x;\n" }, {}],
    [{ "lib/code.zip": "x" }, {}],
    [{}, { experiment_apis: {} }],
    [{}, { permissions: ["messagesRead", "accountsRead"] }],
    [{}, { host_permissions: ["https://*/*"] }],
    [{}, { web_accessible_resources: [{}] }],
    [{}, { default_locale: "de" }],
    [{}, { homepage_url: "http://example.org" }],
    [{}, { content_security_policy: { extension_pages: "script-src 'self' 'unsafe-eval'" } }],
    [{}, gecko({ update_url: "https://example.org/u.json" })],
    [{}, gecko({ strict_max_version: "160.*" })],
    [{}, gecko({ strict_min_version: undefined })],
  ];
  for (const [i, [files, manifest]] of faults.entries())
    assert.notDeepEqual(
      problems(files, manifest),
      [],
      `fault ${i}: ${JSON.stringify([files, manifest]).slice(0, 200)}`,
    );
});

test("store rules: each fault in the repository is found", () => {
  const manifest = JSON.stringify({ dependencies: { a: "1.0.0" } });
  const inspect = (files: string[], texts: Record<string, string> = {}) =>
    repositoryProblems(["package-lock.json", ...files], (path) => texts[path] ?? manifest);
  assert.deepEqual(inspect(["core/index.ts", ".npmrc"], { ".npmrc": "save-exact=true\n" }), []);
  for (const path of ["dist/a.js", "node_modules/a/index.js", "a.zip", "yarn.lock", "lib/a.min.js"])
    assert.equal(inspect([path]).length, 1, path);
  assert.equal(inspect([".npmrc"], { ".npmrc": "registry=https://example.org/\n" }).length, 1);
  assert.equal(inspect([], { "package.json": '{"dependencies":{"a":"github:a/a"}}' }).length, 1);
  assert.equal(repositoryProblems([], () => manifest).length, 1);
});
