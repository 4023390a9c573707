import type { Badge } from "../../core/index.ts";

/** What new mail is tagged with: nothing, warnings alone, or every verdict that says something. */
export type ArrivalMode = "off" | "negatives" | "all";

/** The modes in the order in which they are offered. */
export const ARRIVAL_MODES: readonly ArrivalMode[] = ["off", "negatives", "all"];

/** Badges that can be a tag, the warnings first; the others say nothing that a list should repeat. */
export const TAGGED: readonly Badge[] = ["ALERT", "CAUTION", "VERIFIED", "INTACT", "TRANSPORT"];

/** A message that came and has not been judged yet, named so that another session finds it again. */
export interface Waiting {
  readonly key: string;
  readonly folderId: string;
  readonly headerMessageId: string;
}

/** The random part of the keys of our tags: nobody outside of this profile can name one of them. */
export interface TagSecret {
  /** 16 lower-case hex digits. */
  readonly suffix: string;
}

/** A folder that is swept, and how far that is. */
export interface SweptFolder {
  readonly id: string;
  /** As the user knows it. */
  readonly name: string;
  /** Messages in it, when they were last counted. */
  readonly total: number;
}

/** One sweep, from the click to its end. */
export interface StoredSweep {
  readonly state: "running" | "paused" | "done";
  readonly folders: readonly SweptFolder[];
  /** Which of the folders it is at, and how many messages of that one are behind it. */
  readonly folder: number;
  readonly position: number;
  /** Message-IDs of those judged last in it: by them the place is found again. */
  readonly trail?: readonly string[];
  /** Messages behind it in all folders. */
  readonly checked: number;
  /** Messages that got a tag of ours, by badge; one that is judged again counts again. */
  readonly tagged: Readonly<Record<string, number>>;
  /** Epoch seconds. */
  readonly startedAt: number;
}
