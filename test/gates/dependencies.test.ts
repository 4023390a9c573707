import assert from "node:assert/strict";
import { test } from "node:test";
import { dependencyProblems } from "./dependencies.mjs";

const sound = () => ({
  manifest: { dependencies: { a: "1.2.3" } as Record<string, string>, devDependencies: {} },
  lock: {
    packages: {
      "": {},
      "node_modules/a": { version: "1.2.3", integrity: "sha512-x", license: "MIT" } as Record<string, unknown>,
    },
  },
  reviewed: {
    reasons: { a: "needed" } as Record<string, string>,
    installScripts: {},
    licences: {},
    withoutIntegrity: { tool: "a reason" },
  },
});

type Project = ReturnType<typeof sound>;
const problems = (change: (project: Project) => void = () => undefined): string[] => {
  const project = sound();
  change(project);
  return dependencyProblems(project.manifest, project.lock, project.reviewed);
};

test("dependencies: a pinned, reviewed, licensed package is well", () => {
  assert.deepEqual(problems(), []);
  assert.deepEqual(
    problems((p) => Object.assign(p.lock.packages["node_modules/a"], { license: "(GPL-3.0 OR MIT)" })),
    [],
  );
});

test("dependencies: only an optional build of a reviewed development tool may lack its integrity", () => {
  const add = (name: string, extra: object) => (p: Project) =>
    void Object.assign(p.lock.packages, { [`node_modules/${name}`]: { version: "1.0.0", license: "MIT", ...extra } });
  assert.deepEqual(problems(add("tool-win32", { dev: true, optional: true })), []);
  assert.equal(problems(add("tool-win32", { optional: true })).length, 1);
  assert.equal(problems(add("other-win32", { dev: true, optional: true })).length, 1);
});

test("dependencies: each fault is found", () => {
  const entry = (extra: object) => (p: Project) => void Object.assign(p.lock.packages["node_modules/a"], extra);
  const faults: ((project: Project) => void)[] = [
    (p) => void Object.assign(p.manifest.dependencies, { a: "^1.2.3" }),
    (p) => void Object.assign(p.manifest.dependencies, { a: "git+https://example.org/a.git" }),
    (p) => void Object.assign(p.manifest.dependencies, { b: "1.0.0" }),
    (p) => void Object.assign(p.reviewed.reasons, { gone: "was needed" }),
    entry({ resolved: "https://example.org/a.tgz" }),
    entry({ integrity: "sha1-x" }),
    entry({ hasInstallScript: true }),
    entry({ license: "GPL-3.0-only" }),
    entry({ license: "MIT AND GPL-3.0-only" }),
    entry({ license: undefined }),
  ];
  for (const [i, fault] of faults.entries()) assert.equal(problems(fault).length, 1, `fault ${i}`);
});
