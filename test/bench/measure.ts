/** One line of a result table. */
export type Row = Readonly<Record<string, string | number>>;

/** What a benchmark hands back. */
export interface Bench {
  readonly name: string;
  readonly rows: readonly Row[];
}

export const median = (numbers: readonly number[]) => [...numbers].sort((a, b) => a - b)[numbers.length >> 1] ?? 0;
export const round = (number: number, digits = 2) => Number(number.toPrecision(digits + 1));

/**
 * Times several pieces of work in turn, so that whatever else the machine does hits all of them alike.
 * @param work each is called `times` times a round
 * @returns milliseconds for one call, one list entry a round
 */
export async function interleaved<K extends string>(
  work: Readonly<Record<K, () => unknown>>,
  { rounds = 9, times = 1 }: { rounds?: number; times?: number } = {},
): Promise<Map<K, number[]>> {
  const names = Object.keys(work) as K[];
  const results = new Map<K, number[]>(names.map((name) => [name, []]));
  for (let i = -1; i < rounds; i++) {
    for (const name of names) {
      const start = performance.now();
      for (let n = 0; n < times; n++) await work[name]();
      // The first round only warms up.
      if (i >= 0) results.get(name)?.push((performance.now() - start) / times);
    }
  }
  return results;
}

/** The median over rounds of `a / b`, both taken from the same round. */
export function ratio(a: readonly number[] = [], b: readonly number[] = []): number {
  return round(median(a.map((time, i) => time / (b[i] ?? Number.NaN))));
}

/** Prints a table for people and one line of JSON for programs. */
export async function report(bench: () => Promise<Bench>): Promise<void> {
  const { name, rows } = await bench();
  console.log(name);
  console.table(rows);
  console.log(JSON.stringify({ name, rows }));
}
