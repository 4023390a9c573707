import type { ClientName } from "../../core/index.ts";

/** What the client says about a policy for this extension. */
export type ManagedRead =
  | { readonly state: "none" }
  | { readonly state: "given"; readonly json: unknown; readonly client?: ClientName }
  | { readonly state: "failed" };

interface Area {
  get(keys: null): Promise<unknown>;
}

interface Api {
  readonly storage?: { readonly managed?: Area };
  readonly runtime?: { getManifest(): object };
}

/** How the client's own object looks here; Gecko has it under two names. */
interface Host {
  readonly browser?: Api;
  readonly chrome?: Api;
}

/** Which package this is, by what its manifest alone has. */
export function clientOf(manifest: object): ClientName {
  if ("message_display_action" in manifest) return "thunderbird";
  return "browser_specific_settings" in manifest ? "firefox" : "chromium";
}

/** What Gecko says where nobody wrote a policy for this extension. */
const NO_POLICY_FILE = /managed storage manifest not found/i;

/** Waits between attempts, in milliseconds: a client that is still starting has answered by then. */
const WAITS = [200, 1000];

const sleep = (time: number) => new Promise((done) => setTimeout(done, time));

/**
 * Reads the managed storage. Gecko reads it from the policy once, at its own start, and rejects when there is none;
 * Chromium gives an empty object then. Not through `browser.ts`, which loads in a browser only: whoever reads a setting
 * comes by here, tests of the stored state included.
 */
export async function readManaged(host: Host = globalThis as object): Promise<ManagedRead> {
  const client = host.browser ?? host.chrome;
  // Outside of a client there is nobody who could decide anything; inside of one a missing interface is a failure.
  if (client === undefined) return { state: "none" };
  const area = client.storage?.managed;
  if (area === undefined) return { state: "failed" };
  for (const wait of [...WAITS, undefined]) {
    try {
      const json = await area.get(null);
      const empty = typeof json === "object" && json !== null && Object.keys(json).length === 0;
      if (empty) return { state: "none" };
      const manifest = client.runtime?.getManifest();
      return { state: "given", json, ...(manifest && { client: clientOf(manifest) }) };
    } catch (error) {
      if (NO_POLICY_FILE.test(String(error))) return { state: "none" };
      // The error may quote the policy, so it is told nowhere.
      if (wait !== undefined) await sleep(wait);
    }
  }
  return { state: "failed" };
}
