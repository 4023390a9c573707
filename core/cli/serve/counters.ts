/** What the process counts about itself since it started; the only thing that is ever logged of requests. */
export interface Counters {
  readonly add: (name: string) => void;
  readonly all: () => ReadonlyMap<string, number>;
}

export function createCounters(): Counters {
  const counts = new Map<string, number>();
  return { add: (name) => void counts.set(name, (counts.get(name) ?? 0) + 1), all: () => counts };
}

/**
 * Numbers in the text format of Prometheus (version 0.0.4).
 * @param answers answers by `kind_status`
 * @param stored what the database holds, by name
 */
export function metricsText(answers: ReadonlyMap<string, number>, stored: ReadonlyMap<string, number>): string {
  const lines = [
    "# HELP countersign_answers_total Answers since the process started.",
    "# TYPE countersign_answers_total counter",
    ...[...answers].sort().map(([name, count]) => {
      const cut = name.lastIndexOf("_");
      return `countersign_answers_total{kind="${name.slice(0, cut)}",status="${name.slice(cut + 1)}"} ${count}`;
    }),
  ];
  for (const [what, states] of [
    ["reports", ["pending", "verified", "unverified"]],
    ["deliveries", ["queued", "sent", "dropped"]],
  ] as const) {
    lines.push(`# HELP countersign_${what} Rows in the database.`, `# TYPE countersign_${what} gauge`);
    for (const state of states)
      lines.push(`countersign_${what}{state="${state}"} ${stored.get(`${what}_${state}`) ?? 0}`);
  }
  return `${lines.join("\n")}\n`;
}
