import { spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { readdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { wrapKeys } from "../../core/hpke/backup.ts";
import { generateSecretKey, type SecretKey } from "../../core/hpke/key-set.ts";
import { sealMessage } from "../../core/hpke/make.ts";
import { inExtension } from "../world/extension-page.ts";
import { ID, type MailClient } from "../world/mail-client.ts";
import type { RunIn } from "../world/marionette.ts";
import { openOptions } from "../world/tabs.ts";
import { until } from "../world/until.ts";

export const PASSPHRASE = "correct horse battery";
const random = (octets: number) => new Uint8Array(randomBytes(octets));
const now = () => Math.floor(Date.now() / 1000);

/** A new key of an address, and its backup under {@link PASSPHRASE}. */
export async function keyWithBackup(address: string): Promise<{ readonly secret: SecretKey; readonly backup: string }> {
  const secret = await generateSecretKey("x25519", address, now());
  return { secret, backup: await wrapKeys([secret], PASSPHRASE, random) };
}

/** A whole message, sealed to keys in the second form. */
export async function sealedTo(keys: readonly SecretKey[], bytes: Uint8Array): Promise<Uint8Array> {
  const cover = "This message is encrypted.";
  const made = await sealMessage(bytes, { keys: keys.map(({ key }) => key), form: "attachment", cover, random });
  // No words before they are needed: what is made may be tens of megabytes.
  if (made instanceof Uint8Array) return made;
  throw new Error(`not sealed: ${made.fault}`);
}

/** Restores a backup in Thunderbird's options page, as a reader does, and says what the page answers. */
export async function restoreInOptions(
  { marionette }: MailClient,
  backup: string,
  passphrase: string,
): Promise<string> {
  await openOptions(marionette);
  const options = { view: "tab", page: "ui/options.html" } as const;
  return restoreKeys((fn, ...args) => inExtension(marionette, ID, options, fn, ...args), backup, passphrase);
}

/** The same in an options page that is open, in any client. */
export async function restoreKeys(run: RunIn, backup: string, passphrase: string): Promise<string> {
  await run(
    (backup: string, passphrase: string) => {
      const form = document.querySelector("[data-part=restore-keys] form");
      const file = form?.querySelector<HTMLInputElement>("input[type=file]");
      const secret = form?.querySelector<HTMLInputElement>("input[type=password]");
      if (!file || !secret) throw new Error("no form");
      const chosen = new DataTransfer();
      chosen.items.add(new File([backup], "backup.json", { type: "application/json" }));
      file.files = chosen.files;
      file.dispatchEvent(new Event("change", { bubbles: true }));
      secret.value = passphrase;
      secret.dispatchEvent(new Event("input", { bubbles: true }));
    },
    backup,
    passphrase,
  );
  await run(async () => {
    // The page takes both in before the button is pressed, as between two movements of a person.
    await new Promise((done) => setTimeout(done, 100));
    document.querySelector<HTMLButtonElement>("[data-action=restore-keys]")?.click();
  });
  return await until("the answer to the restoration", () =>
    run(() => {
      const button = document.querySelector("[data-action=restore-keys]");
      const told = button?.parentElement?.querySelector("[role=status]")?.textContent ?? "";
      return told !== "" && !told.endsWith("…") && told;
    }),
  );
}

/** Files below folders that hold a text, in UTF-8 or UTF-16, base64 or quoted-printable included. */
export function filesWith(text: string, folders: readonly string[]): readonly string[] {
  const spellings = [text, ...[0, 1, 2].map((shift) => base64Core(text, shift))];
  const wide = Buffer.from(text, "utf16le").toString("latin1").replace(/\0/g, "\\x00");
  const searches = [...spellings.map((one) => ["-rlaF", "--", one]), ["-rlaP", "--", wide]];
  const found = searches.flatMap((words) => {
    const { stdout = "" } = spawnSync("grep", [...words, ...folders], { encoding: "utf8", env: { LC_ALL: "C" } });
    return stdout.split("\n").filter(Boolean);
  });
  return [...new Set(found)];
}

/** The part of a text's base64 that does not depend on what stands around it. */
function base64Core(text: string, shift: number): string {
  const letters = Buffer.from("x".repeat(shift) + text).toString("base64");
  return letters.slice(shift === 0 ? 0 : 4, -4);
}

/** Where programs of this user keep temporary files: Thunderbird's own there, not the worlds of other tests. */
export const temporaryFolders = (): readonly string[] =>
  readdirSync(tmpdir())
    .filter((name) => /^(?:nsmail|nscopy|mozilla_|MozillaMailnews|Temp-|tmp)/i.test(name))
    .map((name) => join(tmpdir(), name));
