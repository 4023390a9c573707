import { existsSync, readdirSync, readFileSync } from "node:fs";

const readJson = (path) => JSON.parse(readFileSync(path, "utf8"));

/**
 * The texts of each language: what a verdict says (`core/words`) together with what the pages say
 * (`extension/_locales`). A `Map` from language to messages with sorted keys.
 * @throws Error that names the first key that two files define, or that a language lacks or has too many.
 */
export function mergedLocales(words = "core/words", pages = "extension/_locales") {
  const languages = readdirSync(words)
    .filter((file) => file.endsWith(".json"))
    .map((file) => file.slice(0, -".json".length))
    .sort();
  const merged = new Map();
  for (const language of languages) {
    const ofVerdict = readJson(`${words}/${language}.json`);
    const path = `${pages}/${language}/messages.json`;
    if (!existsSync(path)) throw new Error(`${path} is missing`);
    const ofPages = readJson(path);
    for (const key of Object.keys(ofPages))
      if (Object.hasOwn(ofVerdict, key)) throw new Error(`${language}: "${key}" stands in ${words} and in ${path}`);
    const all = Object.entries({ ...ofVerdict, ...ofPages }).sort(([a], [b]) => (a < b ? -1 : 1));
    merged.set(language, Object.fromEntries(all));
  }
  const english = merged.get("en");
  if (!english) throw new Error(`${words}/en.json is missing`);
  for (const [language, messages] of merged) {
    for (const key of Object.keys(english)) if (!messages[key]) throw new Error(`${language}: "${key}" is missing`);
    for (const key of Object.keys(messages))
      if (!english[key]) throw new Error(`${language}: "${key}" is unknown in en`);
  }
  return merged;
}
