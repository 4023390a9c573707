// The end-to-end tests: real Thunderbird, Dovecot and screen. They run in a network namespace of their own that leads
// nowhere but to loopback, so that a message, an add-on or Thunderbird itself provably reaches nobody.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { delimiter, join, resolve } from "node:path";
import { bundle, runTests, testFiles } from "./node-test.mjs";

const NEEDED = [
  ["/usr/lib/thunderbird/thunderbird-bin", "thunderbird"],
  ["Xvfb", "xvfb"],
  ["import", "imagemagick"],
  ["xdotool", "xdotool"],
  ["dovecot", "dovecot-imapd dovecot-lmtpd"],
  ["/usr/lib/dovecot/pop3", "dovecot-pop3d"],
  ["chromium", "chromium"],
  ["firefox-esr", "firefox-esr"],
  ["php", "php-cli"],
  ["/var/lib/roundcube/public_html/index.php", "roundcube-core roundcube-sqlite3"],
  ["/usr/share/horde/imp/basic.php", "php-horde-imp"],
  ["knotd", "knot"],
  ["ldns-signzone", "ldnsutils"],
];

const PATH = `${process.env.PATH}${delimiter}/usr/sbin`;

const present = (program) =>
  program.startsWith("/") ? existsSync(program) : PATH.split(delimiter).some((dir) => existsSync(join(dir, program)));

/** Debian packages that the end-to-end tests need and this machine lacks. */
export function missingPackages() {
  return NEEDED.filter(([program]) => !present(program)).flatMap(([, packages]) => packages.split(" "));
}

/** A cable whose two ends are in the same room: with nothing but loopback Chromium calls itself offline, and sends nothing. */
const CABLE =
  "ip link add end0 type veth peer name end1 && ip address add 192.0.2.1/30 dev end0 && ip link set end0 up && ip link set end1 up";

/** The command that puts a process into such a network namespace, or none where that is not allowed. */
function isolation() {
  if (spawnSync("unshare", ["-n", "true"]).status !== 0) return [];
  return ["unshare", "-n", "sh", "-c", `ip link set lo up && { ${CABLE}; exec "$@"; }`, "sh"];
}

/** Takes longest by far, so it begins first: the others run beside it. Node runs files in the order of their names. */
const LONGEST = "test/e2e/sweep.e2e.ts";
const nameOf = (file) => `${file === LONGEST ? "0-" : ""}${file.replace(/\W+/g, "-")}`;

/** Files that are run a second time at most: when more have waited in vain it is no accident. */
const AGAIN = 2;

/**
 * Runs them, two files at a time. A comparison that fails has failed. A wait that ran out says less: on a busy machine a
 * real browser or mail client now and then loses a click or stands still. Such a file is run once more, alone, and what
 * passed only then is told by name in the summary.
 */
async function runFiles(files) {
  const bundles = new Map();
  for (const file of files) bundles.set(resolve(file), await bundle(nameOf(file), [file]));
  // The time is for a whole file, too, and one of them sweeps ten thousand messages; what hangs says so itself long before.
  const options = { prefix: isolation(), timeout: 1_800_000 };
  const first = await runTests([...bundles.values()], { ...options, concurrency: 2 });
  const late = first.waited.flatMap((file) => bundles.get(file) ?? []);
  if (late.length === 0 || late.length < first.waited.length || late.length > AGAIN) return first;
  console.log(`\n!! Waited in vain; once more, alone:\n${first.failures.map((one) => `!! ${one}`).join("\n")}\n`);
  const second = await runTests(late, options);
  if (second.code !== 0) return { ...first, failures: [...first.failures, ...second.failures] };
  return { ...first, code: 0, passed: first.passed + first.failed, failed: 0, failures: [], again: first.failures };
}

/**
 * Runs them. Without a mail client: a loud notice, and a failure when `CI` is set.
 * @param {readonly string[]} filters
 */
export async function runEndToEnd(filters = []) {
  const missing = missingPackages();
  const root = process.getuid?.() === 0;
  if (missing.length > 0 || !root) {
    const why = root ? `not installed: ${missing.join(" ")}` : "Dovecot needs root to start its login processes";
    const how = root ? `apt-get install ${missing.join(" ")}` : "run the tests as root, in a container for example";
    console.log(
      `\n${"!".repeat(100)}\n!! END-TO-END TESTS SKIPPED: ${why}\n!! To run them: ${how}\n${"!".repeat(100)}\n`,
    );
    const failed = process.env.CI ? 1 : 0;
    return { code: failed, passed: 0, failed, skipped: failed ? 0 : 1, failures: failed ? [`skipped: ${why}`] : [] };
  }
  const files = testFiles(".e2e.ts", filters);
  if (files.length === 0) throw new Error(`no end-to-end test matches ${filters.join(" ")}`);
  process.env.PATH = PATH;
  return runFiles(files);
}
