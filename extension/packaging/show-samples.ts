import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { openFolder } from "../../test/world/folders.ts";
import { addOnReady, ID, USER, XPI } from "../../test/world/mail-client.ts";
import { freePort } from "../../test/world/ports.ts";
import { grow } from "../../test/world/state.ts";
import { startThunderbird } from "../../test/world/thunderbird.ts";
import { installedThunderbird } from "../../test/world/thunderbird-install.ts";
import { writeProfile } from "../../test/world/thunderbird-profile.ts";
import { createWorld } from "../../test/world/world.ts";

/*
 * Opens Thunderbird on a throw-away profile: the sample mailbox in Local Folders, the extension installed, and its
 * knowledge in place. Nothing of the user's own Thunderbird is touched.
 */
const SAMPLES = "test/samples/mailbox";

/** One mbox file of all samples (RFC 4155). */
function mailbox(): string {
  return readdirSync(SAMPLES)
    .filter((file) => file.endsWith(".eml"))
    .map((file) => readFileSync(join(SAMPLES, file), "latin1").replace(/^(>*From )/gm, ">$1"))
    .map((text) => `From - Sat Nov 21 10:00:00 2026\r\n${text.replace(/\r?\n?$/, "\r\n")}\r\n`)
    .join("");
}

function prepareProfile(profile: string, marionettePort: number): void {
  writeProfile(profile, {
    imapPort: 9,
    smtpPort: 9,
    marionettePort,
    address: USER,
    prefs: {
      // The reader's address stands at Local Folders: there is no server here.
      "mail.accountmanager.accounts": "account2",
      "mail.accountmanager.defaultaccount": "account2",
      "mail.account.account2.identities": "id1",
      // An add-on that lies in the profile is active at once.
      "extensions.autoDisableScopes": 0,
      "ui.popup.disable_autohide": false,
    },
  });
  const local = join(profile, "Mail", "Local Folders");
  mkdirSync(local, { recursive: true });
  writeFileSync(join(local, "Samples"), mailbox(), "latin1");
  mkdirSync(join(profile, "extensions"));
  copyFileSync(XPI, join(profile, "extensions", `${ID}.xpi`));
}

function findThunderbird(): string | undefined {
  const found = installedThunderbird();
  if (found !== undefined) return found;
  return spawnSync("which", ["thunderbird"], { encoding: "utf8" }).stdout.trim() || undefined;
}

const ended = (child: ChildProcess) => new Promise<void>((resolve) => child.once("exit", () => resolve()));

async function show(program: string): Promise<void> {
  const world = createWorld("start");
  try {
    const profile = join(world.dir, "profile");
    const marionettePort = await freePort();
    prepareProfile(profile, marionettePort);
    // Once without a window, to put the samples' trust records into the extension.
    const hidden = await startThunderbird(world, { program, profile, marionettePort });
    await addOnReady(hidden.marionette);
    await openFolder(hidden.marionette, { account: "local", name: "Samples" });
    await grow(hidden.marionette, JSON.parse(readFileSync(join(SAMPLES, "knowledge.json"), "utf8")));
    // It remembers the folder it showed.
    await hidden.quit();
    console.log("Thunderbird opens on a throw-away profile; choose a message. The profile goes when you close it.");
    console.log(
      "Mail in Local Folders came by no server that could be believed, so no sample says “Domain checked” there.",
    );
    const child = spawn(program, ["--no-remote", "--profile", profile], { stdio: "ignore" });
    world.defer(() => {
      child.kill();
      return ended(child);
    });
    await ended(child);
  } finally {
    await world.end();
  }
}

const program = findThunderbird();
if (program === undefined)
  console.log("Thunderbird is not installed here (Debian: apt-get install thunderbird); nothing is opened.");
else if (!process.env.DISPLAY && !process.env.WAYLAND_DISPLAY)
  console.log("There is no screen here, so Thunderbird is not opened.");
else await show(program);
