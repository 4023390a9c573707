import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { build } from "esbuild";
import { buildCommand } from "./command.mjs";
import { mergedLocales } from "./locales.mjs";
import { CLIENTS, manifestOf } from "./manifests.mjs";
import { bundledPackages, notices } from "./notices.mjs";
import { zip } from "./zip.mjs";

const PAGES = "extension/ui";

/** The pages and the scripts they name: `<script src="popup.js">` is `popup.tsx` or `popup.ts`. */
function pages({ without = [] }) {
  const files = readdirSync(PAGES);
  const copied = files.filter((file) => file.endsWith(".html") && !without.includes(file));
  const scripts = {};
  for (const page of copied)
    for (const [, name] of readFileSync(join(PAGES, page), "utf8").matchAll(/<script[^>]*\ssrc="([^"]+)\.js"/g)) {
      const source = files.find((file) => file === `${name}.tsx` || file === `${name}.ts`);
      if (!source) throw new Error(`${page} wants ${name}.js, and there is no source for it in ${PAGES}`);
      scripts[`ui/${name}`] = join(PAGES, source);
    }
  return { copied, scripts };
}

/** Pages import `this-client.ts`; in the browsers' packages that is the webmail's. */
const thisClient = (client) => ({
  name: "this-client",
  setup({ onResolve }) {
    if (client === "thunderbird") return;
    onResolve({ filter: /\/this-client\.ts$/ }, () => ({ path: resolve("extension/webmail/this-client.ts") }));
  },
});

/** Readable modules, nothing minified. */
function bundle(client, options) {
  return build({
    outdir: "out",
    bundle: true,
    absWorkingDir: process.cwd(),
    plugins: [thisClient(client)],
    platform: "browser",
    target: ["firefox140"],
    charset: "utf8",
    jsx: "automatic",
    jsxImportSource: "preact",
    legalComments: "inline",
    metafile: true,
    write: false,
    logLevel: "warning",
    ...options,
  });
}

/** All files of one client's package, and esbuild's lists of what went into them. */
async function collect(client, version) {
  const { copied, scripts } = pages(CLIENTS[client]);
  const { background, content } = CLIENTS[client];
  // The style sheet of all pages becomes one file.
  const entryPoints = { background, ...scripts, "ui/style": join(PAGES, "style.css") };
  const built = [
    await bundle(client, { entryPoints, chunkNames: "lib/[name]-[hash]", splitting: true, format: "esm" }),
  ];
  // A content script is no module.
  if (content) built.push(await bundle(client, { entryPoints: { webmail: content }, format: "iife" }));
  const files = new Map();
  for (const { path, contents } of built.flatMap(({ outputFiles }) => outputFiles))
    files.set(path.slice(join(process.cwd(), "out/").length), contents);
  for (const file of copied) files.set(`ui/${file}`, readFileSync(join(PAGES, file)));
  for (const icon of readdirSync("extension/icons").filter((icon) => client === "chromium" || icon.endsWith(".svg")))
    files.set(`icons/${icon}`, readFileSync(`extension/icons/${icon}`));
  for (const [language, messages] of mergedLocales())
    files.set(`_locales/${language}/messages.json`, Buffer.from(`${JSON.stringify(messages, null, 2)}\n`));
  files.set("manifest.json", Buffer.from(`${JSON.stringify(manifestOf(client, version), null, 2)}\n`));
  // Chromium passes on only what its schema of the policy names.
  if (client === "chromium") files.set("managed-schema.json", readFileSync("docs/policy/chromium/managed-schema.json"));
  const metafiles = built.map(({ metafile }) => metafile);
  files.set("LICENSE", readFileSync("LICENSE"));
  files.set("THIRD-PARTY-NOTICES.md", Buffer.from(notices(bundledPackages(metafiles))));
  return { files, metafiles };
}

/** Builds the command and every client's package into `dist/`; returns the paths of what was made. */
export async function buildPackages() {
  const { version } = JSON.parse(readFileSync("package.json", "utf8"));
  const metafiles = [await buildCommand()];
  const made = [];
  for (const client of Object.keys(CLIENTS)) {
    const { files, metafiles: of } = await collect(client, version);
    metafiles.push(...of);
    rmSync(`dist/${client}`, { recursive: true, force: true });
    for (const [path, contents] of files) {
      mkdirSync(dirname(`dist/${client}/${path}`), { recursive: true });
      writeFileSync(`dist/${client}/${path}`, contents);
    }
    const archive = `dist/countersign-${client}-${version}.${CLIENTS[client].ending}`;
    writeFileSync(archive, zip(files));
    made.push(`dist/${client}`, archive);
  }
  writeFileSync("THIRD-PARTY-NOTICES.md", notices(bundledPackages(metafiles)));
  return made;
}
