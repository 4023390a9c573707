import { MAX_DEPTH, MAX_PARTS } from "../limits.ts";
import type { ReasonCode } from "../verdict/reasons.ts";
import type { Ambiguities } from "./ambiguities.ts";
import { boundaryOf, type Cut, cutAtBoundary } from "./boundary.ts";
import { checkPart } from "./check-part.ts";
import { type Entity, readEntity } from "./entity.ts";
import { type HeaderSection, readFields } from "./fields.ts";
import type { Part } from "./message.ts";
import type { OctetText } from "./octets.ts";
import type { Parameter } from "./parameters.ts";

/** What reading the tree found. */
export interface Tree {
  readonly root: Part;
  readonly section: HeaderSection;
  /** In pre-order. */
  readonly leaves: readonly Part[];
  readonly limit: ReasonCode | undefined;
}

/** Where a part stands. */
interface Place {
  readonly path: string;
  readonly depth: number;
  readonly start: number;
  readonly end: number;
  readonly inDigest: boolean;
  /** Boundaries of the multiparts around it. */
  readonly around: readonly string[];
}

/** Reads the one MIME tree that serves hashing, display and attachments (G08 to G16). */
export function readTree(text: OctetText, ambiguities: Ambiguities): Tree {
  const leaves: Part[] = [];
  let parts = 1;
  let limit: ReasonCode | undefined;

  const readPart = (place: Place): { part: Part; section: HeaderSection } => {
    const section = readFields(text, place.start, place.end, ambiguities);
    limit ??= section.limit;
    const entity = readEntity(text, section.fields, place.inDigest);
    const leaf = leafOf(place, section, entity);
    const cut = limit === undefined ? cutMultipart(place, section, entity) : undefined;
    if (limit === undefined) checkPart(text, leaf, entity, ambiguities);
    if (cut === undefined) {
      leaves.push(leaf);
      return { part: leaf, section };
    }
    const children = readChildren(place, entity, cut);
    // Some programs show the part that `start` names, others the first (RFC 2387 s3.2).
    if (startsElsewhere(text, entity, children)) ambiguities.add("AMBIG_CONTENT_TYPE", { part: place.path });
    return { part: { ...leaf, path: place.depth === 0 ? "" : place.path, children, isMultipart: true }, section };
  };

  /** The delimiter lines of a multipart; undefined for leaves and for what counts as one (G16, H20). */
  const cutMultipart = (place: Place, section: HeaderSection, { content }: Entity): (Cut & Boundary) | undefined => {
    if (content.type !== "multipart") return undefined;
    const boundary = boundaryOf(content, place.path, ambiguities);
    if (boundary === undefined || !section.closed) {
      ambiguities.add("AMBIG_BOUNDARY", { part: place.path });
      return undefined;
    }
    const cut = cutAtBoundary(text, boundary, section.bodyStart, place.end, MAX_PARTS);
    if (cut.doubtful || cut.epilogueStart === undefined || place.around.includes(boundary))
      ambiguities.add("AMBIG_BOUNDARY", { part: place.path });
    parts += cut.parts.length;
    if (cut.tooMany || parts > MAX_PARTS) limit = "E_TOO_MANY_PARTS";
    else if (cut.parts.length > 0 && place.depth === MAX_DEPTH) limit = "E_TOO_DEEP";
    if (limit !== undefined || cut.parts.length === 0) return undefined;
    const epilogue = cut.epilogueStart ?? place.end;
    if (text.search(/[^ \t\r\n]/g, 1, epilogue, place.end) >= 0) ambiguities.add("EXTRA_BYTES", { part: place.path });
    return { ...cut, boundary };
  };

  const readChildren = (place: Place, { content }: Entity, cut: Cut & Boundary): Part[] => {
    const prefix = place.depth === 0 ? "" : `${place.path}.`;
    const inDigest = content.subtype === "digest";
    const around = [...place.around, cut.boundary];
    const children: Part[] = [];
    for (const [index, range] of cut.parts.entries()) {
      if (limit !== undefined) break;
      const child = readPart({ ...range, path: `${prefix}${index + 1}`, depth: place.depth + 1, inDigest, around });
      // A header section may end where the part ends, but not in the middle of a line (RFC 2046 s5.1.1).
      if (!child.section.closed && unfinished(text, range)) ambiguities.add("AMBIG_BORDER");
      children.push(child.part);
    }
    return children;
  };

  const whole = { path: "1", depth: 0, start: 0, end: text.bytes.length, inDigest: false, around: [] };
  const { part, section } = readPart(whole);
  return { root: part, section, leaves, limit };
}

interface Boundary {
  readonly boundary: string;
}

function unfinished(text: OctetText, { start, end }: { start: number; end: number }): boolean {
  return end > start && text.slice(Math.max(start, end - 2), end) !== "\r\n";
}

function leafOf(place: Place, section: HeaderSection, { content, disposition, encoding }: Entity): Part {
  return {
    path: place.path,
    depth: place.depth,
    fields: section.fields,
    start: place.start,
    bodyStart: section.bodyStart,
    bodyEnd: place.end,
    type: content.type,
    subtype: content.subtype,
    typeParams: firstOfEach(content.parameters),
    disposition: disposition?.disposition,
    dispositionParams: firstOfEach(disposition?.parameters ?? []),
    encoding,
    children: [],
    isMultipart: false,
  };
}

function startsElsewhere(text: OctetText, { content }: Entity, [first]: readonly Part[]): boolean {
  const start = content.parameters.find(({ name }) => name === "start");
  if (content.subtype !== "related" || start === undefined) return false;
  const id = first?.fields.find(({ lowerName }) => lowerName === "content-id");
  const bare = (value: string) => value.replace(/[<>\s]+/g, "");
  return id === undefined || bare(text.slice(id.valueStart, id.end)) !== bare(start.value);
}

function firstOfEach(parameters: readonly Parameter[]): ReadonlyMap<string, string> {
  const map = new Map<string, string>();
  // An empty value stands for none: "with a value of at least one octet" is asked of every instance (G13).
  for (const { name, value } of parameters) if (!map.get(name)) map.set(name, value);
  return map;
}
