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

/** Every source below `core/` and `extension/`, with the files whose values it needs, as paths from the top. */
const needs = new Map(
  ["core", "extension"].flatMap((top) =>
    readdirSync(top, { recursive: true, encoding: "utf8" })
      .filter((f) => /\.tsx?$/.test(f))
      .map((f) => {
        const file = join(top, f);
        const text = readFileSync(file, "utf8");
        const found = text.matchAll(
          /^\s*(?:import|export)\s+(type\s+|\{(?:\s*type [^,}]+,?)+\s*\}\s+)?[^"';]*?from\s+"(\.[^"]+)"/gm,
        );
        const values = [...found].filter(([, typeOnly]) => typeOnly === undefined);
        return [file, values.map(([, , to = ""]) => normalize(join(dirname(file), to)))] as const;
      }),
  ),
);

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

test("no file needs itself: imports of values run in no circle", () => {
  const done = new Set<string>();
  const visit = (file: string, way: readonly string[]): void => {
    assert.ok(!way.includes(file), `${[...way.slice(way.indexOf(file)), file].join(" → ")}`);
    if (done.has(file)) return;
    for (const next of needs.get(file) ?? []) visit(next, [...way, file]);
    done.add(file);
  };
  for (const file of needs.keys()) visit(file, []);
  assert.ok(done.size > 500);
});

test("rooms use what docs/architecture.md says, and nothing else", () => {
  const rows = readFileSync("docs/architecture.md", "utf8").matchAll(
    /^\| `((?:core|extension)\/[a-z0-9]+)` \|[^|]*\| ([^|]*) \|/gm,
  );
  const allowed = new Map([...rows].map(([, name = "", uses = ""]) => [name, new Set(uses.split(", "))]));
  for (const [file, values] of needs) {
    const [top = "", own = "", inside] = file.split("/");
    if (inside === undefined || `${top}/${own}` === "core/cli") continue;
    for (const to of values) {
      const [there, other = "", deeper] = to.split("/");
      const free = deeper === undefined || (there === top && other === own);
      const room = there === top ? other : `${there}/${other}`;
      assert.ok(free || allowed.get(`${top}/${own}`)?.has(room), `${file} imports ${to}`);
    }
  }
});

test("every room stands in docs/architecture.md, and every room there stands", () => {
  const rows = readFileSync("docs/architecture.md", "utf8").matchAll(/^\| `((?:core|extension)\/[a-z0-9]+)` \|/gm);
  const rooms = ["core", "extension"].flatMap((top) =>
    readdirSync(top, { withFileTypes: true }).flatMap((entry) => (entry.isDirectory() ? [`${top}/${entry.name}`] : [])),
  );
  const said = [...rows].map(([, name]) => name);
  const drawn = ["extension/_locales", "extension/icons"];
  assert.deepEqual(said.toSorted(), rooms.filter((name) => !drawn.includes(name)).toSorted());
});
