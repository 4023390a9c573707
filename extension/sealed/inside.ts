import {
  decodedLeaf,
  decodeText,
  displayHeader,
  type Engine,
  fileName,
  isAttachment,
  leafSize,
  type Mailbox,
  type Message,
  pageText,
  readFrom,
  readMailboxes,
} from "../../core/index.ts";

/** A part of the message inside. */
export type InsidePart =
  | { readonly kind: "text"; readonly path: string; readonly text: string }
  | { readonly kind: "html"; readonly path: string; readonly text: string }
  | {
      readonly kind: "attachment";
      readonly path: string;
      /** Foreign text; "" without one. */
      readonly name: string;
      readonly type: string;
      /** Octets after decoding. */
      readonly size: number;
      /** Decodes it: nobody waits for what may never be saved. */
      readonly octets: () => Uint8Array;
    };

/** What a reader sees of the message inside: its own header fields, never those outside (T29). */
export interface Inside {
  /** addr-spec; "" where it cannot be told. */
  readonly from: string;
  readonly people: readonly { readonly field: "from" | "to" | "cc"; readonly mailboxes: readonly Mailbox[] }[];
  readonly subject: string;
  readonly date: string;
  readonly parts: readonly InsidePart[];
}

/** What is shown of an opened message. Never fails. */
export function readInside(message: Message, engine: Engine): Inside {
  const from = readFrom(message).mailboxes;
  const parts = message.leaves.map((part): InsidePart => {
    const type = `${part.type}/${part.subtype}`;
    const kind = isAttachment(part) ? undefined : KINDS.get(type);
    const { path } = part;
    if (kind !== undefined) return { kind, path, text: decodeText(message, part, engine) };
    const size = leafSize(message, part, engine);
    return {
      kind: "attachment",
      path,
      name: fileName(part),
      type,
      size,
      octets: () => decodedLeaf(message, part, engine),
    };
  });
  return {
    from: from.length === 1 ? (from[0]?.addrSpec ?? "") : "",
    people: [
      { field: "from" as const, mailboxes: from },
      { field: "to" as const, mailboxes: readMailboxes(message, "to").mailboxes },
      { field: "cc" as const, mailboxes: readMailboxes(message, "cc").mailboxes },
    ].filter(({ mailboxes }) => mailboxes.length > 0),
    subject: displayHeader(message, "subject"),
    date: displayHeader(message, "date"),
    parts,
  };
}

const KINDS: ReadonlyMap<string, "text" | "html"> = new Map([
  ["text/plain", "text"],
  ["text/html", "html"],
]);

/**
 * The text of a message as a quotation: its plain text, or else what a reader of its page sees. What nobody saw is not
 * quoted (E2E-06), nor a page of which nobody can say that.
 */
export function quotation({ parts }: Inside): string {
  const plain = parts.flatMap((part) => (part.kind === "text" ? [part.text] : []));
  const pages = parts.flatMap((part) => (part.kind === "html" ? [part.text] : []));
  const text = (plain.length > 0 ? plain : pages.map(seenText)).join("\n");
  return text
    .split(/\r?\n/)
    .map((line) => `> ${line}`)
    .join("\n");
}

const seenText = (page: string) =>
  (pageText(page) ?? [])
    .flatMap(({ text, seen }) => (seen ? [text] : []))
    .join("")
    .trim();
