import assert from "node:assert/strict";
import type { XmlElement } from "./xml-tree.ts";

/* What the group policy editor takes: the elements of MS-GPREG sections 7.2 and 7.3 that our templates use, each with its
   attributes and the order of what stands in it. Anything else is refused, as the editor refuses the whole file. */

const NAME = /^[\p{L}\p{N}_]+$/u;
const STRING = /^\$\(string\.[\p{L}\p{N}_]+\)$/u;
const PRESENTATION = /^\$\(presentation\.[\p{L}\p{N}_]+\)$/u;
const KEY = /^[^\\][^*?]*[^\\]$/;
const VERSION = /^\d{1,4}\.\d{1,5}$/;
const NUMBER = /^\d+$/;
const FLAG = /^(?:true|false)$/;
const ANY = /^/;

interface Form {
  /** Attributes by name; one that may be missing ends with "?". */
  readonly attributes?: Readonly<Record<string, RegExp>>;
  /** The names of the elements in it, each with a space behind it; none without. */
  readonly holds?: RegExp;
}

const file = (holds: RegExp): Form => ({ attributes: { revision: VERSION, schemaVersion: VERSION }, holds });
const reference: Form = { attributes: { ref: NAME } };
const box: Form = { attributes: { refId: ANY } };
const value: Form = { holds: /^(?:decimal|string) $/ };
const asked = { id: ANY, valueName: ANY, "required?": FLAG };

const FORMS: Readonly<Record<string, Form>> = {
  policyDefinitions: file(/^policyNamespaces resources supportedOn categories policies $/),
  policyNamespaces: { holds: /^target $/ },
  target: { attributes: { prefix: NAME, namespace: /^[\w.]+$/ } },
  resources: { attributes: { "minRequiredRevision?": VERSION }, holds: /^(?:stringTable presentationTable )?$/ },
  supportedOn: { attributes: { "ref?": NAME }, holds: /^(?:definitions )?$/ },
  definitions: { holds: /^(?:definition )+$/ },
  definition: { attributes: { name: NAME, displayName: STRING } },
  categories: { holds: /^(?:category )+$/ },
  category: { attributes: { name: NAME, displayName: STRING }, holds: /^(?:parentCategory )?$/ },
  parentCategory: reference,
  policies: { holds: /^(?:policy )+$/ },
  policy: {
    attributes: {
      name: NAME,
      class: /^(?:User|Machine|Both)$/,
      displayName: STRING,
      explainText: STRING,
      "presentation?": PRESENTATION,
      key: KEY,
      "valueName?": ANY,
    },
    holds: /^parentCategory supportedOn (?:enabledValue disabledValue )?(?:elements )?$/,
  },
  enabledValue: value,
  disabledValue: value,
  elements: { holds: /^(?:(?:decimal|text|enum|list|multiText) )+$/ },
  "elements decimal": { attributes: { ...asked, minValue: NUMBER, maxValue: NUMBER } },
  text: { attributes: { ...asked, maxLength: NUMBER } },
  multiText: { attributes: { ...asked, maxLength: NUMBER } },
  enum: { attributes: asked, holds: /^(?:item )+$/ },
  item: { attributes: { displayName: STRING }, holds: /^value $/ },
  value,
  decimal: { attributes: { value: NUMBER } },
  string: { attributes: { "id?": NAME } },
  list: { attributes: { id: ANY, key: KEY, valuePrefix: ANY } },
  policyDefinitionResources: file(/^displayName description resources $/),
  displayName: {},
  description: {},
  stringTable: { holds: /^(?:string )+$/ },
  presentationTable: { holds: /^(?:presentation )+$/ },
  presentation: { attributes: { id: NAME }, holds: /^(?:decimalTextBox|textBox|multiTextBox|dropdownList|listBox) $/ },
  decimalTextBox: box,
  multiTextBox: box,
  dropdownList: box,
  listBox: box,
  textBox: { ...box, holds: /^label $/ },
  label: {},
};

/** Fails where a template is not of the form that the editor reads. */
export function assertForm(element: XmlElement, within = ""): void {
  const { name, attributes, children } = element;
  const form = FORMS[`${within} ${name}`] ?? FORMS[name] ?? assert.fail(`${within} has ${name}`);
  const left = new Map(Object.entries(attributes));
  for (const [known, pattern] of Object.entries(form.attributes ?? {})) {
    const own = known.replace("?", "");
    const found = left.get(own);
    left.delete(own);
    if (found === undefined) assert.ok(known.endsWith("?"), `${name} without ${own}`);
    else assert.match(found, pattern, `${name} ${own}`);
  }
  assert.deepEqual([...left.keys()], [], `${name} has more attributes`);
  assert.match(children.map((child) => `${child.name} `).join(""), form.holds ?? /^$/, `what ${name} holds`);
  for (const child of children) assertForm(child, name);
}
