import { DECLARED, type DescribedSchema, policyProperties } from "../../../core/index.ts";
import { PLACES, type Place } from "../../policy/places.ts";
import { element } from "./xml.ts";

/** One entry of the group policy editor: a setting forced or recommended, or a member that is no setting. */
interface Entry {
  readonly id: string;
  readonly category: "forced" | "recommended";
  readonly key: string;
  readonly name: string;
  readonly schema: DescribedSchema;
}

function entriesOf(place: Place): readonly Entry[] {
  const { recommended, ...members } = policyProperties(place.client);
  const inside = recommended?.type === "object" ? recommended.properties : {};
  const make = (category: Entry["category"], key: string, from: Readonly<Record<string, DescribedSchema>>) =>
    Object.entries(from).map(([name, schema]) => ({ id: `${category}_${name}`, category, key, name, schema }));
  return [...make("forced", place.settings, members), ...make("recommended", `${place.settings}\\recommended`, inside)];
}

const isTexts = ({ schema }: Entry) => schema.type === "array" && schema.items.type === "string";

/** The control in which the value is typed; yes and no need none. */
function elements(entry: Entry, place: Place): readonly string[] {
  const { id, name, key, schema } = entry;
  const box = { id: `${id}_box`, valueName: name };
  if (schema.type === "boolean") return [];
  if (schema.type === "integer")
    return [
      element("decimal", {
        ...box,
        minValue: schema.minimum,
        maxValue: Math.min(schema.maximum, 2 ** 32 - 1),
        required: "true",
      }),
    ];
  if (schema.type === "string" && schema.enum)
    return [
      element(
        "enum",
        { ...box, required: "true" },
        schema.enum.map((one) =>
          element("item", { displayName: `$(string.${id}_${one})` }, [
            element("value", {}, [element("string", {}, one)]),
          ]),
        ),
      ),
    ];
  if (isTexts(entry)) return [element("list", { id: box.id, key: `${key}\\${name}`, valuePrefix: "" })];
  // Without a length each line ends at 1023 characters: a list of objects may be pasted as one line.
  if (schema.type !== "string" && place.json === "multi")
    return [element("multiText", { ...box, required: "true", maxLength: 1_000_000 })];
  return [
    element("text", {
      ...box,
      required: "true",
      maxLength: schema.type === "string" ? (schema.maxLength ?? 2000) : 1_000_000,
    }),
  ];
}

function policyElement(entry: Entry, place: Place): string {
  const inside = elements(entry, place);
  const flag = entry.schema.type === "boolean";
  const attributes = {
    name: entry.id,
    class: "Both",
    displayName: `$(string.${entry.id})`,
    explainText: `$(string.${entry.id}_help)`,
    key: entry.key,
    valueName: flag ? entry.name : undefined,
    presentation: inside.length > 0 ? `$(presentation.${entry.id})` : undefined,
  };
  return element("policy", attributes, [
    element("parentCategory", { ref: entry.category }),
    element("supportedOn", { ref: "any" }),
    ...(flag ? [onOff("enabledValue", 1), onOff("disabledValue", 0)] : [element("elements", {}, inside)]),
  ]);
}

const onOff = (name: string, value: number) => element(name, {}, [element("decimal", { value })]);

const NAMESPACE = "http://schemas.microsoft.com/GroupPolicy/2006/07/PolicyDefinitions";
const HEAD = '<?xml version="1.0" encoding="utf-8"?>';
const ROOT = { xmlns: NAMESPACE, revision: "1.0", schemaVersion: "1.0" };

function admx(place: Place): string {
  const body = element("policyDefinitions", ROOT, [
    element("policyNamespaces", {}, [
      element("target", { prefix: `countersign_${place.program}`, namespace: `Countersign.Policies.${place.program}` }),
    ]),
    element("resources", { minRequiredRevision: "1.0" }),
    element("supportedOn", {}, [
      element("definitions", {}, [element("definition", { name: "any", displayName: "$(string.any)" })]),
    ]),
    element("categories", {}, [
      element("category", { name: "product", displayName: "$(string.product)" }),
      ...(["forced", "recommended"] as const).map((name) =>
        element("category", { name, displayName: `$(string.${name})` }, [
          element("parentCategory", { ref: "product" }),
        ]),
      ),
    ]),
    element(
      "policies",
      {},
      entriesOf(place).map((entry) => policyElement(entry, place)),
    ),
  ]);
  return `${HEAD}\n${body}\n`;
}

/** What the editor shows beside a control; lists and JSON want to be told how they are written. */
function presentation(entry: Entry, place: Place): string {
  const { id, schema } = entry;
  const box = { refId: `${id}_box` };
  if (schema.type === "integer") return element("decimalTextBox", box, "Value:");
  if (schema.type === "string" && schema.enum) return element("dropdownList", box, "Value:");
  if (isTexts(entry)) return element("listBox", box, "One entry in each row:");
  if (schema.type === "string") return element("textBox", box, [element("label", {}, "Value:")]);
  return place.json === "multi"
    ? element("multiTextBox", box, "JSON:")
    : element("textBox", box, [element("label", {}, "JSON in one line:")]);
}

function helpText({ schema, name }: Entry): string {
  const known = Object.entries(DECLARED).find(([own]) => own === name)?.[1];
  const example =
    known && typeof known.example === "object" && schema.type === "array" && schema.items.type === "object";
  return [schema.description ?? "", ...(example ? [`Example: ${JSON.stringify(known.example)}`] : [])].join("\n\n");
}

function adml(place: Place): string {
  const entries = entriesOf(place);
  const string = (id: string, text: string) => element("string", { id }, text);
  const strings = [
    string("any", "Every version"),
    string("product", `Countersign for ${place.title}`),
    string("forced", "Settings (users cannot change them)"),
    string("recommended", "Recommended settings (users can change them)"),
    ...entries.flatMap((entry) => [
      string(entry.id, entry.schema.title ?? entry.name),
      string(`${entry.id}_help`, helpText(entry)),
      ...(entry.schema.type === "string"
        ? (entry.schema.enum ?? []).map((one) => string(`${entry.id}_${one}`, one))
        : []),
    ]),
  ];
  const presentations = entries
    .filter((entry) => elements(entry, place).length > 0)
    .map((entry) => element("presentation", { id: entry.id }, [presentation(entry, place)]));
  const body = element("policyDefinitionResources", ROOT, [
    element("displayName", {}, `Countersign for ${place.title}`),
    element("description", {}, "Settings of the Countersign extension"),
    element("resources", {}, [element("stringTable", {}, strings), element("presentationTable", {}, presentations)]),
  ]);
  return `${HEAD}\n${body}\n`;
}

/** Templates for the group policy editor, one pair per program. */
export const groupPolicyFiles = (): ReadonlyMap<string, string> =>
  new Map(
    PLACES.flatMap((place) => [
      [`windows/countersign-${place.program}.admx`, admx(place)] as const,
      [`windows/en-US/countersign-${place.program}.adml`, adml(place)] as const,
    ]),
  );
