import {
  type AnswerFault,
  DNS_MESSAGE,
  MAX_ANSWER_OCTETS,
  type Question,
  queryUrl,
  readHttpAnswer,
} from "../../core/index.ts";
import { contact } from "./contact.ts";

/**
 * Exchanges one question with the resolver (RFC 8484 s4.1, GET). Never throws; whatever is no answer is a fault, and a
 * fault says nothing about the domain: a hotel's login page is no attack (DNS-15).
 * @param resolver has passed `readResolver`
 */
export async function exchange(resolver: URL, question: Question): Promise<Uint8Array | AnswerFault> {
  const reply = await contact(queryUrl(resolver, question), {
    accept: DNS_MESSAGE,
    most: MAX_ANSWER_OCTETS,
  });
  if (reply === undefined) return "NO_CONNECTION";
  const answer = readHttpAnswer(question, reply);
  return typeof answer === "string" ? answer : reply.body;
}
