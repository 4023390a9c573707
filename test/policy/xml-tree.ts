import { execFileSync } from "node:child_process";

/** An element as a reader of XML saw it; names without their namespace. */
export interface XmlElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly XmlElement[];
  readonly text: string;
}

const READ = `
import json, sys, xml.etree.ElementTree as tree
def read(e):
    return {"name": e.tag.rpartition("}")[2], "attributes": e.attrib, "children": [read(c) for c in e], "text": e.text or ""}
json.dump(read(tree.fromstring(sys.stdin.buffer.read())), sys.stdout)
`;

/** Reads a document with the reader of Python, which shares nothing with what wrote it. */
export const readXml = (document: string): XmlElement =>
  JSON.parse(execFileSync("python3", ["-c", READ], { input: document, encoding: "utf8", maxBuffer: 1 << 26 }));

/** Every element of this name below another, in the order of the document. */
export const all = (from: XmlElement, name: string): readonly XmlElement[] =>
  from.children.flatMap((child) => [...(child.name === name ? [child] : []), ...all(child, name)]);
