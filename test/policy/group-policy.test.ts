import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { samplePolicy } from "../../core/index.ts";
import { PLACES, type Place } from "../../extension/policy/places.ts";
import { type HiveKey, imported, keyAt, plain, REG_DWORD, REG_MULTI_SZ, REG_SZ } from "./hive.ts";
import { artefact, artefacts, needs } from "./samples.ts";
import { assertForm } from "./template-form.ts";
import { all, readXml, type XmlElement } from "./xml-tree.ts";

type Sample = Readonly<Record<string, unknown>>;

/** Values of the registry by key and name: the number of the type, and what stands there. */
type Written = Record<string, readonly [type: number, value: string | number]>;

/** The control that shows an element of a policy; the editor shows none where they do not belong together. */
const CONTROL: Readonly<Record<string, string>> = {
  decimal: "decimalTextBox",
  text: "textBox",
  multiText: "multiTextBox",
  enum: "dropdownList",
  list: "listBox",
};

/** What the editor writes for a value that was typed into the control of this element, or a failure where it takes none. */
function typed(element: XmlElement, key: string, value: unknown): Written {
  const { name, attributes } = element;
  const at = `${key}\\${attributes.valueName}`;
  if (name === "decimal") {
    assert.ok(Number(attributes.minValue) <= Number(value) && Number(value) <= Number(attributes.maxValue), at);
    return { [at]: [REG_DWORD, Number(value)] };
  }
  if (name === "enum") {
    const [chosen] = all(element, "string").filter(({ text }) => text === value);
    return { [at]: [REG_SZ, chosen?.text ?? assert.fail(`${at} offers no ${value}`)] };
  }
  if (name === "list") {
    assert.equal(attributes.valuePrefix, "", "rows are numbered");
    assert.ok(Array.isArray(value));
    return Object.fromEntries(value.map((row, index) => [`${attributes.key}\\${index + 1}`, [REG_SZ, row] as const]));
  }
  const text = typeof value === "string" ? value : JSON.stringify(value);
  assert.ok(text.length <= Number(attributes.maxLength), at);
  return { [at]: [name === "multiText" ? REG_MULTI_SZ : REG_SZ, text] };
}

/** What the editor writes when this policy is enabled with a value. */
function enabled(policy: XmlElement, value: unknown): Written {
  const { key = "", valueName } = policy.attributes;
  const [element] = policy.children.find(({ name }) => name === "elements")?.children ?? [];
  if (element !== undefined) return typed(element, key, value);
  const [on] = all(policy, value === true ? "enabledValue" : "disabledValue");
  return { [`${key}\\${valueName}`]: [REG_DWORD, Number(on?.children[0]?.attributes.value)] };
}

/** Everything the editor writes when each setting of the sample is set with the template. */
function throughTheEditor(admx: XmlElement, sample: Sample): Written {
  const policies = new Map(all(admx, "policy").map((policy) => [policy.attributes.name, policy]));
  const set = (category: string, members: object) =>
    Object.entries(members).map(([name, value]) =>
      enabled(policies.get(`${category}_${name}`) ?? assert.fail(`no policy for ${category} ${name}`), value),
    );
  const { recommended, ...forced } = sample;
  return Object.assign({}, ...set("forced", forced), ...set("recommended", Object(recommended)));
}

const allValues = (key: HiveKey, path: string): Written =>
  Object.assign(
    Object.fromEntries(key.values.map(([name, value]) => [`${path}\\${name}`, [value.type, plain(value)] as const])),
    ...[...key.keys].map(([name, below]) => allValues(below, `${path}\\${name}`)),
  );

describe("the templates for group policies", needs("hivexregedit"), () => {
  const dir = mkdtempSync(join(tmpdir(), "countersign-templates-"));
  after(() => rmSync(dir, { recursive: true, force: true }));

  const read = new Map<string, XmlElement>();
  before(() => {
    for (const [path, text] of [...artefacts(".admx"), ...artefacts(".adml")]) read.set(path, readXml(text));
  });
  const template = (path: string) => read.get(path) ?? assert.fail(path);
  const templates = ({ program }: Place) => ({
    admx: template(`windows/countersign-${program}.admx`),
    adml: template(`windows/en-US/countersign-${program}.adml`),
  });

  test("are of the form that the editor reads", () => {
    for (const place of PLACES) {
      const { admx, adml } = templates(place);
      assertForm(admx);
      assertForm(adml);
    }
  });

  test("are refused where they are not: a word too many, one too few, elements in another order", () => {
    const right = artefact("windows/countersign-thunderbird.admx");
    for (const [from, to] of [
      [' class="Both"', ""],
      ['<parentCategory ref="forced"/>', '<supportedOn ref="any"/><parentCategory ref="forced"/>'],
      ["<multiText ", '<multiText maxStrings="3" '],
      ["$(string.forced_trust)", "Trust"],
    ] as const)
      assert.throws(() => assertForm(readXml(right.replace(from, to))), { code: "ERR_ASSERTION" }, from);
  });

  test("have one text for each that is named, one control of the right kind for each element, and no others", () => {
    for (const place of PLACES) {
      const { admx, adml } = templates(place);
      const named = (kind: string) =>
        [
          ...new Set(
            [...JSON.stringify(admx).matchAll(new RegExp(`\\$\\(${kind}\\.([^)]+)\\)`, "g"))].map(([, id]) => id),
          ),
        ].sort();
      for (const kind of ["string", "presentation"])
        assert.deepEqual(
          all(adml, kind)
            .map(({ attributes }) => attributes.id)
            .sort(),
          named(kind),
          place.program,
        );
      const controls = all(adml, "presentation").flatMap(({ children }) =>
        children.map(({ name, attributes }) => `${attributes.refId} ${name}`),
      );
      const elements = all(admx, "elements").flatMap(({ children }) =>
        children.map(({ name, attributes }) => `${attributes.id} ${CONTROL[name]}`),
      );
      assert.deepEqual(controls.sort(), elements.sort(), place.program);
      assert.equal(new Set(elements).size, elements.length);
      for (const { text, attributes } of all(adml, "string")) {
        assert.match(text, /\S/, attributes.id);
        assert.doesNotMatch(text, /^[ \t]|[ \t]$/m, `${attributes.id}: no line is indented or ends with a blank`);
      }
    }
  });

  test("write what the registry file writes, value for value, when each setting of the sample is typed in", () => {
    for (const place of PLACES) {
      const reg = artefact(`windows/countersign-${place.program}.reg`);
      const settings = keyAt(imported(dir, reg), place.settings);
      const written = throughTheEditor(templates(place).admx, samplePolicy(place.client));
      assert.ok(Object.keys(written).length > 20, place.program);
      assert.deepEqual(written, allValues(settings, place.settings), place.program);
    }
  });
});
