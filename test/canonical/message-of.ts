import type { HeaderField, Message, Part } from "../../core/message/message.ts";

/** A message whose header section is one field: enough for what reads a single field. */
export function messageWithField(octets: Uint8Array): { message: Message; field: HeaderField } {
  const text = Buffer.from(octets).toString("latin1");
  const colon = text.indexOf(":");
  const name = text.slice(0, colon).trimEnd();
  const field: HeaderField = {
    name,
    lowerName: name.toLowerCase(),
    start: 0,
    valueStart: colon + 1,
    end: octets.length,
    spaceBeforeColon: name.length !== colon,
  };
  const root: Part = {
    path: "1",
    depth: 0,
    fields: [field],
    start: 0,
    bodyStart: octets.length,
    bodyEnd: octets.length,
    type: "text",
    subtype: "plain",
    typeParams: new Map(),
    disposition: undefined,
    dispositionParams: new Map(),
    encoding: "7bit",
    children: [],
    isMultipart: false,
  };
  const message: Message = {
    bytes: octets,
    text: (start, end) => text.slice(start, end),
    root,
    fields: [field],
    strayLines: [],
    ambiguities: [],
    limit: undefined,
    leaves: [root],
  };
  return { message, field };
}
