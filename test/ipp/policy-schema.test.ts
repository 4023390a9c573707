import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import fc from "fast-check";
import { NATURES } from "../../core/ipp/grammar.ts";
import { readPolicy } from "../../core/ipp/policy.ts";
import { needsJsonSchema, schemaFaults } from "./json-schema.ts";

const SCHEMA = "docs/ipp-policy.schema.json";

const validate = (values: readonly unknown[]): readonly boolean[] =>
  schemaFaults("Draft7Validator", [SCHEMA], values).map((faults) => faults.length === 0);

const accepts = (value: unknown) => readPolicy(JSON.stringify(value)).policy !== undefined;

const label = fc.stringMatching(/^[a-z0-9]([a-z0-9-]{0,10}[a-z0-9])?$/);
const domain = fc.array(label, { minLength: 2, maxLength: 4 }).map((labels) => labels.join("."));
const nature = fc.oneof(
  fc.constantFrom(...NATURES),
  fc.tuple(domain, label).map(([owner, word]) => `${owner}:${word}`),
);
const some = <T>(item: fc.Arbitrary<T>) => fc.array(item, { minLength: 1, maxLength: 4 });
const action = fc.constantFrom("accept", "reject");
const require = fc.array(fc.constantFrom("signed", "encrypted"), { maxLength: 3 });
const optional = { requiredKeys: [] } as { requiredKeys: [] };
const rule = fc.record(
  {
    match: fc.record(
      {
        nature: some(nature),
        from_domain: some(fc.tuple(fc.boolean(), domain).map(([below, name]) => (below ? `*.${name}` : name))),
        list_id: some(fc.stringMatching(/^[!-;=?-@[-~]{1,40}$/)),
      },
      optional,
    ),
    action,
    require,
    note: fc.string(),
  },
  { requiredKeys: ["match", "action"] },
);
const policy = fc.record(
  {
    v: fc.constant(1),
    mode: fc.constantFrom("enforce", "testing", "none"),
    default: action,
    max_age: fc.integer({ min: 0, max: 366 * 86_400 }),
    updated: fc.constantFrom("2026-11-21T20:01:43Z", "2024-02-29T23:59:59Z"),
    require,
    rules: fc.array(rule, { maxLength: 5 }),
    comment: fc.string(),
  },
  { requiredKeys: ["v", "mode", "default"] },
);

test("every policy that the reader takes is valid by the schema", needsJsonSchema, () => {
  const taken = fc.sample(policy, { numRuns: 500, seed: 5 }).filter(accepts);
  assert.ok(taken.length > 150, String(taken.length));
  const valid = validate(taken);
  assert.deepEqual(
    taken.filter((_, i) => !valid[i]),
    [],
  );
});

const GOOD = {
  v: 1,
  mode: "enforce",
  default: "accept",
  max_age: 86_400,
  updated: "2026-11-21T20:01:43Z",
  require: ["signed"],
  rules: [{ match: { nature: ["marketing"], from_domain: ["*.bank.example"], list_id: ["a.b"] }, action: "reject" }],
};

test("what the reader refuses for a value or a type is invalid by the schema", needsJsonSchema, () => {
  const match = (changes: object) => ({ ...GOOD, rules: [{ match: changes, action: "accept" }] });
  const bad: readonly unknown[] = [
    [],
    "policy",
    { ...GOOD, v: 2 },
    { ...GOOD, v: "1" },
    { ...GOOD, mode: "ENFORCE" },
    { ...GOOD, mode: undefined },
    { ...GOOD, default: "delete" },
    { ...GOOD, default: undefined },
    { ...GOOD, max_age: -1 },
    { ...GOOD, max_age: 1.5 },
    { ...GOOD, max_age: 400 * 86_400 },
    { ...GOOD, updated: "yesterday" },
    { ...GOOD, updated: "2026-13-21T20:01:43Z" },
    { ...GOOD, require: ["paid"] },
    { ...GOOD, require: "signed" },
    { ...GOOD, rules: {} },
    { ...GOOD, rules: [{ action: "accept" }] },
    { ...GOOD, rules: [{ match: {} }] },
    { ...GOOD, rules: [{ match: {}, action: "move" }] },
    { ...GOOD, rules: Array.from({ length: 501 }, () => GOOD.rules[0]) },
    match({ subject: ["x"] }),
    match({ nature: [] }),
    match({ nature: "list" }),
    match({ nature: ["(a+)+$"] }),
    match({ nature: ["adv"] }),
    match({ from_domain: ["*"] }),
    match({ from_domain: ["Bank.example"] }),
    match({ from_domain: ["example"] }),
    match({ list_id: ["a b"] }),
    match({ list_id: ["<a.b>"] }),
    match({ list_id: [""] }),
    match({ list_id: Array.from({ length: 201 }, () => "a") }),
  ];
  assert.deepEqual(
    bad.filter((value) => accepts(value)),
    [],
  );
  const valid = validate([GOOD, ...bad]);
  assert.equal(valid[0], true);
  assert.deepEqual(
    bad.filter((_, i) => valid[i + 1]),
    [],
  );
});

test("the example of the documentation is taken by both", needsJsonSchema, () => {
  const [, text = ""] = /```json policy\n([\s\S]*?)```/.exec(readFileSync("docs/protocols/ipp.md", "utf8")) ?? [];
  assert.deepEqual([readPolicy(text).faults, validate([JSON.parse(text)])], [[], [true]]);
});
