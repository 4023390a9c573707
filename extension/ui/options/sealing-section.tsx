import { useState } from "preact/hooks";
import { ConfirmButton } from "../confirm-button.tsx";
import { TableBox } from "../table-box.tsx";
import { Address, Time } from "../text/foreign.tsx";
import { t } from "../text/texts.ts";
import type { Section } from "./model.ts";
import { SealingMake } from "./sealing-make.tsx";
import { SealingOthers } from "./sealing-others.tsx";
import { SealingPublish } from "./sealing-publish.tsx";
import { SealingRestore } from "./sealing-restore.tsx";

const NOTHING = { addresses: [], own: [], others: [] };

/** The user's keys for sealed mail: made, backed up, published, forgotten. */
export function SealingSection({ data, actions }: Section) {
  const { sealing = NOTHING } = data;
  const [made, setMade] = useState<"backup" | "bare">();
  const newest = sealing.own.filter((key) => key.newest);
  return (
    <>
      {sealing.own.length === 0 ? (
        <p class="empty">{t(sealing.addresses.length === 0 ? "sealing_no_address" : "sealing_none")}</p>
      ) : (
        <TableBox
          label={t("options_sealing")}
          columns={[
            "sealing_address",
            "sealing_fingerprint",
            "sealing_made_at",
            "sealing_use",
            "sealing_backup",
            "sealing_forget",
          ]}
        >
          {sealing.own.map((key) => (
            <tr key={key.kid} data-kid={key.kid} data-newest={key.newest}>
              <th scope="row">
                <Address addrSpec={key.address} />
              </th>
              <td>
                <code>{key.kid}</code>
              </td>
              <td>
                <Time at={key.created} />
              </td>
              <td>
                {t(key.newest ? "sealing_use_newest" : "sealing_use_old")}
                {key.kind === "x-wing" && ` · ${t("sealing_kind_x_wing_short")}`}
              </td>
              <td>
                {key.hasBackup ? (
                  <button type="button" data-action="save-backup" onClick={() => actions.sealing.saveBackup(key)}>
                    {t("sealing_backup_save")}
                  </button>
                ) : (
                  t("sealing_backup_none")
                )}
              </td>
              <td>
                <ConfirmButton
                  label="sealing_forget"
                  question={key.hasBackup ? "sealing_forget_question" : "sealing_forget_question_bare"}
                  onConfirm={async () => {
                    await actions.sealing.forget(key.kid);
                    await actions.refresh();
                  }}
                />
              </td>
            </tr>
          ))}
        </TableBox>
      )}
      <p role="status" data-part="made">
        {made && t(made === "backup" ? "sealing_made" : "sealing_made_bare")}
      </p>
      {sealing.addresses.length > 0 && (
        <SealingMake
          addresses={sealing.addresses}
          first={sealing.own.length === 0}
          actions={actions}
          onMade={setMade}
        />
      )}
      <SealingRestore actions={actions} />
      {newest.map((key) => (
        <SealingPublish key={key.kid} published={key} actions={actions} />
      ))}
      <SealingOthers others={sealing.others} actions={actions} />
    </>
  );
}
