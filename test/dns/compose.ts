import { concat } from "../../core/canonical/concat.ts";
import type { Question, ResourceRecord } from "../../core/dns/message.ts";
import { wireName } from "../../core/dns/names.ts";
import { uint16Octets } from "../../core/dns/octets.ts";

/** What a server puts into a response. */
export interface Response {
  readonly answer?: readonly ResourceRecord[];
  readonly authority?: readonly ResourceRecord[];
  readonly additional?: readonly ResourceRecord[];
  readonly rcode?: number;
  /** More flags, such as AD (0x20) or TC (0x200). */
  readonly flags?: number;
  readonly id?: number;
}

/** The octets of a response, without compression. */
export function compose(question: Question, response: Response): Uint8Array {
  const { answer = [], authority = [], additional = [], rcode = 0, flags = 0, id = 0 } = response;
  const sections = [answer, authority, additional];
  return concat([
    uint16Octets(id, 0x8000 | flags | rcode, 1, ...sections.map((section) => section.length)),
    wireName(question.name),
    uint16Octets(question.type, 1),
    ...sections.flat().map(recordOctets),
  ]);
}

function recordOctets({ name, type, ttl, data }: ResourceRecord): Uint8Array {
  const fixed = uint16Octets(type, 1, Math.floor(ttl / 65536) & 0xffff, ttl & 0xffff, data.length);
  return concat([wireName(name), fixed, data]);
}
