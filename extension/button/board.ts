import type { Face } from "./face.ts";

/** The right to say what one tab's button shows, until the tab shows something else. */
export interface Turn {
  readonly tabId: number;
  /** The messages shown, in order; empty while that is not known. */
  readonly messageIds: readonly number[];
  /** Aborted as soon as the tab has moved on (ACQ-01, DOS-05). */
  readonly signal: AbortSignal;
}

/** Whose turn it is in each tab, and what the button there shows. */
export interface Board {
  /** Begins a turn and ends the one before. */
  start(tabId: number, messageIds: readonly number[]): Turn;
  /** The turn in force. */
  current(tabId: number): Turn | undefined;
  /** Shows a face if the turn is still in force; resolves to whether it was. */
  show(turn: Turn, face: Face): Promise<boolean>;
}

/** Tabs remembered; older ones only cost a repaint. */
const TABS = 50;

interface Tab {
  readonly turn: Turn;
  readonly controller: AbortController;
  /** What Thunderbird was told last; unknown at the start of the page's life. */
  readonly shown: Partial<Face>;
}

/**
 * Makes a board.
 * @param paint - Tells the client; gets only what differs from what it was told before.
 */
export function createBoard(paint: (tabId: number, change: Partial<Face>) => Promise<unknown>): Board {
  const tabs = new Map<number, Tab>();
  return {
    start(tabId, messageIds) {
      const before = tabs.get(tabId);
      before?.controller.abort();
      const controller = new AbortController();
      const turn: Turn = { tabId, messageIds, signal: controller.signal };
      tabs.delete(tabId);
      tabs.set(tabId, { turn, controller, shown: before?.shown ?? {} });
      const [oldest] = tabs.keys();
      if (tabs.size > TABS && oldest !== undefined) tabs.delete(oldest);
      return turn;
    },
    current: (tabId) => tabs.get(tabId)?.turn,
    async show(turn, face) {
      const tab = tabs.get(turn.tabId);
      if (tab?.turn !== turn) return false;
      tabs.set(turn.tabId, { ...tab, shown: face });
      try {
        await paint(turn.tabId, difference(tab.shown, face));
      } catch (error) {
        console.info("the button could not be painted", error);
        // The tab is gone, or what it shows is unknown now: the next face is painted in full.
        const now = tabs.get(turn.tabId);
        if (now) tabs.set(turn.tabId, { ...now, shown: {} });
      }
      return tabs.get(turn.tabId)?.turn === turn;
    },
  };
}

/** The members of `to` that `from` lacks or has otherwise. */
function difference(from: Partial<Face>, to: Face): Partial<Face> {
  return {
    ...(from.icon === to.icon ? {} : { icon: to.icon }),
    ...(from.label === to.label ? {} : { label: to.label }),
    ...(from.title === to.title ? {} : { title: to.title }),
  };
}
