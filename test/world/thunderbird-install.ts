import { copyFileSync, existsSync, mkdirSync, readdirSync, realpathSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const SYSTEM = "/usr/lib/thunderbird";

/** Where Debian's Thunderbird is, or undefined when it is not installed. */
export function installedThunderbird(): string | undefined {
  const program = join(SYSTEM, "thunderbird-bin");
  return existsSync(program) ? program : undefined;
}

/**
 * An install directory of one's own with its own `policies.json`, as an administrator would lay it out; nothing of the
 * system is touched. Gecko finds its directory by its real path, so only the program is copied and the rest is linked.
 * Returns the program.
 */
export function privateInstall(dir: string, policies: object, system = SYSTEM, program = "thunderbird-bin"): string {
  mkdirSync(join(dir, "distribution"), { recursive: true });
  for (const name of readdirSync(system)) {
    const source = join(system, name);
    if (name === "distribution" || name === "thunderbird" || !existsSync(source)) continue; // Debian links `dictionaries` to nowhere
    if (name === program) copyFileSync(source, join(dir, name));
    else symlinkSync(realpathSync(source), join(dir, name));
  }
  writeFileSync(join(dir, "distribution", "policies.json"), JSON.stringify({ policies }, null, 1));
  return join(dir, program);
}

/** The policy that installs an unsigned package, as in an organisation's roll-out. */
export function forceInstall(id: string, xpi: string, managed?: object): object {
  return {
    DisableTelemetry: true,
    DisableAppUpdate: true,
    InAppNotification: { Disabled: true },
    ExtensionSettings: {
      [id]: { installation_mode: "force_installed", install_url: `file://${xpi}`, updates_disabled: true },
    },
    ...(managed === undefined ? {} : { "3rdparty": { Extensions: { [id]: managed } } }),
  };
}
