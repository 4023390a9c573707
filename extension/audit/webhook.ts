import { readRemoteUrl } from "../../core/index.ts";
import { database } from "../database.ts";
import type { Posted } from "../lookups/contact.ts";
import { clockwork } from "../state/clockwork.ts";
import { effectiveSettings } from "../state/settings.ts";
import { auditDocument, auditEntries, dayOf } from "./log.ts";
import type { WebhookState } from "./stored.ts";

/** What the webhook works with; the real ones unless a test gives others. */
export interface WebhookParts {
  /** Epoch seconds. */
  readonly now: () => number;
  readonly version: string;
  readonly allowed: (url: URL) => Promise<boolean>;
  readonly post: (url: URL, posted: Posted) => Promise<number | undefined>;
}

const DAY = 86_400;
const NEVER: WebhookState = { event: 0, day: "", attempts: 0, due: 0 };
/** Events in one delivery; what is left waits for the next. */
const MOST_EVENTS = 500;
/** Waits after failures, in seconds: an hour at first, a day at most. */
const waitAfter = (attempts: number) => Math.min(DAY, 3600 * 2 ** Math.min(attempts, 10));

/** How a delivery ended. */
export type Delivered = "off" | "not-allowed" | "not-due" | "nothing" | "sent" | "failed";

/**
 * Writes the attempt down before it is made: a page that is stopped while it sends must not send without end, and of two
 * pages one sends.
 */
async function begins(before: WebhookState, now: number): Promise<boolean> {
  const tx = (await database()).transaction("webhook", "readwrite");
  const { due, attempts } = (await tx.store.get("state")) ?? NEVER;
  const first = due === before.due && attempts === before.attempts;
  if (first) await tx.store.put({ ...before, attempts: attempts + 1, due: now + waitAfter(attempts + 1) }, "state");
  await tx.done;
  return first;
}

/**
 * Hands the log on to the place that the administrator named: whole days that are over, and events, each once. Where the
 * place answers with anything but success, the same is sent later, with longer and longer waits.
 */
export async function deliver(parts: WebhookParts): Promise<Delivered> {
  const { auditWebhook } = await effectiveSettings();
  const read = readRemoteUrl(auditWebhook.value);
  if (auditWebhook.value === "" || !("url" in read)) return "off";
  if (!(await parts.allowed(read.url))) return "not-allowed";
  const db = await database();
  const now = parts.now();
  const before = (await db.get("webhook", "state")) ?? NEVER;
  // A time that a wrong clock set is no reason to wait longer than ever.
  if (now < before.due && before.due - now <= DAY) return "not-due";
  const { days, events } = await auditEntries(before);
  // Today's counts still change.
  const over = days.filter(({ day }) => day < dayOf(now));
  const some = events.slice(0, MOST_EVENTS);
  if (over.length === 0 && some.length === 0) return "nothing";
  if (!(await begins(before, now))) return "not-due";
  const { installId } = await clockwork();
  const body = JSON.stringify(auditDocument({ days: over, events: some }, installId, parts.version, now));
  const status = await parts.post(read.url, { headers: { "content-type": "application/json" }, body });
  if (status === undefined || status < 200 || status > 299) return "failed";
  const after = { event: some.at(-1)?.id ?? before.event, day: over.at(-1)?.day ?? before.day };
  await db.put("webhook", { ...after, attempts: 0, due: now + 3600 }, "state");
  return "sent";
}
