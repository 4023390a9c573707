import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { build } from "esbuild";
import { buildCommand } from "./command.mjs";
import { mergedLocales } from "./locales.mjs";
import { bundledPackages, notices } from "./notices.mjs";
import { zip } from "./zip.mjs";

/** The clients a package is made for: the background script differs, pages and core are the same. */
const CLIENTS = { thunderbird: { background: "extension/thunderbird/main.ts" } };

const PAGES = "extension/ui";

/** The pages and the scripts they name: `<script src="popup.js">` is `popup.tsx` or `popup.ts`. */
function pages() {
  const files = readdirSync(PAGES);
  const copied = files.filter((file) => file.endsWith(".html"));
  const scripts = {};
  for (const page of copied)
    for (const [, name] of readFileSync(join(PAGES, page), "utf8").matchAll(/<script[^>]*\ssrc="([^"]+)\.js"/g)) {
      const source = files.find((file) => file === `${name}.tsx` || file === `${name}.ts`);
      if (!source) throw new Error(`${page} wants ${name}.js, and there is no source for it in ${PAGES}`);
      scripts[`ui/${name}`] = join(PAGES, source);
    }
  return { copied, scripts };
}

/** All files of one client's package, and esbuild's list of what went into them. Readable modules, nothing minified. */
async function collect(client, version) {
  const { copied, scripts } = pages();
  const { outputFiles, metafile } = await build({
    // The style sheet of all pages becomes one file.
    entryPoints: { background: CLIENTS[client].background, ...scripts, "ui/style": join(PAGES, "style.css") },
    outdir: "out",
    chunkNames: "lib/[name]-[hash]",
    bundle: true,
    absWorkingDir: process.cwd(),
    splitting: true,
    format: "esm",
    platform: "browser",
    target: ["firefox140"],
    charset: "utf8",
    jsx: "automatic",
    jsxImportSource: "preact",
    legalComments: "inline",
    metafile: true,
    write: false,
    logLevel: "warning",
  });
  const files = new Map();
  for (const { path, contents } of outputFiles) files.set(path.slice(join(process.cwd(), "out/").length), contents);
  for (const file of copied) files.set(`ui/${file}`, readFileSync(join(PAGES, file)));
  for (const icon of readdirSync("extension/icons"))
    files.set(`icons/${icon}`, readFileSync(`extension/icons/${icon}`));
  for (const [language, messages] of mergedLocales())
    files.set(`_locales/${language}/messages.json`, Buffer.from(`${JSON.stringify(messages, null, 2)}\n`));
  const { manifest_version, name, ...rest } = JSON.parse(readFileSync("manifest.json", "utf8"));
  const manifest = { manifest_version, name, version, ...rest };
  files.set("manifest.json", Buffer.from(`${JSON.stringify(manifest, null, 2)}\n`));
  files.set("LICENSE", readFileSync("LICENSE"));
  files.set("THIRD-PARTY-NOTICES.md", Buffer.from(notices(bundledPackages([metafile]))));
  return { files, metafile };
}

/** Builds the command and every client's package into `dist/`; returns the paths of what was made. */
export async function buildPackages() {
  const { version } = JSON.parse(readFileSync("package.json", "utf8"));
  const metafiles = [await buildCommand()];
  const made = [];
  for (const client of Object.keys(CLIENTS)) {
    const { files, metafile } = await collect(client, version);
    metafiles.push(metafile);
    rmSync(`dist/${client}`, { recursive: true, force: true });
    for (const [path, contents] of files) {
      mkdirSync(dirname(`dist/${client}/${path}`), { recursive: true });
      writeFileSync(`dist/${client}/${path}`, contents);
    }
    const archive = `dist/countersign-${client}-${version}.xpi`;
    writeFileSync(archive, zip(files));
    made.push(`dist/${client}`, archive);
  }
  writeFileSync("THIRD-PARTY-NOTICES.md", notices(bundledPackages(metafiles)));
  return made;
}
