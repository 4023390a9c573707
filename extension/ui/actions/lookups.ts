import { type Result, readRemoteUrl } from "../../../core/index.ts";
import { browser } from "../../browser.ts";
import { type LookupChoice, type LookupMode, readResolver } from "../../lookups/choice.ts";
import { allow, withdraw } from "../../lookups/permission.ts";
import { type Hint, hintFor, type KeyName, type ProofShown, proofShown } from "../../lookups/shown.ts";
import { forgetLookups } from "../../lookups/store.ts";
import { editSettings, getSettings, setSettings } from "../../state/settings.ts";
import { client } from "../../this-client.ts";

/** How an immediate look-up ended. */
export type LookedUpNow = "done" | "off" | "offline" | "not-allowed";

/** What pages can do about look-ups; given from outside, so that every picture and test shows the real components. */
export interface LookupActions {
  /** Stores a choice; resolves to false when the user did not allow contact. Called right in the handler of a click. */
  choose(mode: LookupMode, resolver: string): Promise<boolean>;
  /** Asks for contact with the host of an address; called right in the handler of a click. */
  allow(address: string): Promise<boolean>;
  withdraw(address: string): Promise<void>;
  now(): Promise<LookedUpNow>;
  forget(): Promise<void>;
  /** Stores the certifiers that the user names. */
  setCertifiers(domains: readonly string[]): Promise<void>;
  /** Stores the number of the Client MX type; 0 asks for none. */
  setClientMxType(type: number): Promise<void>;
}

/** What the popup shows and does besides. */
export interface PopupLookups {
  proof(key: KeyName): Promise<ProofShown | undefined>;
  hint(result: Result): Promise<Hint | undefined>;
  now(): Promise<LookedUpNow>;
  /** Opens the choice in the options. */
  openChoice(): Promise<void>;
  /** The resolver's address, when it was changed and that has not been shown yet (NET-10). */
  changedResolver(): Promise<string | undefined>;
  seenResolver(): Promise<void>;
}

const lookUpNow = async (): Promise<LookedUpNow> => {
  const end: unknown = await browser.runtime.sendMessage({ countersign: "look-up" });
  return end === "off" || end === "offline" || end === "not-allowed" ? end : "done";
};

const hostOf = (address: string): URL | undefined => {
  const read = readRemoteUrl(address);
  return "url" in read ? read.url : undefined;
};

/** The real actions. */
export const lookupActions: LookupActions = {
  async choose(mode, resolver) {
    const read = readResolver(resolver);
    if (mode !== "off" && ("fault" in read || !(await allow(read.url)))) return false;
    const { lookups: before } = await getSettings();
    const announced = before.mode === "off" || mode === "off" ? resolver : (before.announced ?? before.resolver);
    const lookups: LookupChoice = { mode, resolver, announced };
    await setSettings({ lookups });
    // What is not needed any more is given back.
    const old = hostOf(before.resolver);
    if (old !== undefined && (mode === "off" || before.resolver !== resolver)) await withdraw(old).catch(() => false);
    await client.announceChange();
    return true;
  },
  async allow(address) {
    const url = hostOf(address);
    if (url === undefined || !(await allow(url))) return false;
    await lookUpNow();
    return true;
  },
  async withdraw(address) {
    const url = hostOf(address);
    if (url !== undefined) await withdraw(url);
    await client.announceChange();
  },
  now: lookUpNow,
  async forget() {
    await forgetLookups();
    await client.announceChange();
  },
  async setCertifiers(certifiers) {
    await setSettings({ certifiers });
    await client.announceChange();
  },
  async setClientMxType(clientMxType) {
    await setSettings({ clientMxType });
    await client.announceChange();
  },
};

/** The real ones of the popup. */
export const popupLookups: PopupLookups = {
  proof: (key) => proofShown(key, Math.floor(Date.now() / 1000)),
  hint: hintFor,
  now: lookUpNow,
  async openChoice() {
    await browser.tabs.create({ url: browser.runtime.getURL("ui/options.html#lookups") });
    window.close();
  },
  async changedResolver() {
    const { mode, resolver, announced } = (await getSettings()).lookups;
    return mode === "off" || announced === resolver ? undefined : resolver;
  },
  async seenResolver() {
    await editSettings(({ lookups }) => ({ lookups: { ...lookups, announced: lookups.resolver } }));
  },
};
