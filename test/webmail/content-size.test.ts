import assert from "node:assert/strict";
import { test } from "node:test";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";
import { PAGES } from "../../extension/webmail/pages.ts";
import { SOURCES } from "../../extension/webmail/sources.ts";

const MOST = 15 * 1024;

test("the content script is at most 15 KB gzipped, and holds no word of how sources are fetched", async () => {
  const { outputFiles } = await build({
    entryPoints: ["extension/webmail/content.ts"],
    bundle: true,
    write: false,
    format: "iife",
    target: ["firefox140"],
  });
  const [script] = outputFiles;
  assert.ok(script);
  assert.ok(gzipSync(script.contents).length <= MOST, `${gzipSync(script.contents).length} octets`);
  // Least power (EXT-05, EXT-06): it stores nothing, knows no address of a source, and fetches in one place only.
  assert.doesNotMatch(script.text, /XMLHttpRequest|indexedDB|\.storage\b|localStorage|postMessage|viewsource/);
  assert.equal(script.text.match(/\bfetch\(/g)?.length, 1);
});

test("every webmail has both halves", () => {
  assert.deepEqual(PAGES.map(({ name }) => name).sort(), [...SOURCES.keys()].sort());
});
