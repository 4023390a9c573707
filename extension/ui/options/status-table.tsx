import { describeValue, type Effective, type SettingName, settingsOf } from "../../../core/index.ts";
import type { PolicyStatus } from "../../policy/status.ts";
import { TableBox } from "../parts/table-box.tsx";
import { Foreign } from "../text/foreign.tsx";
import { t } from "../text/texts.ts";

/** Every setting: its name, the value that holds, who decided it, and whether the user may change it. */
export function StatusTable({ status: { effective, client } }: { readonly status: PolicyStatus }) {
  return (
    <TableBox label={t("policy_settings")} columns={["policy_setting", "policy_value", "policy_decided"]}>
      {settingsOf(client).map((name) => (
        <tr key={name} data-setting={name} data-origin={effective[name].origin}>
          <th scope="row">
            {t(`setting_${name}`)} <code dir="ltr">{name}</code>
          </th>
          <td>
            <Value name={name} effective={effective} />
          </td>
          <td>
            {t(`policy_origin_${effective[name].origin}`)}
            {effective[name].locked && <> · {t("policy_locked")}</>}
          </td>
        </tr>
      ))}
    </TableBox>
  );
}

function Value({ name, effective }: { readonly name: SettingName; readonly effective: Effective }) {
  const { value } = effective[name];
  if (typeof value === "boolean") return <>{t(value ? "yes" : "no")}</>;
  const texts = describeValue(value);
  if (texts.length === 0) return <>{t("none")}</>;
  return (
    <>
      {texts.map((text) => (
        <p key={text}>
          <Foreign text={text} />
        </p>
      ))}
    </>
  );
}
