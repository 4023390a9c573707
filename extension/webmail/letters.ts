import type { Ref } from "./adapter.ts";
import type { Raw } from "./provider.ts";

/** A message of a webmail, fetched once. */
export interface Letter {
  /** Its number in this session. */
  readonly number: number;
  readonly ref: Ref;
  /** Address of the page that showed it. */
  readonly page: URL;
  readonly account: string;
  /** Its octets, asked for at the first call. */
  readonly raw: () => Promise<Raw>;
}

/** Messages that were shown, in memory only. */
export interface Letters {
  /** The letter of a message on the screen; `ask` is called once for each message. */
  take(about: Omit<Letter, "number" | "raw">, adapter: string, ask: () => Promise<Raw>): Letter;
  /** By its number. */
  find(number: number): Letter | undefined;
}

/** Letters kept, octets kept, and how long (milliseconds): a session that lasts must not show an old copy. */
const KEPT = 64;
const OCTETS = 128 * 1024 * 1024;
const AGE = 600_000;

interface Kept extends Letter {
  readonly key: string;
  readonly since: number;
  octets: number;
}

/** @param now - The clock, milliseconds. */
export function createLetters(now: () => number = Date.now): Letters {
  const kept = new Map<number, Kept>();
  // A background that was stopped and started again must not give the number of one message to another: pages hold it.
  let [last = 0] = crypto.getRandomValues(new Uint32Array(1));

  const tidy = () => {
    let octets = [...kept.values()].reduce((sum, one) => sum + one.octets, 0);
    for (const [number, one] of kept) {
      if (kept.size <= KEPT && octets <= OCTETS) break;
      octets -= one.octets;
      kept.delete(number);
    }
  };

  return {
    take(about, adapter, ask) {
      const { ref, page } = about;
      // The token changes with the session: another user's message of the same number is another letter.
      const { id, token, subject, from = "", conversation, cut, own } = ref;
      const key = JSON.stringify([
        page.origin,
        page.pathname,
        adapter,
        id,
        token,
        subject,
        from,
        conversation,
        cut,
        own,
      ]);
      const known = [...kept.values()].find((one) => one.key === key);
      if (known !== undefined && now() - known.since < AGE) return known;
      if (known !== undefined) kept.delete(known.number);
      let asked: Promise<Raw> | undefined;
      const raw = () => {
        asked ??= ask().then((had) => {
          // What could not be had is asked for again when the message is shown again.
          if ("missing" in had) kept.delete(letter.number);
          else letter.octets = had.octets.length;
          tidy();
          return had;
        });
        return asked;
      };
      const letter: Kept = { ...about, number: ++last, raw, key, since: now(), octets: 0 };
      kept.set(letter.number, letter);
      tidy();
      return letter;
    },
    find: (number) => kept.get(number),
  };
}
