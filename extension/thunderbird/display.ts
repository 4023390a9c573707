import type { Board } from "../button/board.ts";
import { faceOf, neutralFace, type Say } from "../button/face.ts";
import type { Checked, CheckOptions } from "../check/check.ts";
import type { Verdicts } from "../check/verdicts.ts";
import type { Header } from "./place.ts";

/** How often a tab that shows nothing is looked at. */
const LOOKS = 10;

/** What Thunderbird's events do to the button. */
export interface Display {
  /** Other messages were selected; they are not on the screen yet. */
  selected(tabId: number, messages: readonly Header[]): Promise<void>;
  /** These messages are on the screen. */
  shown(tabId: number, messages: readonly Header[]): Promise<void>;
}

/** What a display works with. */
export interface DisplayParts {
  readonly board: Board;
  readonly say: Say;
  readonly check: (message: Header, options: CheckOptions) => Promise<Checked>;
  /** The messages a tab shows once no more events are to be expected; rejects where it shows none. */
  readonly look: (tabId: number, signal: AbortSignal) => Promise<readonly Header[]>;
  readonly verdicts: Verdicts;
  /** Called when a verdict stands on the screen. */
  readonly stands: (checked: Checked) => Promise<void>;
}

/**
 * Connects events, checks and the board. The button says "not checked yet" from the first sign that the message changes
 * until a verdict about this very message is there; a verdict that comes too late is dropped (ACQ-01).
 */
export function createDisplay({ board, say, check, look, verdicts, stands }: DisplayParts): Display {
  /**
   * Thunderbird sends its events late and in any order, so the last one need not be about what is shown: ask. While a
   * message is deleted it shows none for a while, and then one without a word.
   */
  const lookAgain = async (tabId: number, { signal }: { readonly signal: AbortSignal }) => {
    for (let looks = 0; looks < LOOKS && !signal.aborted; looks++) {
      const messages = await look(tabId, signal).catch(() => []);
      if (!signal.aborted && messages.length > 0) return display.shown(tabId, messages);
    }
  };
  const display: Display = {
    async selected(tabId, messages) {
      const before = board.current(tabId);
      // The two events may come in either order: perhaps this message is on the screen already.
      if (before && messages.length > 0 && same(before.messageIds, messages)) return;
      const turn = board.start(tabId, []);
      await board.show(turn, neutralFace(messages.length > 1 ? "many" : "pending", say));
      await lookAgain(tabId, turn);
    },
    async shown(tabId, messages) {
      const turn = board.start(
        tabId,
        messages.map(({ id }) => id),
      );
      const [message] = messages;
      if (message === undefined || messages.length > 1) {
        // One button for several messages can speak for none of them (ACQ-10).
        await board.show(turn, neutralFace(message === undefined ? "pending" : "many", say));
        if (message === undefined) await lookAgain(tabId, turn);
        return;
      }
      const reset = board.show(turn, neutralFace("pending", say));
      const checked = await check(message, { signal: turn.signal, verdicts });
      await reset;
      if (await board.show(turn, faceOfChecked(checked, say))) await stands(checked);
    },
  };
  return display;
}

const same = (ids: readonly number[], messages: readonly Header[]) =>
  ids.length === messages.length && messages.every(({ id }, i) => id === ids[i]);

function faceOfChecked({ skipped, result }: Checked, say: Say) {
  if (skipped !== undefined) return neutralFace(skipped === "own" ? "own" : "not_mail", say);
  return faceOf(result, say);
}
