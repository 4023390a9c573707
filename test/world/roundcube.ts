import { chmodSync, copyFileSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Dovecot, startDovecot } from "./dovecot.ts";
import { type Front, startFront } from "./https-front.ts";
import { servePhp } from "./php.ts";
import type { World } from "./world.ts";

/** Debian's Roundcube in front of Dovecot, reached by https under a name of its own. */
export interface Roundcube {
  readonly dovecot: Dovecot;
  readonly front: Front;
  /** Address of the webmail with its port, ending in a slash. */
  readonly url: string;
}

/** The name under which the webmail is reached, and one that looks like it. */
export const HOST = "webmail.home.example";
export const LOOKALIKE = "webrnail.home.example";

/** The user's name; the password is that of Dovecot. */
export const USER = "robin";

const PROGRAM = "/var/lib/roundcube/public_html";

const configuration = (dir: string, imapPort: number, more: string) => `<?php
$config = [];
$config['db_dsnw'] = 'sqlite:///${dir}/roundcube.sqlite?mode=0646';
$config['imap_host'] = '127.0.0.1:${imapPort}';
$config['smtp_host'] = '127.0.0.1:9';
$config['mail_domain'] = 'home.example';
$config['des_key'] = 'of-a-test-and-only-that!';
$config['product_name'] = 'Roundcube';
$config['plugins'] = [];
$config['skin'] = 'elastic';
$config['enable_spellcheck'] = false;
$config['temp_dir'] = '${dir}/temp/';
$config['log_dir'] = '${dir}/logs/';
$config['log_driver'] = 'file';
$config['ip_check'] = false;
$config['language'] = 'en_US';
$config['check_all_folders'] = false;
$config['refresh_interval'] = 0;
$config['session_lifetime'] = 600;
$config['list_cols'] = ['subject', 'from', 'date'];
$config['message_sort_order'] = 'ASC';
${more}
`;

/**
 * Starts both, with the messages in the inbox byte for byte; their UIDs are 1, 2, 3 …
 * @param more - lines of PHP at the end of Roundcube's configuration
 */
export async function startRoundcube(world: World, messages: readonly Uint8Array[], more = ""): Promise<Roundcube> {
  const dovecot = await startDovecot(world, USER);
  dovecot.fill(messages);
  const dir = join(world.dir, "roundcube");
  for (const sub of ["config", "temp", "logs"]) mkdirSync(join(dir, sub), { recursive: true });
  chmodSync(world.dir, 0o755);
  for (const file of ["defaults.inc.php", "mimetypes.php"])
    copyFileSync(join("/etc/roundcube", file), join(dir, "config", file));
  writeFileSync(join(dir, "config/config.inc.php"), configuration(dir, dovecot.imapPort, more));
  const port = await servePhp(world, PROGRAM, { ROUNDCUBE_CONFIG_DIR: join(dir, "config") });
  const front = await startFront(world, [HOST, LOOKALIKE], port);
  return { dovecot, front, url: `https://${HOST}:${front.port}/` };
}
