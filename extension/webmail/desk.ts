import type { Board, Turn } from "../button/board.ts";
import { type Face, neutralFace, type Say } from "../button/face.ts";
import { type Checked, type CheckOptions, checkedUnread, checkOctets, type Head, nothing } from "../check/check.ts";
import { sharedEngine } from "../check/engine.ts";
import { type Circumstances, gatherKnowledge } from "../check/knowledge.ts";
import { unasked } from "../check/outcome.ts";
import type { Verdicts } from "../check/verdicts.ts";
import type { Ref } from "./adapter.ts";
import { faceOfAll, markerOf } from "./faces.ts";
import type { Letter, Letters } from "./letters.ts";
import type { Raw } from "./provider.ts";
import { isSameMessage } from "./same-message.ts";
import type { Faces, ShownMessages } from "./wire.ts";

/** What happens in the background when a webmail shows messages. */
export interface Desk {
  /** These messages are on the screen of a tab: the button follows. Resolves to the markers, none when the tab moved on. */
  shown(tabId: number, page: URL, said: ShownMessages): Promise<Faces>;
  /** Checks what is on the screen for somebody who asks; a button that knows nothing of it follows (EXT-11). */
  check(tabId: number, page: URL, said: ShownMessages): Promise<readonly Checked[]>;
  /** One message again, by its number; the reader's own with its octets, in which only its seal is looked at. Rejects when it is not kept any more. */
  again(messageId: number): Promise<Checked>;
}

/** What a desk works with. */
export interface DeskParts {
  readonly board: Board;
  readonly say: Say;
  readonly letters: Letters;
  readonly verdicts: Verdicts;
  readonly read: (adapter: string, page: URL, ref: Ref, tabId: number) => Promise<Raw>;
  /** The personal mark; "" while none is chosen. */
  readonly mark: () => Promise<string>;
  /** Own addresses, besides the one that the page tells. */
  readonly addresses: (origin: string) => Promise<readonly string[]>;
  /** Whether a tab still shows a page of this site. */
  readonly isAt: (tabId: number, page: URL) => Promise<boolean>;
  /** Called when a verdict stands on the screen. */
  readonly stands: (checked: Checked) => Promise<void>;
}

/** The account of a site, as the settings know it. */
export const accountOf = (origin: string) => `webmail ${origin}`;

export function createDesk(parts: DeskParts): Desk {
  const { board, say, letters, verdicts, read, mark, addresses, isAt, stands } = parts;

  const aboutLetter = async ({ number, ref, page, account }: Letter) => {
    const head: Head = { id: number, subject: ref.subject, author: ref.from ?? "" };
    const known = await addresses(page.origin);
    const own = account === "" ? known : [...known, account];
    const circumstances: Circumstances = {
      now: Math.floor(Date.now() / 1000),
      origin: "account",
      addresses: own,
      accountId: accountOf(page.origin),
      // Keys of another webmail's address open nothing here (E2E-16).
      accountAddresses: own,
    };
    return { head, circumstances };
  };

  /** The reader's own mail is not judged: stamps are made behind it, so "stamp missing" would be wrong (decision 30). */
  const ownMail = async (letter: Letter): Promise<Checked> => {
    const { head, circumstances } = await aboutLetter(letter);
    const { knowledge } = await gatherKnowledge(circumstances);
    return { ...nothing(head, unasked(head.subject), knowledge), skipped: "own" };
  };

  const check = async (letter: Letter, options: CheckOptions): Promise<Checked> => {
    const { ref } = letter;
    if (ref.own === true) return ownMail(letter);
    const { head, circumstances } = await aboutLetter(letter);
    // The database and the engine are ready when the octets are there.
    const gathered = gatherKnowledge(circumstances);
    const [raw] = await Promise.all([letter.raw(), gathered, sharedEngine()]);
    if ("missing" in raw) {
      const unread = await checkedUnread(raw.missing, head, circumstances);
      return { ...unread, source: "provider" };
    }
    const source = raw.byPage ? "page" : "provider";
    // Nobody vouches for how octets came that the page itself hands over (ACQ-14).
    const about: Circumstances = raw.byPage ? { ...circumstances, origin: "local" } : circumstances;
    const begun = raw.byPage ? options : { ...options, gathered };
    const checked = await checkOctets(head, { bytes: raw.octets, partial: false }, about, begun);
    if (isSameMessage(ref, checked.result)) return { ...checked, source };
    return { ...(await checkedUnread("E_SOURCE_MISMATCH", head, circumstances)), source };
  };

  const lettersOf = (tabId: number, page: URL, { adapter, account, messages }: ShownMessages) =>
    messages.map((ref) => {
      const letter = letters.take({ ref, page, account }, adapter, () => read(adapter, page, ref, tabId));
      // All are on their way while the first is checked.
      if (ref.own !== true) void letter.raw();
      return letter;
    });

  /**
   * The browser clears the button when a tab leaves the site, and nothing tells us of pages elsewhere: what comes after
   * that would stay over a page that it is not about (ACQ-01).
   */
  const showThere = async (turn: Turn, page: URL, face: Face): Promise<void> => {
    if (await isAt(turn.tabId, page)) await board.show(turn, face);
    if (!(await isAt(turn.tabId, page))) await board.show(turn, neutralFace("idle", say));
  };

  const shown = async (tabId: number, page: URL, said: ShownMessages): Promise<Faces> => {
    const taken = lettersOf(tabId, page, said);
    const turn = board.start(
      tabId,
      taken.map(({ number }) => number),
    );
    const first = board.show(turn, taken.length === 0 ? neutralFace("idle", say) : neutralFace("pending", say));
    const checked: Checked[] = [];
    for (const letter of taken) {
      checked.push(await check(letter, { signal: turn.signal, verdicts }));
      // Nobody looks at them any more (ACQ-01, DOS-05).
      if (turn.signal.aborted) return [];
    }
    await first;
    if (taken.length === 0) return [];
    const own = await mark();
    if (turn.signal.aborted) return [];
    // The markers do not wait for the browser to fetch and draw an icon, nor for what is written down about the verdict.
    void showThere(turn, page, faceOfAll(checked, say));
    void Promise.all(checked.map(stands)).catch((error) => console.error("a verdict was not written down", error));
    return checked.map((one) => markerOf(one, own, say));
  };

  return {
    shown,
    check(tabId, page, said) {
      const taken = lettersOf(tabId, page, said);
      const ids = board.current(tabId)?.messageIds ?? [];
      if (taken.some(({ number }, place) => number !== ids[place])) void shown(tabId, page, said);
      return Promise.all(taken.map((letter) => check(letter, {})));
    },
    async again(messageId) {
      const letter = letters.find(messageId);
      if (letter === undefined) throw new Error("this message is not kept any more");
      if (letter.ref.own !== true) return check(letter, {});
      const [own, raw] = await Promise.all([ownMail(letter), letter.raw()]);
      return "missing" in raw ? own : { ...own, bytes: raw.octets };
    },
  };
}
