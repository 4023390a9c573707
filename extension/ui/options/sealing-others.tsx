import type { RecipientKey } from "../../sealed/recipient-store.ts";
import { ConfirmButton } from "../parts/confirm-button.tsx";
import { TableBox } from "../parts/table-box.tsx";
import { Address, Time } from "../text/foreign.tsx";
import { t } from "../text/texts.ts";
import type { OptionsActions } from "./model.ts";

/** Keys of others that the user took in: only the user's word ties them to their addresses. */
export function SealingOthers({
  others,
  actions,
}: {
  readonly others: readonly RecipientKey[];
  readonly actions: OptionsActions;
}) {
  if (others.length === 0) return null;
  return (
    <>
      <h3>{t("sealing_others")}</h3>
      <TableBox
        label={t("sealing_others")}
        columns={["sealing_address", "sealing_fingerprint", "sealing_since", "sealing_forget"]}
      >
        {others.map((other) => (
          <tr key={other.kid}>
            <th scope="row">
              <Address addrSpec={other.address} />
            </th>
            <td>
              <code>{other.kid}</code>
              {other.kind === "x-wing" && ` · ${t("sealing_kind_x_wing_short")}`}
            </td>
            <td>
              <Time at={other.at} />
            </td>
            <td>
              <ConfirmButton
                label="sealing_forget"
                question="sealing_others_question"
                onConfirm={async () => {
                  await actions.sealing.forgetOther(other);
                  await actions.refresh();
                }}
              />
            </td>
          </tr>
        ))}
      </TableBox>
    </>
  );
}
