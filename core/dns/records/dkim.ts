import type { Question } from "../message.ts";
import { nameOf } from "../names.ts";
import { TYPE } from "../types.ts";

/** Where a signer publishes its key: `<selector>._domainkey.<domain>` (RFC 6376 s3.6.2.1). */
export function dkimQuestion(domain: string, selector: string): Question | undefined {
  const name = nameOf(`${selector}._domainkey.${domain}`);
  return name === undefined ? undefined : { name, type: TYPE.TXT };
}
