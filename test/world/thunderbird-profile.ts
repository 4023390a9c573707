import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

type Pref = string | number | boolean;

/** An IMAP server of Thunderbird: the one Dovecot, for the user of this address. */
function imapServer(name: string, imapPort: number, address: string): Record<string, Pref> {
  const server = (key: string) => `mail.server.${name}.${key}`;
  return {
    [server("type")]: "imap",
    [server("hostname")]: "127.0.0.1",
    [server("port")]: imapPort,
    [server("userName")]: address.slice(0, address.indexOf("@")),
    [server("name")]: address,
    [server("socketType")]: 0,
    [server("authMethod")]: 3,
    // Else Thunderbird asks for the password before the test can store it.
    [server("check_new_mail")]: false,
    [server("login_at_startup")]: false,
    [server("use_idle")]: true,
    // Off for a getRaw straight from the server; a test that wants the offline store turns it on for a folder.
    [server("offline_download")]: false,
    [server("autosync_offline_stores")]: false,
  };
}

/** The one IMAP account of the test user, plus Local Folders. */
function account(imapPort: number, smtpPort: number, address: string): Record<string, Pref> {
  const user = address.slice(0, address.indexOf("@"));
  const identity = (key: string) => `mail.identity.id1.${key}`;
  const smtp = (key: string) => `mail.smtpserver.smtp1.${key}`;
  return {
    "mail.accountmanager.accounts": "account1,account2",
    "mail.accountmanager.defaultaccount": "account1",
    "mail.accountmanager.localfoldersserver": "server2",
    "mail.account.account1.identities": "id1",
    "mail.account.account1.server": "server1",
    "mail.account.account2.server": "server2",
    "mail.account.lastKey": 2,
    [identity("fullName")]: "Robin",
    [identity("useremail")]: address,
    [identity("valid")]: true,
    [identity("smtpServer")]: "smtp1",
    [identity("compose_html")]: false,
    [identity("fcc_folder")]: `imap://${user}@127.0.0.1/Sent`,
    [identity("draft_folder")]: `imap://${user}@127.0.0.1/Drafts`,
    ...imapServer("server1", imapPort, address),
    "mail.server.server2.directory-rel": "[ProfD]Mail/Local Folders",
    "mail.server.server2.type": "none",
    "mail.server.server2.hostname": "Local Folders",
    "mail.server.server2.userName": "nobody",
    "mail.server.server2.name": "Local Folders",
    "mail.smtpservers": "smtp1",
    "mail.smtp.defaultserver": "smtp1",
    [smtp("hostname")]: "127.0.0.1",
    [smtp("port")]: smtpPort,
    [smtp("authMethod")]: 1,
    [smtp("try_ssl")]: 0,
    [smtp("username")]: "",
  };
}

/** One more IMAP account on the same server, for another user; receives only. */
function otherAccount(imapPort: number, address: string): Record<string, Pref> {
  return {
    "mail.accountmanager.accounts": "account1,account2,account3",
    "mail.account.account3.identities": "id3",
    "mail.account.account3.server": "server3",
    "mail.account.lastKey": 3,
    "mail.identity.id3.fullName": "Kim",
    "mail.identity.id3.useremail": address,
    "mail.identity.id3.valid": true,
    ...imapServer("server3", imapPort, address),
  };
}

/** No welcome pages, no questions, no sounds. */
const QUIET: Record<string, Pref> = {
  "app.donation.eoy.version.viewed": 999,
  "app.normandy.enabled": false,
  "browser.warnOnQuit": false,
  "intl.locale.requested": "en-US",
  "mail.biff.play_sound": false,
  "mail.biff.show_alert": false,
  "mail.chat.enabled": false,
  "mail.inappnotifications.enabled": false,
  "mail.provider.suppress_dialog_on_startup": true,
  "mail.rights.version": 1,
  "mail.shell.checkDefaultClient": false,
  "mail.spotlight.firstRunDone": true,
  "mail.ui.folderpane.view": 0,
  "mail.warn_on_send_accel_key": false,
  // No threads: every message has a row, also copies with one Message-ID.
  "mailnews.default_view_flags": 0,
  "mailnews.reuse_message_window": false,
  "mailnews.start_page.enabled": false,
  "mailnews.start_page_override.mstone": "ignore",
  "ui.popup.disable_autohide": true,
  "ui.prefersReducedMotion": 1,
};

/** Nothing Thunderbird would ask of the outside world by itself. */
const SILENT: Record<string, Pref> = {
  "app.update.auto": false,
  "app.update.enabled": false,
  "browser.region.network.url": "",
  "browser.region.update.enabled": false,
  "browser.safebrowsing.blockedURIs.enabled": false,
  "browser.safebrowsing.downloads.enabled": false,
  "browser.safebrowsing.malware.enabled": false,
  "browser.safebrowsing.phishing.enabled": false,
  "browser.safebrowsing.update.enabled": false,
  "captivedetect.canonicalURL": "",
  "datareporting.healthreport.uploadEnabled": false,
  "datareporting.policy.dataSubmissionEnabled": false,
  "datareporting.usage.uploadEnabled": false,
  "dom.push.connection.enabled": false,
  // Left on: switched off, every installation of an add-on logs an error.
  "extensions.blocklist.enabled": true,
  "extensions.getAddons.cache.enabled": false,
  "extensions.systemAddon.update.enabled": false,
  "extensions.systemAddon.update.url": "",
  "extensions.update.enabled": false,
  "geo.enabled": false,
  "mail.instrumentation.askUser": false,
  "mail.instrumentation.postUrl": "",
  "mailnews.auto_config.addons_url": "",
  "mailnews.auto_config_url": "",
  "media.gmp-manager.updateEnabled": false,
  "media.gmp-manager.url": "",
  "network.captive-portal-service.enabled": false,
  "network.connectivity-service.enabled": false,
  "network.dns.disablePrefetch": true,
  "network.prefetch-next": false,
  "network.proxy.type": 0,
  "network.trr.mode": 5,
  "security.OCSP.enabled": 0,
  "security.remote_settings.crlite_filters.enabled": false,
  "security.remote_settings.intermediates.enabled": false,
  "services.settings.server": "data:,#remote-settings-dummy/v1",
  "toolkit.telemetry.enabled": false,
  "toolkit.telemetry.server": "",
};

/** What differs from profile to profile. */
export interface ProfileOptions {
  readonly imapPort: number;
  readonly smtpPort: number;
  readonly marionettePort: number;
  /** Address of the user; its local part is the IMAP login. */
  readonly address: string;
  /** Address of a second user, who has an IMAP account too. */
  readonly other?: string;
  readonly prefs?: Record<string, Pref>;
}

/** Writes a fresh Thunderbird profile into `dir`. */
export function writeProfile(dir: string, options: ProfileOptions): void {
  mkdirSync(dir, { recursive: true });
  const prefs = {
    ...account(options.imapPort, options.smtpPort, options.address),
    ...(options.other === undefined ? {} : otherAccount(options.imapPort, options.other)),
    ...QUIET,
    ...SILENT,
    "marionette.port": options.marionettePort,
    ...options.prefs,
  };
  const lines = Object.entries(prefs).map(
    ([name, value]) => `user_pref(${JSON.stringify(name)}, ${JSON.stringify(value)});`,
  );
  writeFileSync(join(dir, "user.js"), `${lines.join("\n")}\n`);
}
