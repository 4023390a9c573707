import { decodeCharset, fromOctets } from "./charset.ts";
import { decodeEncodedWords } from "./encoded-word.ts";
import type { Entity } from "./entity.ts";
import { stringOctets } from "./octets.ts";
import type { Parameter } from "./parameters.ts";

type Values = ReadonlyMap<string, string>;

/** The names one field gives under one parameter: the extended form (RFC 2231), then the plain one. */
export function namesIn(values: Values, parameter: string): readonly string[] {
  const names: string[] = [];
  const extended = extendedValue(values, parameter);
  if (extended !== undefined) names.push(extended);
  const plain = values.get(parameter);
  if (plain !== undefined) names.push(decodeEncodedWords(fromOctets(stringOctets(plain))));
  return names;
}

/** Whether clients show different file names for one part (MIME-12); `filename` beside `filename*` is no conflict (H01). */
export function conflictingNames({ content, disposition }: Entity): boolean {
  const lists = [content.parameters, disposition?.parameters ?? []];
  if (lists.some(doubtfulNames)) return true;
  const families = lists.flatMap((list) => {
    const values = new Map(list.map(({ name, value }) => [name, value]));
    return [namesIn(values, "filename"), namesIn(values, "name")].filter((names) => names.length > 0);
  });
  return families.some((names) => !names.some((name) => families.every((others) => others.includes(name))));
}

const NAME_PARAMETER = /^((?:file)?name)(\*.*)?$/;

function doubtfulNames(list: readonly Parameter[]): boolean {
  const names = list.filter(({ name }) => NAME_PARAMETER.test(name));
  const distinct = new Set(names.map(({ name }) => name));
  if (distinct.size < names.length || names.some(({ doubtful }) => doubtful)) return true;
  // Sections with gaps or out of order are joined differently by different programs (RFC 2231 s3).
  return ["filename", "name"].some((base) => {
    const extended = [...distinct].filter((name) => name.startsWith(`${base}*`));
    return extended.join() !== sectionNames(distinct, base).join();
  });
}

/** The parameters that together are the extended value of `base`, in order. */
function sectionNames(names: { has(name: string): boolean }, base: string): readonly string[] {
  if (names.has(`${base}*`)) return [`${base}*`];
  const sections: string[] = [];
  for (let section = 0; ; section++) {
    const plain = `${base}*${section}`;
    const encoded = `${plain}*`;
    if (names.has(encoded)) sections.push(encoded);
    else if (names.has(plain)) sections.push(plain);
    else return sections;
  }
}

function extendedValue(values: Values, base: string): string | undefined {
  const sections = sectionNames(values, base);
  if (sections.length === 0) return undefined;
  let charset: string | undefined;
  const octets: number[] = [];
  for (const [index, name] of sections.entries()) {
    let value = values.get(name) ?? "";
    const encoded = name.endsWith("*");
    const initial = index === 0 && encoded ? /^([^']*)'[^']*'/.exec(value) : null;
    if (initial !== null) {
      charset = initial[1] || undefined;
      value = value.slice(initial[0].length);
    }
    for (const octet of encoded ? percentDecoded(value) : stringOctets(value)) octets.push(octet);
  }
  return decodeCharset(Uint8Array.from(octets), charset);
}

function percentDecoded(value: string): number[] {
  const octets: number[] = [];
  for (const [piece] of value.matchAll(/%[0-9A-F]{2}|[^%]+|%/gi)) {
    if (piece.length === 3 && piece.startsWith("%")) octets.push(Number.parseInt(piece.slice(1), 16));
    else for (const octet of stringOctets(piece)) octets.push(octet);
  }
  return octets;
}
