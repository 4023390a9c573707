import "fake-indexeddb/auto";
import { gatherKnowledge } from "../../extension/check/knowledge.ts";
import { NO_LOOKUPS } from "../../extension/lookups/choice.ts";
import type { Finding, LookupJob } from "../../extension/lookups/finding.ts";
import { addJobs, keepFinding } from "../../extension/lookups/store.ts";
import { wantKey } from "../../extension/lookups/wants.ts";
import { clockwork } from "../../extension/state/clockwork.ts";
import { setSettings } from "../../extension/state/settings.ts";
import { type Bench, interleaved, median, ratio, report, round } from "./measure.ts";

/** What a display waits for, with look-ups off and nothing known, and with a full queue and many findings. */
const FINDINGS = 2000;
const NOW = 1_795_300_000;
const about = { now: NOW, origin: "account", addresses: ["robin@home.example"] } as const;

function finding(place: number): Finding {
  const domain = `d${place}.example`;
  const want = { kind: "gmp-key", org_id: domain, kid: "2026a" } as const;
  const value = { org_id: domain, kid: "2026a", alg: "ed25519", key: "", proof: { how: "dnssec", at: NOW } } as const;
  const said = { state: "secure", code: "PROVEN", at: domain, steps: [], provenAt: NOW, until: NOW + 86_400 } as const;
  const asked = { askedAt: NOW, askAgain: NOW + 3600, failures: 0, ttl: 3600 };
  const remembered = { want, ...said, ...asked, facts: [{ member: "keys", value }] } as const;
  return { key: wantKey(want), want, domain, remembered, next: NOW + 3600, usedAt: NOW };
}

async function bench(): Promise<Bench> {
  await clockwork();
  const gather = () => gatherKnowledge(about);
  const empty = (await interleaved({ empty: gather }, { times: 20 })).get("empty") ?? [];
  await setSettings({ lookups: { ...NO_LOOKUPS, mode: "all" } });
  for (let place = 0; place < FINDINGS; place++) await keepFinding(finding(place));
  const waiting = Array.from({ length: 200 }, (_, place): LookupJob => {
    const want = { kind: "gmp-policy", domain: `w${place}.example` } as const;
    return { key: wantKey(want), want, due: NOW };
  });
  await addJobs(waiting);
  const begun = performance.now();
  await gather();
  const first = performance.now() - begun;
  const full = (await interleaved({ full: gather }, { times: 20 })).get("full") ?? [];
  return {
    name: `Knowledge for one display, with nothing and with ${FINDINGS} findings and 200 waiting look-ups`,
    rows: [
      { state: "nothing known", ms: round(median(empty)), ratio: 1 },
      { state: "full, first display of the page's life", ms: round(first), ratio: round(first / median(empty)) },
      { state: "full, every other display", ms: round(median(full)), ratio: ratio(full, empty) },
    ],
  };
}

await report(bench);
