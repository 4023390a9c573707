import assert from "node:assert/strict";
import {
  type Button,
  type Place,
  readButton,
  rowOf,
  rowsByArrival,
  selectRows,
  subjectOf,
} from "../world/badge-button.ts";
import { ID, type MailClient } from "../world/mail-client.ts";
import { openPopup, type Popup } from "../world/popup-page.ts";
import { sleep, until } from "../world/until.ts";

/** What a reader sees of one message. */
export interface Seen {
  readonly button: Button;
  readonly popup: Popup;
}

/** Icon of each badge. */
export const iconOf = (badge: string): string => `${badge.toLowerCase()}.svg`;

/** Icons that speak for a message. */
export const POSITIVE: readonly string[] = ["VERIFIED", "INTACT", "TRANSPORT"].map(iconOf);

/**
 * Waits until the button says something final about the message with that subject, and has kept to it for a moment.
 * With `badge`, waits for that one: a background that has to wake first leaves the last message's badge standing longer
 * than this moment.
 */
export async function settled(
  { marionette }: MailClient,
  subject: string,
  { place = "mail", badge, timeout = 60_000 }: { place?: Place; badge?: string | undefined; timeout?: number } = {},
): Promise<Button> {
  return await until(
    `a verdict on "${subject}"`,
    async () => {
      const first = await readButton(marionette, ID, place);
      const final = first !== null && first.subject === subject && !["pending.svg", ""].includes(first.icon);
      // Whoever reads of a failure wants to know what the button said.
      if (!final || (badge !== undefined && first.icon !== iconOf(badge))) throw new Error(JSON.stringify(first));
      await sleep(150);
      const second = await readButton(marionette, ID, place);
      return JSON.stringify(first) === JSON.stringify(second) && first;
    },
    { timeout },
  );
}

/** Selects the n-th message (by arrival) of the shown folder and waits for its verdict. */
export async function show(client: MailClient, n: number, badge?: string): Promise<Button> {
  const row = (await rowsByArrival(client.marionette))[n];
  assert.ok(row !== undefined, `there is a message ${n}`);
  const subject = await subjectOf(client.marionette, row);
  await selectRows(client.marionette, [row]);
  return await settled(client, subject, { badge });
}

/**
 * Waits for a message that is on its way, selects it, and waits for its badge: each step may wait for a look-up.
 * @param id its Message-ID, without angle brackets
 */
export async function showArrived(client: MailClient, id: string, subject: string, badge: string): Promise<Button> {
  const row = await until(`the message "${subject}"`, async () => {
    const found = await rowOf(client.marionette, id);
    return found >= 0 && { found };
  });
  await selectRows(client.marionette, [row.found]);
  return await settled(client, subject, { badge });
}

/** Reads button and popup of the n-th message. */
export async function look(client: MailClient, n: number, badge?: string): Promise<Seen> {
  const button = await show(client, n, badge);
  return { button, popup: await openPopup(client.marionette) };
}

/** What must be seen. */
export interface Expected {
  readonly badge: string;
  readonly gmp: string;
  readonly reasons: readonly string[];
}

/** Asserts that button and popup say the same, and the right thing. */
export function assertSeen({ button, popup }: Seen, expected: Expected, what: string): void {
  const seen = { badge: popup.badge, gmp: popup.gmp, reasons: [...popup.reasons].sort() };
  assert.deepEqual(seen, { badge: expected.badge, gmp: expected.gmp, reasons: [...expected.reasons].sort() }, what);
  assert.equal(button.icon, iconOf(expected.badge), `${what}: icon`);
  assert.notEqual(button.label, "", `${what}: label`);
  assert.notEqual(button.title, "", `${what}: title`);
  assert.deepEqual(Object.keys(popup.lines), ["unchanged", "from", "trust"], `${what}: the three lines`);
  for (const [name, text] of Object.entries(popup.lines)) assert.ok(text.length > 3, `${what}: line ${name}`);
}
