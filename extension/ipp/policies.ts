import { MAX_POLICY_OCTETS, type OwnPolicies, type RecipientPolicy, readRecipientPolicy } from "../../core/index.ts";
import { database } from "../database.ts";
import { raiseEpoch } from "../lookups/store.ts";

/** The policies for one own address. */
export interface StoredPolicies {
  readonly address: string;
  /** The user's own rules. */
  readonly user?: RecipientPolicy;
  /** The user wants the published policy of this address to count as well (IPP-05). */
  readonly usePublished: boolean;
  /** As it was fetched from the address's own domain. */
  readonly published?: PublishedPolicy;
}

/** A `.pol` as it was fetched. */
export interface PublishedPolicy {
  readonly policy: RecipientPolicy;
  /** Epoch seconds. */
  readonly at: number;
}

/** A year, in seconds: a policy without an age of its own. */
const YEAR = 366 * 86_400;

/** Every own address with a policy. */
export const listPolicies = async (): Promise<StoredPolicies[]> => (await database()).getAll("ownPolicies");

/** Changes what is stored for one address, and ends every verdict from before (ST-05). */
async function changePolicies(address: string, change: (before: StoredPolicies) => StoredPolicies): Promise<void> {
  const tx = (await database()).transaction(["ownPolicies", "facts"], "readwrite");
  const store = tx.objectStore("ownPolicies");
  await store.put(change((await store.get(address)) ?? { address, usePublished: false }));
  await raiseEpoch(tx.objectStore("facts"));
  await tx.done;
}

/** The user's own rules for an address; undefined for none. */
export const setUserPolicy = (address: string, user: RecipientPolicy | undefined): Promise<void> =>
  changePolicies(address, ({ user: _, ...rest }) => ({ ...rest, ...(user && { user }) }));

/** Whether the published policy of an address counts; what was fetched is forgotten when it does not. */
export const usePublished = (address: string, use: boolean): Promise<void> =>
  changePolicies(address, ({ published, ...rest }) => ({
    ...rest,
    usePublished: use,
    ...(use && published && { published }),
  }));

/**
 * Keeps a policy that was fetched from the own domain of an address, if it is one and still wanted.
 * @param octets UTF-8, at most 64 KiB (IPP-06)
 */
export async function keepPublished(
  address: string,
  octets: Uint8Array,
  now: number,
): Promise<RecipientPolicy | undefined> {
  const { policy } = readRecipientPolicy(decode(octets));
  if (policy === undefined) return undefined;
  await changePolicies(address, (before) =>
    before.usePublished ? { ...before, published: { policy, at: now } } : before,
  );
  return policy;
}

/** Octets that are no UTF-8 are no policy; "" is none either. */
function decode(octets: Uint8Array): string {
  if (octets.length > MAX_POLICY_OCTETS) return "";
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(octets);
  } catch {
    return "";
  }
}

/** What counts now, in the form of the verdict's knowledge; a published copy counts as long as it says itself. */
export function policiesAt(stored: readonly StoredPolicies[], now: number): readonly OwnPolicies[] {
  return stored.flatMap(({ address, user, usePublished: use, published }) => {
    const fresh = use && published !== undefined && now <= published.at + (published.policy.max_age ?? YEAR);
    return user === undefined && !fresh
      ? []
      : [{ address, ...(user && { user }), ...(fresh && { published: published.policy }) }];
  });
}
