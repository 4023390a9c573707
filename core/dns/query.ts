import { concat } from "../canonical/concat.ts";
import { toBase64Url } from "../canonical/encoding.ts";
import { type Message, parseMessage, type Question } from "./message.ts";
import { wireName } from "./names.ts";
import { uint16Octets } from "./octets.ts";
import { CLASS_IN, TYPE } from "./types.ts";

/** Queries are padded to a multiple of this, so that their size does not tell the name (RFC 8467 s4.1). */
const PADDING_BLOCK = 128;
const OPTION_PADDING = 12;
/** Size of answers we could take over UDP; over HTTPS it means nothing, and 1232 is what everybody sends. */
const UDP_SIZE = 1232;

/**
 * A query for RFC 8484: id 0 so that caches can share answers, RD, CD and DO so that the answer comes with its
 * signatures and unjudged, padding, and no client subnet (3-protocols section 8).
 */
export function buildQuery({ name, type }: Question): Uint8Array {
  const header = uint16Octets(0, 0x0110, 1, 0, 0, 1);
  const question = concat([wireName(name), uint16Octets(type, CLASS_IN)]);
  const fixed = header.length + question.length + 11 + 4;
  const padding = (PADDING_BLOCK - (fixed % PADDING_BLOCK)) % PADDING_BLOCK;
  const opt = concat([
    Uint8Array.of(0),
    uint16Octets(TYPE.OPT, UDP_SIZE, 0, 0x8000, 4 + padding, OPTION_PADDING, padding),
    new Uint8Array(padding),
  ]);
  return concat([header, question, opt]);
}

/**
 * The URL that asks a question by GET (RFC 8484 s4.1): browsers name the asking program in every POST.
 * @param resolver has no query
 */
export function queryUrl(resolver: URL, question: Question): URL {
  const url = new URL(resolver);
  url.search = `dns=${toBase64Url(buildQuery(question))}`;
  return url;
}

/** The media type of queries and answers (RFC 8484 s6). */
export const DNS_MESSAGE = "application/dns-message";

/** What an HTTPS server answered to a query. */
export interface HttpAnswer {
  readonly status: number;
  readonly contentType: string;
  readonly body: Uint8Array;
}

/** Why an answer is none. All of them mean INDETERMINATE: a captive portal is no attack and no proof (DNS-15). */
export type AnswerFault =
  /** Nobody could be reached, or not in time. */
  | "NO_CONNECTION"
  | "HTTP_STATUS"
  | "CONTENT_TYPE"
  | "NOT_DNS"
  | "NOT_A_RESPONSE"
  | "TRUNCATED"
  | "OTHER_QUESTION"
  | "SERVER_FAILED";

/** Reads the HTTPS side of an exchange (RFC 8484 s4.2) and then the message, as {@link readResponse} does. */
export function readHttpAnswer(question: Question, http: HttpAnswer): Message | AnswerFault {
  if (http.status !== 200) return "HTTP_STATUS";
  const [mediaType = ""] = http.contentType.split(";");
  if (!/^application\/dns-message$/i.test(mediaType.trim())) return "CONTENT_TYPE";
  return readResponse(question, http.body);
}

/** The octets of an answer that passed {@link readHttpAnswer}, for a look-up; or why there are none. */
export function answerOctets(question: Question, http: HttpAnswer): Uint8Array | AnswerFault {
  const read = readHttpAnswer(question, http);
  return typeof read === "string" ? read : http.body;
}

/** Reads a response to a question that was asked with id 0. AD and AA are not even looked at (DNS-01). */
export function readResponse(question: Question, octets: Uint8Array): Message | AnswerFault {
  const message = parseMessage(octets);
  if (message === undefined) return "NOT_DNS";
  if (!message.response || message.opcode !== 0 || message.id !== 0) return "NOT_A_RESPONSE";
  if (message.truncated) return "TRUNCATED";
  if (message.question.name !== question.name || message.question.type !== question.type) return "OTHER_QUESTION";
  // NOERROR and NXDOMAIN; which of the two it is, only signed records say.
  return message.rcode === 0 || message.rcode === 3 ? message : "SERVER_FAILED";
}
