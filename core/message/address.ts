import { MAX_AUTHORS } from "../limits.ts";
import { type Token, tokenize } from "./address-tokens.ts";
import { utf8Text } from "./charset.ts";
import { fieldText } from "./display.ts";
import { type Mailbox, type Reading, readElement } from "./mailbox.ts";
import type { Ambiguity, Message } from "./message.ts";

export type { Mailbox };

/** All address fields of one name. */
export interface AddressField {
  /** Every mailbox that any reading finds, in order, groups opened. */
  readonly mailboxes: readonly Mailbox[];
  readonly ambiguities: readonly Ambiguity[];
  /** Group syntax occurs. */
  readonly groups: boolean;
}

interface AddressList {
  readonly readings: readonly Reading[];
  readonly groups: boolean;
  readonly malformed: boolean;
  /** An element of the list is empty (obsolete, RFC 5322 s4.4). */
  readonly gaps: boolean;
}

/**
 * Reads every field of a name as an address-list (RFC 5322 s3.4), for To, Cc, Sender, Reply-To.
 *
 * @returns AMBIG_ADDRESS where programs may see other addresses than these
 */
export function readMailboxes(message: Message, lowerName: string): AddressField {
  const known = readBefore.get(message) ?? new Map<string, AddressField>();
  const field = known.get(lowerName) ?? readAllMailboxes(message, lowerName);
  readBefore.set(message, known.set(lowerName, field));
  return field;
}

/** Several checks ask for the same recipients of one message. */
const readBefore = new WeakMap<Message, Map<string, AddressField>>();

function readAllMailboxes(message: Message, lowerName: string): AddressField {
  const lists = fieldLists(message, lowerName);
  const doubtful = lists.some(({ malformed, readings }) => malformed || readings.some((reading) => reading.malformed));
  return {
    mailboxes: mailboxesOf(lists),
    ambiguities: doubtful ? [{ code: "AMBIG_ADDRESS", params: { field: lowerName } }] : [],
    groups: lists.some(({ groups }) => groups),
  };
}

/**
 * Reads From: one field, one mailbox, a plain address (G41, G42, H23, H24; ID-03 to ID-07, ID-14).
 *
 * @returns AMBIG_FROM for anything else, with every mailbox that could be meant; of more than {@link MAX_AUTHORS} the
 * first and the last, which are those that programs show
 */
export function readFrom(message: Message): AddressField {
  const lists = fieldLists(message, "from");
  const mailboxes = mailboxesOf(lists);
  const plain =
    lists.length === 1 &&
    mailboxes.length === 1 &&
    lists.every(({ groups, malformed, gaps, readings }) => {
      const odd = readings.some((reading) => reading.malformed || reading.unusual);
      return !groups && !malformed && !gaps && !odd;
    });
  const half = MAX_AUTHORS / 2;
  const shown = mailboxes.length > MAX_AUTHORS ? [...mailboxes.slice(0, half), ...mailboxes.slice(-half)] : mailboxes;
  return {
    mailboxes: shown,
    ambiguities: plain ? [] : [{ code: "AMBIG_FROM", params: {} }],
    groups: lists.some(({ groups }) => groups),
  };
}

function fieldLists(message: Message, lowerName: string): AddressList[] {
  return message.fields
    .filter((field) => field.lowerName === lowerName)
    .map((field) => {
      const text = fieldText(message, field);
      const isUtf8 = utf8Text(message.bytes.subarray(field.valueStart, field.end)) !== undefined;
      return readAddressList(isUtf8 ? text : withoutLegacyDomains(text));
    });
}

/** A charset can be guessed for a name, not for a domain: its octets must be UTF-8 (RFC 6532) to mean anything. */
function withoutLegacyDomains(text: string): string {
  return text.replace(/@[^ \t<>,;:()]*/g, (domain) => domain.replace(/[^\0-\x7f]/g, "\ufffd"));
}

function mailboxesOf(lists: readonly AddressList[]): Mailbox[] {
  return lists.flatMap(({ readings }) => readings).flatMap(({ mailbox }) => mailbox ?? []);
}

/** Reads an unfolded address-list. */
function readAddressList(text: string): AddressList {
  const { tokens, malformed } = tokenize(text);
  const readings: Reading[] = [];
  let groups = false;
  let gaps = false;
  let inGroup = false;
  let unbalanced = false;
  let element: Token[] = [];
  let inAngle = false;
  // One by one: an element may hold more addresses than a call takes arguments.
  const add = (tokens: readonly Token[]) => {
    for (const reading of readElement(tokens)) readings.push(reading);
  };
  const end = (mayBeEmpty: boolean) => {
    if (element.some(({ kind }) => kind !== "comment")) add(element);
    else if (!mayBeEmpty || element.length > 0) gaps = true;
    element = [];
    inAngle = false;
  };
  for (const token of tokens) {
    const special = token.kind === "special" ? token.text : "";
    if (special === "<") inAngle = true;
    else if (special === ">") inAngle = false;
    if (inAngle || !",:;".includes(special) || special === "") element.push(token);
    else if (special === ",") end(false);
    else if (special === ":") {
      // The phrase before the colon names a group (RFC 5322 s3.4); what is no phrase makes the field malformed.
      const phrase = element.every(({ kind }) => kind !== "special" && kind !== "literal");
      unbalanced ||= inGroup || element.length === 0 || !phrase;
      if (!phrase) add(element);
      groups = true;
      inGroup = true;
      element = [];
    } else {
      unbalanced ||= !inGroup;
      end(true);
      inGroup = false;
    }
  }
  end(readings.length === 0 || groups);
  return { readings, groups, malformed: malformed || unbalanced || inGroup, gaps };
}
