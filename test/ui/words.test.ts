import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { LINES, METHODS } from "../../core/verdict/line-codes.ts";
import { REASONS } from "../../core/verdict/reasons.ts";
import { LISTING } from "../../core/verdict/sentences.ts";
import { SUMMARY } from "../../core/verdict/summary-codes.ts";
import { BANNED, PROVEN } from "./banned-words.ts";
import { textsInCode, textsInHtml } from "./texts-in-code.ts";

interface Entry {
  readonly message: string;
  readonly placeholders?: Readonly<Record<string, { readonly content: string }>>;
}
type File = ReadonlyMap<string, Entry>;

const LANGUAGES = ["en", "de", "fr", "es", "ja", "ar"];
const BADGES = [
  "VERIFIED",
  "INTACT",
  "TRANSPORT",
  "NONE",
  "UNCHECKED",
  "CAUTION",
  "ALERT",
  "ALERT_missing",
  "NONE_level",
];

const read = (path: string): File => new Map(Object.entries(JSON.parse(readFileSync(path, "utf8"))));
const words = new Map(LANGUAGES.map((language) => [language, read(`core/words/${language}.json`)]));
const pages = new Map(LANGUAGES.map((language) => [language, read(`extension/_locales/${language}/messages.json`)]));

/** The codes in the union type of this name: types have no value to ask. */
function codesOfType(path: string, start: string): string[] {
  const text = readFileSync(path, "utf8");
  const at = text.indexOf(start);
  assert.ok(at >= 0, `${start} in ${path}`);
  const union = text.slice(at + start.length, text.indexOf(";", at));
  return [...union.matchAll(/"([a-z0-9-]+)"/g)].map(([, code = ""]) => code.replaceAll("-", "_"));
}

type Declared = readonly [key: string, values: readonly string[]];
const plain = (key: string): Declared => [key, []];
const from = (prefix: string, codes: Readonly<Record<string, readonly string[]>>): Declared[] =>
  Object.entries(codes).map(([code, values]) => [`${prefix}_${code}`, values]);

/** Every sentence that core can ask for, with the names of its values in their order. */
const DECLARED: ReadonlyMap<string, readonly string[]> = new Map<string, readonly string[]>([
  ...BADGES.flatMap((badge) => ["word", "title", "next"].map((part) => plain(`badge_${badge}_${part}`))),
  ["badge_VERIFIED_title", ["name", "domain"]],
  plain("badge_TRANSPORT_signed_title"),
  plain("badge_INTACT_sealed_title"),
  plain("badge_INTACT_sealed_next"),
  plain("badge_INTACT_mt2_title"),
  plain("badge_INTACT_mt2_next"),
  ...Object.values(REASONS).map(({ warning }) => plain(`warning_${warning}`)),
  // A class of 4-threats section 0 that no reason has yet.
  plain("warning_decl"),
  plain("warning_sealed"),
  ...Object.entries(REASONS).map(([code, { params }]): Declared => [`reason_${code}`, params]),
  ...[...LISTING].map(
    ([code, list]): Declared => [`reason_${code}_unnamed`, REASONS[code].params.filter((name) => name !== list)],
  ),
  ...from("summary", SUMMARY),
  ...from("line", LINES),
  ...[...METHODS].map((method) => plain(`method_${method}`)),
  ...["refused", "note"].map((severity) => plain(`fault_${severity}`)),
  ...codesOfType("core/trust/reading.ts", "export type FaultCode =").map((code) => plain(`fault_${code}`)),
  ...codesOfType("core/trust/json.ts", "readonly fault:").map((code) => plain(`fault_json_${code}`)),
]);

const used = ({ message }: Entry) =>
  [...message.matchAll(/\$([A-Za-z]+)\$/g)].map(([, name = ""]) => name.toLowerCase()).sort();

test("every code has a sentence in every language, and no sentence stands there without a code", () => {
  for (const [language, file] of words)
    assert.deepEqual([...file.keys()].sort(), [...DECLARED.keys()].sort(), language);
});

test("the placeholders of a sentence are the values of its code, in their order", () => {
  for (const [language, file] of words)
    for (const [key, params] of DECLARED) {
      const places = Object.entries(file.get(key)?.placeholders ?? {}).map(([name, { content }]) => [name, content]);
      const expected = params.map((name, place) => [name.toLowerCase(), `$${place + 1}`]);
      assert.deepEqual(places, expected, `${language} ${key}`);
    }
});

test("translations use the same values as the English sentence, declare what they use, and are not empty", () => {
  for (const files of [words, pages])
    for (const [language, file] of files) {
      assert.deepEqual([...file.keys()].sort(), [...(files.get("en")?.keys() ?? [])].sort(), language);
      for (const [key, entry] of file) {
        const english = files.get("en")?.get(key);
        assert.ok(english !== undefined);
        assert.deepEqual([...new Set(used(entry))], [...new Set(used(english))], `${language} ${key}`);
        assert.deepEqual(entry.placeholders, english.placeholders, `${language} ${key}`);
        for (const name of used(entry)) assert.ok(entry.placeholders?.[name], `${language} ${key} ${name}`);
        assert.match(entry.message, /\S/, `${language} ${key}`);
      }
    }
});

test("keys are fit for every browser, and the two sets of files share none", () => {
  for (const key of pages.get("en")?.keys() ?? []) assert.ok(!words.get("en")?.has(key), key);
  for (const file of [words.get("en"), pages.get("en")])
    for (const key of file?.keys() ?? []) assert.match(key, /^[A-Za-z0-9_]+$/);
});

test("GMR-27, GMR-28, GMR-29: no sentence uses a word that promises too much or alarms without a fact", () => {
  const found: string[] = [];
  for (const language of LANGUAGES) {
    const banned = BANNED.get(language);
    assert.ok(banned !== undefined, language);
    for (const file of [words.get(language), pages.get(language)])
      for (const [key, { message }] of file ?? []) {
        // Names of header fields and of values are no words of ours.
        const own = message.replace(/\$[A-Z]+\$|Authentication-Results/g, "");
        if (banned.test(own)) found.push(`${language} ${key}: ${message}`);
      }
  }
  assert.deepEqual(found, []);
});

test("the lists of banned words find what they are for", () => {
  const samples: ReadonlyMap<string, readonly string[]> = new Map([
    ["en", ["This message is safe.", "a trusted message", "Signed by Ann", "You were hacked"]],
    ["de", ["Diese Nachricht ist sicher.", "eine echte Nachricht", "Signiert von Anna", "ein Virus"]],
    ["fr", ["Ce message est sûr.", "message authentique", "Signé par Anne", "piraté"]],
    ["es", ["Este mensaje es seguro.", "mensaje auténtico", "Firmado por Ana", "sospechoso"]],
    ["ja", ["このメールは安全です。", "本物のメール", "佐藤による署名", "ウイルス"]],
    ["ar", ["هذه رسالة آمنة", "رسالة أصلية", "موقعة من أحمد", "فيروس"]],
  ]);
  for (const [language, texts] of samples)
    for (const text of texts) assert.match(text, BANNED.get(language) ?? /(?!)/, `${language} ${text}`);
});

test("a number of attachments stands only in sentences about several", () => {
  // The number stands in a sentence only where it is two or more: no language needs a plural for what it does not know.
  for (const [language, file] of words)
    for (const [key, entry] of file)
      assert.equal(
        used(entry).includes("attachments"),
        key.startsWith("summary_unchanged_with_files"),
        `${language} ${key}`,
      );
});

test("the badges below proof do not borrow its words", () => {
  for (const [language, proven] of PROVEN)
    for (const badge of ["INTACT", "TRANSPORT", "NONE", "UNCHECKED"])
      for (const part of ["word", "title"]) {
        const { message = "" } = words.get(language)?.get(`badge_${badge}_${part}`) ?? {};
        assert.doesNotMatch(message, proven, `${language} badge_${badge}_${part}`);
      }
});

test("the badges' words are seven different ones in every language, and short enough for a button", () => {
  for (const [language, file] of words) {
    const said = BADGES.map((badge) => file.get(`badge_${badge}_word`)?.message ?? "");
    assert.equal(new Set(said).size, BADGES.length, language);
    for (const word of said) assert.ok(word.length <= 20, `${language} ${word}`);
  }
});

test("ID-13: Arabic sentences isolate every name and domain from their own direction", () => {
  for (const [key, { message }] of words.get("ar") ?? [])
    for (const [mark] of message.matchAll(/.?\$[A-Z]+\$.?/gu))
      assert.ok(/\$ATTACHMENTS\$/.test(mark) || /^\u2068.*\u2069$/u.test(mark), `${key}: ${mark}`);
});

const SOURCES = ["button", "thunderbird", "ui", "webmail"]
  .map((room) => join("extension", room))
  .flatMap((folder) => readdirSync(folder, { recursive: true, encoding: "utf8" }).map((file) => join(folder, file)));
const code = SOURCES.filter((file) => /\.tsx?$/.test(file)).map((file) => [file, readFileSync(file, "utf8")] as const);

test("no text stands in code: pages and scripts take all words from the message files", async () => {
  const found = await Promise.all(
    code.map(async ([file, text]) => (await textsInCode(text)).map((one) => `${file}: ${one}`)),
  );
  assert.deepEqual(found.flat(), []);
  for (const file of SOURCES.filter((name) => name.endsWith(".html")))
    assert.deepEqual(textsInHtml(readFileSync(file, "utf8")), [], file);
});

test("the search for text in code finds it", async () => {
  const samples = [
    "const A = () => <p>Hello</p>;",
    "const A = () => <p>{x} and more</p>;",
    'const A = () => <img alt="A boat" />;',
    'const A = () => <button aria-label="Close">x</button>;',
    'const label = "Look here";',
    ["const label = `Look here $", "{x}`;"].join(""),
  ];
  for (const sample of samples) assert.notDeepEqual(await textsInCode(sample), [], sample);
  assert.deepEqual(textsInHtml("<p>Hello</p>"), ["Hello"]);
  assert.deepEqual(textsInHtml('<img alt="A boat">'), ["A boat"]);
});

test("every key that the pages name exists, and every key of the pages is named", () => {
  const known = new Set([...(words.get("en")?.keys() ?? []), ...(pages.get("en")?.keys() ?? [])]);
  const all = [...code.map(([, text]) => text), readFileSync("manifest.json", "utf8")].join("\n");
  const named = [
    ...all.matchAll(/\b(?:t|say)\("(\w+)"/g),
    ...all.matchAll(/\b(?:label|question|words)="(\w+)"/g),
    ...all.matchAll(/__MSG_(\w+?)__/g),
  ].map(([, key = ""]) => key);
  for (const key of named) assert.ok(known.has(key), `no text for ${key}`);
  const literals = new Set(
    [...all.matchAll(/"(\w+)"/g), ...all.matchAll(/__MSG_(\w+?)__/g)].map(([, key = ""]) => key),
  );
  // `options_${id}` names every key of its form; a pattern without a fixed part would name them all.
  const patterns = [...all.matchAll(/`((?:\w|\$\{[^}]*\})+)`/g)]
    .map(([, text = ""]) => text.split(/\$\{[^}]*\}/))
    .filter((parts) => parts.length > 1 && parts.some((part) => /[a-z]+_|_[a-z]+/.test(part)))
    .map((parts) => new RegExp(`^${parts.join("\\w+")}$`));
  for (const key of pages.get("en")?.keys() ?? [])
    assert.ok(literals.has(key) || patterns.some((pattern) => pattern.test(key)), `nothing uses ${key}`);
});
