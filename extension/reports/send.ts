import { aged, answered, begun, readRemoteUrl, spread } from "../../core/index.ts";
import { exerciseArrived } from "./arrived.ts";
import { noteExercise } from "./exercise.ts";
import { listReports, moveReport, type Route, type StoredReport } from "./store.ts";

/** What sending needs of the world. */
export interface SendParts {
  /** Epoch seconds. */
  readonly now: () => number;
  readonly random: () => number;
  /** False when the user works offline (NET-11). */
  readonly online: () => boolean;
  /** Whether the administrator leaves this way open. */
  readonly open: (route: Route) => Promise<boolean>;
  /** Whether the user allowed contact with this host, and still does. */
  readonly allowed: (url: URL) => Promise<boolean>;
  /** Posts and tells the status; undefined when nobody answered. */
  readonly post: (url: URL, request: StoredReport["request"]) => Promise<number | undefined>;
}

/**
 * Sends what is due, one after the other. Each step is stored before it is made: a page that is stopped anywhere goes on
 * with the same key, so the server counts once (REP-03, REP-10). Whatever waits besides gets a time of its own (REP-09).
 * @returns false where something is due and cannot be sent now
 */
export async function sendDue(parts: SendParts): Promise<boolean> {
  const { now, random, online, open, allowed, post } = parts;
  for (const { id } of await listReports()) await moveReport(id, (progress) => aged(progress, now(), random()));
  const due = (await listReports()).reverse().filter(({ state, due }) => state === "queued" && due <= now());
  if (!online()) return due.length === 0;
  let free = true;
  for (const { id, request, route } of due) {
    const read = readRemoteUrl(request.url);
    if (!("url" in read) || !(await open(route)) || !(await allowed(read.url))) {
      free = false;
      continue;
    }
    if ((await moveReport(id, (progress) => begun(progress, now()))) === undefined) continue;
    for (const other of due) await moveReport(other.id, (progress) => spread(progress, now(), random()));
    const status = await post(read.url, request);
    const ended = await moveReport(id, (progress) => answered(progress, status, now(), random()));
    if (ended !== undefined && exerciseArrived(ended)) await noteExercise(now());
  }
  return free;
}

/** When something is to be done next, epoch seconds; undefined for never. */
export async function nextDue(): Promise<number | undefined> {
  const waiting = (await listReports()).filter(({ state }) => state === "queued" || state === "sending");
  return waiting.length === 0 ? undefined : Math.min(...waiting.map(({ due }) => due));
}
