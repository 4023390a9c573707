// A reporter for Node's test runner that writes how many tests passed, failed and were skipped, as JSON.
// Suites are not counted, as in Node's own summary.

/** @param {AsyncIterable<{type: string, data: any}>} events */
// biome-ignore lint/style/noDefaultExport: Node takes a reporter's default export
export default async function* tally(events) {
  const count = { passed: 0, failed: 0, skipped: 0 };
  for await (const { type, data } of events) {
    if (type !== "test:pass" && type !== "test:fail") continue;
    if (data.details?.type === "suite") continue;
    if (data.skip !== undefined || data.todo !== undefined) count.skipped += 1;
    else count[type === "test:pass" ? "passed" : "failed"] += 1;
  }
  yield JSON.stringify(count);
}
