import { resolveSettings, settingsIn } from "../../../core/index.ts";
import { browser } from "../../browser.ts";
import { type CurrentPolicy, concluded, currentPolicy } from "../../policy/current.ts";
import { clientOf } from "../../policy/managed.ts";
import type { PolicyStatus } from "../../policy/status.ts";
import { effectiveSettings } from "../../state/settings.ts";

/** How the policy came to this installation. */
async function installed(): Promise<Pick<PolicyStatus, "byAdministrator" | "client" | "id" | "live">> {
  const { installType }: { readonly installType: string } = await browser.management.getSelf();
  // Gecko reads a policy once, at its own start.
  const client = clientOf(browser.runtime.getManifest());
  return { byAdministrator: installType === "admin", client, id: browser.runtime.id, live: client === "chromium" };
}

const shown = ({ state, faults, readAt, policy }: CurrentPolicy) => ({
  state,
  faults,
  readAt,
  serial: policy.serial,
});

/** The policy that holds, as the pages show it. */
export async function policyStatus(): Promise<PolicyStatus> {
  const [current, effective, how] = await Promise.all([currentPolicy(), effectiveSettings(), installed()]);
  return { ...shown(current), effective, ...how };
}

/**
 * How a policy would be read here, on its own.
 * @param text the settings, or a whole file of a program with them in their place
 */
export async function triedPolicy(text: unknown): Promise<PolicyStatus> {
  const json = settingsIn(text, browser.runtime.id)[0]?.settings ?? text;
  const nothing = { managed: false, serial: 0, revoked: [] };
  const client = clientOf(browser.runtime.getManifest());
  const { current } = concluded({ state: "given", json, client }, nothing, undefined, Math.floor(Date.now() / 1000));
  return { ...shown(current), effective: resolveSettings(current.policy, {}), ...(await installed()) };
}
