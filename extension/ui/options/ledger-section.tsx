import { ConfirmButton } from "../parts/confirm-button.tsx";
import { MoreRows, useRows } from "../parts/more-rows.tsx";
import { TableBox } from "../parts/table-box.tsx";
import { Domain, Foreign, Time } from "../text/foreign.tsx";
import { t } from "../text/texts.ts";
import type { Section } from "./model.ts";

/** Receipts seen before, kept to notice a repeated one (G38). */
export function LedgerSection({ data, actions }: Section) {
  const { visible, more } = useRows(data.ledger);
  if (data.ledger.length === 0) return <p class="empty">{t("options_ledger_none")}</p>;
  return (
    <>
      <TableBox label={t("options_ledger")} columns={["tag_org_id", "tag_rid", "ledger_seen"]}>
        {visible.map(({ org_id, rid, firstSeen }) => (
          <tr key={`${org_id} ${rid}`}>
            <th scope="row">
              <Domain name={org_id} />
            </th>
            <td>
              <Foreign text={rid} />
            </td>
            <td>
              <Time at={firstSeen} />
            </td>
          </tr>
        ))}
      </TableBox>
      <MoreRows visible={visible.length} all={data.ledger.length} more={more} />
      <ConfirmButton label="ledger_clear" question="ledger_clear_question" onConfirm={actions.clearLedger} />
    </>
  );
}
