import { describeValue, type SavedSettings, SETTING_NAMES } from "../../../core/index.ts";
import { Domain, Foreign } from "../text/foreign.tsx";
import { shownNumber, t } from "../text/texts.ts";
import { KeyPrint } from "./key-print.tsx";

/** What is in a file of settings: whom it trusts for which domains, with the fingerprint of each key, and each choice. */
export function FileContents({ saved: { values, keys, personal } }: { readonly saved: SavedSettings }) {
  const { trust = [], ...others } = values;
  const chosen = SETTING_NAMES.filter((name) => name in others).map(
    (name) => [name, describeValue(values[name])] as const,
  );
  const counts = [
    ["options_rules", personal.rules?.length ?? 0],
    ["sealing_others", personal.recipientKeys?.length ?? 0],
  ] as const;
  return (
    <dl class="fields">
      {trust.map(({ org_id, domains, keys: own }) => (
        <div key={org_id} data-org={org_id}>
          <dt>
            {t("settings_trusts")} <Domain name={org_id} />
          </dt>
          <dd>
            {t("trust_domains")} <Foreign text={domains.join(", ")} />
            {own === undefined && <p>{t("trust_by_name")}</p>}
            {own?.map(({ kid, key }) => (
              <p key={kid}>
                <Foreign text={kid} /> · <KeyPrint octets={key} />
              </p>
            ))}
          </dd>
        </div>
      ))}
      {keys.map(({ org_id, kid, key }) => (
        <div key={`${org_id} ${kid}`}>
          <dt>
            {t("settings_key_of")} <Domain name={org_id} />
          </dt>
          <dd>
            <Foreign text={kid} /> · <KeyPrint octets={key} />
          </dd>
        </div>
      ))}
      {chosen.map(([name, texts]) => (
        <div key={name} data-setting={name}>
          <dt>{t(`setting_${name}`)}</dt>
          <dd>{texts.length === 0 ? t("none") : <Foreign text={texts.join(", ")} />}</dd>
        </div>
      ))}
      {personal.mark !== undefined && (
        <div>
          <dt>{t("mark_label")}</dt>
          <dd>{personal.mark === "" ? t("none") : <Foreign text={personal.mark} />}</dd>
        </div>
      )}
      {(personal.ippDomains ?? []).length > 0 && (
        <div>
          <dt>{t("settings_report_domains")}</dt>
          <dd>
            <Foreign text={(personal.ippDomains ?? []).join(", ")} />
          </dd>
        </div>
      )}
      {personal.tellSenders === true && (
        <div>
          <dt>{t("reports_tell_senders")}</dt>
          <dd>{t("yes")}</dd>
        </div>
      )}
      {counts.map(
        ([what, count]) =>
          count > 0 && (
            <div key={what}>
              <dt>{t(what)}</dt>
              <dd>{shownNumber(count)}</dd>
            </div>
          ),
      )}
    </dl>
  );
}
