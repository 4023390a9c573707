import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { command, countersign, folderFor } from "./command.ts";

/** An address that is nobody's (RFC 5737); it exists in the test's own network namespace only. */
const ADDRESS = "198.51.100.7";
const HOST = "verify.bank.example";

/** A namespace of one's own, where host names can lead to the test's server without a switch in the program. */
function needsNamespace(): { skip: string | false } {
  const possible = spawnSync("unshare", ["-n", "-m", "ip", "link", "set", "lo", "up"]).status === 0;
  if (possible || process.env.CI === "true") return { skip: false };
  return { skip: "needs root, unshare (util-linux), ip (iproute2) and openssl: no network namespace could be made" };
}

async function setting(t: TestContext) {
  const folder = folderFor(t);
  const bank = ["--org", "bank.example"];
  await countersign(["keygen", ...bank, "--kid", "a", "--out", `${folder}/key`]);
  const records = ["trust", "add", "--knowledge", `${folder}/k.json`, ...bank, "--key", `${folder}/key.pub`];
  await countersign([...records, "--verify-host", HOST]);
  const letter = `From: anna@bank.example\nTo: robin@home.example\nDate: ${new Date().toUTCString().replace("GMT", "+0000")}\nMessage-ID: <1@bank.example>\n\nHello\n`;
  const stamp = async (url: string) => {
    const { out } = await countersign(["stamp", "--key", `${folder}/key`, "--verify-url", url], { input: letter });
    const tag = (name: string) => new RegExp(` ${name}=([^;\\s]+)`).exec(out.toString("latin1"))?.[1] ?? "";
    return { out, rid: tag("rid"), hdr_hash: tag("hdr_hash"), ts: tag("ts") };
  };
  const ask = (message: Buffer, ...words: string[]) =>
    countersign(["ask", "--knowledge", `${folder}/k.json`, "--account", "robin@home.example", ...words, "-"], {
      input: message,
    });
  return { folder, stamp, ask };
}

test("NET-01: without --yes and without a terminal nobody is asked, and the host is named", async (t) => {
  const { stamp, ask } = await setting(t);
  const { code, err } = await ask((await stamp(`https://${HOST}/r/{rid}`)).out);
  assert.equal(code, 2);
  assert.match(err, /verify\.bank\.example will learn your network address/);
  assert.match(err, /ASK_REFUSED: nobody was asked/);
});

test("NET-02: a receipt that proves nothing, or names a host that is not the organisation's, is not asked about", async (t) => {
  const { stamp, ask } = await setting(t);
  const changed = (await stamp(`https://${HOST}/r/1`)).out.toString("latin1").replace("; ts=20", "; ts=21");
  const cases: readonly (readonly [Buffer, RegExp])[] = [
    [Buffer.from("From: a@b.example\n\nx"), /no receipt that could be asked about/],
    [Buffer.from(changed, "latin1"), /signature is not proven/],
    [(await stamp("https://verify.other.example/r/1")).out, /none that its organisation is known to use/],
    [(await stamp("https://bank.example/r/1")).out, /none that its organisation is known to use/],
  ];
  for (const [message, expected] of cases) {
    const { code, err } = await ask(message, "--yes");
    assert.deepEqual([code, expected.test(err)], [2, true], err);
  }
});

test(
  "ST-02 NET-03 NET-04 NET-05 NET-08: an answer can only lower; redirects, endless, slow and local ones are refused",
  needsNamespace(),
  async (t) => {
    const { folder, stamp } = await setting(t);
    const names = ["active", "revoked", "unknown", "other", "redirect", "long", "slow", "zip", "text"];
    const messages = new Map<string, Awaited<ReturnType<typeof stamp>>>();
    for (const name of names) messages.set(name, await stamp(`https://${HOST}/${name}`));
    const json = (name: string, more: object) => {
      const { rid, hdr_hash, ts } = messages.get(name) ?? {};
      return { body: JSON.stringify({ rid, hdr_hash, ts, status: "active", ...more }) };
    };
    const answers = {
      "/active": json("active", {}),
      "/revoked": json("revoked", { status: "revoked" }),
      "/unknown": json("unknown", { status: "unknown" }),
      "/other": json("other", { hdr_hash: "0".repeat(64) }),
      "/redirect": { status: 302, headers: { location: `https://${HOST}/active` } },
      "/long": { body: " ".repeat(1000), repeat: 100 },
      "/slow": { hang: true },
      "/zip": { headers: { "content-encoding": "gzip" }, body: "x" },
      "/text": { body: "<html>hello</html>" },
    };
    writeFileSync(join(folder, "answers.json"), JSON.stringify(answers));
    for (const [name, { out }] of messages) writeFileSync(join(folder, `${name}.eml`), out);
    certificate(folder);

    const told = runInside(folder, names, await command());
    const expected: Readonly<Record<string, readonly [number, RegExp]>> = {
      active: [0, /✔ Stamped [\s\S]*the receipt is active; this adds nothing/],
      revoked: [1, /⬣ [\s\S]*\[RID_REVOKED\][\s\S]*has been withdrawn/],
      unknown: [0, /✔ Stamped [\s\S]*not known there; this changes nothing/],
      other: [1, /⬣ [\s\S]*\[RID_REUSED\][\s\S]*belongs to another message/],
      redirect: [2, /ASK_FAILED: verify\.bank\.example: answered with status 302/],
      long: [2, /ASK_FAILED: .* sent more than 65536 octets/],
      slow: [2, /ASK_FAILED: .* no answer within 5 s/],
      zip: [2, /ASK_FAILED: .* compressed/],
      text: [2, /ASK_FAILED: .* gave no answer to the question/],
      local: [2, /ASK_FAILED: .* has the local address 127\.0\.0\.1/],
    };
    for (const [name, [code, pattern]] of Object.entries(expected)) {
      const [exit, text = ""] = told.get(name) ?? [];
      assert.equal(exit, code, `${name}: ${text}`);
      assert.match(text, pattern, name);
    }
    const requests = readFileSync(join(folder, "requests"), "utf8")
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line));
    // One request each, also where the server redirected; and none went to the local address.
    assert.deepEqual(
      requests.map(({ url }) => url),
      names.map((name) => `/${name}`),
    );
    for (const { method, headers } of requests) {
      assert.equal(method, "GET");
      assert.deepEqual(Object.keys(headers).sort(), ["accept", "accept-encoding", "connection", "host"]);
    }
  },
);

/** A certificate for the host, by itself trusted in this test only. */
function certificate(folder: string): void {
  const subject = ["-subj", `/CN=${HOST}`, "-addext", `subjectAltName=DNS:${HOST}`, "-days", "2"];
  const files = ["-keyout", join(folder, "key.pem"), "-out", join(folder, "cert.pem")];
  execFileSync(
    "openssl",
    ["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", ...files, ...subject],
    {
      stdio: "ignore",
    },
  );
}

/** Runs server and command in a network namespace with a host table of its own: exit code and output for each name. */
function runInside(
  folder: string,
  names: readonly string[],
  cli: string,
): ReadonlyMap<string, readonly [number, string]> {
  const script = `
set -e
ip link set lo up
ip addr add ${ADDRESS}/32 dev lo
printf '127.0.0.1 localhost\\n${ADDRESS} ${HOST}\\n' > "$DIR/hosts"
mount --bind "$DIR/hosts" /etc/hosts
"$NODE" test/cli/ask-server.mjs "$DIR" ${ADDRESS} &
server=$!
trap 'kill $server' EXIT
for i in $(seq 100); do [ -e "$DIR/ready" ] && break; sleep 0.1; done
ask() {
  code=0
  "$NODE" "$CLI" ask --yes --knowledge "$DIR/k.json" --account robin@home.example "$DIR/$1.eml" > "$DIR/$2.out" 2>&1 || code=$?
  echo $code > "$DIR/$2.code"
}
for name in ${names.join(" ")}; do ask $name $name; done
printf '127.0.0.1 localhost ${HOST}\\n' > "$DIR/hosts"
ask active local
`;
  const env = { PATH: process.env.PATH, LANG: "en_US.UTF-8", DIR: folder, CLI: cli, NODE: process.execPath };
  const extra = { NODE_EXTRA_CA_CERTS: join(folder, "cert.pem") };
  const run = spawnSync("unshare", ["-n", "-m", "sh", "-c", script], { env: { ...env, ...extra }, encoding: "utf8" });
  assert.equal(run.status, 0, run.stderr);
  const read = (name: string, kind: string) => readFileSync(join(folder, `${name}.${kind}`), "utf8");
  return new Map([...names, "local"].map((name) => [name, [Number(read(name, "code")), read(name, "out")] as const]));
}
