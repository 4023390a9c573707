import type { Result } from "../../core/index.ts";
import { listKeys } from "../state/known-keys.ts";
import { getSettings } from "../state/settings.ts";
import { listStamped } from "../state/stamped.ts";
import { listTrust } from "../state/trust.ts";
import { asksFor, isOfOtherType } from "./client-mx.ts";
import { type LookupJob, type ServedWant, servedDomain } from "./finding.ts";
import { withoutMadeUp } from "./new-names.ts";
import { addJobs, findingOf, listFindings, listJobs, touch } from "./store.ts";
import { soon } from "./timing.ts";
import { concernsAuthor, isListed, wantKey } from "./wants.ts";

const DAY = 86_400;

/** What offering wants needs of the world. */
export interface OfferParts {
  /** Epoch seconds. */
  readonly now: () => number;
  readonly random: () => number;
  /** Whether the user wrote to this address before; not asked unless it matters. */
  readonly corresponded: (address: string) => Promise<boolean>;
}

/** What of a result matters here. */
export interface Offered extends Pick<Result, "from" | "receipt"> {
  readonly wants: readonly ServedWant[];
}

/**
 * Takes over what a verdict would still like to know, after it was shown. Nothing is asked here: what the mode allows
 * waits in the queue, in mode `all` for some seconds, in mode `known` for the next scheduled round (decision 1, NET-09).
 * @returns when the first of them is due, if any is before the next round; epoch seconds
 */
export async function offer(offered: Offered, parts: OfferParts): Promise<number | undefined> {
  const { lookups, clientMxType } = await getSettings();
  const { mode } = lookups;
  if (mode === "off") return undefined;
  const now = parts.now();
  await touch(domainsOf(offered), Math.floor(now / DAY) * DAY);
  const open: ServedWant[] = [];
  let isNew = false;
  for (const want of offered.wants.filter(asksFor(clientMxType))) {
    const finding = await findingOf(wantKey(want));
    if (finding === undefined || finding.next <= now || isOfOtherType(finding, clientMxType)) open.push(want);
    if (finding === undefined) isNew = true;
  }
  const wanted = mode === "all" ? open : await known(open, offered, parts);
  const allowed = isNew ? withoutMadeUp(wanted, await listFindings(), await listJobs(), now) : wanted;
  if (allowed.length === 0) return undefined;
  const at = now + soon(parts.random);
  // The certificate of a sender whose domain is proven already may follow the display, too (decision 1).
  const isSoon = ({ kind }: ServedWant) => mode === "all" || kind === "ipp-certificate";
  await addJobs(allowed.map((want): LookupJob => ({ key: wantKey(want), want, ...(isSoon(want) && { due: at }) })));
  return allowed.some(isSoon) ? at : undefined;
}

/** The wants about domains that are listed, pinned or written to. */
async function known(
  wants: readonly ServedWant[],
  { from }: Offered,
  parts: OfferParts,
): Promise<readonly ServedWant[]> {
  if (wants.length === 0) return [];
  const [trust, keys, stamped] = await Promise.all([listTrust(), listKeys(), listStamped()]);
  const circle = { trust, keys, stamped: stamped.map(({ domain }) => domain) };
  const author = from?.addrSpec;
  const strange = wants.filter((want) => !isListed(servedDomain(want), circle));
  const mayConcern = author !== undefined && strange.some((want) => concernsAuthor(servedDomain(want), author));
  const written = mayConcern && (await parts.corresponded(author));
  return wants.filter((want) => !strange.includes(want) || (written && concernsAuthor(servedDomain(want), author)));
}

/** Domains this message gives reason to stay informed about. */
function domainsOf({ wants, from, receipt }: Offered): readonly string[] {
  const sender = from?.addrSpec.slice(from.addrSpec.lastIndexOf("@") + 1);
  const named = [sender, receipt?.tags.org_id, ...wants.map(servedDomain)];
  return [...new Set(named.filter((domain) => domain !== undefined))];
}
