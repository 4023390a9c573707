import assert from "node:assert/strict";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import fc from "fast-check";
import { readFrom } from "../../core/message/address.ts";
import { unfoldedValue } from "../../core/message/display.ts";
import { readMessage } from "../../core/message/reader.ts";
import { REASONS } from "../../core/verdict/reasons.ts";
import { CORPUS, needsCorpus } from "../corpus.ts";
import { mail, octets, stamped, text } from "../gmp/support.ts";
import { above, delivered, knowingServer, told, verdictOf } from "../verify/support.ts";

const ORDINARY = ["mime/spamassassin-public-corpus/easy-ham-1", "mime/spamassassin-public-corpus/easy-ham-2"];
const MORE = ["mime/spamassassin-public-corpus/hard-ham-1", "mime/sisimai-bounces"];

/** Real mail that people got and did not mind. */
function* realMail(folders: readonly string[]): Generator<Uint8Array> {
  for (const folder of folders)
    for (const name of readdirSync(join(CORPUS, folder), { recursive: true, encoding: "utf8" }).sort()) {
      const path = join(CORPUS, folder, name);
      if (statSync(path).isFile()) yield Uint8Array.from(readFileSync(path));
    }
}

const KNOWN = knowingServer({ trust: [] });

/** Reasons of the way a message took that weigh, and whether its badge is worse than without any report. */
async function alarms(bytes: Uint8Array, results: string | undefined): Promise<string[]> {
  const { reasons } = await verdictOf(results === undefined ? bytes : delivered(bytes, results), KNOWN);
  return reasons
    .filter(
      ({ code, effect }) => effect !== "note" && (REASONS[code].warning === "route" || code === "E_TOO_MANY_FIELDS"),
    )
    .map(({ code }) => code);
}

/** From's domain, and that of the list that the message says it came by. */
function domains(bytes: Uint8Array): { readonly from: string | undefined; readonly list: string | undefined } {
  const message = readMessage(bytes);
  const values = message.fields
    .filter(({ lowerName }) => lowerName === "list-id" || lowerName === "list-post")
    .map((field) => unfoldedValue(message, field));
  const named = values.flatMap((value) => /[<@.]([A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+)>/.exec(value)?.[1] ?? []);
  return { from: readFrom(message).mailboxes[0]?.domain, list: named[0] };
}

test(
  "decision 30: real list mail raises no alarm when the list's changes broke the author's signature",
  needsCorpus(),
  async (t) => {
    const counts = { "list mail": 0, alarms: 0 };
    for (const bytes of realMail([...ORDINARY, ...MORE])) {
      const { from, list } = domains(bytes);
      if (from === undefined || list === undefined) continue;
      counts["list mail"]++;
      const broken = `dkim=fail header.d=${from}; dmarc=fail header.from=${from}; arc=none`;
      counts.alarms += (await alarms(bytes, `spf=pass smtp.mailfrom=bounces@${list}; ${broken}`)).length;
      counts.alarms += (
        await alarms(bytes, `dkim=pass header.d=${list}; spf=none smtp.mailfrom=x@${from}; ${broken}`)
      ).length;
    }
    t.diagnostic(JSON.stringify(counts));
    assert.ok(counts["list mail"] >= 60, JSON.stringify(counts));
    assert.equal(counts.alarms, 0);
  },
);

test(
  "decision 30: real mail raises no alarm when a forwarder passed it on, nor from a Sent folder",
  needsCorpus(),
  async (t) => {
    const counts = { mail: 0, "forwarding alarms": 0, "sent alarms": 0 };
    for (const bytes of realMail([...ORDINARY, ...MORE])) {
      const { from } = domains(bytes);
      if (from === undefined) continue;
      counts.mail++;
      const word = `spf=fail smtp.mailfrom=a@${from}; dkim=fail header.d=${from}; dmarc=none header.from=${from}`;
      counts["forwarding alarms"] += (await alarms(bytes, word)).length;
      // A copy of sent mail has passed no border.
      counts["sent alarms"] += (await alarms(bytes, undefined)).length;
    }
    t.diagnostic(JSON.stringify(counts));
    assert.ok(counts.mail >= 150, JSON.stringify(counts));
    assert.deepEqual([counts["forwarding alarms"], counts["sent alarms"]], [0, 0]);
  },
);

test("AR-12: what excuses a failure is the own server's word for the list, not a List-Id alone; and a receipt is not excused", async () => {
  const failed = "dmarc=fail header.from=example.org";
  const list = "List-Id: Choir <choir.lists.example>";
  const arrived = (bytes: Uint8Array, results: string, ...fields: string[]) =>
    told(delivered(above(bytes, ...fields), results), KNOWN);
  assert.equal(await arrived(mail(), failed), "CAUTION TRANSPORT_FAIL");
  assert.equal(await arrived(mail(), failed, list), "CAUTION TRANSPORT_FAIL");
  assert.equal(await arrived(mail(), `${failed}; spf=pass smtp.mailfrom=evil.example`, list), "CAUTION TRANSPORT_FAIL");
  assert.equal(await arrived(mail(), `${failed}; arc=pass`, list), "CAUTION TRANSPORT_FAIL");
  for (const own of ["spf=pass smtp.mailfrom=b@lists.example", "dkim=pass header.d=lists.example"])
    assert.equal(await arrived(mail(), `${failed}; ${own}`, list), "NONE");
  // The words that a gateway chose to enforce are no ordinary failure.
  assert.equal(
    await arrived(
      mail(),
      "map=fail smtp.mailfrom=example.org policy.map-mode=enforce; spf=pass smtp.mailfrom=lists.example",
      list,
    ),
    "CAUTION TRANSPORT_FAIL",
  );
  const receipt = await told(delivered(await stamped(mail()), "spf=fail smtp.mailfrom=example.org"), knowingServer());
  assert.equal(receipt, "CAUTION TRANSPORT_RELAYED");
});

test("L1: fields that the sender writes take a warning away in two cases exactly, and never bring a credit", async () => {
  const server = fc.constantFrom(
    "spf=pass smtp.mailfrom=b@lists.example",
    "dkim=pass header.d=lists.example",
    "spf=pass smtp.mailfrom=evil.example",
    "spf=fail smtp.mailfrom=example.org",
    "dkim=fail header.d=example.org",
    "arc=pass",
  );
  const policy = fc.constantFrom("", " policy.dmarc=none", " policy.dmarc=Reject", " policy.dmarc=quarantine");
  const list = "List-Id: Choir <choir.lists.example>";
  const post = "List-Post: <mailto:choir@lists.example>";
  const field = fc.constantFrom(list, post, "Return-Path: <>", "ARC-Seal: i=1", "Precedence: list", "X-A: b");
  const listed = { org_id: "example.org", domains: ["example.org"] };
  const nobody = octets(text(mail()).replace(/^From: .*$/m, "From: MAILER-DAEMON@example.org"));
  await fc.assert(
    fc.asyncProperty(
      fc.subarray(["spf=none", "dkim=none"]),
      fc.uniqueArray(server),
      policy,
      fc.uniqueArray(field, { maxLength: 3 }),
      fc.boolean(),
      fc.boolean(),
      async (quiet, said, policy, fields, trusted, bounce) => {
        const results = [...quiet, ...said, `dmarc=fail header.from=example.org${policy}`].join("; ");
        const bytes = delivered(bounce ? nobody : mail(), results);
        const knowledge = trusted ? knowingServer({ trust: [listed] }) : KNOWN;
        assert.equal(await told(bytes, knowledge), "CAUTION TRANSPORT_FAIL");
        const byList =
          (fields.includes(list) || fields.includes(post)) &&
          said.some((one) => one.includes("=pass") && one.includes("lists.example"));
        const excused =
          !trusted && !/reject|quarantine/i.test(policy) && (byList || (bounce && fields.includes("Return-Path: <>")));
        assert.equal(await told(above(bytes, ...fields), knowledge), excused ? "NONE" : "CAUTION TRANSPORT_FAIL");
      },
    ),
    { numRuns: 150 },
  );
});

test("decision 30: a bounce whose domain fails is ordinary, a letter in the name of a person is not", async () => {
  const failed = "dmarc=fail header.from=example.org";
  const from = (address: string) => octets(text(mail()).replace(/^From: .*$/m, `From: ${address}`));
  const arrived = (bytes: Uint8Array, path: string) =>
    told(above(delivered(bytes, failed), `Return-Path: ${path}`), KNOWN);
  assert.equal(await arrived(from("MAILER-DAEMON@example.org"), "<>"), "NONE");
  assert.equal(await arrived(from("postmaster@example.org"), "<>"), "NONE");
  assert.equal(await arrived(from("postmaster@example.org"), "<a@example.org>"), "CAUTION TRANSPORT_FAIL");
  assert.equal(await arrived(from("alice@example.org"), "<>"), "CAUTION TRANSPORT_FAIL");
});
