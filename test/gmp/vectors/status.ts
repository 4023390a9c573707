import { makeStatusList, type StatusList } from "../../../core/gmp/status-list.ts";
import type { Knowledge, TrustRecord } from "../../../core/knowledge.ts";
import { knowing, mail, OPTIONS, ORG, record, STAMPED, stamped } from "../support.ts";
import { stampKey, TEST_KEYS } from "../test-keys.ts";
import { GOOD, type VectorCase, vector } from "./case.ts";

const DAY = 86_400;
const genuine = () => stamped(mail());
const trusting = (changes: Partial<TrustRecord>, rest: Partial<Knowledge> = {}) =>
  knowing({ trust: [record(changes)], ...rest });

/** Revocation by status lists: G56, H15, H17. */
export async function statusCases(): Promise<readonly VectorCase[]> {
  const list: StatusList = { orgId: ORG, serial: 1, issued: STAMPED, expires: STAMPED + 30 * DAY, kids: [], rids: [] };
  const listed = async (changes: Partial<StatusList>, more: Partial<TrustRecord> = {}) => {
    const jws = await makeStatusList({ ...list, ...changes }, stampKey(TEST_KEYS.ed25519));
    if (typeof jws !== "string") throw new Error(jws.fault);
    const statusList = { url: "https://verify.example.org/status", maxAge: 7 * DAY };
    return trusting({ statusList, ...more }, { statusLists: [{ org_id: ORG, jws, fetchedAt: STAMPED }] });
  };
  const statusList = { url: "https://verify.example.org/status", maxAge: 7 * DAY };
  return [
    vector("status-clean", "G56", "A status list that revokes nothing.", GOOD, genuine, await listed({})),
    vector(
      "status-kid",
      "G56 H15",
      "It revokes the key.",
      "UNTRUSTED ALERT KEY_STATUS",
      genuine,
      await listed({ kids: ["2026a"] }),
    ),
    vector(
      "status-rid",
      "G56 H15",
      "It revokes the receipt.",
      "UNTRUSTED ALERT RID_REVOKED",
      genuine,
      await listed({ rids: [OPTIONS.rid] }),
    ),
    vector(
      "status-old",
      "G56 H17",
      "It is older than maxAge.",
      "VALID UNCHECKED REVOCATION_STALE",
      genuine,
      await listed({ issued: STAMPED - 8 * DAY }),
    ),
    vector(
      "status-missing",
      "H17",
      "It is missing.",
      "VALID UNCHECKED REVOCATION_UNKNOWN",
      genuine,
      trusting({ statusList }),
    ),
    vector(
      "status-missing-required",
      "H17",
      "It is missing, and stamps are required.",
      "VALID CAUTION REVOCATION_UNKNOWN",
      genuine,
      trusting({ statusList, requireStamp: true }),
    ),
  ];
}
