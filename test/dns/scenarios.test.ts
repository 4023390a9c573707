import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import type { Anchor } from "../../core/dns/anchors.ts";
import { digestInput, readDnsKey, readDs } from "../../core/dns/dnskey.ts";
import type { Question } from "../../core/dns/message.ts";
import { resolve } from "../../core/dns/resolve.ts";
import type { TrustBase } from "../../core/dns/session.ts";
import { CORPUS, needsCorpus } from "../corpus.ts";
import { judge, type Outcome } from "../message/outcomes.ts";
import { WITH_LEGACY } from "./legacy-algorithms.ts";
import { record, signatureTime } from "./presentation.ts";
import { readScenario, type Scenario } from "./rpl.ts";
import { serversOf } from "./rpl-servers.ts";

const FOLDERS = ["unbound-rpl", "deckard-rpl"];

function anchorsOf({ config }: Scenario): Anchor[] {
  const lines = config.flatMap((line) => /^trust-anchor:\s*"(.*)"/.exec(line)?.[1] ?? []);
  return lines.flatMap((line) => {
    const { name, type, data } = record(line.replace(/\s;\{.*$/, ""));
    const key = type === 48 ? readDnsKey(data) : undefined;
    if (key !== undefined) {
      const digest = createHash("sha256").update(digestInput(name, key)).digest("hex");
      return { zone: name, tag: key.tag, algorithm: key.algorithm, digestType: 2, digest, from: 0 };
    }
    const ds = readDs(data);
    return ds === undefined ? [] : { zone: name, ...ds, from: 0 };
  });
}

/** What a step's expected reply says about the state: AD, SERVFAIL or neither; AD is told to those who ask only. */
function expectation(asked: readonly string[], reply: readonly string[]): readonly string[] {
  if (reply.includes("SERVFAIL")) return ["refused"];
  if (reply.includes("AD")) return ["secure"];
  return asked.includes("DO") || asked.includes("AD") ? ["insecure"] : ["insecure", "secure"];
}

function outcome(state: string, code: string): string {
  if (state === "SECURE") return "secure";
  // Without an anchor a resolver says nothing; we say that we cannot say.
  return state === "INSECURE" || code === "NO_ANCHOR" ? "insecure" : "refused";
}

/** Why a step says nothing about validation. */
function skipReason(asked: Question, reply: readonly string[]): string | undefined {
  if (reply.includes("CD")) return "asks for an unjudged answer";
  return asked.type === 255 || asked.type === 46 ? "asks for ANY or RRSIG, which nobody here asks" : undefined;
}

interface Played {
  readonly outcomes: readonly Outcome[];
  readonly skipped: readonly string[];
}

async function play(file: string, text: string): Promise<Played> {
  // Its one question has no type and no anchor stands above it: it is about who may ask a cache.
  if (!text.includes("trust-anchor:")) return { outcomes: [], skipped: ["no trust anchor: nothing is validated"] };
  const scenario = readScenario(text);
  const date = scenario.config.flatMap((line) => /^val-override-date:\s*"?(-?\d+)/.exec(line)?.[1] ?? [])[0];
  // -1: at no particular time; then when the last signature has begun.
  const during = [...text.matchAll(/RRSIG\s+\w+ \d+ \d+ \d+ \d{14} (\d{14})/g)]
    .map(([, start = ""]) => start)
    .sort()
    .at(-1);
  const now = signatureTime(date === undefined || date === "-1" ? during : date);
  const base: TrustBase = { ...WITH_LEGACY, anchors: anchorsOf(scenario) };
  const outcomes: Outcome[] = [];
  const skipped: string[] = [];
  for (const [index, { kind, number, entry }] of scenario.steps.entries()) {
    const asked = entry?.question;
    const expected = scenario.steps.slice(index + 1).find((step) => step.kind === "CHECK_ANSWER")?.entry;
    if (kind !== "QUERY" || asked === undefined || expected === undefined) continue;
    const servers = serversOf(scenario, number);
    const unscripted =
      servers(asked) === "NOT_DNS" ? "no server of the script answers: a resolver's cache is meant" : undefined;
    const reason = skipReason(asked, entry?.reply ?? []) ?? unscripted;
    if (reason !== undefined) {
      skipped.push(`step ${number}: ${reason}`);
      continue;
    }
    const { lookup } = await resolve(asked, async (question) => servers(question), now, base);
    const want = expectation(entry?.reply ?? [], expected.reply);
    const got = outcome(lookup.state, lookup.code);
    const difference = `want ${want.join(" or ")}, got ${lookup.state} ${lookup.code} at ${lookup.at}`;
    const name = `${file} step ${number}`;
    outcomes.push({ key: `${name}\n${text}`, name, difference: want.includes(got) ? undefined : difference });
  }
  return { outcomes, skipped };
}

for (const folder of FOLDERS) {
  test(`the validator ends as the scenarios of ${folder} say`, needsCorpus(), async () => {
    const dir = join(CORPUS, "dnssec", folder);
    const files = readdirSync(dir).filter((name) => name.endsWith(".rpl"));
    const all: Outcome[] = [];
    let passed = 0;
    for (const file of files.sort()) {
      const { outcomes, skipped } = await play(file, readFileSync(join(dir, file), "utf8"));
      all.push(...outcomes);
      const differing = outcomes.filter(({ difference }) => difference !== undefined).length;
      if (outcomes.length > 0 && differing === 0) passed += 1;
      const supported = outcomes.length > 0 ? `${outcomes.length - differing} steps pass` : "not supported";
      const reviewed = differing > 0 ? [`${differing} differ, see the reviewed reasons`] : [];
      console.log([`${file}: ${supported}`, ...reviewed, ...skipped.map((why) => `skipped ${why}`)].join("; "));
    }
    console.log(`${folder}: ${files.length} files, ${passed} pass whole`);
    judge(`dnssec-${folder}`, all);
  });
}
