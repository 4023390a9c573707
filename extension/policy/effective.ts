import { domainOf, type Effective, resolveSettings, type SettingValues, toALabel } from "../../core/index.ts";
import type { Settings, StoredSettings } from "../state/settings.ts";
import type { CurrentPolicy } from "./current.ts";

/** What the user chose, under the names of the settings. */
function chosen({ arrival, keepHistory, lookups, clientMxType, minimumLevel }: StoredSettings): Partial<SettingValues> {
  const { mode, resolver } = lookups ?? {};
  return {
    ...(arrival === undefined ? {} : { arrival }),
    ...(keepHistory === undefined ? {} : { keepHistory }),
    ...(clientMxType === undefined ? {} : { clientMxType }),
    ...(minimumLevel === undefined ? {} : { minimumLevel }),
    ...(mode === undefined ? {} : { lookups: mode }),
    ...(resolver === undefined ? {} : { resolver }),
  };
}

/** All settings as they hold, with who decided each: the one place where policy and choices meet. */
export const inEffect = ({ policy }: CurrentPolicy, stored: StoredSettings): Effective =>
  resolveSettings(policy, chosen(stored));

/** The settings as the rest of the extension knows them. */
export function applied(effective: Effective, stored: StoredSettings, standard: Settings): Settings {
  return {
    ...standard,
    ...stored,
    arrival: effective.arrival.value,
    keepHistory: effective.keepHistory.value,
    clientMxType: effective.clientMxType.value,
    minimumLevel: effective.minimumLevel.value,
    lookups: {
      ...standard.lookups,
      ...stored.lookups,
      mode: effective.lookups.value,
      resolver: effective.resolver.value,
    },
  };
}

/**
 * The part of a change that is the user's own. What is equal to what holds already was not chosen now, so that no value
 * of a policy is ever stored as the user's.
 */
export function ownPart(some: Partial<Settings>, effective: Effective, stored: StoredSettings): StoredSettings {
  const { arrival, keepHistory, clientMxType, minimumLevel, lookups, ...rest } = some;
  const { mode, resolver, ...others } = lookups ?? {};
  const own = {
    ...stored.lookups,
    ...others,
    ...(mode === undefined || mode === effective.lookups.value ? {} : { mode }),
    ...(resolver === undefined || resolver === effective.resolver.value ? {} : { resolver }),
  };
  return {
    ...rest,
    ...(arrival === undefined || arrival === effective.arrival.value ? {} : { arrival }),
    ...(keepHistory === undefined || keepHistory === effective.keepHistory.value ? {} : { keepHistory }),
    ...(clientMxType === undefined || clientMxType === effective.clientMxType.value ? {} : { clientMxType }),
    ...(minimumLevel === undefined || minimumLevel === effective.minimumLevel.value ? {} : { minimumLevel }),
    ...(lookups === undefined ? {} : { lookups: own }),
  };
}

/** The domains of an account's addresses, in the form in which a policy names them. */
export const domainsOf = (addresses: readonly string[]): readonly string[] =>
  addresses.flatMap((address) => toALabel(domainOf(address)) ?? []);
