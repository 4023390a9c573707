import type { Ref, SourceRequest } from "./adapter.ts";

/* What a content script and the background say to each other. The content script is the weaker side (EXT-05). */

/** Most messages of one page that are checked; a page that shows more is a flood or a list. */
export const MOST = 20;

/** "These messages are on the screen": the one thing a content script may say (EXT-05). */
export interface ShownMessages {
  readonly countersign: "shown";
  readonly adapter: string;
  /** Address of the account as the page tells it; "" where it does not. */
  readonly account: string;
  readonly messages: readonly Ref[];
}

/** How a marker looks. */
export interface MarkerFace {
  /** Positive ones are drawn with the user's personal mark, and only with it (decision 9). */
  readonly tone: "positive" | "neutral" | "warning" | "alarm";
  readonly label: string;
  /** Where to look for more: the toolbar, never the marker. */
  readonly hint: string;
  /** The personal mark; "" for everything that is not positive. */
  readonly mark: string;
}

/** The answer, one face for each message, in order. Empty when the page has moved on meanwhile. */
export type Faces = readonly MarkerFace[];

/** What the background says to a content script. */
export type ToContent =
  | { readonly countersign: "which" }
  | { readonly countersign: "again" }
  | { readonly countersign: "fetch"; readonly request: PageRequest };

/** A request that a content script makes for the background; addresses travel as text. */
export type PageRequest = Omit<SourceRequest, "url"> & { readonly url: string };

/** What a content script fetched for the background. */
export interface FetchedByPage {
  readonly status: number;
  readonly type: string;
  readonly disposition: string;
  readonly octets: Uint8Array;
}

/** Reads such an answer, which is the page's word. */
export function readFetched(value: unknown): FetchedByPage | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  const { status, type, disposition, octets }: Partial<Record<keyof FetchedByPage, unknown>> = value;
  if (typeof status !== "number" || !text(type, 1000) || !text(disposition, 1000)) return undefined;
  return octets instanceof Uint8Array ? { status, type, disposition, octets } : undefined;
}

const text = (value: unknown, longest: number): value is string => typeof value === "string" && value.length <= longest;

const KEYS = new Set(["id", "token", "from", "subject", "conversation", "cut", "own"]);

function isRef(value: unknown): value is Ref {
  if (typeof value !== "object" || value === null) return false;
  const ref: Partial<Record<keyof Ref, unknown>> = value;
  const known = Object.keys(value).every((key) => KEYS.has(key));
  const named = text(ref.id, 1000) && ref.id !== "" && text(ref.token, 1000);
  const marks = [ref.conversation, ref.cut, ref.own].every((mark) => mark === undefined || mark === true);
  return known && named && marks && text(ref.subject, 20_000) && (ref.from === undefined || text(ref.from, 1000));
}

/** Reads what a content script said: exactly this form, or nothing (EXT-04). */
export function readShown(value: unknown): ShownMessages | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  const said: Partial<Record<keyof ShownMessages, unknown>> = value;
  const { countersign, adapter, account, messages } = said;
  if (Object.keys(value).length !== 4 || countersign !== "shown" || !text(adapter, 40) || !text(account, 1000))
    return undefined;
  if (!Array.isArray(messages) || messages.length > MOST || !messages.every(isRef)) return undefined;
  return { countersign, adapter, account, messages };
}
