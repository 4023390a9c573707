// A reporter for Node's test runner that writes how many tests passed, failed and were skipped, as JSON, and of those that
// failed the file, the name with the first lines of the reason, and whether the reason is a wait that ran out. Suites are
// not counted, as in Node's own summary.

/** Lines of a reason that are kept. */
const LINES = 12;

/** Why a test failed: its message, which for a comparison holds what differs. */
function reasonOf(error) {
  const { message } = error?.cause instanceof Error ? error.cause : (error ?? {});
  return String(message ?? error?.cause ?? error);
}

/** What `until` of test/world/until.ts says in the end. */
const WAITED = /^waited \d+ ms for /;

/** @param {AsyncIterable<{type: string, data: any}>} events */
// biome-ignore lint/style/noDefaultExport: Node takes a reporter's default export
export default async function* tally(events) {
  const count = { passed: 0, failed: 0, skipped: 0, failures: [] };
  for await (const { type, data } of events) {
    if (type !== "test:pass" && type !== "test:fail") continue;
    if (data.details?.type === "suite") continue;
    if (data.skip !== undefined || data.todo !== undefined) count.skipped += 1;
    else if (type === "test:pass") count.passed += 1;
    else {
      count.failed += 1;
      const reason = reasonOf(data.details?.error);
      const text = [data.name, ...reason.split("\n").slice(0, LINES)].join("\n    ");
      count.failures.push({ file: data.file, text, waited: WAITED.test(reason) });
    }
  }
  yield JSON.stringify(count);
}
