import { asciiLower } from "../message/fields.ts";

/**
 * The address is one of the user's own. Compared with ASCII case folded, local part included (G35); an identity
 * `local+*@domain` also stands for every plus tag of `local` (H26), and for nothing else.
 *
 * @param addrSpec `local@domain`, the domain in A-labels
 * @param identities what {@link Account.addresses} holds
 */
export function isOwnAddress(addrSpec: string, identities: readonly string[]): boolean {
  const address = asciiLower(addrSpec);
  const at = address.lastIndexOf("@");
  if (at < 1) return false;
  const local = address.slice(0, at);
  const domain = address.slice(at);
  return identities.some((identity) => {
    const own = asciiLower(identity);
    const ownAt = own.lastIndexOf("@");
    if (ownAt < 1 || own.slice(ownAt) !== domain) return false;
    const ownLocal = own.slice(0, ownAt);
    if (!ownLocal.endsWith("+*")) return ownLocal === local;
    const base = ownLocal.slice(0, -2);
    return local === base || local.startsWith(`${base}+`);
  });
}
