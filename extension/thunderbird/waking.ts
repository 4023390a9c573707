import type { Board } from "../button/board.ts";
import type { Display } from "./display.ts";

/** What waking needs of the client. */
export interface Waking {
  readonly board: Pick<Board, "current">;
  readonly display: Pick<Display, "shown">;
  /** The tabs there are. */
  readonly tabs: () => Promise<readonly { readonly id?: number | undefined }[]>;
  /** The messages a tab shows; rejects where it shows none. */
  readonly displayed: (tabId: number) => Promise<Parameters<Display["shown"]>[1]>;
}

/**
 * Checks what every tab shows. The event page may have been stopped in the middle of a check, or installed while a
 * message was shown: no event tells of that message again (EXT-11).
 * @returns a function; `again` also checks where this page has done so already
 */
export function createWaking({ board, display, tabs, displayed }: Waking): (again: boolean) => Promise<void> {
  return async (again) => {
    const check = async ({ id }: { readonly id?: number | undefined }) => {
      if (id === undefined) return;
      // Most kinds of tab show no message, and say so by an error.
      const messages = await displayed(id).catch(() => []);
      if (messages.length > 0 && (again || board.current(id) === undefined)) await display.shown(id, messages);
    };
    await Promise.all((await tabs()).map(check));
  };
}
