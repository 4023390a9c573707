/**
 * The life of one report as data (3-protocols 4.3, REP-03, REP-10, REP-11): whoever sends it stores the entry that these
 * functions return before every step, so that a program that is killed anywhere repeats a step at most with the same key.
 */

/** Where a report stands. `undone` is taken back before anything was sent; its message may be reported again. */
export type OutboxState = "queued" | "sending" | "done" | "failed" | "expired" | "undone";

/** How it ended. */
export type OutboxOutcome = "counted" | "already-counted" | "too-late" | "refused" | "no-answer";

/** The part of an entry that changes. */
export interface Progress {
  readonly state: OutboxState;
  readonly outcome?: OutboxOutcome;
  /** Requests begun. */
  readonly tries: number;
  /** Epoch seconds: not sent before. */
  readonly due: number;
  /** Epoch seconds: not sent after. */
  readonly expires: number;
}

/** Seconds in which a report can be taken back (decision 13). */
export const UNDO_SECONDS = 10;
/** Seconds a report waits for its server at most (REP-09). */
export const REPORT_LIFETIME = 14 * 86_400;
/** Most requests for one report (REP-11). */
export const MAX_TRIES = 5;
/** Most seconds that a report to the sender itself waits, so that its time says nothing about the reader (REP-05). */
const SENDER_DELAY = 86_400;
/** Seconds before the second request; doubled for each one after. */
const RETRY_DELAY = 300;
/** Seconds after which a request that nobody heard of again counts as lost. */
const SENDING_LIMIT = 60;

/**
 * A report that was just asked for.
 * @param now epoch seconds
 * @param random uniform in [0, 1)
 */
export function queued(route: "provider" | "sender", now: number, random: number): Progress {
  const wait = UNDO_SECONDS + (route === "sender" ? Math.floor(random * SENDER_DELAY) : 0);
  return { state: "queued", tries: 0, due: now + wait, expires: now + REPORT_LIFETIME };
}

/** Takes a report back; undefined once it may have left. */
export function undone(progress: Progress): Progress | undefined {
  return progress.state === "queued" && progress.tries === 0 ? { ...progress, state: "undone" } : undefined;
}

/** The step before a request; undefined when none is to be made now. */
export function begun(progress: Progress, now: number): Progress | undefined {
  const { state, tries, due, expires } = progress;
  if (state !== "queued" || now < due || now > expires || tries >= MAX_TRIES) return undefined;
  return { ...progress, state: "sending", tries: tries + 1, due: now + SENDING_LIMIT };
}

/**
 * What time alone does: a waiting report expires, and a request whose answer never came (the program was stopped) is made
 * again with the same key.
 */
export function aged(progress: Progress, now: number, random: number): Progress {
  const { state, due, expires } = progress;
  if (state === "queued" && now > expires) return { ...progress, state: "expired" };
  return state === "sending" && now >= due ? retried(progress, now, random) : progress;
}

/**
 * The step after a request.
 * @param status HTTP status; undefined when there was no answer (redirects, time-outs and refused connections included)
 */
export function answered(progress: Progress, status: number | undefined, now: number, random: number): Progress {
  if (progress.state !== "sending") return progress;
  const { state: _, ...rest } = progress;
  if (status !== undefined && status >= 200 && status < 300) return { ...rest, state: "done", outcome: "counted" };
  if (status === 409) return { ...rest, state: "done", outcome: "already-counted" };
  if (status === 410) return { ...rest, state: "done", outcome: "too-late" };
  const again = status === undefined || status === 429 || status >= 500;
  return again ? retried(progress, now, random) : { ...rest, state: "failed", outcome: "refused" };
}

/**
 * Another report is sent now: one that waits as well, for a server or because the client was offline, gets a time of its
 * own, so that nobody can tell which reports belong together (REP-09).
 */
export function spread(progress: Progress, now: number, random: number): Progress {
  const { state, due } = progress;
  return state === "queued" && due <= now ? { ...progress, due: now + 30 + Math.floor(random * SPREAD) } : progress;
}

/** Seconds over which reports that wait are spread. */
const SPREAD = 600;

/** Later and later, each at a time of its own, so that a queue is never flushed in one burst (REP-09). */
function retried(progress: Progress, now: number, random: number): Progress {
  if (progress.tries >= MAX_TRIES) return { ...progress, state: "failed", outcome: "no-answer" };
  const wait = RETRY_DELAY * 2 ** (progress.tries - 1);
  const due = now + Math.floor(wait * (1 + random));
  return due > progress.expires ? { ...progress, state: "expired" } : { ...progress, state: "queued", due };
}
