import type { Policy } from "./policy.ts";
import { DECLARED, SETTING_NAMES, type SettingName, type SettingValues } from "./settings.ts";

/** Who decided a value: the administrator, the user, the administrator's recommendation, or nobody. */
export type SettingOrigin = "policy" | "user" | "recommended" | "default";

/** The value that holds, and why. */
export interface Resolved<T> {
  readonly value: T;
  readonly origin: SettingOrigin;
  /** The user has no say, whether or not the policy gives a value. */
  readonly locked: boolean;
  /** What the administrator decided, in settings where the user may ask for more than that. */
  readonly least?: T;
}

/** All settings as they hold. */
export type Effective = { readonly [K in SettingName]: Resolved<SettingValues[K]> };

/**
 * Puts together who decided what: forced by policy, then the user, then recommended by policy, then the default. Where a
 * setting has entries of both (`own-entries`), `value` is what the policy brings; see `trustInEffect` and `serversFor`.
 * Where values have an order, the stricter one of the user's holds against any policy: nobody is made to see more than
 * they want to. Pure: nothing of a policy is kept.
 *
 * @param user what the user chose; entries of settings in which the user has no say are ignored
 */
export function resolveSettings(policy: Policy, user: Partial<SettingValues>): Effective {
  const resolved = SETTING_NAMES.map((name) => [name, resolve(name, policy, user)] as const);
  // The names are those of the type, and each value was resolved under its own name.
  return Object.fromEntries(resolved) as Effective;
}

function resolve<K extends SettingName>(
  name: K,
  policy: Policy,
  user: Partial<SettingValues>,
): Resolved<SettingValues[K]> {
  const setting = DECLARED[name];
  const forced: SettingValues[K] | undefined = policy.forced[name];
  const mine: SettingValues[K] | undefined = user[name];
  const recommended: SettingValues[K] | undefined = policy.recommended[name];
  const locked = policy.locked.includes(name) || (forced !== undefined && setting.user !== "own-entries");
  const chosen = setting.user === "choice" ? mine : undefined;
  const decided: Resolved<SettingValues[K]> =
    forced !== undefined
      ? { value: forced, origin: "policy", locked }
      : recommended !== undefined
        ? { value: recommended, origin: "recommended", locked }
        : { value: setting.standard, origin: "default", locked };
  if (!locked) return chosen === undefined ? decided : { value: chosen, origin: "user", locked };
  const { order } = setting;
  if (order === undefined) return decided;
  const more = chosen !== undefined && order.indexOf(chosen) > order.indexOf(decided.value);
  return { ...decided, ...(more && { value: chosen, origin: "user" }), least: decided.value };
}
