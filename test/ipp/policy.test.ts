import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { evaluatePolicy, mergePolicies, type PolicyFacts } from "../../core/ipp/evaluate.ts";
import { MAX_POLICY_OCTETS, readPolicy } from "../../core/ipp/policy.ts";
import type { RecipientPolicy } from "../../core/policies.ts";

const POLICY = {
  v: 1,
  mode: "enforce",
  default: "accept",
  max_age: 86_400,
  updated: "2026-11-21T20:01:43Z",
  rules: [
    { match: { nature: ["list"], list_id: ["dev.lists.example.org"] }, action: "accept" },
    { match: { nature: ["marketing", "list"] }, action: "reject" },
    { match: { from_domain: ["bank.example", "*.bank.example"] }, action: "accept", require: ["signed"] },
  ],
};

function readOk(json: unknown): RecipientPolicy {
  const { policy, faults } = readPolicy(JSON.stringify(json));
  assert.deepEqual(faults, []);
  assert.ok(policy !== undefined);
  return policy;
}

const facts = (changes: Partial<PolicyFacts> = {}): PolicyFacts => ({ signed: false, encrypted: false, ...changes });

test("the first rule that fits decides, and what it requires", () => {
  const policy = readOk(POLICY);
  const outcome = (changes: Partial<PolicyFacts>) => evaluatePolicy(policy, facts(changes));
  assert.deepEqual(outcome({}), { action: "accept", because: "default" });
  assert.deepEqual(outcome({ nature: "marketing" }), { action: "reject", because: "rule", rule: 1 });
  assert.equal(outcome({ nature: "list", listId: "dev.lists.example.org" }).action, "accept");
  assert.equal(outcome({ nature: "list", listId: "other.lists.example.org" }).action, "reject");
  assert.deepEqual(outcome({ fromDomain: "bank.example" }), { action: "reject", because: "signed", rule: 2 });
  assert.equal(outcome({ fromDomain: "bank.example", signed: true }).action, "accept");
  assert.equal(outcome({ fromDomain: "mail.bank.example" }).because, "signed");
  assert.equal(outcome({ fromDomain: "evilbank.example" }).because, "default");
});

test("a wildcard domain stands for what lies below it, and not for itself", () => {
  const policy = readOk({ ...POLICY, rules: [{ match: { from_domain: ["*.example.org"] }, action: "reject" }] });
  assert.equal(evaluatePolicy(policy, facts({ fromDomain: "a.example.org" })).action, "reject");
  assert.equal(evaluatePolicy(policy, facts({ fromDomain: "example.org" })).action, "accept");
});

test("layers: user over managed over published, and every requirement holds", () => {
  const layer = (changes: Partial<RecipientPolicy>): RecipientPolicy => ({ ...readOk(POLICY), rules: [], ...changes });
  const merged = mergePolicies({
    user: layer({ default: "reject", rules: [{ match: { nature: ["list"] }, action: "accept" }] }),
    managed: layer({ require: ["encrypted"], rules: [{ match: { nature: ["list"] }, action: "reject" }] }),
    published: layer({ mode: "none", require: ["signed"] }),
  });
  assert.ok(merged !== undefined);
  assert.equal(merged.mode, "enforce");
  assert.equal(merged.default, "reject");
  assert.equal(evaluatePolicy(merged, facts({ nature: "list" })).because, "encrypted");
  assert.equal(evaluatePolicy(merged, facts({ nature: "list", encrypted: true })).because, "signed");
  assert.deepEqual(evaluatePolicy(merged, facts({ nature: "list", encrypted: true, signed: true })).rule, 0);
  assert.equal(mergePolicies({}), undefined);
});

test("IPP-06: a second member of one name, a forbidden name, too much of anything and other types refuse the whole", () => {
  const text = JSON.stringify(POLICY);
  const refused: readonly string[] = [
    text.replace('"default":"accept"', '"default":"accept","default":"reject"'),
    text.replace('"default"', '"__proto__":{"default":"reject"},"default"'),
    `${text.slice(0, -1)},"padding":"${"x".repeat(MAX_POLICY_OCTETS)}"}`,
    text.replace('"v":1', '"v":2'),
    text.replace('"v":1', '"v":"1"'),
    text.replace('"enforce"', '"ENFORCE"'),
    text.replace('"mode":"enforce",', ""),
    text.replace('["list"]', '"list"'),
    text.replace('["list"]', "[]"),
    text.replace('["list"]', '["(a+)+$"]'),
    text.replace('"list_id"', '"list_ids"'),
    text.replace('"bank.example"', '"Bank.example"'),
    text.replace('"*.bank.example"', '"*"'),
    text.replace('"action":"reject"', '"action":"delete"'),
    text.replace('"require":["signed"]', '"require":["paid"]'),
    text.replace("86400", "-1"),
    text.replace("2026-11-21T", "2026-13-21T"),
    "[]",
    "",
    "{",
    JSON.stringify({ ...POLICY, rules: Array.from({ length: 501 }, () => POLICY.rules[0]) }),
  ];
  for (const bad of refused) {
    assert.notEqual(bad, text);
    const { policy, faults } = readPolicy(bad);
    assert.equal(policy, undefined, bad.slice(0, 120));
    assert.ok(faults.length > 0);
  }
});

test("unknown members are ignored, but not in a match, where they would make a rule fit more", () => {
  readOk({ ...POLICY, comment: "hello", rules: [{ ...POLICY.rules[1], note: "x" }] });
  assert.equal(
    readPolicy(JSON.stringify({ ...POLICY, rules: [{ match: { subject: ["x"] }, action: "accept" }] })).policy,
    undefined,
  );
});

test("reading is total, and no text of a policy changes an object of ours", () => {
  fc.assert(
    fc.property(fc.json(), (text) => {
      readPolicy(text);
    }),
  );
  assert.equal(Object.hasOwn(Object.prototype, "default"), false);
});
