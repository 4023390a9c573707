import { existsSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { decodedLeaf } from "../../core/message/leaf.ts";
import type { Message, Part } from "../../core/message/message.ts";
import { readMessage } from "../../core/message/reader.ts";
import { CORPUS, needsCorpus } from "../corpus.ts";
import { corpusBytes, corpusMails, corpusText } from "./corpus-mails.ts";
import { decodingEngine } from "./engine.ts";
import { judge, type Outcome } from "./outcomes.ts";

/** A node of Apache James mime4j's event trace. */
interface Traced {
  readonly name: string;
  readonly children: Traced[];
  text: string;
}

const ENTITIES: Readonly<Record<string, string>> = { lt: "<", gt: ">", amp: "&", quot: '"', apos: "'" };

/** Reads the trace; it has no attributes but `name` of bodies kept in files of their own. */
function readTrace(xml: string): Traced {
  const root: Traced = { name: "", children: [], text: "" };
  const open = [root];
  let from = 0;
  for (const match of xml.matchAll(/<(\/?)([a-z0-9-]+)(?: name="([^"]*)")?(\/?)>/g)) {
    const parent = open.at(-1) ?? root;
    parent.text += xml.slice(from, match.index);
    from = match.index + match[0].length;
    if (match[1] === "/") {
      open.pop();
      continue;
    }
    const node: Traced = { name: match[2] ?? "", children: [], text: match[3] ?? "" };
    parent.children.push(node);
    if (match[4] !== "/") open.push(node);
  }
  return root.children[0] ?? root;
}

const plain = (text: string) => text.replace(/&([a-z]+);/g, (entity, name: string) => ENTITIES[name] ?? entity);
const child = (node: Traced, name: string) => node.children.find((candidate) => candidate.name === name);

/** Shape and bodies of an entity; a message inside is a leaf here, because ours is never opened (G08). */
function tracedShape(entity: Traced, files: (string | undefined)[]): string {
  const multipart = child(entity, "multipart");
  if (multipart !== undefined) {
    const parts = multipart.children.filter(({ name }) => name === "body-part");
    return `[${parts.map((part) => tracedShape(part, files)).join(" ")}]`;
  }
  const body = entity.children.find(({ name }) => name.endsWith("-body"));
  files.push(body?.text);
  return "leaf";
}

function ourShape(part: Part): string {
  return part.isMultipart ? `[${part.children.map(ourShape).join(" ")}]` : "leaf";
}

function tracedFields(entity: Traced): string[] {
  return (child(entity, "header")?.children ?? []).map(({ text }) => plain(text).replace(/\s+/g, " ").trim());
}

function ourFields(message: Message): string[] {
  return message.fields.map(({ start, end }) => message.text(start, end).replace(/\s+/g, " ").trim());
}

function compare(file: string, bytes: Uint8Array): string | undefined {
  const stem = file.replace(/\.msg$/, "");
  const trace = readTrace(corpusText(`${stem}_decoded.xml`));
  const message = readMessage(bytes);
  const files: (string | undefined)[] = [];
  const shape = tracedShape(trace, files);
  if (shape !== ourShape(message.root)) return `tree ${ourShape(message.root)} / ${shape}`;
  const fields = [ourFields(message), tracedFields(trace)].map((list) => JSON.stringify(list));
  if (fields[0] !== fields[1]) return `fields ${fields[0]} / ${fields[1]}`;
  for (const [index, leaf] of message.leaves.entries()) {
    const name = files[index];
    if (name === undefined) continue;
    const path = join(file, "..", name);
    if (!existsSync(join(CORPUS, path))) return `no file ${path}`;
    // Their text bodies are read with LF line ends.
    const [ours, theirs] = [decodedLeaf(message, leaf, decodingEngine), corpusBytes(path)].map((octets) =>
      Buffer.from(octets).toString("latin1").replaceAll("\r\n", "\n"),
    );
    if (ours !== theirs)
      return `leaf ${leaf.path} ${JSON.stringify(ours?.slice(0, 60))} / ${JSON.stringify(theirs?.slice(0, 60))}`;
  }
  return undefined;
}

test("MIME-16: tree, header fields and decoded leaves equal the traces of mime4j", needsCorpus(), () => {
  const outcomes = corpusMails("mime/james-mime4j").map(({ file, bytes }): Outcome => {
    return { key: bytes, name: file, difference: compare(file, bytes) };
  });
  judge("mime4j", outcomes);
});
