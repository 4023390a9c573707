import { type Name, readName } from "./names.ts";
import { uint16, uint32 } from "./octets.ts";
import { canonicalRdata } from "./rdata.ts";
import { CLASS_IN, TYPE } from "./types.ts";

/** What is asked: class IN always. */
export interface Question {
  readonly name: Name;
  readonly type: number;
}

/** One record of class IN; the data is in canonical form (RFC 4034 s6.2). */
export interface ResourceRecord {
  readonly name: Name;
  readonly type: number;
  /** Seconds. */
  readonly ttl: number;
  readonly data: Uint8Array;
}

/** A DNS message as far as it matters: nothing in the additional section is ever used (DNS-12). */
export interface Message {
  readonly id: number;
  readonly response: boolean;
  readonly opcode: number;
  readonly truncated: boolean;
  readonly rcode: number;
  readonly question: Question;
  readonly answer: readonly ResourceRecord[];
  readonly authority: readonly ResourceRecord[];
}

/** Octets of the header (RFC 1035 s4.1.1). */
const HEADER = 12;
/** Longest message: its length is a 16-bit number wherever it travels. */
const MAX_MESSAGE_OCTETS = 65535;

/**
 * Reads a DNS message. Total: any octets give a message or undefined, in time that grows with their number (DNS-14).
 * @returns undefined unless there is exactly one question of class IN and every record announced is there and readable
 */
export function parseMessage(octets: Uint8Array): Message | undefined {
  if (octets.length < HEADER || octets.length > MAX_MESSAGE_OCTETS || uint16(octets, 4) !== 1) return undefined;
  const asked = readName(octets, HEADER, false);
  if (asked === undefined || asked.end + 4 > octets.length || uint16(octets, asked.end + 2) !== CLASS_IN) {
    return undefined;
  }
  const answer = readRecords(octets, asked.end + 4, uint16(octets, 6));
  const authority = answer && readRecords(octets, answer.end, uint16(octets, 8));
  const additional = authority && readRecords(octets, authority.end, uint16(octets, 10));
  if (answer === undefined || authority === undefined || additional === undefined) return undefined;
  const flags = uint16(octets, 2);
  return {
    id: uint16(octets, 0),
    response: (flags & 0x8000) !== 0,
    opcode: (flags >> 11) & 15,
    truncated: (flags & 0x0200) !== 0,
    rcode: flags & 15,
    question: { name: asked.name, type: uint16(octets, asked.end) },
    answer: answer.records,
    authority: authority.records,
  };
}

function readRecords(octets: Uint8Array, start: number, count: number) {
  const records: ResourceRecord[] = [];
  let at = start;
  for (let index = 0; index < count; index++) {
    const owner = readName(octets, at, true);
    if (owner === undefined || owner.end + 10 > octets.length) return undefined;
    const type = uint16(octets, owner.end);
    const dataStart = owner.end + 10;
    const end = dataStart + uint16(octets, owner.end + 8);
    if (end > octets.length) return undefined;
    at = end;
    // The class field of OPT is a size (RFC 6891 s6.1.2).
    if (type === TYPE.OPT || uint16(octets, owner.end + 2) !== CLASS_IN) continue;
    const data = canonicalRdata(type, octets, dataStart, end);
    if (data === undefined) return undefined;
    records.push({ name: owner.name, type, ttl: uint32(octets, owner.end + 4), data });
  }
  return { records, end: at };
}
