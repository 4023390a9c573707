import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, normalize, relative } from "node:path";
import { test } from "node:test";

const SYSTEMS = ["gmp", "authres", "mtls", "map", "mt2", "ipp", "hpke", "dkim"];

/** Rooms of `core/` each room may import from (2-architecture, "Rules"). The root files hold the shared shapes. */
const SHAPES = ["engine.ts", "evidence.ts", "knowledge.ts", "limits.ts", "policies.ts", "result.ts"];

const sources = readdirSync("core", { recursive: true, encoding: "utf8" }).filter((f) => /\.tsx?$/.test(f));

function imports(file: string): { to: string; typeOnly: boolean }[] {
  const text = readFileSync(join("core", file), "utf8");
  const found = text.matchAll(/^\s*(?:import|export)\s+(type\s+)?[^"';]*?from\s+"([^"]+)"/gm);
  return [...found].map((m) => ({
    typeOnly: m[1] !== undefined,
    to: m[2]?.startsWith(".") ? normalize(join(dirname(file), m[2])) : (m[2] ?? ""),
  }));
}

const room = (file: string) => (file.includes("/") ? file.slice(0, file.indexOf("/")) : "");

test("core never imports from extension", () => {
  for (const file of sources)
    for (const { to } of imports(file)) assert.ok(!to.includes("extension/"), `${file} imports ${to}`);
});

test("systems never import each other, the verdict, or the pipeline", () => {
  for (const file of sources.filter((f) => SYSTEMS.includes(room(f))))
    for (const { to, typeOnly } of imports(file)) {
      const other = room(to);
      assert.ok(!SYSTEMS.includes(other) || other === room(file), `${file} imports ${to}`);
      assert.ok(typeOnly || other !== "verdict", `${file} imports ${to}`);
      assert.ok(to !== "verify.ts" && to !== "index.ts", `${file} imports ${to}`);
    }
});

test("message, canonical, crypto, dns, x509 and trust know no system, and message knows nobody", () => {
  for (const file of sources) {
    const from = room(file);
    if (!["message", "canonical", "crypto", "dns", "x509", "trust", "words"].includes(from)) continue;
    for (const { to, typeOnly } of imports(file)) {
      assert.ok(!SYSTEMS.includes(room(to)), `${file} imports ${to}`);
      if (from === "message" && !typeOnly && to.endsWith(".ts"))
        assert.ok(room(to) === "message" || SHAPES.includes(to), `${file} imports ${to}`);
    }
  }
});

test("nothing but the command line touches Node, and nothing in core touches DOM, network or clock", () => {
  const banned =
    /\b(document|window|fetch|XMLHttpRequest|WebSocket|localStorage|indexedDB|navigator|browser|messenger|chrome|setTimeout|setInterval|performance)\s*[.(]|Date\.now|new Date\(\)|Math\.random|localeCompare|toLocale(Lower|Upper)Case|Intl\.|process\.|Buffer\./;
  for (const file of sources) {
    if (room(file) === "cli") continue;
    const text = readFileSync(join("core", file), "utf8")
      .replace(/\/\*[\s\S]*?\*\//g, "")
      .replace(/\/\/.*$/gm, "");
    const hit = banned.exec(text);
    assert.equal(hit, null, `core/${file} uses ${hit?.[0]}`);
    for (const { to } of imports(file)) assert.ok(!to.startsWith("node:"), `${file} imports ${to}`);
  }
});

test("core/index.ts is the only file imported from outside core", () => {
  for (const dir of ["extension"]) {
    for (const f of readdirSync(dir, { recursive: true, encoding: "utf8" }).filter((x) => /\.tsx?$/.test(x))) {
      const text = readFileSync(join(dir, f), "utf8");
      for (const m of text.matchAll(/from\s+"(\.[^"]+)"/g)) {
        const to = relative(".", normalize(join(dir, dirname(f), m[1] ?? "")));
        assert.ok(!to.startsWith("core/") || to === "core/index.ts", `${dir}/${f} imports ${to}`);
      }
    }
  }
});
