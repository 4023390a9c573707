import { concat } from "../canonical/concat.ts";
import { asciiBytes } from "../canonical/encoding.ts";
import { relaxedHeader, relaxedText } from "../canonical/header.ts";
import type { SignedField } from "../canonical/header-guesses.ts";
import type { HeaderField, Message } from "../message/message.ts";
import type { DkimSignature, Form, TaggedField } from "./signature.ts";

/** The header of a message, as signatures select from it. */
export interface Header {
  readonly message: Message;
  /** The instances of a lower-case name, the last in the message first (RFC 6376 s5.4.2). */
  readonly instances: ReadonlyMap<string, readonly HeaderField[]>;
  /** A field in one form; done once for all signatures. */
  readonly octets: (field: HeaderField, form: Form) => Uint8Array;
}

/** Prepares the header for any number of signatures. */
export function headerOf(message: Message): Header {
  const instances = new Map<string, HeaderField[]>();
  for (const field of message.fields.toReversed()) {
    const known = instances.get(field.lowerName);
    if (known === undefined) instances.set(field.lowerName, [field]);
    else known.push(field);
  }
  const relaxed = new Map<HeaderField, Uint8Array>();
  const octets = (field: HeaderField, form: Form) => {
    if (form === "simple") return message.bytes.subarray(field.start, field.end);
    const known = relaxed.get(field) ?? relaxedHeader(message, field);
    relaxed.set(field, known);
    return known;
  };
  return { message, instances, octets };
}

/** The fields a signature covers, in the order of `h=`; a name that is listed too often covers nothing more (s5.4.2). */
export function signedFields({ names, headerForm }: DkimSignature, header: Header): SignedField[] {
  const taken = new Map<string, number>();
  return names.flatMap((name) => {
    const nth = taken.get(name) ?? 0;
    taken.set(name, nth + 1);
    const field = header.instances.get(name)?.[nth];
    return field === undefined ? [] : [{ field, octets: header.octets(field, headerForm) }];
  });
}

/** What is signed (s3.7): the fields, then the signature's own field with `b=` emptied and without its line end. */
export function signingInput(signature: DkimSignature, fields: readonly { readonly octets: Uint8Array }[]): Uint8Array {
  return concat([...fields.map(({ octets }) => octets), ownOctets(signature, signature.headerForm)]);
}

/** The field of a signature or a seal as it is signed: `b=` emptied, no line end. */
export function ownOctets({ field, head, text, tags }: TaggedField, headerForm: Form): Uint8Array {
  const b = tags.find(({ name }) => name === "b");
  const unsigned = b === undefined ? text : text.slice(0, b.rawStart) + text.slice(b.rawEnd);
  if (headerForm === "relaxed") return asciiBytes(`${field.lowerName}:${relaxedText(unsigned)}`);
  return asciiBytes(head + unsigned);
}

/** Lower-case names of which the signature covers every instance in the message. */
export function coveredNames({ names }: DkimSignature, { instances }: Header): ReadonlySet<string> {
  const listed = countsOf(names);
  const covered = (name: string) => (instances.get(name)?.length ?? 0) <= (listed.get(name) ?? 0);
  return new Set([...listed.keys()].filter((name) => instances.has(name) && covered(name)));
}

/**
 * Lower-case names that the signature lists, while the message has more fields of that name than it covers: what a
 * signer forbids by listing a name once more than it occurs ("oversigning", s8.15).
 */
export function addedNames({ names }: DkimSignature, { instances }: Header): readonly string[] {
  return [...countsOf(names)].flatMap(([name, count]) => ((instances.get(name)?.length ?? 0) > count ? [name] : []));
}

/** How often each name is listed; a field may list some hundred thousand (DOS-04). */
function countsOf(names: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return counts;
}
