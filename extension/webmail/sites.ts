import { sitesInEffect } from "../../core/index.ts";
import { browser } from "../browser.ts";
import { editSettings, effectiveSettings, getSettings, type WebmailSite } from "../state/settings.ts";

/* Which webmails are read: those that the user or the policy named and the browser granted, exact origins only (EXT-10). */

/** The match pattern of an origin. Firefox knows no ports in patterns, so the origin itself is compared as well. */
export const patternOf = (origin: string) => `https://${new URL(origin).hostname}/*`;

/** The origin of an address that could be a webmail: https, and nothing else (EXT-10). */
export function originOf(address: string | undefined): string | undefined {
  if (address === undefined || !URL.canParse(address)) return undefined;
  const { protocol, origin, hostname } = new URL(address);
  return protocol === "https:" && hostname !== "" ? origin : undefined;
}

/** The sites that the user or the policy named, granted or not. */
async function namedSites(): Promise<readonly WebmailSite[]> {
  const [effective, { webmails }] = await Promise.all([effectiveSettings(), getSettings()]);
  return sitesInEffect(effective, webmails);
}

/** The sites that are named and granted. */
export async function enabledSites(): Promise<readonly WebmailSite[]> {
  const named = await namedSites();
  const granted = await Promise.all(named.map(({ origin }) => isGranted(origin)));
  return named.filter((_, place) => granted[place]);
}

const isGranted = (origin: string): Promise<boolean> => browser.permissions.contains({ origins: [patternOf(origin)] });

/** Whether the policy names a site; no browser lets a policy grant it, too. */
export async function isDecided(origin: string): Promise<boolean> {
  return (await effectiveSettings()).webmailSites.value.includes(origin);
}

/** Whether the policy lets the user name sites. */
export async function mayName(): Promise<boolean> {
  return !(await effectiveSettings()).webmailSites.locked;
}

/** The enabled site of an address, if it is one. */
export async function siteOf(address: string | undefined): Promise<WebmailSite | undefined> {
  const origin = originOf(address);
  if (origin === undefined) return undefined;
  const [named, granted] = await Promise.all([namedSites(), isGranted(origin)]);
  return granted ? named.find((site) => site.origin === origin) : undefined;
}

/** Names a site; it is enabled once the browser has granted it too. What the policy names is not stored as the user's. */
export async function nameSite(origin: string): Promise<void> {
  if ((await namedSites()).some((site) => site.origin === origin) || !(await mayName())) return;
  await editSettings(({ webmails }) => ({ webmails: [...without(webmails, origin), { origin, addresses: [] }] }));
}

const without = (sites: readonly WebmailSite[], origin: string) => sites.filter((site) => site.origin !== origin);

/**
 * Keeps the first address that a site's page tells: not every page of a webmail shows whose account it is, and without
 * one nobody can say whether a message is addressed to its reader (G35).
 */
export async function learnAddress(origin: string, address: string): Promise<void> {
  const site = (await namedSites()).find((one) => one.origin === origin);
  if (address === "" || site === undefined || site.addresses.length > 0) return;
  await editSettings(({ webmails }) => {
    const own = webmails.some((one) => one.origin === origin && one.byPolicy !== true);
    const learnt = { origin, addresses: [address], ...(own ? {} : { byPolicy: true as const }) };
    return { webmails: [...without(webmails, origin), learnt] };
  });
}

/** Forgets a site: nothing it says is heard from now on. */
export async function forgetSite(origin: string): Promise<void> {
  await editSettings(({ webmails }) => ({ webmails: without(webmails, origin) }));
}

/** Gives the grant of a forgotten site back, unless another site of the same host needs it. */
export async function giveBack(origin: string): Promise<void> {
  const pattern = patternOf(origin);
  const others = (await namedSites()).filter((site) => site.origin !== origin);
  if (!others.some((site) => patternOf(site.origin) === pattern))
    await browser.permissions.remove({ origins: [pattern] });
}

const SCRIPT = { js: ["webmail.js"], runAt: "document_end", allFrames: false } as const;

let registering: Promise<void> = Promise.resolve();

/** Makes the registered content scripts those of the enabled sites, one for each host. One call after the other. */
export function registerSites(): Promise<void> {
  registering = registering.catch(() => undefined).then(register);
  return registering;
}

async function register(): Promise<void> {
  const wanted = new Set((await enabledSites()).map(({ origin }) => patternOf(origin)));
  const present = new Map(
    (await browser.scripting.getRegisteredContentScripts()).map(({ id, matches }) => [matches?.[0] ?? "", id]),
  );
  const gone = [...present].filter(([pattern]) => !wanted.has(pattern)).map(([, id]) => id);
  if (gone.length > 0) await browser.scripting.unregisterContentScripts({ ids: gone });
  const fresh = [...wanted].filter((pattern) => !present.has(pattern));
  if (fresh.length === 0) return;
  await browser.scripting.registerContentScripts(
    fresh.map((pattern) => ({
      ...SCRIPT,
      js: [...SCRIPT.js],
      id: pattern,
      matches: [pattern],
      persistAcrossSessions: true,
    })),
  );
  await startIn(fresh);
}

/** Pages that are open already get the script now: a webmail is rarely loaded anew. */
async function startIn(patterns: readonly string[]): Promise<void> {
  const tabs = await browser.tabs.query({ url: [...patterns] });
  const starting = tabs.map(async ({ id, url }) => {
    if (id === undefined || (await siteOf(url)) === undefined) return;
    await browser.scripting.executeScript({ target: { tabId: id }, files: [...SCRIPT.js] });
  });
  for (const { status } of await Promise.allSettled(starting))
    if (status === "rejected") console.info("a page that is open already must be loaded anew");
}
