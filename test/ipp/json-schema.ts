import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";

const possible = spawnSync("python3", ["-c", "import jsonschema"]).status === 0 || process.env.CI === "true";

/** Options of a test that validates by a schema; in CI the validator must be there. */
export const needsJsonSchema = { skip: possible ? (false as const) : "needs Debian's package python3-jsonschema" };

// Formats that the validator of Debian 12 knows only with further packages are judged here.
const PROGRAM = `
import base64, datetime, json, re, sys, jsonschema
draft, paths, values = json.load(sys.stdin)
schemas = [json.load(open(path)) for path in paths]
kind = getattr(jsonschema, draft)
formats = jsonschema.FormatChecker(("email", "uuid"))
@formats.checks("date-time", raises=ValueError)
def is_date_time(text):
    return re.search(r"(Z|[+-]\\d\\d:\\d\\d)$", text) and datetime.datetime.fromisoformat(text)
@formats.checks("hostname")
def is_hostname(text):
    label = r"(?!-)[A-Za-z0-9-]{1,63}(?<!-)"
    return re.fullmatch(label + r"(\\." + label + r")*", text) is not None
for schema in schemas:
    kind.check_schema(schema)
store = {schema.get("$id", ""): schema for schema in schemas}
def fetch(url):
    raise LookupError(url)
def faults(value):
    # A resolver remembers where it was, so each value has a new one.
    resolver = jsonschema.RefResolver(schemas[0].get("$id", ""), schemas[0], store, handlers={"http": fetch, "https": fetch})
    found = kind(schemas[0], resolver=resolver, format_checker=formats).iter_errors(value)
    return ["/" + "/".join(map(str, e.absolute_path)) + ": " + e.message for e in found]
print(json.dumps([faults(value) for value in values]))
`;

/**
 * What Debian's python3-jsonschema finds wrong with each value.
 * @param schemas paths; the first one is what the values must fulfil, the others are those it refers to
 */
export function schemaFaults(
  draft: "Draft7Validator" | "Draft202012Validator",
  schemas: readonly string[],
  values: readonly unknown[],
): readonly (readonly string[])[] {
  const input = JSON.stringify([draft, schemas, values]);
  const { stdout, stderr, status } = spawnSync("python3", ["-W", "ignore", "-c", PROGRAM], {
    input,
    maxBuffer: 64 * 1024 * 1024,
  });
  assert.equal(status, 0, String(stderr));
  return JSON.parse(String(stdout));
}
