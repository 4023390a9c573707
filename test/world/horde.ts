import { chmodSync, cpSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Dovecot, startDovecot } from "./dovecot.ts";
import { type Front, startFront } from "./https-front.ts";
import { servePhp } from "./php.ts";
import type { World } from "./world.ts";

/** Debian's Horde with its mail program IMP in front of Dovecot, reached by https under a name of its own. */
export interface Horde {
  readonly dovecot: Dovecot;
  readonly front: Front;
  /** Address of the log-in page with its port. */
  readonly url: string;
}

/** The name under which it is reached. */
export const HORDE_HOST = "horde.home.example";

/** The user's name; the password is that of Dovecot. */
export const HORDE_USER = "robin";

/** What Horde's own set-up pages would ask, and write as this file. */
const configuration = (dir: string) => `<?php
$conf['use_ssl'] = 1;
$conf['server']['name'] = '${HORDE_HOST}';
$conf['server']['port'] = parse_url('https://' . $_SERVER['HTTP_HOST'], PHP_URL_PORT);
$conf['cookie']['domain'] = '';
$conf['cookie']['path'] = '/';
$conf['secret_key'] = 'of-a-test-and-only-that';
$conf['testdisable'] = true;
$conf['debug_level'] = 0;
$conf['umask'] = 077;
$conf['compress_pages'] = false;
$conf['max_exec_time'] = 0;
$conf['tmpdir'] = '${dir}/temp';
$conf['urls']['pretty'] = false;
$conf['urls']['token_lifetime'] = 30;
$conf['urls']['hmac_lifetime'] = 30;
$conf['safe_ips'] = [];
$conf['session'] = ['name' => 'Horde', 'use_only_cookies' => true, 'timeout' => 0, 'cache_limiter' => 'nocache',
  'max_time' => 0];
$conf['sessionhandler'] = ['type' => 'Builtin', 'params' => ['path' => '${dir}/sessions'], 'hashtable' => false];
$conf['auth']['admins'] = [];
$conf['auth']['checkip'] = false;
$conf['auth']['checkbrowser'] = false;
$conf['auth']['driver'] = 'application';
$conf['auth']['params'] = ['app' => 'imp'];
$conf['auth']['alternate_login'] = false;
$conf['auth']['redirect_on_logout'] = false;
$conf['auth']['list_users'] = 'input';
$conf['prefs'] = ['driver' => 'File', 'params' => ['directory' => '${dir}/prefs'], 'maxsize' => 65535];
$conf['portal']['fixed_blocks'] = [];
$conf['log'] = ['enabled' => true, 'type' => 'file', 'name' => '${dir}/horde.log', 'priority' => 'NOTICE',
  'ident' => 'HORDE', 'params' => ['append' => true, 'format' => 'default']];
$conf['cache'] = ['default_lifetime' => 86400, 'driver' => 'File', 'params' => ['dir' => '${dir}/cache', 'sub' => 0],
  'use_memorycache' => '', 'compress' => false];
$conf['cachejs'] = true;
$conf['cachejsparams'] = ['driver' => 'filesystem', 'compress' => 'php', 'lifetime' => 0, 'url_version_param' => true];
$conf['cachecss'] = true;
$conf['cachecssparams'] = ['driver' => 'filesystem', 'compress' => 'php', 'lifetime' => 0, 'filemtime' => false,
  'url_version_param' => true];
$conf['cachethemes'] = true;
$conf['hashtable'] = ['driver' => 'none'];
$conf['token'] = ['driver' => 'Null', 'params' => []];
$conf['history']['driver'] = 'Null';
$conf['group'] = ['driver' => 'Mock', 'params' => []];
$conf['perms']['driver'] = 'Null';
$conf['share']['driver'] = 'Null';
$conf['lock']['driver'] = 'Null';
$conf['alarms']['driver'] = 'Null';
$conf['vfs'] = ['type' => 'File', 'params' => ['vfsroot' => '${dir}/vfs']];
$conf['mailer'] = ['type' => 'Null', 'params' => []];
$conf['kolab']['enabled'] = false;
$conf['imsp']['enabled'] = false;
`;

/** The mail program's own: where the mail is, and that its source may be seen, as its defaults have it. */
const MAIL = `<?php
$conf['user']['allow_view_source'] = true;
$conf['server']['server_list'] = 'none';
$conf['compose'] = ['use_vfs' => false, 'link_attachments' => false, 'attach_size_limit' => 0,
  'attach_count_limit' => 0, 'reply_limit' => 200000, 'ac_threshold' => 3, 'htmlsig_img_size' => 30000];
$conf['pgp']['keylength'] = 2048;
$conf['maillog']['driver'] = 'none';
$conf['sentmail'] = ['driver' => 'Null', 'params' => []];
$conf['contactsimage']['backends'] = [];
$conf['tasklist']['use_tasklist'] = false;
$conf['notepad']['use_notepad'] = false;
`;

const servers = (imapPort: number) => `<?php
$servers['imap'] = ['disabled' => false, 'name' => 'Home', 'hostspec' => '127.0.0.1', 'hordeauth' => false,
  'protocol' => 'imap', 'port' => ${imapPort}, 'secure' => false, 'maildomain' => 'home.example', 'cache' => false,
  'smtp' => ['host' => '127.0.0.1', 'port' => 9], 'acl' => false];
`;

/** Debian's package was written for PHP 7: it calls a function that PHP 8 has no more. Horde reads this file first of all. */
const FOR_PHP_8 = `<?php
function each(&$array) {
  $key = key($array);
  if ($key === null) return false;
  $value = current($array);
  next($array);
  return [0 => $key, 1 => $value, 'key' => $key, 'value' => $value];
}
`;

/** And it asks for a method without a name, which since PHP 8 is not "there is none" but an error of its own. */
const ASKS = "/usr/share/php/Horde/Core/Ajax/Application/Handler.php";

function askedWithName(): string {
  const before = readFileSync(ASKS, "utf8");
  const after = before.replace("new ReflectionMethod($this, $action)", "new ReflectionMethod($this, (string)$action)");
  if (after === before) throw new Error(`${ASKS} is another one: see whether the message's page works without this`);
  return after;
}

const SETTINGS = "/etc/horde";

/** Starts both; the messages' UIDs are 1, 2, 3 … Needs root, for folders of its own at Horde's places. */
export async function startHorde(world: World, messages: readonly Uint8Array[]): Promise<Horde> {
  const dovecot = await startDovecot(world, HORDE_USER);
  dovecot.fill(messages);
  const dir = join(world.dir, "horde");
  for (const sub of ["web", "static", "temp", "sessions", "prefs", "cache", "vfs"])
    mkdirSync(join(dir, sub), { recursive: true });
  chmodSync(world.dir, 0o755);
  const etc = join(dir, "etc");
  cpSync(SETTINGS, etc, { recursive: true, verbatimSymlinks: true });
  writeFileSync(join(etc, "horde/conf.php"), configuration(dir));
  writeFileSync(join(etc, "horde/horde.local.php"), FOR_PHP_8);
  writeFileSync(join(dir, "Handler.php"), askedWithName());
  writeFileSync(join(etc, "imp/conf.php"), MAIL);
  writeFileSync(join(etc, "imp/backends.local.php"), servers(dovecot.imapPort));
  // Debian's snippet for Apache has it under this name.
  symlinkSync("/usr/share/horde", join(dir, "web/horde"));
  const mounts = [
    [etc, SETTINGS],
    [join(dir, "static"), "/var/cache/horde/static"],
    [join(dir, "Handler.php"), ASKS],
  ] as const;
  const port = await servePhp(world, join(dir, "web"), { PHP_CLI_SERVER_WORKERS: "3" }, mounts);
  const front = await startFront(world, [HORDE_HOST], port);
  return { dovecot, front, url: `https://${HORDE_HOST}:${front.port}/horde/imp/` };
}
