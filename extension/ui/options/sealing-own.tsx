import type { ShownSealingKey } from "../../sealed/keys.ts";
import { ConfirmButton } from "../parts/confirm-button.tsx";
import { Address, Time } from "../text/foreign.tsx";
import { t } from "../text/texts.ts";
import type { OptionsActions } from "./model.ts";

interface Props {
  readonly own: readonly ShownSealingKey[];
  readonly actions: OptionsActions;
}

/** The user's keys, the newest first: what each is for, its backup, and a way to forget it. */
export function SealingOwn({ own, actions }: Props) {
  return (
    <ul class="cards">
      {own.map((key) => (
        <li class="card" key={key.kid} data-kid={key.kid} data-newest={key.newest}>
          <h3>
            <Address addrSpec={key.address} />
          </h3>
          <dl class="fields">
            <div>
              <dt>{t("sealing_use")}</dt>
              <dd>
                {t(key.newest ? "sealing_use_newest" : "sealing_use_old")}
                {key.kind === "x-wing" && ` · ${t("sealing_kind_x_wing_short")}`}
              </dd>
            </div>
            <div>
              <dt>{t("sealing_fingerprint")}</dt>
              <dd>
                <code>{key.kid}</code>
              </dd>
            </div>
            <div>
              <dt>{t("sealing_made_at")}</dt>
              <dd>
                <Time at={key.created} />
              </dd>
            </div>
            {!key.hasBackup && (
              <div>
                <dt>{t("sealing_backup")}</dt>
                <dd>{t("sealing_backup_none")}</dd>
              </div>
            )}
          </dl>
          {key.hasBackup && (
            <>
              <button type="button" data-action="save-backup" onClick={() => actions.sealing.saveBackup(key)}>
                {t("sealing_backup_save")}
              </button>{" "}
            </>
          )}
          <ConfirmButton
            label="sealing_forget"
            question={key.hasBackup ? "sealing_forget_question" : "sealing_forget_question_bare"}
            onConfirm={async () => {
              await actions.sealing.forget(key.kid);
              await actions.refresh();
            }}
          />
        </li>
      ))}
    </ul>
  );
}
