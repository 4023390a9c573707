import type { TrustRecord } from "../../../core/index.ts";
import { Domain, Foreign, Time } from "../text/foreign.tsx";
import { t } from "../text/texts.ts";
import { KeyPrint } from "./key-print.tsx";

/** One record: who, for which domains, by which keys, who added it and when. */
export function TrustRow({
  record,
  onRemove,
}: {
  readonly record: TrustRecord;
  readonly onRemove: () => Promise<void>;
}) {
  const byPolicy = record.source === "policy";
  const note = `locked-${record.org_id}`;
  return (
    <li class="card" data-org={record.org_id}>
      <h3>
        {record.name !== undefined && record.name !== record.org_id && (
          <>
            <Foreign text={record.name} />
            {" · "}
          </>
        )}
        <Domain name={record.org_id} />
      </h3>
      <dl class="fields">
        <div>
          <dt>{t(record.includeSubdomains === true ? "trust_domains_and_below" : "trust_domains")}</dt>
          <dd>
            {record.domains.map((domain) => (
              <p key={domain}>
                <Domain name={domain} />
              </p>
            ))}
          </dd>
        </div>
        <div>
          <dt>{t("trust_keys")}</dt>
          <dd>
            {record.keys === undefined
              ? t("trust_by_name")
              : record.keys.length === 0
                ? t("none")
                : record.keys.map(({ kid, alg, key, status }) => (
                    <p key={kid}>
                      <Foreign text={kid} /> · {alg}
                      {status !== undefined && <> · {t(`key_${status}`)}</>}
                      <br />
                      <KeyPrint octets={key} />
                    </p>
                  ))}
          </dd>
        </div>
        <div>
          <dt>{t("trust_source")}</dt>
          <dd>
            {t(byPolicy ? "trust_source_policy" : "trust_source_user")}
            {record.addedAt !== undefined && (
              <>
                {" · "}
                <Time at={record.addedAt} />
              </>
            )}
          </dd>
        </div>
        {record.requireStamp === true && (
          <div>
            <dt>{t("trust_require")}</dt>
            <dd>{t("yes")}</dd>
          </div>
        )}
      </dl>
      <button
        type="button"
        data-action="remove"
        disabled={byPolicy}
        aria-describedby={byPolicy ? note : undefined}
        onClick={onRemove}
      >
        {t("trust_remove")}
      </button>
      {byPolicy && (
        <p id={note} class="explain">
          {t("trust_locked")}
        </p>
      )}
    </li>
  );
}
