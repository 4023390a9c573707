import type { Kind } from "./kinds.ts";

/** The packages that exist; a setting names those in which something reads it. */
export type ClientName = "thunderbird" | "chromium" | "firefox";

/** What a setting can do to a verdict; none hides a warning or makes a badge (ADM-05). */
export type Direction = "tightens" | "loosens" | "neutral";

/** One setting, declared once: everything that is shown, generated and checked about it comes from here. */
export interface Setting<T> {
  readonly kind: Kind<T>;
  /** What holds when nobody said anything. */
  readonly standard: T;
  /** Stands in for a policy value that cannot be read: never laxer than what its author can have meant (ADM-02). */
  readonly strict: T;
  readonly direction: Direction;
  /** What may still be taken of a value from a policy of which a newer one was seen; everything unless told (ADM-08). */
  readonly fromOlder?: (value: T) => T;
  /** What of a value a help desk may see, where it can hold a secret; all of it unless told. */
  readonly mask?: (value: T) => unknown;
  /** From lax to strict: then a user may always ask for more than an administrator did (8-enterprise 8). */
  readonly order?: readonly T[];
  /** The user has a say too: then a policy may recommend a value, or lock the choice. */
  readonly user: "choice" | "own-entries" | "none";
  readonly clients: readonly ClientName[];
  /** The version that knew it first. */
  readonly since: string;
  /** One line, and what an administrator needs to know; plain English without markup. */
  readonly title: string;
  readonly description: string;
  /** A value as an administrator would write it; every generated sample contains it, and a test reads it. */
  readonly example: unknown;
}

/** What an entry leaves out because it is so for most settings. */
const USUAL = { direction: "neutral", clients: ["thunderbird", "chromium", "firefox"], since: "0.1.0" } as const;

type Usual = keyof typeof USUAL;
type Declaration<T> = Omit<Setting<T>, Usual> & Partial<Pick<Setting<T>, Usual>>;

/** Declares a setting, and fixes the type of its value. */
export const setting = <T>(declared: Declaration<T>): Setting<T> => ({ ...USUAL, ...declared });

/** A list: empty where nobody said anything, and where nothing of it can be read. */
export const listed = <T>(declared: Omit<Declaration<readonly T[]>, "standard" | "strict">): Setting<readonly T[]> =>
  setting({ ...declared, standard: [], strict: [] });

/** A text or an address that only an administrator gives, and nobody else has. */
export const given = (declared: Omit<Declaration<string>, "standard" | "strict" | "user">): Setting<string> =>
  setting({ ...declared, standard: "", strict: "", user: "none" });

/** An address without its path, by which services tell their customers apart. */
export const withoutPath = (url: string): string => url.replace(/^(https:\/\/[^/]*\/).+/, "$1…");
