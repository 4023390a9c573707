import { browser } from "../browser.ts";
import { getSettings } from "../state/settings.ts";
import { isAllowed } from "./permission.ts";
import { type Offered, offer } from "./queue.ts";
import { type Cause, type Ran, type RunParts, run } from "./run.ts";
import { keepPace, listJobs, paceAt } from "./store.ts";
import { round } from "./timing.ts";

/** Names of the alarms; an alarm outlives the event page that set it. */
const ALARMS = { soon: "lookups-soon", round: "lookups-round" } as const;

/** How long a job that could not be served waits, in seconds: a stopped run, an offline hour. */
const LATER = 300;

/** What the look-ups need of the client they run in. */
export interface LookupClient {
  /** Whether the user wrote to this address before. */
  readonly corresponded: (address: string) => Promise<boolean>;
  /** Facts changed: what is shown has to be judged again. */
  readonly changed: () => Promise<unknown>;
}

/** The look-ups of one background page. */
export interface Lookups {
  /** Takes over the wants of a result that stands on the screen; asks nobody. */
  offer(offered: Offered): Promise<void>;
  /** Serves everything that waits, now; for a click. */
  now(): Promise<Ran["end"]>;
  /** Sets the alarms as the choice and the queue want them; called when the page starts and whenever they change. */
  arm(): Promise<void>;
}

/**
 * Starts the look-ups of a background page: registers its listeners at once and keeps nothing in variables but the run
 * that is going on. The next alarm is set before anything is asked, so a page that is stopped at any moment is woken.
 */
export function startLookups(client: LookupClient): Lookups {
  const parts: RunParts = {
    now: () => Math.floor(Date.now() / 1000),
    random: Math.random,
    online: () => navigator.onLine,
    allowed: isAllowed,
  };
  let running: Promise<unknown> = Promise.resolve();

  const wake = async (name: string, at: number) => {
    await browser.alarms.create(name, { when: at * 1000 });
  };

  /** One run after the other, whoever asked for it. */
  const serve = (cause: Cause): Promise<Ran> => {
    const ran = running.then(async () => {
      const { changed, end } = await run(cause, parts);
      if (changed) await client.changed();
      return { changed, end };
    });
    running = ran.catch((error: unknown) => console.error("look-ups failed", error));
    return ran;
  };

  const arm = async () => {
    const now = parts.now();
    const pace = await paceAt(now);
    if ((await getSettings()).lookups.mode === "off") {
      await Promise.all(Object.values(ALARMS).map((name) => browser.alarms.clear(name)));
      if (pace.round !== 0) await keepPace({ ...pace, round: 0 });
      return;
    }
    // A round that was due while the client was closed comes at a time of its own, not with the start of the client.
    const next = pace.round > now ? pace.round : now + round(parts.random);
    if (next !== pace.round) await keepPace({ ...pace, round: next });
    await wake(ALARMS.round, next);
    const due = (await listJobs()).flatMap((job) => (job.due === undefined ? [] : [job.due]));
    if (due.length > 0) await wake(ALARMS.soon, Math.max(Math.min(...due), now + 1));
  };

  const onAlarm = async (name: string) => {
    if (name !== ALARMS.soon && name !== ALARMS.round) return;
    await arm();
    if (name === ALARMS.soon) await wake(ALARMS.soon, parts.now() + LATER);
    const { end } = await serve(name === ALARMS.soon ? "soon" : "round");
    if (name === ALARMS.soon && end === "done") {
      await browser.alarms.clear(ALARMS.soon);
      await arm();
    }
  };

  browser.alarms.onAlarm.addListener(({ name }) => onAlarm(name));
  // The client forgets alarms when it ends.
  browser.runtime.onStartup.addListener(arm);
  browser.permissions.onAdded.addListener(arm);

  return {
    arm,
    async offer(offered) {
      const due = await offer(offered, { ...parts, corresponded: client.corresponded });
      if (due !== undefined) await wake(ALARMS.soon, due);
    },
    now: async () => (await serve("click")).end,
  };
}
