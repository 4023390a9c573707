import { execFile, execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { nameOf } from "../../core/dns/names.ts";
import { buildQuery } from "../../core/dns/query.ts";
import { resolve } from "../../core/dns/resolve.ts";
import { questionKey } from "../../core/dns/session.ts";
import { validate } from "../../core/dns/validate.ts";
import { NOTHING_KNOWN } from "../../core/knowledge.ts";
import { lookUp } from "../../core/lookup/look-up.ts";
import { type Remembered, remember, withLookUps } from "../../core/lookup/remember.ts";
import { compose } from "../dns/compose.ts";
import { makeKey, NOW, signZone, worldOf, type ZoneKey } from "../dns/signer.ts";
import { delegation } from "../dns/world.ts";
import { type SignedTree, startSignedTree } from "../world/signed-tree.ts";
import { createWorld, type World } from "../world/world.ts";
import { type Bench, interleaved, median, type Row, ratio, report, round } from "./measure.ts";

const NAME = "_gmp.bank.example";
const QUESTION = { name: nameOf(NAME) ?? ".", type: 16 };
const now = () => Math.floor(Date.now() / 1000);

/** Whether a program can be run here. */
function present(program: string): boolean {
  try {
    execFileSync("sh", ["-c", `command -v ${program}`], { stdio: "pipe" });
    return true;
  } catch {
    return false;
  }
}

/** unbound-host on the same server, with the tree's root for its anchor; and the time its mere start takes. */
function unboundHost(world: World, { anchor, port }: SignedTree) {
  const config = join(world.dir, "unbound.conf");
  const anchorFile = join(world.dir, "root.ds");
  writeFileSync(anchorFile, `. IN DS ${anchor.tag} ${anchor.algorithm} ${anchor.digestType} ${anchor.digest}\n`);
  const server = `server:\n  trust-anchor-file: "${anchorFile}"\n  do-not-query-localhost: no\n  do-ip6: no\n`;
  // Delegations cannot name a port: each zone is told apart.
  const zones = [".", "example.", "bank.example."].map(
    (zone) => `stub-zone:\n  name: "${zone}"\n  stub-addr: 127.0.0.1@${port}\n  stub-prime: no\n`,
  );
  writeFileSync(config, server + zones.join(""));
  const run = promisify(execFile);
  return {
    ask: async () => {
      const { stdout } = await run("unbound-host", ["-C", config, "-v", "-t", "TXT", NAME]);
      if (!/stamp=all.*\(secure\)/.test(stdout)) throw new Error(`unbound-host: ${stdout}`);
    },
    start: () => run("unbound-host", ["-h"]).catch(() => undefined),
  };
}

/** A chain of three levels, from a real server: everything asked and proven, and proven again from what is known. */
async function chains(world: World): Promise<Row[]> {
  const tree = await startSignedTree(world, [{ name: "bank.example.", lines: ['_gmp IN TXT "v=GMP1; stamp=all"'] }]);
  const ask = (question: typeof QUESTION) => tree.exchange(buildQuery(question));
  const cold = async () => {
    const { lookup } = await resolve(QUESTION, ask, now(), tree.base);
    if (lookup.state !== "SECURE") throw new Error(lookup.code);
  };
  const { answers } = await resolve(QUESTION, ask, now(), tree.base);
  const warm = async () => {
    if ((await validate(QUESTION, answers, now(), tree.base)).state !== "SECURE") throw new Error("not proven");
  };
  const fetchOnly = async () => {
    for (const key of answers.keys()) {
      const [name = "", type = ""] = key.split(" ");
      await ask({ name, type: Number(type) });
    }
  };
  if (!present("unbound-host")) {
    const times = await interleaved({ cold, warm, fetchOnly }, { rounds: 15 });
    return [...times].map(([what, all]) => ({ what, ms: round(median(all)) }));
  }
  const other = unboundHost(world, tree);
  const times = await interleaved({ cold, warm, fetchOnly, other: other.ask, start: other.start }, { rounds: 15 });
  const row = (what: string, all: readonly number[] = []) => ({
    what,
    ms: round(median(all)),
    "/ unbound-host": ratio(all, times.get("other")),
  });
  return [
    row("cold: ask 5 questions, prove the chain", times.get("cold")),
    row("of that, asking the server", times.get("fetchOnly")),
    row("warm: prove the chain from known answers", times.get("warm")),
    row("unbound-host, whole", times.get("other")),
    row("unbound-host, its start", times.get("start")),
  ];
}

/** Ten thousand look-ups that are remembered, put together for one verdict. */
async function cached(): Promise<Row[]> {
  const root = await makeKey(".", 15);
  const lines = ['_gmp.bank.example. IN TXT "v=GMP1; stamp=all"', ". IN SOA ns. host. 1 3600 600 86400 300"];
  const world = worldOf(root, [await signZone(".", lines, root)]);
  const want = { kind: "gmp-policy", domain: "bank.example" } as const;
  const one = remember(undefined, await lookUp(want, async (question) => world.ask(question), NOW, world));
  const many: readonly Remembered[] = Array.from({ length: 10_000 }, (_, n) => ({
    ...one,
    facts: one.facts.map((fact) =>
      fact.member === "stampPolicies" ? { ...fact, value: { ...fact.value, domain: `d${n}.example` } } : fact,
    ),
  }));
  const knowledge = { ...NOTHING_KNOWN, now: NOW };
  const text = JSON.stringify(many.map(({ steps: _, ...rest }) => rest));
  const times = await interleaved(
    {
      join: () => {
        if (withLookUps(knowledge, many).stampPolicies.length !== 10_000) throw new Error("lost some");
      },
      parse: () => void JSON.parse(text),
    },
    { rounds: 15 },
  );
  const row = (what: string, all: readonly number[] = []) => ({
    what,
    ms: round(median(all)),
    "/ parsing their JSON": ratio(all, times.get("parse")),
  });
  return [
    row("10,000 cached look-ups joined for a verdict", times.get("join")),
    row("parsing their JSON", times.get("parse")),
  ];
}

/** A zone built to keep a validator busy (CVE-2023-50387), against the same zone without malice. */
async function keyTrap(): Promise<Row[]> {
  const root = await makeKey(".", 8);
  const zone = await signZone(".", ['a. IN TXT "x"', ". IN SOA ns. host. 1 3600 600 86400 300"], root);
  const world = worldOf(root, [zone]);
  const question = { name: "a.", type: 16 };
  const honest = new Map([question, { name: ".", type: 48 }].map((one) => [questionKey(one), world.ask(one)]));
  const [signature] = zone.set("a.", 16).filter(({ type }) => type === 46);
  const spoiled = (record: NonNullable<typeof signature>, n: number) => {
    const data = Uint8Array.from(record.data);
    data[data.length - 40] = n;
    data[data.length - 1] = n >> 8;
    return { ...record, data };
  };
  if (signature === undefined) throw new Error("no signature");
  const false200 = Array.from({ length: 200 }, (_, n) => spoiled(signature, n + 1));
  const answer = [...zone.set("a.", 16).filter(({ type }) => type === 16), ...false200];
  const trap = new Map([...honest, [questionKey(question), compose(question, { answer })]]);
  const proving = (answers: typeof honest, code: string) => async () => {
    const lookup = await validate(question, answers, NOW, world.base);
    if (lookup.code !== code) throw new Error(lookup.code);
  };
  const times = await interleaved(
    { honest: proving(honest, "PROVEN"), trap: proving(trap, "DNS_LIMIT") },
    { rounds: 15 },
  );
  const row = (what: string, all: readonly number[] = []) => ({
    what,
    ms: round(median(all)),
    "/ honest zone": ratio(all, times.get("honest")),
  });
  return [
    row("200 false RSA signatures over one record, given up", times.get("trap")),
    row("the same zone with its true signature", times.get("honest")),
  ];
}

/**
 * The most that one look-up may cost (DNS-05 allows 250 ms of CPU): twelve zones below each other, each with seven false
 * signatures over its keys in front of the true one, so that every round of questions adds checks until they are used up.
 */
async function trapOfZones(): Promise<Row[]> {
  const rows: Row[] = [];
  for (const [what, algorithm] of [
    ["RSA", 8],
    ["P-256", 13],
    ["Ed25519", 15],
  ] as const) {
    const { world, answers } = await trapWorld(algorithm);
    const name = nameOf("z.".repeat(11).slice(0, -1)) ?? ".";
    const ask = async (question: typeof QUESTION) => answers.get(questionKey(question)) ?? world.ask(question);
    const times = await interleaved(
      {
        trap: async () => {
          const { lookup } = await resolve({ name, type: 16 }, ask, NOW, world.base);
          if (lookup.code !== "DNS_LIMIT") throw new Error(lookup.code);
        },
      },
      { rounds: 9 },
    );
    rows.push({ what: `64 checks of ${what} in rounds, given up`, ms: round(median(times.get("trap") ?? [])) });
  }
  return rows;
}

async function trapWorld(algorithm: 8 | 13 | 15) {
  const names = Array.from({ length: 12 }, (_, depth) => "z.".repeat(depth) || ".");
  const keys = await Promise.all(names.map((name) => makeKey(name, algorithm)));
  const zones = await Promise.all(
    keys.map((key, place) => signZone(names[place] ?? ".", delegationTo(keys[place + 1]), key)),
  );
  const [root] = keys;
  if (root === undefined) throw new Error("no root");
  const answers = new Map(
    zones.map((zone, place) => {
      const question = { name: names[place] ?? ".", type: 48 };
      const set = zone.set(question.name, question.type);
      const [signature] = set.filter(({ type }) => type === 46);
      if (signature === undefined) throw new Error("no signature");
      const spoiled = [1, 2, 3, 4, 5, 6, 7].map((n) => {
        const data = Uint8Array.from(signature.data);
        data[data.length - 40] = (data[data.length - 40] ?? 0) ^ n;
        return { ...signature, data };
      });
      return [questionKey(question), compose(question, { answer: [...spoiled, ...set] })] as const;
    }),
  );
  return { world: worldOf(root, zones), answers };
}

const delegationTo = (key: ZoneKey | undefined) => (key === undefined ? ['z. IN TXT "x"'] : delegation(key));

async function all(): Promise<void> {
  const world = createWorld("dns-bench");
  try {
    await report(async (): Promise<Bench> => ({ name: "DNSSEC: a chain of three levels", rows: await chains(world) }));
    await report(async (): Promise<Bench> => ({ name: "DNS: 10,000 cached look-ups", rows: await cached() }));
    await report(async (): Promise<Bench> => ({ name: "DNSSEC: a zone like KeyTrap", rows: await keyTrap() }));
    await report(async (): Promise<Bench> => ({ name: "DNSSEC: the costliest look-up", rows: await trapOfZones() }));
  } finally {
    await world.end();
  }
}

await all();
