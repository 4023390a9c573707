import { createHash } from "node:crypto";
import type { OrganisationKey, TrustRecord } from "../knowledge.ts";
import { Failure } from "./failure.ts";
import { shown } from "./terminal.ts";

/** Lower-case hex SHA-256 of the key octets, as the popup shows it. */
export function fingerprint(key: string): string {
  return createHash("sha256").update(Buffer.from(key, "base64")).digest("hex");
}

/**
 * Old keys and new ones together.
 * @throws Failure `RECORD` when a kid would get another key: mail stamped with the old one would read as altered
 */
export function withKeys(
  old: readonly OrganisationKey[],
  added: readonly OrganisationKey[],
): readonly OrganisationKey[] {
  for (const key of added) {
    const same = old.find((k) => k.kid === key.kid);
    if (same !== undefined && (same.key !== key.key || same.alg !== key.alg)) {
      throw new Failure("RECORD", `there is another key with the kid ${key.kid}`, "Give each new key a new kid.");
    }
  }
  return [...old.filter((k) => !added.some((key) => key.kid === k.kid)), ...added];
}

/** The records with one of the same organisation replaced, or added at the end. */
export function withRecord(records: readonly TrustRecord[], record: TrustRecord): readonly TrustRecord[] {
  const old = records.find((r) => r.org_id === record.org_id);
  if (old === undefined) return [...records, record];
  const merged = keepRevocations(old, record);
  return records.map((r) => (r === old ? merged : r));
}

/** A key that was marked compromised stays so, whatever a later record says or leaves out (ADM-08). */
function keepRevocations(old: TrustRecord, record: TrustRecord): TrustRecord {
  const bad = (old.keys ?? []).filter((key) => key.status === "compromised");
  if (bad.length === 0) return record;
  const others = (record.keys ?? []).filter((key) => !bad.some((b) => b.kid === key.kid));
  return { ...record, keys: [...bad, ...others] };
}

/** A record in words: whom it is for, which keys, what it demands. */
export function describeRecord(record: TrustRecord): string {
  const domains = record.domains.join(", ") + (record.includeSubdomains ? " and all names below" : "");
  const rules = [
    record.requireStamp && "mail without a valid stamp is an alert",
    record.acceptBcc && "you need not stand in To or Cc",
    record.policies && `only policies ${record.policies.join(", ") || "(none)"}`,
    ...(record.delegates ?? []).map(({ from, sender }) => `mail from ${from} may be stamped for ${sender}`),
    record.verifyHosts && `may be asked: ${record.verifyHosts.join(", ")}`,
    record.statusList && `status list ${record.statusList.url}, at most ${record.statusList.maxAge} s old`,
    record.addedAt && `added ${record.addedAt}${record.source === "policy" ? " by policy" : ""}`,
  ].filter((rule) => typeof rule === "string");
  return [
    `${record.org_id}  ${shown(record.name ?? "")}`.trimEnd(),
    `  may stamp for  ${domains}`,
    ...(record.keys?.map(describeKey) ?? ["  keys           those its zone publishes, proven by DNSSEC"]),
    ...rules.map((rule) => `  rule           ${shown(rule, 400)}`),
    "",
  ].join("\n");
}

function describeKey(key: OrganisationKey): string {
  const bounds = [key.notBefore && `from ${key.notBefore}`, key.notAfter && `until ${key.notAfter}`, key.status];
  const about = bounds.filter(Boolean).join(" ");
  return `  key ${key.kid.padEnd(10)} ${key.alg} SHA-256 ${fingerprint(key.key)}${about === "" ? "" : `, ${about}`}`;
}
