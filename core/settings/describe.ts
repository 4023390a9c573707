/**
 * A value in short, for people: lists by what names their entries.
 * @param value of a setting
 */
export function describeValue(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.flatMap((entry: unknown) => describeEntry(entry));
  return value === "" ? [] : [String(value)];
}

function describeEntry(entry: unknown): string {
  if (typeof entry !== "object" || entry === null) return String(entry);
  const members = new Map<string, unknown>(Object.entries(entry));
  const names = ["org_id", "accountDomain", "authservId", "profile"].map((name) => members.get(name));
  const found = names.filter((name) => typeof name === "string");
  return found.length > 0 ? found.join(" · ") : String(members.get("name") ?? "");
}
