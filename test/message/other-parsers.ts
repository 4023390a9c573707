import { MailParser } from "mailparser";
import PostalMime from "postal-mime";

/** What one parser reads: the From addresses, the tree with its leaves, the boundaries in pre-order. */
export interface Reading {
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

/** As postal-mime reads it, messages inside left closed. */
export async function postalMime(bytes: Uint8Array): Promise<Reading> {
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

/** As mailparser reads it, messages inside closed afterwards. */
export function mailparser(bytes: Uint8Array): Promise<Reading> {
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
