import { concat } from "../../core/canonical/concat.ts";
import type { ResourceRecord } from "../../core/dns/message.ts";
import { type Name, wireName } from "../../core/dns/names.ts";
import { uint16Octets } from "../../core/dns/octets.ts";

/** Records in master file form (RFC 1035 s5), as far as the tests' corpora use it. */

const TYPES = new Map([
  ["A", 1],
  ["NS", 2],
  ["CNAME", 5],
  ["SOA", 6],
  ["PTR", 12],
  ["HINFO", 13],
  ["NULL", 10],
  ["MX", 15],
  ["TXT", 16],
  ["AAAA", 28],
  ["SRV", 33],
  ["NAPTR", 35],
  ["DNAME", 39],
  ["DS", 43],
  ["SSHFP", 44],
  ["RRSIG", 46],
  ["NSEC", 47],
  ["DNSKEY", 48],
  ["NSEC3", 50],
  ["NSEC3PARAM", 51],
  ["TLSA", 52],
  ["SPF", 99],
  ["ANY", 255],
]);

/** The number of a type's name. */
export function typeOf(name: string): number {
  const number = TYPES.get(name.toUpperCase()) ?? Number(/^TYPE(\d+)$/i.exec(name)?.[1] ?? "NaN");
  if (Number.isNaN(number)) throw new Error(`no type ${name}`);
  return number;
}

/** A name in the form the validator uses; relative names are taken as absolute. */
export function nameFrom(text: string): Name {
  const absolute = text === "." || text.endsWith(".") ? text : `${text}.`;
  return absolute.toLowerCase().replaceAll("\\032", "\\032");
}

/** The octets of a master file line; comments and brackets removed. */
export function record(line: string): ResourceRecord {
  const words = tokens(line);
  const [owner = "."] = words;
  let at = 1;
  let ttl = 3600;
  for (; at < words.length; at++) {
    const word = words[at] ?? "";
    if (/^\d+$/.test(word)) ttl = Number(word);
    else if (word.toUpperCase() !== "IN") break;
  }
  const type = typeOf(words[at] ?? "");
  return { name: nameFrom(owner), type, ttl, data: rdata(type, words.slice(at + 1)) };
}

function tokens(line: string): string[] {
  const found = line.matchAll(/"((?:[^"\\]|\\.)*)"|;.*|[()]|[^\s();]+/g);
  return [...found].map(([all]) => all).filter((word) => !word.startsWith(";") && word !== "(" && word !== ")");
}

const number16 = (word = "0") => uint16Octets(Number(word));
const number32 = (value: number) => uint16Octets(Math.floor(value / 65536) & 0xffff, value & 0xffff);
/** Algorithms that old files call by name. */
const ALGORITHM = new Map([
  ["DSA", 3],
  ["RSASHA1", 5],
  ["RSASHA256", 8],
]);
const octets = (...words: (string | undefined)[]) =>
  Uint8Array.from(words.map((word) => ALGORITHM.get(word ?? "") ?? Number(word)));
const name = (word = ".") => wireName(nameFrom(word));
const hex = (words: readonly string[]) => Uint8Array.from(Buffer.from(words.join(""), "hex"));
const base64 = (words: readonly string[]) => Uint8Array.from(Buffer.from(words.join(""), "base64"));

function text(word: string): Uint8Array {
  const inner = word.startsWith('"') ? word.slice(1, -1) : word;
  const bytes = Buffer.from(
    inner.replace(/\\(\d{3}|.)/g, (_, x: string) => (x.length === 3 ? String.fromCharCode(Number(x)) : x)),
    "latin1",
  );
  return concat([Uint8Array.of(bytes.length), bytes]);
}

/** RRSIG times: YYYYMMDDHHMMSS or seconds. */
export function signatureTime(word = ""): number {
  const match = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)$/.exec(word);
  if (match === null) return Number(word);
  const [year = 0, month = 1, ...rest] = match.slice(1).map(Number);
  return Date.UTC(year, month - 1, ...rest) / 1000;
}

/** The type bit maps of RFC 4034 s4.1.2. */
export function typeBits(types: readonly number[]): Uint8Array {
  const windows = new Map<number, Uint8Array>();
  for (const type of types) {
    const window = windows.get(type >> 8) ?? new Uint8Array(32);
    const at = (type & 0xff) >> 3;
    window[at] = (window[at] ?? 0) | (0x80 >> (type & 7));
    windows.set(type >> 8, window);
  }
  const parts = [...windows]
    .sort(([a], [b]) => a - b)
    .map(([number, window]) => {
      const length = window.findLastIndex((octet) => octet !== 0) + 1;
      return concat([Uint8Array.of(number, length), window.subarray(0, length)]);
    });
  return concat(parts);
}

function base32hex(word: string): Uint8Array {
  let bits = "";
  for (const character of word.toLowerCase()) bits += Number.parseInt(character, 32).toString(2).padStart(5, "0");
  return Uint8Array.from(bits.match(/.{8}/g) ?? [], (eight) => Number.parseInt(eight, 2));
}

const salt = (word = "-") => {
  const bytes = word === "-" ? new Uint8Array() : hex([word]);
  return concat([Uint8Array.of(bytes.length), bytes]);
};

function address6(word = "::"): Uint8Array {
  const [head = "", tail] = word.split("::");
  const groups = (part: string) => (part === "" ? [] : part.split(":").map((group) => Number.parseInt(group, 16)));
  const after = groups(tail ?? "");
  const before = groups(head);
  return uint16Octets(...before, ...new Array<number>(8 - before.length - after.length).fill(0), ...after);
}

function rdata(type: number, words: readonly string[]): Uint8Array {
  const [a, b, c, d, e, f, g, h, ...rest] = words;
  if (a === "\\#") return hex(words.slice(2));
  switch (type) {
    case 1:
      return octets(...(a ?? "").split("."));
    case 28:
      return address6(a);
    case 2:
    case 5:
    case 12:
    case 39:
      return name(a);
    case 6:
      return concat([name(a), name(b), ...[c, d, e, f, g].map((word) => number32(Number(word)))]);
    case 13:
    case 16:
    case 99:
      return concat(words.map(text));
    case 15:
      return concat([number16(a), name(b)]);
    case 33:
      return concat([number16(a), number16(b), number16(c), name(d)]);
    case 35:
      return concat([number16(a), number16(b), text(c ?? ""), text(d ?? ""), text(e ?? ""), name(f)]);
    case 43:
      return concat([number16(a), octets(b, c), hex(words.slice(3))]);
    case 44:
    case 52: {
      const numbers = type === 44 ? 2 : 3;
      return concat([octets(...words.slice(0, numbers)), hex(words.slice(numbers))]);
    }
    case 46: {
      const times = [e, f].map((word) => number32(signatureTime(word)));
      const head = [number16(String(typeOf(a ?? ""))), octets(b, c), number32(Number(d)), ...times];
      return concat([...head, number16(g), name(h), base64(rest)]);
    }
    case 47:
      return concat([name(a), typeBits(words.slice(1).map(typeOf))]);
    case 48:
      return concat([number16(a), octets(b, c), base64(words.slice(3))]);
    case 50: {
      const next = base32hex(e ?? "");
      const types = typeBits(words.slice(5).map(typeOf));
      return concat([octets(a, b), number16(c), salt(d), Uint8Array.of(next.length), next, types]);
    }
    case 51:
      return concat([octets(a, b), number16(c), salt(d)]);
    default:
      throw new Error(`no text form of type ${type}`);
  }
}
