import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { type Dovecot, startDovecot } from "./dovecot.ts";
import { INBOX, openFolder, storePassword } from "./folders.ts";
import type { Marionette } from "./marionette.ts";
import { freePort } from "./ports.ts";
import { type SmtpSink, startSmtpSink } from "./smtp-sink.ts";
import { startThunderbird, type Thunderbird } from "./thunderbird.ts";
import { forceInstall, privateInstall } from "./thunderbird-install.ts";
import { writeProfile } from "./thunderbird-profile.ts";
import { until } from "./until.ts";
import type { World } from "./world.ts";
import { startXvfb } from "./xvfb.ts";

/** The package under test, and the add-on's id as its manifest says. */
const { version } = JSON.parse(readFileSync("package.json", "utf8"));
export const XPI = resolve(`dist/countersign-thunderbird-${version}.xpi`);
export const ID: string = JSON.parse(readFileSync("manifest.json", "utf8")).browser_specific_settings.gecko.id;

/** A Thunderbird with the built package installed by policy, its mail server and its outgoing server. */
export interface MailClient {
  readonly marionette: Marionette;
  readonly display: string;
  readonly dovecot: Dovecot;
  readonly sink: SmtpSink;
  readonly profile: string;
  /** Ends Thunderbird and starts it again on the same profile. */
  restart(): Promise<void>;
  /** Kills Thunderbird where it stands (SIGKILL) and starts it again on the same profile. */
  crash(): Promise<void>;
  /** Milliseconds the last start took. */
  readonly startedIn: number;
}

/** What may differ. */
export interface MailClientOptions {
  /** Messages of the inbox on the server, oldest first. */
  readonly messages?: readonly Uint8Array[];
  /** mbox files that stand in Local Folders from the start, by folder name. */
  readonly localFolders?: Readonly<Record<string, Uint8Array>>;
  readonly prefs?: Record<string, string | number | boolean>;
  readonly size?: string;
  /** Whose mail it is; {@link USER} by default. */
  readonly user?: string;
  /** Address of a second user, whose account stands beside the first. */
  readonly other?: string;
  /** Policies instead of those that install the package. */
  readonly policies?: object;
  /** Settings by policy for the package. */
  readonly managed?: object;
}

/** The reader of the sample mailbox. */
export const USER = "robin@home.example";
const loginOf = (address: string) => address.slice(0, address.indexOf("@"));

/** Waits until the extension is there. */
export async function addOnReady(marionette: Marionette): Promise<void> {
  await until("the add-on", () =>
    marionette.run((id: string) => Boolean(WebExtensionPolicy.getByID(id)?.extension?.backgroundState), ID),
  );
}

function fillScreen(marionette: Marionette): Promise<void> {
  return marionette.run(() => {
    const win = Services.wm.getMostRecentWindow("mail:3pane");
    win.moveTo(0, 0);
    win.resizeTo(win.screen.width, win.screen.height);
  });
}

/** Without a window manager nobody hands out the keyboard: the main window gets it. */
function giveFocus(display: string): void {
  const env = { ...process.env, DISPLAY: display };
  execFileSync("xdotool", ["search", "--onlyvisible", "--class", ".", "windowfocus"], { env });
}

/** Starts everything and shows the inbox. */
export async function startMailClient(world: World, options: MailClientOptions = {}): Promise<MailClient> {
  const others = options.other === undefined ? [] : [options.other];
  const { user: address = USER } = options;
  const login = loginOf(address);
  const display = await startXvfb(world, options.size);
  const dovecot = await startDovecot(world, login, others.map(loginOf));
  const sink = await startSmtpSink(world);
  const marionettePort = await freePort();
  const messages = options.messages ?? [];
  dovecot.fill(messages);
  const profile = join(world.dir, "profile");
  const program = privateInstall(join(world.dir, "app"), options.policies ?? forceInstall(ID, XPI, options.managed));
  writeProfile(profile, {
    imapPort: dovecot.imapPort,
    smtpPort: sink.port,
    marionettePort,
    address,
    ...(options.other === undefined ? {} : { other: options.other }),
    ...(options.prefs === undefined ? {} : { prefs: options.prefs }),
  });
  const launch = async (): Promise<Thunderbird> => {
    const started = await startThunderbird(world, { program, profile, marionettePort, display });
    if (options.policies === undefined) await addOnReady(started.marionette);
    await fillScreen(started.marionette);
    giveFocus(display);
    return started;
  };
  const showInbox = async () => {
    if (messages.length > 0) await openFolder(running.marionette, INBOX, messages.length);
  };
  const local = join(profile, "Mail", "Local Folders");
  mkdirSync(local, { recursive: true });
  for (const [name, mbox] of Object.entries(options.localFolders ?? {})) writeFileSync(join(local, name), mbox);
  let running = await launch();
  world.defer(() => running.quit());
  for (const user of [login, ...others.map(loginOf)]) await storePassword(running.marionette, user);
  await showInbox();
  return {
    get marionette() {
      return running.marionette;
    },
    get startedIn() {
      return running.startedIn;
    },
    display,
    dovecot,
    sink,
    profile,
    crash: async () => {
      running.process.child.kill("SIGKILL");
      await until("the end of Thunderbird", async () => running.process.ended() !== undefined);
      running.marionette.close();
      running = await launch();
      // A password that was not written yet is gone.
      for (const user of [login, ...others.map(loginOf)])
        await storePassword(running.marionette, user).catch(() => undefined);
      await showInbox();
    },
    restart: async () => {
      await running.quit();
      running = await launch();
      await showInbox();
    },
  };
}
