import { ConfirmButton } from "../parts/confirm-button.tsx";
import { MoreRows, useRows } from "../parts/more-rows.tsx";
import { Print } from "../parts/print.tsx";
import { Address, Time } from "../text/foreign.tsx";
import { shownTime, t } from "../text/texts.ts";
import type { Section } from "./model.ts";

/** Certificates of senders as they were first met, each to be forgotten by itself (X5-01). */
export function SenderCertificates({ data, actions }: Section) {
  const { visible, more } = useRows(data.certificates);
  if (data.certificates.length === 0) return null;
  return (
    <section data-part="certificates" aria-labelledby="certificates-title">
      <h3 id="certificates-title">{t("certificates_title")}</h3>
      <p class="explain">{t("certificates_explain")}</p>
      <ul class="cards">
        {visible.map(({ address, print, anchor, since, changedAt }) => (
          <li class="card" key={address} data-address={address}>
            <p>
              <strong>
                <Address addrSpec={address} />
              </strong>
            </p>
            {changedAt !== undefined && <p class="notice">{t("certificates_changed", shownTime(changedAt))}</p>}
            <dl class="fields">
              <div>
                <dt>{t("receipt_fingerprint")}</dt>
                <dd>{print === "" ? t("none") : <Print hex={print} />}</dd>
              </div>
              <div>
                <dt>{t("receipt_key")}</dt>
                <dd>{t(`certificates_${anchor}`)}</dd>
              </div>
              <div>
                <dt>{t("keys_since")}</dt>
                <dd>
                  <Time at={since} />
                </dd>
              </div>
            </dl>
            <p class="actions">
              <ConfirmButton
                label="keys_remove"
                question="certificates_question"
                onConfirm={() => actions.forgetCertificates(address)}
              />
            </p>
          </li>
        ))}
      </ul>
      {more && <MoreRows visible={visible.length} all={data.certificates.length} more={more} />}
    </section>
  );
}
