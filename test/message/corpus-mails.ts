import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { CORPUS } from "../corpus.ts";

/** Files beside the mails: expectations, licences, lists. */
const NO_MAIL =
  /\.(json|md|xml|out|toml|pem|asc|csv|dns|pub|bind9|tinydns|dat)$|_decoded|LICENSE|NOTICE|COPYING|SOURCES|^mime\/jakarta/;

/** One mail of the corpus. */
export interface CorpusMail {
  /** Path inside the corpus. */
  readonly file: string;
  /** The folder below `mime` or `attack-mail`, whose SOURCES.md entry it belongs to. */
  readonly source: string;
  readonly bytes: Uint8Array;
}

/** The mails below a folder of the corpus, an mbox separator line removed, as whoever hands over a message must. */
export function corpusMails(folder: string): CorpusMail[] {
  return readdirSync(join(CORPUS, folder), { recursive: true, encoding: "utf8" })
    .map((path) => `${folder}/${path}`)
    .filter((file) => !NO_MAIL.test(file) && statSync(join(CORPUS, file)).isFile())
    .sort()
    .map((file) => ({ file, source: file.split("/")[1] ?? "", bytes: withoutSeparator(corpusBytes(file)) }));
}

/** One file of the corpus. */
export function corpusBytes(file: string): Uint8Array {
  return new Uint8Array(readFileSync(join(CORPUS, file)));
}

/** One text file of the corpus. */
export function corpusText(file: string): string {
  return readFileSync(join(CORPUS, file), "utf8");
}

function withoutSeparator(bytes: Uint8Array): Uint8Array {
  return Buffer.from(bytes.subarray(0, 5)).toString("latin1") === "From "
    ? bytes.subarray(bytes.indexOf(10) + 1)
    : bytes;
}
