import assert from "node:assert/strict";
import { test } from "node:test";
import type { Knowledge } from "../../core/index.ts";
import { edit, knowing, knowingKey, mail, record, stamped } from "../gmp/support.ts";
import { above, delivered, knowingServer, SERVER, told, verdictOf } from "./support.ts";

const dmarc = (word: string) => `dmarc=${word} header.from=example.org`;

/** What Bob's server may have said: the columns, and what comes out of each. */
const REPORTS: readonly (readonly [string | undefined, "pass" | "none" | "fail"])[] = [
  [dmarc("pass"), "pass"],
  [dmarc("fail"), "fail"],
  [dmarc("none"), "none"],
  [dmarc("temperror"), "none"],
  [undefined, "none"],
];

/** What Bob demands or expects of example.org. */
const DEMANDS = ["nothing", "habit", "record", "published"] as const;

function knowledgeOf(demand: (typeof DEMANDS)[number], trusted: boolean): Knowledge {
  const base = trusted ? knowing() : knowingKey();
  const requireStamp = demand === "record";
  return {
    ...base,
    account: knowingServer().account ?? assert.fail(),
    trust: trusted || requireStamp ? [record({ requireStamp, ...(trusted ? {} : { keys: [] }) })] : [],
    stampedBefore: demand === "habit" ? ["example.org"] : [],
    stampPolicies: demand === "published" ? [{ domain: "example.org", stamp: "all" }] : [],
  };
}

/** Expected badges for each receipt: pass, none, fail; by demand where it matters. */
function expected(receipt: string, column: "pass" | "none" | "fail", demand: (typeof DEMANDS)[number]): string {
  const required = demand === "record" || demand === "published";
  if (receipt === "TAMPERED") return "ALERT";
  if (receipt === "VALID") return column === "fail" ? "CAUTION" : "VERIFIED";
  if (receipt === "UNTRUSTED") {
    // A stamp under the zone's own key meets what the zone demands, not what a trust record demands (G31).
    if (demand === "record") return "ALERT";
    return column === "fail" ? "CAUTION" : "INTACT";
  }
  if (required) return "ALERT";
  if (demand === "habit") return "CAUTION";
  return { pass: "TRANSPORT", none: "NONE", fail: "CAUTION" }[column];
}

test("AR-18: the full product of receipt, report and demand; the nicer one never wins", async () => {
  const good = await stamped(mail());
  const receipts = new Map([
    ["VALID", good],
    ["TAMPERED", edit(good, "1 000", "9 000")],
    ["UNTRUSTED", good],
    ["NOT_FOUND", mail()],
  ]);
  let cases = 0;
  for (const [word, bytes] of receipts)
    for (const [report, column] of REPORTS)
      for (const demand of DEMANDS) {
        cases += 1;
        const result = await verdictOf(delivered(bytes, report), knowledgeOf(demand, word !== "UNTRUSTED"));
        const name = `${word}, ${report}, ${demand}`;
        assert.equal(result.gmp, word, name);
        assert.equal(result.badge, expected(word, column, demand), name);
        assert.equal(result.axes.transport, column, name);
      }
  assert.equal(cases, 4 * 5 * 4);
});

test("AR-08, AR-01: reports about another domain, or in conflict, are CAUTION and never credit", async () => {
  const good = await stamped(mail());
  const elsewhere = "dmarc=pass header.from=evil.example";
  assert.equal(await told(delivered(good, elsewhere), knowingServer()), "CAUTION AR_OTHER_DOMAIN");
  assert.equal(await told(delivered(mail(), elsewhere), knowingServer()), "CAUTION AR_OTHER_DOMAIN");
  const twice = edit(
    delivered(good, dmarc("pass")),
    "From: Alice",
    `Authentication-Results: ${SERVER}; ${dmarc("pass")}\r\nFrom: Alice`,
  );
  assert.equal(await told(twice, knowingServer()), "CAUTION AR_CONFLICT");
});

test("AR-02, ACQ-14, AR-15: nobody's report counts before a server is named, nor in a file", async () => {
  const bytes = delivered(mail(), dmarc("pass"));
  assert.equal((await verdictOf(bytes, knowing())).axes.transport, "none");
  assert.equal(await told(bytes, knowing()), "NONE");
  for (const origin of ["file", "attached", "local"] as const) {
    const result = await verdictOf(bytes, knowingServer({ origin }));
    assert.equal(`${result.badge} ${result.axes.transport}`, "NONE none");
  }
});

test("AR-14: what is read in two ways gets no credit from a server's pass", async () => {
  const twice = above(mail(), "Subject: another");
  assert.equal(await told(delivered(twice, dmarc("pass")), knowingServer()), "NONE");
  assert.equal(await told(delivered(mail(), dmarc("pass")), knowingServer()), "TRANSPORT");
});

test("D.5: the three lines of transport evidence name the server and the domain", async () => {
  const lines = async (word: string) => {
    const { summary } = await verdictOf(delivered(mail(), dmarc(word)), knowingServer());
    return `${summary.from.code} ${summary.from.params.server} ${summary.from.params.domain}`;
  };
  assert.equal(await lines("pass"), `from_server ${SERVER} example.org`);
  assert.equal(await lines("fail"), `from_server_failed ${SERVER} example.org`);
});
