import { test } from "node:test";
import { MailParser } from "mailparser";
import PostalMime from "postal-mime";
import { readFrom } from "../../core/message/address.ts";
import { toALabel } from "../../core/message/domain.ts";
import type { Part } from "../../core/message/message.ts";
import { readMessage } from "../../core/message/reader.ts";
import { needsCorpus } from "../corpus.ts";
import { corpusMails, corpusText } from "./corpus-mails.ts";
import { shape } from "./mail.ts";
import { judge, type Outcome } from "./outcomes.ts";

/** What one parser reads: the From addresses, the tree with its leaves, the boundaries in pre-order. */
interface Reading {
  readonly from: readonly string[];
  readonly tree: string;
  readonly boundaries: readonly string[];
}

/** The tree nodes of postal-mime and mailparser, as far as both are alike; neither documents them. */
interface Node {
  readonly type: string;
  readonly boundary: string | undefined;
  readonly children: readonly Node[];
}

function shapeOf(node: Node): string {
  const isMultipart = node.type.startsWith("multipart/") && node.children.length > 0;
  return isMultipart ? `${node.type.slice(10)}[${node.children.map(shapeOf).join(" ")}]` : node.type;
}

function boundariesOf(node: Node): string[] {
  const isMultipart = node.type.startsWith("multipart/") && node.children.length > 0;
  return isMultipart ? [node.boundary ?? "", ...node.children.flatMap(boundariesOf)] : [];
}

interface PostalNode {
  readonly contentType: { readonly parsed: { readonly value: string; readonly params: Record<string, string> } };
  readonly childNodes: readonly PostalNode[];
}

const fromPostal = ({ contentType, childNodes }: PostalNode): Node => ({
  type: contentType.parsed.value || "text/plain",
  boundary: contentType.parsed.params.boundary,
  children: childNodes.map(fromPostal),
});

async function postalMime(bytes: Uint8Array): Promise<Reading> {
  const parser = new PostalMime({ forceRfc822Attachments: true });
  const mail = await parser.parse(bytes);
  const { root } = parser as unknown as { readonly root: PostalNode };
  const tree = fromPostal(root);
  const from = mail.from === undefined ? [] : "address" in mail.from ? [mail.from] : (mail.from.group ?? []);
  return { from: from.map(({ address = "" }) => address), tree: shapeOf(tree), boundaries: boundariesOf(tree) };
}

interface MailparserNode {
  /** False where there is none. */
  readonly contentType?: string | false;
  readonly children?: readonly MailparserNode[];
}

/** This parser opens messages inside; for us they are leaves. */
function fromMailparser({ contentType, children = [] }: MailparserNode): Node {
  const type = contentType || "text/plain";
  return { type, boundary: undefined, children: type.startsWith("message/") ? [] : children.map(fromMailparser) };
}

interface Address {
  readonly address?: string;
  readonly group?: readonly Address[];
}

function mailparser(bytes: Uint8Array): Promise<Reading> {
  return new Promise((resolve, reject) => {
    const parser = new MailParser({ skipHtmlToText: true, skipTextToHtml: true });
    let from: readonly Address[] = [];
    parser.on("headers", (headers: Map<string, unknown>) => {
      const field = headers.get("from") as { readonly value: readonly Address[] } | undefined;
      from = (field?.value ?? []).flatMap((address) => address.group ?? [address]);
    });
    parser.on("data", (data: { type: string; content: NodeJS.ReadableStream; release(): void }) => {
      if (data.type !== "attachment") return;
      data.content.on("end", () => data.release());
      data.content.resume();
    });
    parser.on("error", reject);
    parser.on("end", () => {
      const { tree } = parser as unknown as { readonly tree: MailparserNode };
      const node = fromMailparser(tree.children?.[0] && !tree.contentType ? tree.children[0] : tree);
      resolve({ from: from.map(({ address = "" }) => address), tree: shapeOf(node), boundaries: [] });
    });
    parser.end(Buffer.from(bytes));
  });
}

function ours(root: Part): string[] {
  return root.isMultipart ? [root.typeParams.get("boundary") ?? "", ...root.children.flatMap(ours)] : [];
}

/** Addresses in one spelling, those without a domain left out. */
const lower = (addresses: readonly string[]) =>
  addresses
    .filter((address) => address !== "")
    .map((address) => address.replace(/[^@]*$/, (domain) => toALabel(domain) ?? domain).toLowerCase());
const differs = (what: string, a: unknown, b: unknown) =>
  JSON.stringify(a) === JSON.stringify(b) ? [] : [`${what} ${JSON.stringify(a)} / ${JSON.stringify(b)}`];

/** Differences between the parsers' reading and ours; announced where we called the message ambiguous. */
async function compare(file: string, bytes: Uint8Array): Promise<Outcome> {
  const message = readMessage(bytes);
  const author = readFrom(message);
  const differences: string[] = [];
  for (const [name, reading] of [
    ["postal-mime", await postalMime(bytes)],
    ["mailparser", await mailparser(bytes)],
  ] as const) {
    if (author.ambiguities.length === 0)
      differences.push(...differs(`${name} From`, lower(author.mailboxes.map((m) => m.addrSpec)), lower(reading.from)));
    differences.push(...differs(`${name} leaves`, shape(message.root), reading.tree));
    if (name === "postal-mime")
      differences.push(...differs(`${name} boundaries`, ours(message.root), reading.boundaries));
  }
  const difference = differences.length === 0 ? undefined : differences.join("; ");
  return { key: bytes, name: file, difference, announced: message.ambiguities.length > 0 };
}

for (const folder of ["mime", "attack-mail"]) {
  test(
    `MIME-16: From, boundaries and leaves equal those of postal-mime and mailparser, or are ambiguous: ${folder}`,
    needsCorpus(),
    async () => {
      const bySource = new Map<string, Outcome[]>();
      for (const { file, source, bytes } of corpusMails(folder)) {
        bySource.set(source, [...(bySource.get(source) ?? []), await compare(file, bytes)]);
      }
      const problems: unknown[] = [];
      for (const [source, outcomes] of bySource)
        try {
          judge(`differential-${source}`, outcomes);
        } catch (error) {
          problems.push(error);
        }
      if (problems.length > 0) throw new AggregateError(problems, problems.map(String).join("\n"));
    },
  );

  test(
    `ID-05, MIME-16: From equals the one sender that three recorded parsers agree on, or is ambiguous: ${folder}`,
    needsCorpus(),
    () => {
      interface Recorded {
        readonly verdict: string;
        readonly postal_mime: readonly string[];
      }
      const recorded = new Map<string, Recorded>(
        Object.entries(JSON.parse(corpusText(`${folder}/from-by-three-parsers.json`))),
      );
      const outcomes = corpusMails(folder).flatMap(({ file, bytes }): Outcome[] => {
        const expected = recorded.get(file.slice(folder.length + 1));
        if (expected === undefined) return [];
        const message = readMessage(bytes);
        const author = readFrom(message);
        const from = lower(author.mailboxes.map(({ addrSpec }) => addrSpec));
        const agreed = expected.verdict === "ambiguous" ? [] : lower(expected.postal_mime);
        const same = JSON.stringify(from) === JSON.stringify(agreed);
        const difference = same ? undefined : `${JSON.stringify(from)} / ${JSON.stringify(agreed)}`;
        const announced = message.ambiguities.length + author.ambiguities.length > 0;
        return [{ key: bytes, name: file, difference, announced }];
      });
      judge(`from-${folder}`, outcomes);
    },
  );
}
