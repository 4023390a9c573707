import type { Checked } from "../../check/check.ts";
import type { Contents } from "../view/contents.ts";

/** A message out of a file, under the file's name; pasted text has none (""). */
export interface CheckedFile {
  readonly name: string;
  readonly message: Checked;
}

/** A file that was not checked, and why. */
export interface RefusedFile {
  readonly name: string;
  readonly why: "failed" | "too-large" | "too-many";
}

/** The verified view of one of the messages. */
export interface OpenView {
  readonly messageId: number;
  readonly contents: Contents;
}

/** What the page is about. `refused` counts: no file that was given goes without an answer. */
export type CheckShown =
  | { readonly state: "empty" }
  | { readonly state: "checking"; readonly done: number; readonly of: number }
  | {
      readonly state: "checked";
      /** The message that asks for most attention first. */
      readonly files: readonly CheckedFile[];
      readonly refused: readonly RefusedFile[];
      readonly view?: OpenView;
    };

/** Octets with the name of their file. */
export interface Given {
  readonly name: string;
  readonly octets: Blob;
}

/** What the page can do; the other buttons are those of the popup. */
export interface CheckActions {
  check(given: readonly Given[]): Promise<void>;
  /** Takes an address for the reader's own, and checks again what was checked. */
  own(address: string): Promise<void>;
}
