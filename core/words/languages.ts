import ar from "./ar.json";
import de from "./de.json";
import en from "./en.json";
import es from "./es.json";
import type { Entry } from "./fill.ts";
import type { Words } from "./format.ts";
import fr from "./fr.json";
import ja from "./ja.json";

const words = (file: Readonly<Record<string, Entry>>): Words => new Map(Object.entries(file));

/** Every language there is; the extension reads the same files through its own `_locales`. */
export const LANGUAGES: ReadonlyMap<string, Words> = new Map([
  ["en", words(en)],
  ["de", words(de)],
  ["fr", words(fr)],
  ["es", words(es)],
  ["ja", words(ja)],
  ["ar", words(ar)],
]);
