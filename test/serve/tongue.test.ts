import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { countReport } from "../../core/cli/serve/store.ts";
import { tongueFor } from "../../core/cli/serve/tongue.ts";
import { NATURES } from "../../core/ipp/grammar.ts";
import { REPORT_CODES } from "../../core/ipp/report-codes.ts";
import { HOME, logIn, newToken, startServer } from "./support.ts";

const FOLDER = "core/cli/serve";
const LANGUAGES = ["en", "de", "fr", "es", "ja", "ar"];
const catalogue = (language: string): Record<string, string> =>
  JSON.parse(readFileSync(`${FOLDER}/words/${language}.json`, "utf8"));
const marks = (text: string) => [...text.matchAll(/\$[1-9]/g)].map(([mark]) => mark).sort();

test("the operator's pages say everything in six languages, with the same values in each", () => {
  const english = catalogue("en");
  for (const language of LANGUAGES) {
    const words = catalogue(language);
    assert.deepEqual(Object.keys(words), Object.keys(english), language);
    for (const [key, text] of Object.entries(words)) {
      assert.deepEqual(marks(text), marks(english[key] ?? ""), `${language} ${key}`);
      assert.ok(text.trim() === text && text !== "", `${language} ${key}`);
    }
  }
});

test("every sentence is used", () => {
  const sources = readdirSync(FOLDER).filter((name) => name.endsWith(".ts"));
  const all = sources.map((name) => readFileSync(`${FOLDER}/${name}`, "utf8")).join("\n");
  for (const key of Object.keys(catalogue("en"))) assert.ok(all.includes(`"${key}"`), key);
});

test("no page holds a sentence that is not translated", async (t) => {
  const { origin, database } = await startServer(t);
  await countReport(database, {
    ...{
      domain: "example.org",
      token: newToken(),
      code: "malware",
      sender: "",
      nature: "",
      messageId: "",
      fields: "[]",
    },
    ...{ host: HOME, route: "provider", state: "unverified", receivedAt: Math.floor(Date.now() / 1000) },
  });
  const [row] = await database.query("SELECT uid FROM reports");
  const cookie = await logIn(origin);
  const get = async (path: string, headers: Record<string, string>) =>
    await (await fetch(`${origin}/-/${path}`, { headers: { ...headers, "accept-language": "ja" } })).text();
  const pages = await Promise.all([
    get("", {}),
    ...["", "?code=impersonation", "?from=2020-01-01&to=2024-01-01", "nothing", `report?id=${row?.uid}`].map((path) =>
      get(path, { cookie }),
    ),
  ]);
  // What nobody translates: codes, natures, forms, names and numbers.
  const names = [...REPORT_CODES, ...NATURES, "CSV", "ARF", "XARF", "UTC", "Message-ID", "example.org", HOME, "desk"];
  for (const page of pages) {
    assert.match(page, /<html lang="ja" dir="ltr">/);
    const texts = [...page.matchAll(/>([^<]+)</g), ...page.matchAll(/aria-label="([^"]*)"/g)].map(
      ([, text = ""]) => text,
    );
    const left = texts.map((text) => names.reduce((rest, name) => rest.replaceAll(name, ""), text));
    assert.deepEqual(
      left.filter((text) => /[A-Za-z]{2,}/.test(text)),
      [],
    );
  }
});

test("a browser gets the language that it likes best of those that there are", () => {
  const language = (header: string | undefined) => tongueFor(header).language;
  assert.equal(language(undefined), "en");
  assert.equal(language("de-AT,de;q=0.9,en;q=0.8"), "de");
  assert.equal(language("en;q=0.5, ja"), "ja");
  assert.equal(language("pt-BR, FR;q=0.3, en;q=0.2"), "fr");
  assert.equal(language("ar;q=0, es;q=0.001"), "es");
  for (const odd of ["", "*", "x".repeat(9000), ";;,,", "de;q=9", "__proto__", "constructor"])
    assert.equal(language(odd), "en", odd.slice(0, 20));
  assert.equal(tongueFor("de").say("latest", 25, "$1"), "Die neuesten 25 von $1", "a value is not filled again");
});
