import { ConfirmButton } from "../parts/confirm-button.tsx";
import { Print } from "../parts/print.tsx";
import { TableBox } from "../parts/table-box.tsx";
import { Address, Time } from "../text/foreign.tsx";
import { shownTime, t } from "../text/texts.ts";
import type { Section } from "./model.ts";
import { MoreRows, useRows } from "./more-rows.tsx";

/** Certificates of senders as they were first met, each to be forgotten by itself (X5-01). */
export function SenderCertificates({ data, actions }: Section) {
  const { visible, more } = useRows(data.certificates);
  if (data.certificates.length === 0) return null;
  return (
    <section data-part="certificates" aria-labelledby="certificates-title">
      <h3 id="certificates-title">{t("certificates_title")}</h3>
      <p class="explain">{t("certificates_explain")}</p>
      <TableBox
        label={t("certificates_title")}
        columns={["sealing_address", "receipt_fingerprint", "receipt_key", "keys_since", "keys_remove"]}
      >
        {visible.map(({ address, print, anchor, since, changedAt }) => (
          <tr key={address} data-address={address}>
            <th scope="row">
              <Address addrSpec={address} />
              {changedAt !== undefined && <p class="notice">{t("certificates_changed", shownTime(changedAt))}</p>}
            </th>
            <td>{print === "" ? t("none") : <Print hex={print} />}</td>
            <td>{t(`certificates_${anchor}`)}</td>
            <td>
              <Time at={since} />
            </td>
            <td>
              <ConfirmButton
                label="keys_remove"
                question="certificates_question"
                onConfirm={() => actions.forgetCertificates(address)}
              />
            </td>
          </tr>
        ))}
      </TableBox>
      {more && <MoreRows visible={visible.length} all={data.certificates.length} more={more} />}
    </section>
  );
}
