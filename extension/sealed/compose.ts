import { browser } from "../browser.ts";
import { planFor, type SealingPlan } from "./recipients.ts";
import { sealedOnly } from "./rules.ts";
import { threadOf } from "./thread.ts";
import { type Draft, peopleOfDraft } from "./write-message.ts";

/** The state of a compose window, as Thunderbird describes it. */
export type Composed = browser.compose.ComposeDetails;

/** Marks a window whose message is to be sealed: it stays with the draft, and never leaves. */
const MARK = "X-Countersign-Seal";

/** Name of the attachment (T27). */
const FILE_NAME = "encrypted.jwe";
/** What stands outside instead of the subject (RFC 9788 s3.2.1). */
export const OUTER_SUBJECT = "[...]";

const list = <T>(value: T | readonly T[] | undefined): readonly T[] =>
  value === undefined ? [] : Array.isArray(value) ? value : [value as T];

/** Recipients as text; an entry of an address book has none here, and Thunderbird would write others in its place. */
const recipients = (value: Composed["to"]) => list(value).map((one) => (typeof one === "string" ? one : ""));

/** Whether the message of a window is to be sealed. */
export const isMarked = ({ customHeaders = [] }: Composed): boolean => customHeaders.some(({ name }) => name === MARK);

const unmarked = ({ customHeaders = [] }: Composed) => customHeaders.filter(({ name }) => name !== MARK);

/** Marks a window, or takes the mark away. */
export async function mark(tabId: number, on: boolean): Promise<void> {
  const details = await browser.compose.getComposeDetails(tabId);
  const customHeaders = [...unmarked(details), ...(on ? [{ name: MARK, value: "yes" }] : [])];
  await browser.compose.setComposeDetails(tabId, { customHeaders });
}

/** The domains among the recipients of a window, blind ones included, that get sealed mail only. */
export const sealedOnlyIn = ({ to, cc, bcc }: Composed): Promise<readonly string[]> =>
  sealedOnly([to, cc, bcc].flatMap(recipients));

/** What stands in the way of sealing, besides keys. */
export type Obstacle = "bcc" | "people" | "other-encryption";

/** What has to be known before a message is sealed. */
export interface Readiness extends Omit<SealingPlan, "own"> {
  readonly obstacle?: Obstacle;
  readonly from: string;
  /** The sender has a key, so that the copy in Sent can be read. */
  readonly ownKey: boolean;
  /** Domains among the recipients that get sealed mail only. */
  readonly required: readonly string[];
}

/** Looks at a window before anything is sent; nobody is asked. */
export async function readiness(details: Composed, now: number): Promise<Readiness> {
  const found = peopleOfDraft({
    from: senderOf(details),
    to: recipients(details.to),
    cc: recipients(details.cc),
  });
  const obstacle = obstacleOf(details, found !== undefined);
  const from = found?.from ?? "";
  const { own, ...plan } = await planFor(from, found?.to ?? [], now);
  const required = await sealedOnlyIn(details);
  return { ...plan, ...(obstacle && { obstacle }), from, ownKey: own !== undefined, required };
}

const senderOf = ({ from }: Composed) => (typeof from === "string" ? from : "");

function obstacleOf(details: Composed, plainPeople: boolean): Obstacle | undefined {
  if (list(details.bcc).length > 0) return "bcc";
  if (!plainPeople || list(details.newsgroups).some((group) => group !== "")) return "people";
  const other: unknown = Reflect.get(details, "selectedEncryptionTechnology");
  const on = typeof other === "object" && other !== null && Object.values(other).some((value) => value === true);
  return on ? "other-encryption" : undefined;
}

/** The message of a window, its attachments read. */
export async function draftOf(tabId: number, details: Composed, now: number): Promise<Draft> {
  const attachments = await Promise.all(
    (await browser.compose.listAttachments(tabId)).map(async ({ id, name = "" }) => {
      const file = await browser.compose.getAttachmentFile(id);
      if (!(file instanceof Blob)) throw new TypeError("an attachment cannot be read");
      return { name, type: file.type, octets: new Uint8Array(await file.arrayBuffer()) };
    }),
  );
  const { subject = "", plainTextBody = "", body = "", isPlainText = true } = details;
  return {
    from: senderOf(details),
    to: recipients(details.to),
    cc: recipients(details.cc),
    subject,
    text: plainTextBody,
    ...(!isPlainText && { html: body }),
    attachments,
    date: now,
    thread: details.type === "reply" ? await threadOf(details.relatedMessageId) : [],
  };
}

/** The file with the sealed content. */
export const sealedFile = (jwe: Uint8Array) =>
  new File([Uint8Array.from(jwe)], FILE_NAME, { type: "application/jose+json" });

/** Puts the sealed carrier (b) of T27 into a window, in the place of everything that was there. */
export async function putSealed(tabId: number, details: Composed, jwe: Uint8Array, cover: string): Promise<Composed> {
  for (const { id } of await browser.compose.listAttachments(tabId)) await browser.compose.removeAttachment(tabId, id);
  await browser.compose.addAttachment(tabId, { file: sealedFile(jwe) });
  return { subject: OUTER_SUBJECT, customHeaders: unmarked(details), attachVCard: false, ...coverOf(details, cover) };
}

function coverOf({ isPlainText = true }: Composed, cover: string): Composed {
  if (isPlainText) return { plainTextBody: cover };
  const lines = cover.split("\n").map((line) => line.replace(/[<&]/g, (char) => (char === "<" ? "&lt;" : "&amp;")));
  return { body: `<html><body>${lines.join("<br>")}</body></html>`, deliveryFormat: "plaintext" };
}
