import { asciiLower, domainOf } from "../../core/index.ts";
import { effectiveSettings } from "../state/settings.ts";

/**
 * Which domains among these recipients get sealed mail only: the policy says so (`sealedDomains`).
 * @param recipients as a composer has them: `Name <local@domain>`, or an address
 */
export async function sealedOnly(recipients: readonly string[]): Promise<readonly string[]> {
  const { sealedDomains } = await effectiveSettings();
  const addresses = recipients.map((text) => text.replace(/^.*<|>\s*$/gs, ""));
  const domains = new Set(addresses.map((address) => asciiLower(domainOf(address).trim())));
  return sealedDomains.value.filter((domain) => domains.has(domain));
}
