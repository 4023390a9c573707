import assert from "node:assert/strict";
import { test } from "node:test";
import { describeValue } from "../../core/settings/describe.ts";
import { readPolicy } from "../../core/settings/policy.ts";
import type { SettingName } from "../../core/settings/settings.ts";

// What an organisation says for itself, and the marks of its exercises.

const told = (name: SettingName, value: unknown) => {
  const { policy, faults } = readPolicy({ [name]: value });
  return { value: policy?.forced[name], faults: faults.map(({ path, code }) => `${path} ${code}`), raw: faults };
};

test("words of an organisation are text: no link, no line break, no hidden character, at most 200 characters", () => {
  const fine = "The security team reads every report. 緊急の場合は 4711 へ。";
  assert.deepEqual(told("reportNote", fine).value, fine);
  assert.equal(told("reportNote", "x".repeat(200)).faults.length, 0);
  for (const [wrong, code] of [
    ["", "empty"],
    ["  ", "empty"],
    ["x".repeat(201), "too-long"],
    ["Call\nus", "hidden-characters"],
    ["Call \u202Eus", "hidden-characters"],
    ["See https://help.example", "holds-a-link"],
    ["See WWW.help.example", "holds-a-link"],
    ["mailto:help@example.org", "holds-a-link"],
    [["Call us"], "wrong-type"],
  ] as const) {
    const { value, faults } = told("reportNote", wrong);
    assert.deepEqual([value, faults], ["", [`/reportNote ${code}`]], String(wrong));
  }
});

test("a privacy text is an https address in its one spelling", () => {
  const url = "https://help.example.org/privacy";
  assert.equal(told("privacyUrl", url).value, url);
  for (const wrong of ["http://help.example.org/", "javascript:alert(1)", "https://a@help.example.org/", "help", 7])
    assert.equal(told("privacyUrl", wrong).value, "", String(wrong));
});

test("ADM-02: marks of exercises have a field name and a value that nobody guesses; a fault never repeats the value", () => {
  const value = "2026-autumn-4f1d6c0b9a7e";
  const marks = (...entries: readonly unknown[]) => told("simulationHeaders", entries);
  assert.deepEqual(marks({ name: "X-Exercise", value }).value, [{ name: "X-Exercise", value }]);
  for (const [entry, fault] of [
    [{ name: "X Exercise", value }, "/name not-a-field-name"],
    [{ name: "X:", value }, "/name not-a-field-name"],
    [{ name: "Übung", value }, "/name not-a-field-name"],
    [{ name: "", value }, "/name not-a-field-name"],
    [{ name: "x".repeat(77), value }, "/name not-a-field-name"],
    [{ name: 7, value }, "/name not-a-field-name"],
    [{ value }, "/name missing"],
    [{ name: "X-E", value: "2026-autumn-4f1" }, "/value too-short"],
    [{ name: "X-E", value: `${value}${"x".repeat(200)}` }, "/value too-long"],
    [{ name: "X-E", value: `${value} ` }, "/value hidden-characters"],
    [{ name: "X-E", value: `${value}\r\nBcc: a` }, "/value hidden-characters"],
    [{ name: "X-E", value: `${value}é` }, "/value hidden-characters"],
    [{ name: "X-E", value: [value] }, "/value wrong-type"],
    ["2026-autumn", " not-an-object"],
  ] as const) {
    const { value: read, faults, raw } = marks(entry);
    assert.deepEqual([read, faults], [[], [`/simulationHeaders/0${fault}`]], JSON.stringify(entry));
    assert.ok(!raw.some((one) => one.value.includes("autumn")), JSON.stringify(raw));
  }
  assert.deepEqual(describeValue([{ name: "X-Exercise", value }]), ["X-Exercise"], "the status page tells no value");
  const misspelt = marks({ name: "X-E", vaule: value });
  assert.deepEqual(misspelt.faults, [
    "/simulationHeaders/0/vaule unknown-member",
    "/simulationHeaders/0/value missing",
  ]);
  assert.ok(!misspelt.raw.some((one) => one.value.includes("autumn")));
  const many = Array.from({ length: 12 }, (_, n) => ({ name: `X-${n}`, value }));
  assert.deepEqual(
    [(marks(...many).value as unknown[]).length, marks(...many).faults],
    [10, ["/simulationHeaders/10 too-many", "/simulationHeaders/11 too-many"]],
  );
  assert.deepEqual(
    told("simulationHeaders", { name: "X-E", value }).raw.map(({ value: shown }) => shown),
    [""],
  );
});
