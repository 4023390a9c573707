import { type AuthservTrust, CLIENT_MX_TYPE, type Effective, type Level } from "../../core/index.ts";
import type { ArrivalMode } from "../arrival/stored.ts";
import { database } from "../database.ts";
import { type LookupChoice, NO_LOOKUPS } from "../lookups/choice.ts";
import { currentPolicy } from "../policy/current.ts";
import { applied, inEffect, ownPart } from "../policy/effective.ts";
import { change } from "./clockwork.ts";

/** What the user chose. Every member has a default, so that older stored settings stay readable. */
export interface Settings {
  /** The first-run page was read to its end. */
  readonly welcomed: boolean;
  /** Keep the list of what was shown. */
  readonly keepHistory: boolean;
  /** Servers whose Authentication-Results are believed, by Thunderbird's account id; empty by default (T30). */
  readonly authserv: Readonly<Record<string, readonly AuthservTrust[]>>;
  /** What may be looked up, and whom is asked; nothing until the user says so. */
  readonly lookups: LookupChoice;
  /** Domains whose vouching for others is shown (RFC 5518), besides those of a policy. */
  readonly certifiers: readonly string[];
  /** Certificate authorities for MT2, base64 DER, besides those of a policy (MT2-10). */
  readonly mt2Authorities: readonly string[];
  /** The number of the Client MX type, which is a placeholder (DNS-16); 0 asks for none. */
  readonly clientMxType: number;
  /** From which badge on good news is shown. */
  readonly minimumLevel: Level;
  /** Webmails on which this is used, once the browser has granted them. */
  readonly webmails: readonly WebmailSite[];
  /** The personal mark: with it good news may be told inside a webmail's page; "" while none is chosen (decision 9). */
  readonly mark: string;
  /** Own domains whose published place for reports and policies is used (3-protocols 4.3). */
  readonly ippDomains: readonly string[];
  /** The second consent: reports may also go to the sender itself, which learns more by it (decision 23). */
  readonly tellSenders: boolean;
  /** What new mail is tagged with; nothing until the user or an administrator wants it. */
  readonly arrival: ArrivalMode;
}

/** What is stored of it: only what somebody chose, so that a recommendation can still fill the rest. */
export type StoredSettings = Partial<Omit<Settings, "lookups">> & { readonly lookups?: Partial<LookupChoice> };

/** A webmail that the user named, or used because a policy names it. */
export interface WebmailSite {
  /** `https://host`, with the port where it is not 443. */
  readonly origin: string;
  /** Own addresses there, besides the one that the page tells. */
  readonly addresses: readonly string[];
  /** Kept for its addresses alone: a policy named the site, and without the policy it counts as not named. */
  readonly byPolicy?: true;
}

/** Settings of a fresh installation. */
export const DEFAULT_SETTINGS: Settings = {
  welcomed: false,
  keepHistory: true,
  authserv: {},
  lookups: NO_LOOKUPS,
  certifiers: [],
  mt2Authorities: [],
  clientMxType: CLIENT_MX_TYPE,
  minimumLevel: "TRANSPORT",
  webmails: [],
  mark: "",
  ippDomains: [],
  tellSenders: false,
  arrival: "off",
};

/** What the user chose, as it is stored. */
export async function ownSettings(): Promise<StoredSettings> {
  return (await (await database()).get("settings", "settings")) ?? {};
}

/** All settings as they hold, with who decided each: the administrator, the user, or nobody. */
export async function effectiveSettings(): Promise<Effective> {
  return inEffect(...(await Promise.all([currentPolicy(), ownSettings()])));
}

/** The settings that hold: the administrator's, then the user's choices, then the defaults. */
export async function getSettings(): Promise<Settings> {
  const [policy, own] = await Promise.all([currentPolicy(), ownSettings()]);
  return applied(inEffect(policy, own), own, DEFAULT_SETTINGS);
}

/** Changes some of the user's choices and keeps the others. */
export const setSettings = (some: Partial<Settings>): Promise<void> => editSettings(() => some);

/**
 * Changes some of the user's choices by what holds at that moment: two pages that change one list at once lose nothing.
 * @param edit - Gets all settings, gives those that change.
 */
export async function editSettings(edit: (now: Settings) => Partial<Settings>): Promise<void> {
  const policy = await currentPolicy();
  await change(async (tx) => {
    const store = tx.objectStore("settings");
    const stored = (await store.get("settings")) ?? {};
    const effective = inEffect(policy, stored);
    const some = edit(applied(effective, stored, DEFAULT_SETTINGS));
    await store.put({ ...stored, ...ownPart(some, effective, stored) }, "settings");
  });
}
