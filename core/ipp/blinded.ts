import { toBase64 } from "../canonical/encoding.ts";
import type { DeclarerKey, Knowledge } from "../knowledge.ts";
import type { PolicyLayers, PolicyRule, RecipientPolicy } from "../policies.ts";
import type { PolicyAdvice, ShownDeclaration } from "../result.ts";
import { LAYERS } from "./evaluate.ts";
import { senderKeys } from "./sender-key.ts";

/** The keys with which a declaration was judged, without the certificates, which name the sender (EXT-16). */
export async function blindKeys(
  { address, created }: ShownDeclaration,
  knowledge: Knowledge,
): Promise<readonly DeclarerKey[]> {
  const keys = await senderKeys(address, [created, knowledge.firstSeen ?? knowledge.now], knowledge);
  return keys.map(({ alg, octets, anchor, changed }) => ({
    ...{ alg, key: toBase64(octets), anchor },
    ...(changed && { changed }),
  }));
}

/**
 * Policies that say the same about this one message and nothing else of what their authors want: the rule that fitted fits
 * everything, and the others fit nothing (EXT-16).
 */
export function blindPolicies(all: PolicyLayers, { rule }: Pick<PolicyAdvice, "rule">): PolicyLayers {
  let place = 0;
  const blind = (policy: RecipientPolicy): RecipientPolicy => {
    const { mode, default: otherwise, require, rules } = policy;
    return {
      ...{ mode, default: otherwise },
      ...(require && { require }),
      rules: rules.map((one) => blindRule(one, place++ === rule)),
    };
  };
  return Object.fromEntries(LAYERS.flatMap((name) => (all[name] === undefined ? [] : [[name, blind(all[name])]])));
}

const blindRule = ({ action, require }: PolicyRule, fitted: boolean): PolicyRule => ({
  match: fitted ? {} : { from_domain: ["not-shown.invalid"] },
  action,
  ...(require && { require }),
});
