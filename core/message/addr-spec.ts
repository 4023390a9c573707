/** The part of an addr-spec behind its last "@" (a quoted local part may hold more of them); a bare domain is its own. */
export function domainOf(addrSpec: string): string {
  return addrSpec.slice(addrSpec.lastIndexOf("@") + 1);
}
