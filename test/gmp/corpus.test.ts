import assert from "node:assert/strict";
import { test } from "node:test";
import { nobleEngine } from "../../core/crypto/engine-noble.ts";
import { dateOf } from "../../core/gmp/freshness.ts";
import { stamp } from "../../core/gmp/make.ts";
import { readFrom } from "../../core/message/address.ts";
import { readMessage } from "../../core/message/reader.ts";
import { verify } from "../../core/verify.ts";
import { needsCorpus } from "../corpus.ts";
import { corpusMails } from "../message/corpus-mails.ts";
import { check, knowing, OPTIONS, record, STAMPED, signedAnyway } from "./support.ts";
import { stampKey, TEST_KEYS } from "./test-keys.ts";

const FOLDERS = ["mime", "attack-mail", "dkim-arc"];
/** Reasons that stand beside a VALID receipt and are no fault of it: what the names or the page itself do. */
const BESIDE = new Set([
  "HIDDEN_TEXT",
  "REMOTE_NOT_COVERED",
  "NAME_IS_ADDRESS",
  "NAME_HIDES",
  "REPLY_ELSEWHERE",
  "UNSUPPORTED_PART",
  "EXTERNAL_ATTACHMENT",
]);
const POSITIVE = new Set(["VERIFIED", "INTACT", "TRANSPORT"]);

for (const folder of FOLDERS) {
  test(`no mail of ${folder} has a stamp of its own`, needsCorpus(), async () => {
    for (const { file, bytes } of corpusMails(folder)) {
      const { word, state } = await check(bytes, knowing({ trust: [] }));
      assert.ok(word === "NOT_FOUND" || state === "error", `${file}: ${word} ${state}`);
    }
  });

  test(
    `mails of ${folder}: what can be stamped is VALID, what is ambiguous is never positive`,
    needsCorpus(),
    async () => {
      const count = { valid: 0, refused: 0 };
      for (const { file, bytes } of corpusMails(folder)) {
        const message = readMessage(bytes);
        const [from] = readFrom(message).mailboxes;
        const domain = from?.domain ?? "example.org";
        const time = dateOf(message) ?? STAMPED;
        const options = { ...OPTIONS, orgId: domain, time, replace: true };
        const made = await stamp(bytes, options, stampKey(TEST_KEYS.ed25519), nobleEngine);
        const trust = [record({ org_id: domain, domains: [domain], acceptBcc: true })];
        const knowledge = knowing({ trust, now: time + 60, firstSeen: time + 60 });
        if (made instanceof Uint8Array) {
          const { gmp, badge, reasons } = await verify(made, knowledge, nobleEngine);
          const codes = reasons.map(({ code }) => code);
          assert.equal(gmp, "VALID", `${file}: ${codes}`);
          assert.ok(
            codes.every((code) => BESIDE.has(code)),
            `${file}: ${codes}`,
          );
          assert.ok(badge === "VERIFIED" || codes.length > 0, `${file}: ${badge}`);
          count.valid++;
        } else {
          const tags = { sender_id: from?.addrSpec, org_id: domain };
          const forced = await signedAnyway(bytes, tags).catch(() => undefined);
          const result = await verify(forced ?? bytes, knowledge, nobleEngine);
          assert.ok(!POSITIVE.has(result.badge), `${file}: ${made.fault} ${made.detail}, yet ${result.badge}`);
          count.refused++;
        }
      }
      console.log(`# ${folder}: ${count.valid} stamped and VALID, ${count.refused} refused`);
      assert.ok(count.valid > 20, JSON.stringify(count));
    },
  );
}
