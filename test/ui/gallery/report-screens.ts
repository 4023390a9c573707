import { createHash } from "node:crypto";
import { nodeEngine } from "../../../core/cli/engine-node.ts";
import type { Knowledge, SenderCertificates } from "../../../core/knowledge.ts";
import type { RecipientPolicy } from "../../../core/policies.ts";
import { verify } from "../../../core/verify.ts";
import { knowing, STAMPED } from "../../gmp/support.ts";
import { TEST_KEYS } from "../../gmp/test-keys.ts";
import { certificateOf } from "../../ipp/certificates.ts";
import { declared } from "../../ipp/support.ts";
import { OFFERS } from "./reports.ts";
import type { ReportsData, Screen } from "./screen.ts";

const ADDRESS = "alice@example.org";
const RULES: RecipientPolicy = {
  mode: "enforce",
  default: "accept",
  rules: [{ match: { nature: ["marketing"] }, action: "reject" }],
};

/** Popups that show what a sender declares, what the reader's rules say of it, and each state of a report, by name. */
export async function declaredScreens(): Promise<ReadonlyMap<string, Screen>> {
  const pinned: SenderCertificates = {
    address: ADDRESS,
    pub: await certificateOf(),
    anchor: "dnssec",
    since: STAMPED - 86_400,
  };
  const certificates = { ...pinned, changedTo: { pub: await certificateOf(ADDRESS, TEST_KEYS.p256), at: STAMPED } };
  const account = { addresses: ["bob@example.net"], here: ["bob@example.net"], authserv: [] };
  const policies = [{ address: "bob@example.net", user: RULES }];
  const popup = async (bytes: Uint8Array, changes: Partial<Knowledge>, reports: ReportsData | undefined) => {
    const knowledge = knowing({ account, policies, senderCertificates: [pinned], ...changes });
    const result = await verify(bytes, knowledge, nodeEngine);
    const digest = createHash("sha256").update(bytes).digest("hex");
    const message = { messageId: 301, subject: result.subject, hasBytes: true, digest, result, knowledge };
    return { page: "popup", state: "checked", messages: [message], ...(reports && { reports }) } as const;
  };
  const transaction = await declared();
  const advertising = await declared(undefined, { nature: "marketing" });
  const other = await declared(undefined, {}, TEST_KEYS.p256);
  const foreign = await declared(undefined, { nature: "net.example:adv" });
  const managed = [{ address: "bob@example.net", managed: RULES }] as const;
  const testing = [{ address: "bob@example.net", user: { ...RULES, mode: "testing" } }] as const;
  const several = await popup(transaction, {}, OFFERS.ready);
  const another = await popup(advertising, {}, undefined);
  return new Map<string, Screen>([
    ["popup-declared-signed", await popup(transaction, {}, OFFERS.ready)],
    ["popup-declared-unwanted", await popup(advertising, {}, OFFERS.made)],
    ["popup-declared-changed-key", await popup(other, { senderCertificates: [certificates] }, { certificates })],
    ["popup-declared-unknown", await popup(foreign, { senderCertificates: [] }, OFFERS.unset)],
    ["popup-declared-testing", await popup(advertising, { policies: testing }, OFFERS.counted)],
    ["popup-declared-managed", await popup(advertising, { policies: managed }, OFFERS.few)],
    ["popup-declared-closed", await popup(transaction, {}, OFFERS.closed)],
    ["popup-declared-several", { ...several, messages: [...several.messages, ...another.messages] }],
    ["popup-declared-noted", await popup(transaction, {}, OFFERS.noted)],
    ["popup-declared-exercise", await popup(transaction, {}, OFFERS.exercise)],
    ["popup-declared-over", await popup(transaction, {}, OFFERS.over)],
  ]);
}
