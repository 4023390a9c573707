import type { Account } from "../knowledge.ts";
import { fieldText } from "../message/display.ts";
import { asciiLower } from "../message/fields.ts";
import type { Message } from "../message/message.ts";
import type { OwnPolicies } from "../policies.ts";
import type { PolicyAdvice } from "../result.ts";
import { isOwnAddress } from "../trust/identity.ts";
import { decidingLayer, evaluatePolicy, mergePolicies, type PolicyFacts } from "./evaluate.ts";

/**
 * Under which of the reader's own addresses a message came: of the account in which it lies the one that stands in To or
 * Cc, else the account's main one; where that is not known, any own one in To or Cc. A team's mailbox never answers with
 * the name of one of its members (REP-12).
 * @param recipients addr-specs of To and Cc
 */
export function deliveredTo(recipients: readonly string[], account: Account | undefined): string | undefined {
  const named = (own: readonly string[]) =>
    own.find((identity) => recipients.some((recipient) => isOwnAddress(recipient, [identity])));
  const { here = [], addresses = [] } = account ?? {};
  return named(here) ?? here[0] ?? named(addresses);
}

/**
 * What the reader's own policy says about a message, for the address under which it came; undefined without a policy. It
 * is advice: nothing is moved, deleted or answered because of it (IPP-07), and no badge follows it.
 */
export function policyAdvice(
  policies: readonly OwnPolicies[],
  recipients: readonly string[],
  account: Account | undefined,
  facts: PolicyFacts,
): PolicyAdvice | undefined {
  const address = deliveredTo(recipients, account);
  if (address === undefined) return undefined;
  const layers = policies.find((entry) => entry.address === address);
  const policy = layers && mergePolicies(layers);
  if (layers === undefined || policy === undefined || policy.mode === "none") return undefined;
  const outcome = evaluatePolicy(policy, facts);
  const by = decidingLayer(layers, outcome);
  return { address, mode: policy.mode, ...outcome, ...(by && { by }) };
}

/** The identifier of the one List-Id (RFC 2919 s3), lower case; several say nothing. */
export function listIdOf(message: Message): string | undefined {
  const [field, ...more] = message.fields.filter(({ lowerName }) => lowerName === "list-id");
  if (field === undefined || more.length > 0) return undefined;
  const [, id] = /<([!-;=?-~]{1,255})>\s*$/.exec(fieldText(message, field)) ?? [];
  return id === undefined ? undefined : asciiLower(id);
}
