import { type ChildProcess, spawn } from "node:child_process";
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { openFolder } from "../../../test/world/folders.ts";
import { addOnReady, ID, USER, XPI } from "../../../test/world/mail-client.ts";
import { freePort } from "../../../test/world/ports.ts";
import { grow } from "../../../test/world/state.ts";
import { startThunderbird } from "../../../test/world/thunderbird.ts";
import { writeProfile } from "../../../test/world/thunderbird-profile.ts";
import type { World } from "../../../test/world/world.ts";
import { sampleFiles, sampleKnowledge } from "./samples.ts";

/** One mbox file of all samples (RFC 4155). */
function mailbox(): string {
  return sampleFiles()
    .map((file) => readFileSync(file, "latin1").replace(/^(>*From )/gm, ">$1"))
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

const ended = (child: ChildProcess) => new Promise<void>((resolve) => child.once("exit", () => resolve()));

/**
 * Opens Thunderbird on a throw-away profile: the sample mailbox in Local Folders, the extension installed, and its
 * knowledge in place. Nothing of the user's own Thunderbird is touched. Resolves when the user has closed it.
 */
export async function showInThunderbird(program: string, world: World): Promise<void> {
  const profile = join(world.dir, "profile");
  const marionettePort = await freePort();
  prepareProfile(profile, marionettePort);
  // Once without a window, to put the samples' trust records into the extension.
  const hidden = await startThunderbird(world, { program, profile, marionettePort });
  await addOnReady(hidden.marionette);
  await openFolder(hidden.marionette, { account: "local", name: "Samples" });
  await grow(hidden.marionette, sampleKnowledge());
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
}
